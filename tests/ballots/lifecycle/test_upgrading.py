"""The service is changed while a vote is under way: its bundle holds the checker of then, and its log says so."""

from __future__ import annotations

import hashlib
import io
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.checking import Line, verdicts
from govern.ballots.lifecycle import upgrading
from govern.ballots.models import Ballot, KeptChecker, LogIncident
from govern.ballots.queries import bundle, checkers
from govern.ballots.queries.bundle import CheckerGone, bundle_of
from govern.ballots.queries.publishing import published, published_bundle
from govern.ballots.seal import packs
from govern.errors import AlreadyDone, NotValid
from govern.release import fingerprint_of, release
from govern.society import Society
from tests.ballots.checking.judging import second_of
from tests.ballots.given_ballots import (
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    counted,
    declared,
    frozen,
    no,
    vote,
    yes,
)

LATER = OPENS + timedelta(hours=5)
LARGE = {"supported": 8, "staff": 8, "volunteers": 8}


@pytest.fixture
async def given(tmp_path: Path, either_database: str | None) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", groups=LARGE, url=either_database)
    yield made
    await made.society.store.close()


def upgrade(monkeypatch: pytest.MonkeyPatch, folder: Path, number: str = "9.9.9") -> bytes:
    """Another version takes the place of this one, with another `verify.py`. Returns the one of before."""
    before = checkers.CHECKER.read_bytes()
    file = folder / f"verify-{number}.py"
    file.write_bytes(before + f"\n# version {number}\n".encode())
    monkeypatch.setattr(checkers, "CHECKER", file)
    monkeypatch.setattr(upgrading, "release", lambda: f"{number} feedfacefeedface")
    return before


async def started_anew(given: Given) -> tuple[UUID, ...]:
    await given.society.store.close()
    given.society = Society(given.society.folder, given.society.file)
    return await lifecycle.note_upgrades(given.society, at=LATER)


async def everybody_votes(given: Given, ballot_id: UUID, *, first: int, last: int) -> None:
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    for place, person in enumerate(given.everybody[first:last]):
        await vote(given, ballot_id, person, no(contest) if place % 3 == 0 else yes(contest))


def said_by(content: bytes, check: str) -> Line:
    return next(line for line in verdicts(io.BytesIO(content)) if line.name == check)


async def verbs(given: Given, ballot_id: UUID) -> list[str]:
    async with given.society.store.reading() as reading:
        return [line.verb for line in await record.lines_about(reading, [f"ballot:{ballot_id}"])]


async def test_a_vote_that_was_frozen_before_an_upgrade_is_checked_with_the_file_of_then_and_its_log_says_so(
    given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ballot_id = await an_open_ballot(given)
    await everybody_votes(given, ballot_id, first=0, last=12)
    assert await started_anew(given) == ()
    before = upgrade(monkeypatch, tmp_path)
    assert await started_anew(given) == (ballot_id,)
    assert await started_anew(given) == ()  # once
    await everybody_votes(given, ballot_id, first=12, last=24)
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        content = await bundle_of(reading, ballot_id)
        (told,) = await checkers.incidents_of(reading, ballot_id)
        text = await reading.scalar(select(LogIncident.text))
    assert packs.unpack(io.BytesIO(content))["verify.py"] == before != checkers.CHECKER.read_bytes()
    assert second_of(content) == []
    assert said_by(content, "V24").verdict.name == "PASS"
    assert release() in told.english and "9.9.9" in told.english and "fersiwn 9.9.9" in told.welsh
    assert told.sha256 == hashlib.sha256((text or "").encode()).hexdigest()
    listed = said_by(content, "V23")
    assert listed.verdict.name == "WARN" and f"leaf {told.leaf}" in str(listed)
    assert (await verbs(given, ballot_id)).count("ballot.incident") == 1


async def test_each_change_is_an_entry_of_its_own_and_the_opening_looks_too(
    given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ballot_id = await frozen(given, await a_draft(given))
    upgrade(monkeypatch, tmp_path, "9.9.1")
    assert await started_anew(given) == ()  # nothing goes into a log that has not begun
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS)
    assert await started_anew(given) == ()
    upgrade(monkeypatch, tmp_path, "9.9.2")
    assert await started_anew(given) == (ballot_id,)
    async with given.society.store.reading() as reading:
        first, second = await checkers.incidents_of(reading, ballot_id)
    assert release() in first.english and "9.9.1" in first.english and first.leaf > 0
    assert "9.9.1" in second.english and "9.9.2" in second.english


async def test_of_a_vote_that_an_earlier_version_froze_nobody_knows_which_and_its_log_says_that(given: Given) -> None:
    ballot_id = await an_open_ballot(given)
    async with given.society.store.writing() as writing:
        await writing.execute(update(Ballot).values(ran_under=None))
    assert await started_anew(given) == (ballot_id,)
    async with given.society.store.reading() as reading:
        (told,) = await checkers.incidents_of(reading, ballot_id)
    assert "version ?" in told.english


async def test_votes_of_the_same_checker_keep_it_once(given: Given) -> None:
    for _ in range(2):
        await frozen(given, await a_draft(given))
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(KeptChecker)) == 1


async def test_where_the_file_of_then_was_never_kept_no_other_is_packed_until_it_is_put_back(
    given: Given, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    ballot_id = await an_open_ballot(given)
    await everybody_votes(given, ballot_id, first=0, last=24)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        good = await bundle_of(reading, ballot_id)
    async with given.society.store.writing() as writing:
        await writing.execute(delete(KeptChecker))
    before = upgrade(monkeypatch, tmp_path)
    forget_what_was_packed(monkeypatch)
    async with given.society.store.reading() as reading:
        with pytest.raises(CheckerGone, match="kept no copy"):
            await published_bundle(reading, ballot_id, "en")
        with pytest.raises(CheckerGone):
            await bundle_of(reading, ballot_id)
        assert "verify.py" in str((await published(reading, ballot_id, "en")).why_not)
    async with given.society.store.writing() as writing:
        with pytest.raises(NotValid, match="No vote was fixed with this file"):
            await lifecycle.keep_handed(writing, before + b"#", at=LATER)
        assert await lifecycle.keep_handed(writing, before, at=LATER) == 1
        with pytest.raises(AlreadyDone):
            await lifecycle.keep_handed(writing, before, at=LATER)
    async with given.society.store.reading() as reading:
        assert await published_bundle(reading, ballot_id, "en") == good


def forget_what_was_packed(monkeypatch: pytest.MonkeyPatch) -> None:
    """As after a start: the last bundle is not in memory any more."""
    monkeypatch.setattr(bundle, "_lately", {})


def test_a_version_is_another_where_one_byte_of_one_module_is(tmp_path: Path) -> None:
    (tmp_path / "room").mkdir()
    (tmp_path / "room" / "rules.py").write_text("A = 1\n")
    first = fingerprint_of(tmp_path)
    (tmp_path / "room" / "page.html").write_text("words are no modules")
    assert fingerprint_of(tmp_path) == first
    (tmp_path / "room" / "rules.py").write_text("A = 2\n")
    second = fingerprint_of(tmp_path)
    (tmp_path / "room" / "rules.py").rename(tmp_path / "room" / "law.py")
    assert len({first, second, fingerprint_of(tmp_path)}) == 3
    assert release().split()[1] != "" and len(release()) <= 80
