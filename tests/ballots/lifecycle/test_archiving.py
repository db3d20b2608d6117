"""When nobody may question a vote any more, nothing in the database leads from a handle to a person (decision 31)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import Table, func, select

from govern import record
from govern.ballots import lifecycle, queries
from govern.ballots.lifecycle.archiving import CUT, EMPTIED
from govern.ballots.models import Ballot, Challenge, LogHead, LogLeaf, MemberHandle, RollEntry, RollStrike
from govern.ballots.rules import Answer, Stage, WhyStruck
from govern.ballots.seal.documents import Manifest, leaf_from_bytes
from govern.ballots.seal.selecting import select_by
from govern.ballots.verifier import check_receipt
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.rulebook.book import example
from govern.database import Base
from govern.errors import AlreadyDone, NotFound, WrongMoment
from govern.identity.models import Person
from govern.identity.rules import Site
from govern.post.models import Letter
from govern.tables import ALL_TABLES
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    closed,
    election,
    frozen,
    lots_drawn,
    opened,
    stands,
    vote,
    yes,
)

SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")
DECLARED = CLOSES + timedelta(hours=2)
OVER = DECLARED + timedelta(days=7)
HANDLE = frozenset({"handle", "leaf"})


def has_a_person(table: Table) -> bool:
    return any(key.column.table.name == "person" for key in table.foreign_keys)


def test_every_table_that_has_a_person_beside_a_handle_is_emptied_or_cut() -> None:
    """Walks the columns of every table: a new one that joins the two has to say what becomes of it."""
    assert ALL_TABLES
    joins = {
        table.name
        for table in Base.metadata.tables.values()
        if has_a_person(table) and HANDLE & {column.name for column in table.columns}
    }
    kept = {"log_recovery"}  # its people are officers, and its leaf is no envelope
    assert joins - kept <= {kind.__tablename__ for kind in (*EMPTIED, *CUT)}
    assert joins >= {"member_handle", "appointment", "known_position", "roll_strike"}


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def a_full_vote(given: Given) -> UUID:
    """Somebody is struck before it opens, some vote and get a receipt by mail, one says "not mine" and is struck."""
    ballot_id = await frozen(given, await a_draft(given))
    async with given.society.store.writing() as writing:
        gone = given.people["supported"][5]
        await lifecycle.strike_before_opening(writing, gone, WhyStruck.DIED, by=given.second, at=OPENS)
        await lifecycle.open_(writing, given.society, ballot_id, by=given.officer, at=OPENS, site=SITE)
    contest = await contest_of(given, ballot_id)
    for person in given.people["staff"]:
        posted = await vote(given, ballot_id, person, yes(contest))
        async with given.society.store.writing() as writing:
            await lifecycle.mail_receipt(writing, ballot_id, person, posted.code, site=SITE, at=OPENS)
    async with given.society.store.writing() as writing:
        said = await lifecycle.challenge(writing, ballot_id, given.people["staff"][0], "Not mine: Ann.", at=CLOSES)
    for by in (given.officer, given.second):
        async with given.society.store.writing() as writing:
            await lifecycle.answer_challenge(
                writing, given.society, said, Answer.STRUCK, "She was away.", by=by, at=CLOSES
            )
    await closed(given, ballot_id)
    return ballot_id


async def a_declared_vote(given: Given) -> UUID:
    ballot_id = await a_full_vote(given)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES + timedelta(hours=1))
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=DECLARED, site=SITE)
    return ballot_id


async def archived(given: Given, ballot_id: UUID, at: datetime = OVER, by: UUID | None = None) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.archive(writing, ballot_id, by=by, at=at)


async def everything(given: Given) -> list[tuple[str, str]]:
    """Every row of every table, as text: the table's name, and what the row says, with people as hex."""
    found = []
    async with given.society.store.reading() as reading:
        for table in Base.metadata.sorted_tables:
            for row in await reading.execute(select(table)):
                found.append((table.name, " ".join(_as_text(value) for value in row)))
    return found


def _as_text(value: object) -> str:
    if isinstance(value, UUID):
        return value.hex
    if isinstance(value, bytes):
        return f"{value.hex()} {value.decode('latin-1')}"
    return str(value).replace("-", "") if isinstance(value, str) else json.dumps(value, default=str)


def joined(rows: Iterable[tuple[str, str]], handles: Iterable[str], people: Iterable[UUID]) -> Iterator[str]:
    """Names of the tables with a row that has both a handle and a person in it."""
    ids, known = [person.hex for person in people], list(handles)
    for table, said in rows:
        if any(handle in said for handle in known) and any(person in said for person in ids):
            yield table


async def test_after_archiving_no_row_of_any_table_has_a_person_and_a_handle(
    database_url: str, tmp_path: Path
) -> None:
    given = await a_society(tmp_path / "home", url=database_url)
    ballot_id = await a_declared_vote(given)
    async with given.society.store.reading() as reading:
        handles = list(await reading.scalars(select(RollEntry.handle)))
        people = list(await reading.scalars(select(Person.id)))
    assert set(joined(await everything(given), handles, people)) == {"member_handle", "roll_strike"}
    await archived(given, ballot_id)
    rows = await everything(given)
    assert list(joined(rows, handles, people)) == []
    struck = [said for table, said in rows if table == "challenge"]
    assert len(struck) == 1 and "Ann" not in struck[0] and "away" not in struck[0]
    async with given.society.store.reading() as reading:
        strike = (await reading.scalars(select(RollStrike))).one()
        assert (strike.person_id, strike.by, strike.struck_at) == (None, None, OPENS - timedelta(days=1))
        letters = list(await reading.scalars(select(Letter)))
        assert len(letters) > 20
        assert all((one.body, one.person_id) == (None, None) for one in letters)
        lines = await record.lines_about(reading, [f"ballot:{ballot_id}"], limit=100)
        assert [line.facts for line in lines if line.verb == "vote.cast"] == [None] * 5
        assert [line.verb for line in lines if line.at == OVER] == ["ballot.archived"]
        assert (await record.verify(reading)).holds
    await given.society.store.close()


async def test_the_log_still_verifies_a_receipt_of_before_still_proves_and_the_same_envelopes_count(
    database_url: str, tmp_path: Path
) -> None:
    given = await a_society(tmp_path / "home", url=database_url)
    ballot_id = await a_declared_vote(given)
    ballot = await given.ballot(ballot_id)
    manifest = Manifest.from_bytes(ballot.manifest or b"")
    voter = given.people["staff"][1]

    async def counted_list() -> object:
        async with given.society.store.reading() as reading:
            bodies = await reading.scalars(
                select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
            )
            return select_by(manifest, [leaf_from_bytes(body) for body in bodies])

    async with given.society.store.reading() as reading:
        receipt = await queries.receipt(reading, ballot_id, voter, language="en")
        head = await reading.scalar(select(LogHead.checkpoint))
    before = await counted_list()
    await archived(given, ballot_id)
    assert await counted_list() == before
    assert receipt.code.replace(" ", "") in check_receipt.check(receipt.file, manifest.log_key).replace(" ", "")
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(LogHead.checkpoint)) == head
        found = await queries.box(reading, ballot_id, language="en", code=receipt.code)
        assert (found.found_place, found.counts) == (receipt.place, True)
        with pytest.raises(NotFound, match="no envelope of yours"):
            await queries.receipt(reading, ballot_id, voter, language="en")
        assert (await queries.result(reading, ballot_id, "en")).voted == 4
    await given.society.store.close()


async def test_the_clock_waits_for_the_rules_days_and_an_officer_only_for_the_time_for_challenge(
    tmp_path: Path,
) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_declared_vote(given)
    early = OVER - timedelta(seconds=1)
    for by in (given.officer, None):
        with pytest.raises(WrongMoment, match="recount"):
            await archived(given, ballot_id, early, by)
    assert await lifecycle.archive_due(given.society, at=early) == ()
    assert await lifecycle.archive_due(given.society, at=OVER) == (ballot_id,)
    assert await given.stage(ballot_id) is Stage.ARCHIVED
    assert await lifecycle.archive_due(given.society, at=OVER) == ()
    with pytest.raises(AlreadyDone, match="archive already"):
        await archived(given, ballot_id, OVER, given.officer)
    with pytest.raises(AlreadyDone, match="forgotten"):
        async with given.society.store.writing() as writing:
            await lifecycle.challenge(writing, ballot_id, given.everybody[0], "Not mine.", at=OVER)
    with pytest.raises(WrongMoment, match="kept in the archive"):
        await lifecycle.count(given.society, ballot_id, by=given.officer, at=OVER)


async def test_where_the_rules_keep_handles_longer_an_officer_may_archive_before_the_clock_does(
    tmp_path: Path,
) -> None:
    text = example("tair_nant").replace("[retention]\n", "[retention]\nhandles_days = 30\n")
    given = await a_society(tmp_path, text=text)
    first = await a_declared_vote(given)
    assert await lifecycle.archive_due(given.society, at=OVER) == ()
    await archived(given, first, OVER, given.officer)
    assert await given.stage(first) is Stage.ARCHIVED


async def test_a_withdrawn_vote_is_emptied_too_and_stays_withdrawn(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    await vote(given, ballot_id, given.everybody[0], yes(await contest_of(given, ballot_id)))
    async with given.society.store.writing() as writing:
        await lifecycle.withdraw(
            writing, given.society, ballot_id, "A wrong question.", by=given.officer, at=CLOSES, site=SITE
        )
    with pytest.raises(WrongMoment, match="what became of their envelope"):
        await archived(given, ballot_id, CLOSES + timedelta(days=6))
    assert await lifecycle.archive_due(given.society, at=CLOSES + timedelta(days=7)) == (ballot_id,)
    assert await given.stage(ballot_id) is Stage.WITHDRAWN
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(MemberHandle)) == 0
        assert {one.body for one in await reading.scalars(select(Letter))} == {None}
        assert (await reading.get_one(Ballot, ballot_id)).archived_at == CLOSES + timedelta(days=7)
    assert await lifecycle.archive_due(given.society, at=CLOSES + timedelta(days=9)) == ()


async def test_an_open_vote_is_never_archived(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    with pytest.raises(WrongMoment, match="is open"):
        await archived(given, ballot_id, OVER + timedelta(days=999))
    assert await lifecycle.archive_due(given.society, at=OVER + timedelta(days=999)) == ()


async def test_a_seat_that_falls_empty_afterwards_is_filled_from_the_papers_the_count_kept(tmp_path: Path) -> None:
    """Counting back needs each paper's group and ranks; it never had, and never needs, a handle."""
    text = example("tair_nant").replace('casual_vacancy = "co_option"', 'casual_vacancy = "next_best"')
    given = await a_society(tmp_path, text=text, groups={"supported": 10, "staff": 10, "volunteers": 10})
    ballot_id = await a_draft(given, election("volunteers", seats=1), at=OPENS - timedelta(days=20))
    contest = await contest_of(given, ballot_id)
    people = given.people["volunteers"][:3]
    names = [await stands(given, contest, person) for person in people]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    orders = {0: (0, 1, 2), 1: (0, 1, 2), 2: (0, 1, 2), 3: (1, 0, 2), 4: (2, 1, 0)}
    for n, person in enumerate(given.people["volunteers"]):
        await vote(given, ballot_id, person, {contest: tuple(str(names[place]) for place in orders[n // 2])})
    await closed(given, ballot_id)
    await lifecycle.count(given.society, ballot_id, by=given.officer, at=CLOSES + timedelta(hours=1))
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot_id, by=given.officer, at=DECLARED)
    await archived(given, ballot_id)
    from_on = date(2027, 3, 1)
    async with given.society.store.reading() as reading:
        sits = next(one for one in await boards_now.sitting(reading, "board", from_on) if one.person_id == people[0])
    at = datetime.combine(from_on, OVER.timetz())
    async with given.society.store.writing() as writing:
        await boards.vacate(writing, sits.tenure_id, from_on, "resigned", by=given.officer, at=at)
    async with given.society.store.reading() as reading:
        (vacancy,) = await boards_now.vacancies(reading, from_on, "en")
    async with given.society.store.writing() as writing:
        willing = [str(one) for one in names[1:]]
        came = await lifecycle.count_back(writing, vacancy.id, willing, from_on, by=given.officer, at=at)
    assert came.candidate == str(names[1])


def files_of(given: Given) -> bytes:
    """The database, its WAL and whatever else lies in the society's folder."""
    found = (one for one in sorted(given.society.folder.rglob("*")) if one.is_file() and "keys" not in one.parts)
    return b"\n".join(one.read_bytes() for one in found)


def lie_beside(content: bytes, handle: str, person: UUID, near: int = 100) -> bool:
    """Whether the handle and the person stand in one row anywhere in these bytes: a row with both has about ninety.
    Farther apart, two rows of different tables can come to lie beside each other where one page ends."""
    at = content.find(handle.encode())
    while at >= 0:
        around = content[max(0, at - near) : at + near]
        if person.hex.encode() in around or person.bytes in around or str(person).encode() in around:
            return True
        at = content.find(handle.encode(), at + 1)
    return False


async def test_no_file_of_the_society_has_a_handle_near_its_person_after_archiving(tmp_path: Path) -> None:
    """The canary: the database file, its WAL and the outbox in it, byte by byte, while the service goes on."""
    given = await a_society(tmp_path, groups={"supported": 30, "staff": 30, "volunteers": 30})
    ballot_id = await a_declared_vote(given)
    async with given.society.store.reading() as reading:
        rows = await reading.execute(select(MemberHandle.handle, MemberHandle.person_id))
        pairs = [(handle, person) for handle, person in rows]
    before = files_of(given)
    assert all(lie_beside(before, handle, person) for handle, person in pairs[:20])
    assert await lifecycle.archive_due(given.society, at=OVER) == (ballot_id,)
    after = files_of(given)
    assert [pair for pair in pairs if lie_beside(after, *pair)] == []
    assert b"Your vote is in" not in after and b"Voting is open" not in after
    await given.society.store.close()


async def test_a_reader_in_the_way_keeps_nothing_back_for_longer_than_it_reads(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await a_declared_vote(given)
    async with given.society.store.reading() as reading:
        await reading.scalar(select(func.count()).select_from(MemberHandle))
        await archived(given, ballot_id)
        waiting = asyncio.create_task(lifecycle.wipe(given.society))
        await asyncio.sleep(0.2)
        assert not waiting.done()
    assert await waiting is True
    async with given.society.store.reading() as reading:
        assert await reading.scalar(select(func.count()).select_from(Challenge)) == 1
