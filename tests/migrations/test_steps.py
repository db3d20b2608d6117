"""Migrations: from empty to what the models say, from every earlier step with people in it, forward only."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from govern import migrations
from govern.ballots.queries.checkers import CHECKER
from govern.database import Base
from govern.minutes.book.models import statements
from govern.tables import ALL_TABLES
from tests.ballots.seal.test_manifest import MANIFEST
from tests.given import a_database_url
from tests.servers.postgres import Cluster

STEPS = tuple(f"{number:04}" for number in range(1, 53))


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """An empty database on each of the two kinds."""
    if request.param == "sqlite":
        return a_database_url(tmp_path)
    cluster: Cluster = request.getfixturevalue("postgres")
    return cluster.new_database()


@pytest.fixture
def engine(empty: str) -> Iterator[Engine]:
    made = create_engine(empty.replace("sqlite+aiosqlite", "sqlite"))
    yield made
    made.dispose()


def ours(name: str | None, kind: str, _within: object) -> bool:
    """The words of the search are kept in each database's own way, in no table of the models."""
    return kind != "table" or not str(name).startswith("search_words")


def test_from_empty_to_what_the_models_say(empty: str, engine: Engine) -> None:
    assert migrations.stands_at(empty) is None
    assert migrations.upgrade(empty) == migrations.newest() == STEPS[-1]
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_name": ours})
        differences = [d for d in compare_metadata(context, Base.metadata) if "lower" not in str(d)]
    assert differences == []
    assert len(ALL_TABLES) > 40


def test_going_up_twice_changes_nothing(empty: str) -> None:
    assert migrations.upgrade(empty) == migrations.upgrade(empty)


@pytest.mark.parametrize("step", STEPS)
def test_people_known_before_a_step_are_known_after_it(empty: str, engine: Engine, step: str) -> None:
    migrations.upgrade(empty, step)
    row = {"id": uuid4().hex if engine.dialect.name == "sqlite" else uuid4(), "at": "2026-11-09 09:00:00+00"}
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO person"
                " (id, name, first_name, search, language, format, text_size, colours, layout, added_at)"
                " VALUES (:id, 'Siân Elis', 'Siân', 'sian elis', 'cy', 'standard', 2, 'standard', 'standard', :at)"
            ),
            row,
        )
    migrations.upgrade(empty)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT name FROM person")) == "Siân Elis"


def test_a_session_begins_with_a_passkey_in_a_database_that_came_by_steps(empty: str, engine: Engine) -> None:
    migrations.upgrade(empty)
    ids = [uuid4().hex if engine.dialect.name == "sqlite" else uuid4() for _ in range(3)]
    person = (
        "INSERT INTO person (id, name, first_name, search, language, format, text_size, colours, layout, added_at)"
        " VALUES (:id, 'Siân Elis', 'Siân', 'sian elis', 'cy', 'standard', 2, 'standard', 'standard', :at)"
    )
    session = (
        "INSERT INTO session (id, token_hash, secret, person_id, proof, shared_device, browser, started_at, seen_at)"
        " VALUES (:id, :token, :token, :person, :proof, false, 'Firefox', :at, :at)"
    )
    at = "2026-11-09 09:00:00+00"
    with engine.begin() as connection:
        connection.execute(text(person), {"id": ids[0], "at": at})
        for number, proof in ((1, "password_totp"), (2, "password_passkey")):
            row = {"id": ids[number], "token": bytes([number]) * 32, "person": ids[0], "proof": proof, "at": at}
            connection.execute(text(session), row)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(text("UPDATE session SET proof = 'a smile'"))


@pytest.mark.parametrize("own", [True, False], ids=["frozen with the one of today", "frozen with another"])
def test_the_checker_of_a_ballot_of_before_is_kept_where_it_is_the_one_of_today(
    empty: str, engine: Engine, own: bool
) -> None:
    migrations.upgrade(empty, "0048")
    checker = CHECKER.read_bytes() if own else b"another"
    manifest = replace(MANIFEST, verifier_hash=hashlib.sha256(checker).digest()).to_bytes()
    rule, ballot = (uuid4().hex if engine.dialect.name == "sqlite" else uuid4() for _ in range(2))
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO rulebook_version (id, number, text, fingerprint, effective_from, adopted_at)"
                " VALUES (:id, 1, 'schema = 1', :mark, '2020-01-01', '2020-01-01 09:00:00+00')"
            ),
            {"id": rule, "mark": bytes(32)},
        )
        connection.execute(
            text(
                "INSERT INTO ballot (id, number, stage, title, opens_at, closes_at, record_on, rulebook_version_id,"
                " drafted_at, manifest) VALUES (:id, '2026-1', 'open', '{}', '2026-11-09 09:00:00+00',"
                " '2026-11-10 09:00:00+00', '2026-11-01', :rule, '2026-10-01 09:00:00+00', :manifest)"
            ),
            {"id": ballot, "rule": rule, "manifest": manifest},
        )
    migrations.upgrade(empty)
    with engine.connect() as connection:
        kept = connection.execute(text("SELECT hash, packed FROM kept_checker")).all()
    assert [(bytes(row[0]), zlib.decompress(row[1])) for row in kept] == (
        [(hashlib.sha256(checker).digest(), checker)] if own else []
    )


def test_a_vote_that_was_on_its_way_stands_by_the_notice_its_meeting_had(empty: str, engine: Engine) -> None:
    """From the agenda while it is prepared, as it stands once it is frozen; what no item asks is in no notice."""
    migrations.upgrade(empty, "0049")
    lite = engine.dialect.name == "sqlite"
    ids = {name: uuid4().hex if lite else uuid4() for name in ("rules", "meeting", "draft", "frozen", "a", "b", "c")}
    at, words, said = "2026-11-09 09:00:00+00", '{"en": "Other"}', '{"en": "Saturdays"}'
    with engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO rulebook_version (id, number, text, fingerprint, effective_from, adopted_at)"
                " VALUES (:id, 1, 'schema = 1', :mark, '2020-01-01', :at)"
            ),
            {"id": ids["rules"], "mark": bytes(32), "at": at},
        )
        connection.execute(
            text(
                "INSERT INTO meeting (id, kind, body, stage, title, starts_at, place, access, sequence, drafted_at)"
                " VALUES (:id, 'agm', 'general', 'noticed', '{}', :at, '{}', '{}', 0, :at)"
            ),
            {"id": ids["meeting"], "at": at},
        )
        for number, stage in enumerate(("draft", "frozen"), start=1):
            connection.execute(
                text(
                    "INSERT INTO ballot (id, number, stage, title, meeting_id, opens_at, closes_at, record_on,"
                    " rulebook_version_id, drafted_at, noticed_at) VALUES (:id, :number, :stage, '{}', :meeting,"
                    " :at, '2026-11-10 09:00:00+00', '2026-11-02', :rules, :at, :at)"
                ),
                {
                    "id": ids[stage],
                    "number": f"2026-{number}",
                    "stage": stage,
                    "meeting": ids["meeting"],
                    "rules": ids["rules"],
                    "at": at,
                },
            )
        for number, (name, ballot) in enumerate((("a", "draft"), ("b", "draft"), ("c", "frozen")), start=1):
            connection.execute(
                text(
                    "INSERT INTO contest (id, ballot_id, position, kind, resolution_kind, seats, voters, title,"
                    " question, full_text, yes_means, no_means, easy_title, easy_lines, easy_readers, ask_whom)"
                    " VALUES (:id, :ballot, :position, 'resolution', 'special', 0, '', :words, :words, :words,"
                    " '{}', '{}', '{}', '{}', 'none', '')"
                ),
                {"id": ids[name], "ballot": ids[ballot], "position": number, "words": words},
            )
        connection.execute(
            text(
                "INSERT INTO agenda_item (id, meeting_id, position, kind, title, text, resolution, contest_id)"
                " VALUES (:id, :meeting, 1, 'motion', :said, :said, 'special', :contest)"
            ),
            {"id": ids["a"], "meeting": ids["meeting"], "said": said, "contest": ids["a"]},
        )
    migrations.upgrade(empty)
    with engine.connect() as connection:
        rows = connection.execute(
            text("SELECT noticed_title, noticed_text, noticed_question FROM contest ORDER BY position")
        )
        assert [tuple(row) for row in rows] == [(said, said, words), (None, None, None), (words, words, words)]


def test_the_log_of_a_ballot_cannot_be_rewritten(empty: str, engine: Engine) -> None:
    migrations.upgrade(empty)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            found = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'")).all()
        else:
            found = connection.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal")).all()
    assert {name for name in found if name.startswith("log_leaf")}
    assert {name for name in found if name.startswith("envelope")}


def test_signed_minutes_cannot_be_changed_and_none_are_taken_away_in_a_database_that_came_by_steps(
    empty: str, engine: Engine
) -> None:
    """Invariants 81 and 82: the step makes the same triggers as the models do."""
    migrations.upgrade(empty)
    names = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    if engine.dialect.name != "sqlite":
        names = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    with engine.connect() as connection:
        found = set(connection.scalars(text(names)))
    wanted = {words.split()[2] for words in statements(engine.dialect.name) if words.startswith("CREATE TRIGGER")}
    assert len(wanted) > 10 and wanted <= found


def test_an_enum_outside_its_values_is_refused_by_the_database_itself(empty: str, engine: Engine) -> None:
    migrations.upgrade(empty)
    with pytest.raises(DatabaseError), engine.begin() as connection:
        connection.execute(
            text("INSERT INTO office (id, person_id, role, from_on) VALUES ('a', 'b', 'king', '2026-01-01')")
        )


def test_rules_that_ruled_before_drafts_came_have_taken_effect_and_rules_to_come_have_not(
    empty: str, engine: Engine
) -> None:
    migrations.upgrade(empty, "0005")
    with engine.begin() as connection:
        for number, day in ((1, "2020-01-01"), (2, "2021-01-01"), (3, "2999-01-01")):
            row_id = uuid4().hex if engine.dialect.name == "sqlite" else uuid4()
            connection.execute(
                text(
                    "INSERT INTO rulebook_version (id, number, text, fingerprint, effective_from, adopted_at)"
                    " VALUES (:id, :number, 'schema = 1', :mark, :day, '2020-01-01 09:00:00+00')"
                ),
                {"id": row_id, "number": number, "mark": bytes(32), "day": day},
            )
    migrations.upgrade(empty)
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT number, took_effect_at FROM rulebook_version ORDER BY number"))
        assert [(row[0], row[1] is not None) for row in rows] == [(1, True), (2, True), (3, False)]
