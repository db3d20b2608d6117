"""W18: an early vote and attendance. Who is there when the vote is taken votes from the room (invariant 42)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select, update

from govern.ballots import lifecycle, queries
from govern.ballots.models import Ballot, CastEnvelope, CountRun
from govern.ballots.rules import Outcome
from govern.ballots.rules.outcome import outcomes_from_text
from govern.errors import AlreadyDone, WrongMoment
from tests.ballots.given_ballots import (
    OPENS,
    Given,
    a_draft,
    a_society,
    an_open_ballot,
    closed,
    counted,
    frozen,
    no,
    vote,
    yes,
)
from tests.ballots.given_papers import Counting

MEETING = uuid4()
EVENING = OPENS + timedelta(days=10)


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    """Seventy people supported and six of each other group, under rules that discount early votes."""
    groups = {"supported": 70, "staff": 6, "volunteers": 6}
    made = await a_society(tmp_path / "home", groups=groups, url=database_url)
    yield made
    await made.society.store.close()


async def of_the_meeting(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        await writing.execute(update(Ballot).where(Ballot.id == ballot_id).values(meeting_id=MEETING))
        await lifecycle.note_notice(writing, ballot_id, by=given.officer, at=OPENS)
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def arrive(given: Given, person: UUID) -> tuple[UUID, ...]:
    async with given.society.store.writing() as writing:
        return await lifecycle.arrived(writing, given.society, MEETING, person, at=EVENING)


async def leave(given: Given, person: UUID) -> None:
    async with given.society.store.writing() as writing:
        await lifecycle.left(writing, given.society, MEETING, person, at=EVENING)


async def take(given: Given, ballot_id: UUID) -> int:
    async with given.society.store.writing() as writing:
        return await lifecycle.take_vote(writing, given.society, ballot_id, by=given.officer, at=EVENING)


async def outcome(given: Given, ballot_id: UUID) -> Outcome:
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot_id))
    return outcomes_from_text(text or "{}")["en"]


async def test_w18_two_early_voters_check_in_and_one_has_left_before_the_vote(given: Given) -> None:
    """W18: 60 early votes; 58 + one from the room + the early vote of whoever left again."""
    ballot = await an_open_ballot(given)
    contest = await of_the_meeting(given, ballot)
    early = given.people["supported"][:60]
    for person in early:
        await vote(given, ballot, person, yes(contest))
    assert await arrive(given, early[0]) == (ballot,)
    assert await arrive(given, early[1]) == (ballot,)
    await leave(given, early[1])
    assert await take(given, ballot) == 1
    await vote(given, ballot, early[0], no(contest), at=EVENING + timedelta(minutes=1))
    result = await outcome(given, ballot)
    votes = result.contests[0].resolution
    assert votes is not None
    group = next(one for one in votes.groups if one.id == "supported")
    assert (group.for_, group.against, result.voted) == (59, 1, 60)


async def test_whoever_is_there_and_does_not_vote_has_no_early_vote_any_more(given: Given) -> None:
    ballot = await an_open_ballot(given)
    contest = await of_the_meeting(given, ballot)
    one, other = given.people["supported"][:2]
    await vote(given, ballot, one, yes(contest))
    await vote(given, ballot, other, yes(contest))
    await arrive(given, one)
    await take(given, ballot)
    result = await outcome(given, ballot)
    assert (result.voted, result.set_aside) == (1, 1)


async def test_once_the_vote_is_taken_whoever_is_checked_in_votes_and_nobody_else(given: Given) -> None:
    """Decision 34: early voting lasts until the vote is taken."""
    ballot = await an_open_ballot(given)
    contest = await of_the_meeting(given, ballot)
    here, elsewhere = given.people["supported"][:2]
    await arrive(given, here)
    await take(given, ballot)
    await vote(given, ballot, here, yes(contest), at=EVENING)
    with pytest.raises(WrongMoment, match="early voting has ended"):
        await vote(given, ballot, elsewhere, yes(contest), at=EVENING)
    async with given.society.store.reading() as reading:
        ways = list(await reading.scalars(select(CastEnvelope.channel).order_by(CastEnvelope.leaf)))
    assert ways == ["room"]


async def test_arriving_twice_is_arriving_once_and_leaving_unseen_changes_nothing(given: Given) -> None:
    ballot = await an_open_ballot(given)
    await of_the_meeting(given, ballot)
    one, other = given.people["supported"][:2]
    await arrive(given, one)
    assert await arrive(given, one) == ()
    await leave(given, other)
    async with given.society.store.reading() as reading:
        assert (await queries.box(reading, ballot, language="en")).size == 2


async def test_a_vote_that_opens_during_the_meeting_begins_with_those_who_are_there(given: Given) -> None:
    """Decision 19: they vote from the room once the vote is taken, as if they had come after it opened."""
    ballot = await frozen(given, await a_draft(given))
    contest = await of_the_meeting(given, ballot)
    here, gone, stranger = *given.people["supported"][:2], given.officer
    for person in (here, gone, stranger):
        await arrive(given, person)
    await leave(given, gone)
    async with given.society.store.writing() as writing:
        await lifecycle.open_(writing, given.society, ballot, by=given.officer, at=OPENS)
    assert await take(given, ballot) == 1
    await vote(given, ballot, here, yes(contest), at=EVENING)
    with pytest.raises(WrongMoment, match="early voting has ended"):
        await vote(given, ballot, gone, yes(contest), at=EVENING)


async def test_when_the_meeting_is_over_without_a_vote_early_votes_of_those_who_came_count_again(
    given: Given,
) -> None:
    ballot = await an_open_ballot(given)
    contest = await of_the_meeting(given, ballot)
    one = given.people["supported"][0]
    await vote(given, ballot, one, yes(contest))
    await arrive(given, one)
    async with given.society.store.writing() as writing:
        await lifecycle.everybody_left(writing, given.society, MEETING, at=EVENING)
    assert await take(given, ballot) == 0
    result = await outcome(given, ballot)
    assert (result.voted, result.set_aside) == (1, 0)


async def test_the_vote_is_taken_once_and_while_it_is_open(given: Given) -> None:
    waiting = await frozen(given, await a_draft(given))
    with pytest.raises(WrongMoment, match="not open"):
        await take(given, waiting)
    ballot = await an_open_ballot(given)
    await of_the_meeting(given, ballot)
    await take(given, ballot)
    with pytest.raises(AlreadyDone, match="being taken already"):
        await take(given, ballot)
    await closed(given, ballot, at=EVENING)
    with pytest.raises(WrongMoment):
        await take(given, ballot)


async def seen(given: Given) -> tuple[int, int]:
    """How many are here, and how many votes are in, on the screens of the room."""
    async with given.society.store.reading() as reading:
        (vote_,) = await queries.votes_of_meeting(reading, MEETING, "en")
    return vote_.here, vote_.voted


async def test_papers_count_among_the_votes_in_once_two_tellers_have_seen_them(given: Given) -> None:
    """The screens of the room: never twice the same member, and of those here alone once the vote is taken."""
    ballot = await an_open_ballot(given)
    contest = await of_the_meeting(given, ballot)
    one, two, three, four = given.people["supported"][:4]
    tellers = Counting(given, ballot, contest)
    await vote(given, ballot, one, yes(contest))
    pile = await tellers.pile()
    for person in (two, three):
        await tellers.log(pile, await tellers.handle(person))
    assert await seen(given) == (0, 1), "one teller alone has seen them"
    await tellers.confirm(pile, 2)
    assert await seen(given) == (0, 3)
    for person in (one, two, four):
        await arrive(given, person)
    await take(given, ballot)
    assert await seen(given) == (3, 1), "the paper of whoever is here; an early vote from a screen falls"
    await vote(given, ballot, two, yes(contest), at=EVENING + timedelta(minutes=1))
    assert await seen(given) == (3, 1), "a paper and a vote of one member are one"
    await vote(given, ballot, four, yes(contest), at=EVENING + timedelta(minutes=1))
    assert await seen(given) == (3, 2)
    await leave(given, four)
    assert await seen(given) == (2, 1), "of the people here"
