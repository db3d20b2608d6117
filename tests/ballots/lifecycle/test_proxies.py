"""Legal proxies in the log of a vote: free, directed, displaced, revoked, cast by nobody else (invariant 51)."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle, queries
from govern.ballots.casting import Vote, caster_of
from govern.ballots.models import Ballot, CountRun
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Channel
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.lifecycle import proxies as representing
from govern.constituencies.representation.rules.proxies import ForMeeting, WantedProxy
from govern.constituencies.rulebook.book import example
from govern.errors import NotAllowed, NotValid, WrongMoment
from tests.ballots.given_ballots import (
    BEFORE,
    CLOSES,
    OPENS,
    Given,
    a_draft,
    a_society,
    closed,
    counted,
    motion,
    no,
    opened,
    seal,
    vote,
    yes,
)

AT = OPENS + timedelta(hours=2)
MEETING = ForMeeting(UUID(int=9), date(2026, 12, 12), OPENS.date(), CLOSES)


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    groups = {"supported": 12, "staff": 6, "volunteers": 6}
    made = await a_society(tmp_path / "home", groups=groups, url=database_url)
    yield made
    await made.society.store.close()


async def a_vote(given: Given, *contests: lifecycle.ContestDraft, open_now: bool = True) -> UUID:
    """The vote of a meeting, and whether it is open."""
    ballot_id = await a_draft(given, *contests)
    async with given.society.store.writing() as writing:
        (await writing.get_one(Ballot, ballot_id)).meeting_id = MEETING.id
        await lifecycle.note_notice(writing, ballot_id, by=given.second, at=BEFORE)
    return await opened(given, ballot_id) if open_now else ballot_id


async def name(given: Given, member: UUID, holder: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        wanted = WantedProxy(holder)
        one = await representing.appoint(writing, MEETING, member, wanted, by=member, at=AT)
        await lifecycle.follow_proxies(writing, given.society, MEETING.id, [member], at=AT)
    return one


async def revoke(given: Given, one: UUID, member: UUID) -> None:
    async with given.society.store.writing() as writing:
        await representing.revoke(writing, one, by=member, at=AT)
        await lifecycle.follow_proxies(writing, given.society, MEETING.id, [member], at=AT)


async def direct(given: Given, ballot: UUID, one: UUID, member: UUID, choices: lifecycle.Choices) -> str:
    """As the pages do it: sealed, its code shown, then entered and cast. Returns the code."""
    sealing = await seal(given, ballot, member, choices, AT)
    async with given.society.store.writing() as writing:
        place = await lifecycle.direct(writing, given.society, ballot, one, at=AT)
    posted = await lifecycle.cast_directions(given.society, member, sealing, place, at=AT)
    assert posted.code == sealing.code
    return posted.code


async def free(given: Given, ballot: UUID, holder: UUID, choices: lifecycle.Choices) -> int:
    """The holder votes for all who leave it to them. Returns for how many."""
    async with given.society.store.reading() as reading:
        held = await lifecycle.held_by(reading, ballot, holder, [Channel.PROXY_FREE])
        bundle = await lifecycle.seal_for_others(reading, ballot, held, choices, at=AT)
    posted, _ = await lifecycle.cast_for_others(given.society, bundle, by=holder, at=AT)
    return len(posted)


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def outcome(given: Given, ballot_id: UUID) -> tuple[int, int, list[str]]:
    """For, against, and what the result says of how votes came."""
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot_id))
    found = outcomes_from_text(text or "{}")["en"]
    votes = found.contests[0].resolution
    assert votes is not None
    return (
        sum(one.for_ for one in votes.groups),
        sum(one.against for one in votes.groups),
        [str(way) for way in found.ways],
    )


async def test_named_before_and_after_opening_both_stand_in_the_log_and_directed_and_free_are_told_apart(
    given: Given,
) -> None:
    ballot = await a_vote(given, open_now=False)
    holder, first, second, third, *others = given.people["supported"]
    await name(given, first, holder)
    await opened(given, ballot)
    contest = await contest_of(given, ballot)
    await name(given, second, holder)
    directed = await name(given, third, holder)
    await direct(given, ballot, directed, third, no(contest))
    for person in others:
        await vote(given, ballot, person, yes(contest))
    assert await free(given, ballot, holder, yes(contest)) == 2
    assert await outcome(given, ballot) == (
        len(others) + 2,
        1,
        ["1 vote was directed to a proxy.", "2 votes were left to a proxy."],
    )


async def test_a_members_own_vote_displaces_both_kinds_whatever_came_first(given: Given) -> None:
    """Invariants 42 and 44."""
    ballot = await a_vote(given)
    contest = await contest_of(given, ballot)
    holder, first, second, *others = given.people["supported"]
    one, _ = await name(given, first, holder), await name(given, second, holder)
    await vote(given, ballot, first, no(contest))
    await direct(given, ballot, one, first, yes(contest))
    assert await free(given, ballot, holder, yes(contest)) == 1
    await vote(given, ballot, second, no(contest))
    for person in others:
        await vote(given, ballot, person, yes(contest))
    assert await outcome(given, ballot) == (len(others), 2, [])


async def test_invariant_51_a_directed_proxy_cannot_be_cast_against_its_direction(given: Given) -> None:
    """Neither from the holder's list nor by an envelope made for it by hand."""
    ballot = await a_vote(given)
    contest = await contest_of(given, ballot)
    holder, member, *others = given.people["supported"]
    one = await name(given, member, holder)
    assert await free(given, ballot, holder, no(contest)) == 1
    await direct(given, ballot, one, member, yes(contest))
    with pytest.raises(NotAllowed, match="vote for nobody but yourself"):
        await free(given, ballot, holder, no(contest))
    async with given.society.store.reading() as reading:
        (standing,) = await lifecycle.held_by(reading, ballot, holder, [Channel.PROXY_DIRECTED])
    sealing = await seal(given, ballot, member, no(contest), AT)
    made = sealing.envelope
    forged = made.sent_by(Channel.PROXY_DIRECTED, standing.leaf)
    with pytest.raises(NotAllowed, match="sealed for somebody else"):
        await caster_of(given.society).cast(Vote(ballot, None, forged, b"t" * 16, AT, AT, holder))
    for person in others:
        await vote(given, ballot, person, yes(contest))
    assert await outcome(given, ballot) == (len(others) + 1, 0, ["1 vote was directed to a proxy."])


async def test_directions_can_be_given_anew_and_left_to_the_holder_after_all(given: Given) -> None:
    ballot = await a_vote(given)
    contest = await contest_of(given, ballot)
    holder, first, second, *others = given.people["supported"]
    one, two = await name(given, first, holder), await name(given, second, holder)
    for choices in (yes(contest), no(contest)):
        await direct(given, ballot, one, first, choices)
    await direct(given, ballot, two, second, no(contest))
    async with given.society.store.writing() as writing:
        await representing.leave_to_holder(writing, two, ballot, at=AT)
        await lifecycle.follow_proxies(writing, given.society, MEETING.id, [second], at=AT)
    assert await free(given, ballot, holder, yes(contest)) == 1
    for person in others:
        await vote(given, ballot, person, yes(contest))
    said = ["1 vote was directed to a proxy.", "1 vote was left to a proxy."]
    assert await outcome(given, ballot) == (len(others) + 1, 1, said)


async def test_what_was_taken_back_does_not_count_and_nothing_moves_after_the_close(given: Given) -> None:
    """Invariant 43."""
    ballot = await a_vote(given)
    contest = await contest_of(given, ballot)
    holder, first, second, *others = given.people["supported"]
    one, two = await name(given, first, holder), await name(given, second, holder)
    await direct(given, ballot, one, first, no(contest))
    assert await free(given, ballot, holder, no(contest)) == 1
    await revoke(given, one, first)
    for person in others:
        await vote(given, ballot, person, yes(contest))
    await closed(given, ballot)
    await revoke(given, two, second)
    with pytest.raises(WrongMoment, match="closed on"):
        await direct(given, ballot, two, second, no(contest))
    async with given.society.store.reading() as reading:
        assert len(await lifecycle.held_by(reading, ballot, holder, [Channel.PROXY_FREE])) == 1


async def test_whoever_is_not_on_the_roll_is_not_in_the_log(given: Given) -> None:
    ballot = await a_vote(given)
    holder = given.people["supported"][0]
    async with given.society.store.writing() as writing:
        changed = await lifecycle.follow_proxies(writing, given.society, MEETING.id, [given.officer], at=AT)
        elsewhere = await lifecycle.follow_proxies(writing, given.society, uuid4(), at=AT)
        assert (changed, elsewhere) == (0, 0)
        assert await lifecycle.held_by(writing, ballot, holder, [Channel.PROXY_FREE]) == ()


async def test_where_the_rules_want_the_holder_at_the_meeting_they_vote_only_while_checked_in(
    database_url: str, tmp_path: Path
) -> None:
    text = example("tair_nant").replace("[proxy]\n", "[proxy]\nholder_attends = true\n")
    made = await a_society(tmp_path / "home", text=text, url=database_url)
    try:
        ballot = await a_vote(made)
        contest = await contest_of(made, ballot)
        holder, member, directed, *_ = made.people["supported"]
        await name(made, member, holder)
        one = await name(made, directed, holder)
        await direct(made, ballot, one, directed, yes(contest))
        with pytest.raises(NotAllowed, match="once you are checked in"):
            await free(made, ballot, holder, yes(contest))
        for here, votes in ((True, True), (False, False)):
            step = lifecycle.arrived if here else lifecycle.left
            async with made.society.store.writing() as writing:
                await step(writing, made.society, MEETING.id, holder, at=AT)
            if votes:
                assert await free(made, ballot, holder, yes(contest)) == 1
            else:
                with pytest.raises(NotAllowed, match="once you are checked in"):
                    await free(made, ballot, holder, yes(contest))
    finally:
        await made.society.store.close()


async def test_a_mixed_form_seals_some_questions_and_leaves_the_others_to_the_holder(given: Given) -> None:
    """Invariants 42 and 51: each part counts, the holder cannot touch what was directed, and it is one paper."""
    ballot = await a_vote(given, motion(title="First"), motion(title="Second"))
    holder, member, *others = given.people["supported"]
    one = await name(given, member, holder)
    async with given.society.store.reading() as reading:
        first, second = await queries.contest_ids(reading, ballot)
        sealing = await lifecycle.seal_paper(reading, ballot, member, no(first), (str(first),), at=AT)
    assert set(sealing.choices) == {str(first)}
    async with given.society.store.writing() as writing:
        place = await lifecycle.direct(writing, given.society, ballot, one, (str(first),), at=AT)
    await lifecycle.cast_directions(given.society, member, sealing, place, at=AT)
    assert await free(given, ballot, holder, yes(first) | yes(second)) == 1, "of the rest alone"
    async with given.society.store.reading() as reading:
        (view,) = await representation.proxies_standing(reading, MEETING.id)
        left = await queries.left_to_holder(reading, ballot, member, "en")
    assert view.parts == {ballot: (str(first),)} and left == ("Second",)
    for person in others:
        await vote(given, ballot, person, no(first) | no(second))
    await counted(given, ballot)
    async with given.society.store.reading() as reading:
        text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot))
        numbers = await queries.proxy_numbers(reading, ballot)
    found = outcomes_from_text(text or "{}")["en"]
    assert found.voted == len(others) + 1, "a paper shared by two is one paper"
    told = [contest.resolution.groups[0] for contest in found.contests if contest.resolution]
    assert [(one.for_, one.against) for one in told] == [(0, len(others) + 1), (1, len(others))]
    assert (
        numbers is not None and [(one.stood, one.used, one.displaced) for one in numbers.values()] == [(1, 1, 0)] * 2
    )


async def test_a_mixed_form_is_sealed_anew_whole_and_left_again(given: Given) -> None:
    ballot = await a_vote(given, motion(title="First"), motion(title="Second"))
    holder, member, *_ = given.people["supported"]
    one = await name(given, member, holder)
    async with given.society.store.reading() as reading:
        first, second = await queries.contest_ids(reading, ballot)
    for part, choices in (((str(first),), yes(first)), (None, no(first) | no(second))):
        async with given.society.store.reading() as reading:
            sealing = await lifecycle.seal_paper(reading, ballot, member, choices, part, at=AT)
        async with given.society.store.writing() as writing:
            place = await lifecycle.direct(writing, given.society, ballot, one, part, at=AT)
        await lifecycle.cast_directions(given.society, member, sealing, place, at=AT)
    async with given.society.store.reading() as reading:
        assert await lifecycle.held_by(reading, ballot, holder, [Channel.PROXY_FREE]) == ()
        assert await queries.left_to_holder(reading, ballot, member, "en") == ()
    with pytest.raises(NotValid, match="does not hold your paper"):
        async with given.society.store.reading() as reading:
            part_only = await lifecycle.seal_paper(reading, ballot, member, yes(first), (str(first),), at=AT)
        await lifecycle.cast_directions(given.society, member, part_only, place, at=AT)
    async with given.society.store.writing() as writing:
        await representing.leave_to_holder(writing, one, ballot, at=AT)
        await lifecycle.follow_proxies(writing, given.society, MEETING.id, [member], at=AT)
    assert await free(given, ballot, holder, yes(first) | yes(second)) == 1
