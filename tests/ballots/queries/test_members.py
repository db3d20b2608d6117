"""What members are shown: open votes, how they are counted, their own paper, never anybody else's vote."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import event

from govern.ballots import queries
from govern.ballots.rules import Stage
from govern.ballots.seal.envelope import NotACode
from govern.errors import NotFound
from tests.ballots.given_ballots import (
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    declared,
    election,
    lots_drawn,
    motion,
    opened,
    published,
    stands,
    vote,
    yes,
)

AT = OPENS + timedelta(hours=1)


async def page(given: Given, ballot_id: UUID, person: UUID | None, language: str = "en") -> queries.BallotPage:
    async with given.society.store.reading() as reading:
        return await queries.ballot_page(reading, ballot_id, person, language=language, at=AT)


async def test_the_page_says_who_may_vote_and_how_votes_are_counted_each_with_its_rule(tmp_path: Path) -> None:
    given = await a_society(tmp_path, groups={"supported": 12, "staff": 12, "volunteers": 12})
    ballot_id = await a_draft(given, motion(), motion("every_class", "Weights"), election("any", 1))
    async with given.society.store.reading() as reading:
        *_, seats = await queries.contest_ids(reading, ballot_id)
    for person in given.people["staff"][:2]:
        await stands(given, seats, person)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    found = await page(given, ballot_id, given.people["staff"][0])
    assert str(found.who_may_vote.sentence) == (
        "The 36 people who were members on 2026-11-02: People supported 12, Staff 12, Volunteers 12."
    )
    weighted, each, seat = ([str(rule.sentence) for rule in view.counted] for view in found.contests)
    assert weighted[0].startswith("Each group has a share of 100: People supported 30, Staff 40")
    assert "More than half is needed." in weighted
    assert each[0] == "Each member has one vote."
    assert "Each group must agree by itself too." in each
    assert "At most 3 of the 9 places may be held by: volunteers." in seat
    assert all(rule.clause is not None for view in found.contests for rule in view.counted)
    assert found.returning_officer == "Gwilym Hâf"
    assert (found.may_vote, found.on_the_roll, found.voted, len(found.fingerprint)) == (True, True, False, 12)


async def test_a_published_ballot_says_who_will_be_on_the_roll(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await published(given, await a_draft(given))
    found = await page(given, ballot_id, given.people["staff"][0])
    assert str(found.who_may_vote.sentence).startswith("Everybody who is a member on 2026-11-02")
    assert not found.may_vote
    assert "not open yet" in str(found.why_not)


async def test_no_sentence_before_voting_is_longer_than_twenty_five_words(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    found = await page(given, ballot_id, given.people["staff"][0])
    said = [str(s) for s in (*found.secrecy, found.secrecy_in_short)]
    said += [str(rule.sentence) for view in found.contests for rule in view.counted]
    assert [part for text in said for part in text.split(".") if len(part.split()) > 25] == []


async def test_what_members_see_names_no_handle(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        (contest,) = await queries.contest_ids(reading, ballot_id)
    person = given.people["staff"][0]
    await vote(given, ballot_id, person, yes(contest))
    async with given.society.store.reading() as reading:
        from govern.ballots.models import MemberHandle

        tie = await reading.get_one(MemberHandle, (ballot_id, person))
        paper = await queries.paper(reading, ballot_id, person, language="en", at=AT)
    found = await page(given, ballot_id, person)
    shown = repr(msgspec.structs.asdict(found)) + repr(msgspec.structs.asdict(paper))
    assert tie.handle not in shown


async def test_lists_hold_what_each_may_see(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    hidden = await a_draft(given)
    shown = await an_open_ballot(given)
    person = given.people["staff"][0]
    async with given.society.store.reading() as reading:
        members = await queries.ballots_to_see(reading, language="cy")
        office = await queries.ballots_in_office(reading, language="en")
        mine = await queries.open_ballots_for(reading, person, language="cy", at=AT)
        later = await queries.open_ballots_for(reading, person, language="en", at=CLOSES + timedelta(seconds=1))
    assert [line.id for line in members] == [shown]
    assert {line.id for line in office} == {hidden, shown}
    assert [(one.id, one.questions, one.voted) for one in mine] == [(shown, ("Saturdays (cy)",), False)]
    assert later == ()


async def test_lists_ask_the_database_a_fixed_number_of_times(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    asked: list[str] = []

    def note(conn: object, cursor: object, statement: str, *rest: object) -> None:
        asked.append(statement)

    for _ in range(2):
        await an_open_ballot(given)
    event.listen(given.society.store.engine.sync_engine, "before_cursor_execute", note)
    async with given.society.store.reading() as reading:
        await queries.ballots_to_see(reading, language="en")
    assert len([one for one in asked if one.startswith("SELECT")]) == 1


async def test_the_box_refuses_what_is_no_code_and_finds_nothing_for_a_strange_one(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    async with given.society.store.reading() as reading:
        with pytest.raises(NotACode):
            await queries.box(reading, ballot_id, language="en", code="1234")
        found = await queries.box(reading, ballot_id, language="en", code="ABCD EFGH JKLM NPQR")
    assert (found.found_place, found.envelopes, found.size) == (None, None, 1)


async def test_there_is_no_box_before_voting(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await published(given, await a_draft(given))
    async with given.society.store.reading() as reading:
        with pytest.raises(NotFound, match="no box"):
            await queries.box(reading, ballot_id, language="en")


async def test_a_result_reads_on_after_the_declaration(tmp_path: Path) -> None:
    given = await a_society(tmp_path)
    ballot_id = await an_open_ballot(given)
    await declared(given, ballot_id)
    async with given.society.store.reading() as reading:
        found = await queries.result(reading, ballot_id, "en")
        again = await queries.counts_the_same(reading, ballot_id)
    assert found.stage is Stage.DECLARED
    assert again
    assert str(found.turnout) == "0 people voted, of 16 who could."
    assert found.contests[0].resolution is not None
    assert not found.contests[0].resolution.carried
