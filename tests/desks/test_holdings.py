"""What is given out of what we hold of somebody: from every table that names people, and never of anybody else."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

from sqlalchemy import LargeBinary, select

from govern.ballots.models import Contest, MemberHandle
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.rules.persons import About
from govern.database import Base
from govern.desks.holdings import NAMING, Given, OnErase, OnMerge, as_json, as_page, gather, kinds
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof, Site
from govern.languages import LANGUAGES
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.tables import ALL_TABLES
from tests.ballots.given_ballots import BEFORE, OPENS, a_society, an_open_ballot, note, vote, yes
from tests.ballots.given_ballots import Given as Society

#: Columns that hold a person's id without a reference, by table: what they are is said in `NAMING` too.
BY_NAME = ("person_id",)


def naming_columns() -> set[tuple[str, str]]:
    """Every column of the house that names a person: by a reference, or by what it is called."""
    found = set()
    for name, table in ALL_TABLES.items():
        for column in table.columns:
            refers = any(key.column.table.name == "person" for key in column.foreign_keys)
            if refers or column.name in BY_NAME:
                found.add((name, column.name))
    return found


def test_every_column_that_names_a_person_says_what_is_given_out_and_what_becomes_of_it() -> None:
    """A new table that names people is red here until `desks/holdings/tables.py` has a line for it."""
    said = [(naming.table, naming.column) for naming in NAMING]
    assert len(said) == len(set(said))
    assert set(said) == naming_columns()


def test_invariant_9_no_table_has_a_column_for_health_capacity_or_funding() -> None:
    words = ("diagnos", "capacity", "health", "medical", "disab", "funding", "funder", "impairment", "benefit_")
    found = [
        f"{name}.{column.name}"
        for name, table in ALL_TABLES.items()
        for column in table.columns
        if any(word in column.name for word in words)
    ]
    assert found == []


def test_what_is_hidden_is_there_to_be_hidden() -> None:
    for naming in NAMING:
        assert set(naming.hides) <= set(Base.metadata.tables[naming.table].c.keys()), naming.table


def test_secrets_are_hidden_wherever_rows_are_given_whole() -> None:
    secret = ("hash", "secret", "code", "token", "key", "handle")
    for naming in NAMING:
        if naming.given is not Given.WHOLE:
            continue
        for column in Base.metadata.tables[naming.table].columns:
            if any(word in column.name for word in secret):
                hidden = column.name in naming.hides or isinstance(column.type, LargeBinary)
                assert hidden, f"{naming.table}.{column.name}"


def test_what_moves_or_goes_is_no_officers_act() -> None:
    for naming in NAMING:
        if naming.given is Given.ACT:
            assert (naming.on_merge, naming.on_erase) == (OnMerge.STAYS, OnErase.STAYS), naming


def test_each_kind_is_told_once() -> None:
    words = [str(kind.what) for kind in kinds()]
    assert len(words) == len(set(words)) > 20


async def everything(given: Society, person: UUID) -> tuple[dict[str, list[dict[str, object]]], str]:
    """As JSON, by part, and the page's text."""
    language = LANGUAGES["en"]
    async with given.society.store.reading() as reading:
        parts = as_json(gather(reading, person), language, society="Tair Nant", name="Alys", on=BEFORE.date())
        content = b"".join([piece async for piece in parts])
    async with given.society.store.reading() as reading:
        shown = as_page(gather(reading, person), language, society="Tair Nant", name="Alys", on=BEFORE.date())
        page = b"".join([piece async for piece in shown]).decode()
    told = json.loads(content)
    return {part["id"]: part["rows"] for part in told["parts"]}, page


async def test_somebody_gets_all_their_rows_and_nobody_elses(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    person, other = given.people["staff"][:2]
    await note(given, person, "volunteer")
    async with given.society.store.writing() as writing:
        for who, words in ((person, "To you"), (other, "To somebody else")):
            draft = Draft("x@example.org", "notice", "m:1", "en", words, words, person_id=who)
            await post.write(writing, draft, at=BEFORE)
        for kind in ("sign_in", "set_up"):
            draft = Draft("x@example.org", kind, "m:1", "en", "A way in", "SECRET-LINK", person_id=person)
            await post.write(writing, draft, at=BEFORE)
        await identity.begin(writing, person, Proof.LINK, Browser("Firefox"), at=BEFORE)
        await register.ask_correction(writing, person, About.NAME, "Alys Wyn", "Married", at=BEFORE)
        await register.ask_correction(writing, other, About.NAME, "CANARY", "Married", at=BEFORE)
    parts, page = await everything(given, person)
    assert [row["name"] for row in parts["person"]] == ["Staff 1"]
    assert [row["constituency"] for row in parts["membership.person_id"]] == ["staff"]
    assert [row["attribute"] for row in parts["attribute_span.person_id"]] == ["volunteer"]
    assert [row["subject"] for row in parts["letter.person_id"]] == ["To you", "A way in", "A way in"]
    assert "token_hash" not in parts["session.person_id"][0] and parts["session.person_id"][0]["proof"] == "link"
    assert [row["wanted"] for row in parts["correction.person_id"]] == ["Alys Wyn"]
    whole = json.dumps(parts) + page
    for nobodys in ("CANARY", "To somebody else", "SECRET-LINK", str(other), other.hex):
        assert nobodys not in whole
    assert "Staff 1" in page and "Reason for joining" in page


async def test_how_somebody_voted_and_their_handle_are_named_as_sealed_and_given_to_nobody(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    person = given.people["staff"][0]
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        contest = await reading.scalar(select(Contest.id).where(Contest.ballot_id == ballot_id))
        handle = await reading.scalar(select(MemberHandle.handle).where(MemberHandle.person_id == person))
    assert contest is not None and handle is not None
    await vote(given, ballot_id, person, yes(contest))
    parts, page = await everything(given, person)
    (row,) = parts["member_handle.person_id"]
    assert row["envelope"] == "Sealed. It cannot be read."
    assert handle not in json.dumps(parts) + page
    assert "nobody can find it" in page


async def test_officers_get_what_they_did_and_not_what_it_says_of_others(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    member = given.people["staff"][0]
    async with given.society.store.writing() as writing:
        asked = await register.ask_correction(writing, member, About.OTHER, "CANARY", "CANARY", at=BEFORE)
        await register.answer_correction(
            writing, asked, accept=False, answer="No", by=given.second, at=OPENS, site=Site("http://x", "t", "T")
        )
    parts, page = await everything(given, given.second)
    assert parts["correction.answered_by"] == [
        {"id": str(asked), "asked_at": BEFORE.isoformat(), "answered_at": OPENS.isoformat()}
    ]
    assert "CANARY" not in json.dumps(parts) + page
