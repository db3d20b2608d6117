"""Peers vote for the members they carry: W12, and invariants 42 to 44 and 50, through the log and the count."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import msgspec
import pytest
from sqlalchemy import func, select

from govern.ballots import lifecycle, queries
from govern.ballots.models import Appointment, Ballot, CountRun, LogLeaf
from govern.ballots.queries.gathering import voted_by_style
from govern.ballots.rules import Outcome
from govern.ballots.rules.outcome import outcomes_from_text
from govern.ballots.seal.documents import Appointed, Channel, Revoked, leaf_from_bytes
from govern.constituencies.register.models import Membership
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.rules import HowChosen, Wanted, WantedOffice, WhyEnded
from govern.errors import NotAllowed, NotFound
from tests.ballots.given_ballots import (
    BEFORE,
    OPENS,
    Given,
    a_society,
    an_open_ballot,
    closed,
    counted,
    motion,
    no,
    vote,
    yes,
)
from tests.ballots.given_papers import Counting

AT = OPENS + timedelta(hours=1)
PEERS = (Channel.PEER,)


class Carried:
    """A society whose peer carries some members of the group of people supported."""

    def __init__(self, given: Given, peer: UUID, office: UUID, members: list[UUID], mandates: list[UUID]) -> None:
        self.given, self.peer, self.office, self.members, self.mandates = given, peer, office, members, mandates

    async def held(self, ballot_id: UUID) -> tuple[lifecycle.Standing, ...]:
        async with self.given.society.store.reading() as reading:
            return await lifecycle.held_by(reading, ballot_id, self.peer, PEERS)

    async def sealed(self, ballot_id: UUID, choices: lifecycle.Choices) -> lifecycle.Sealing:
        async with self.given.society.store.reading() as reading:
            held = await lifecycle.held_by(reading, ballot_id, self.peer, PEERS)
            return await lifecycle.seal_for_others(reading, ballot_id, held, choices, at=AT)

    async def cast(self, ballot_id: UUID, choices: lifecycle.Choices) -> tuple[int, int]:
        """How many envelopes went in, and how many were refused."""
        bundle = await self.sealed(ballot_id, choices)
        posted, refused = await lifecycle.cast_for_others(self.given.society, bundle, by=self.peer, at=AT)
        return len(posted), len(refused)

    async def end(self, mandate: int) -> None:
        """A member takes their mandate back, and the open votes follow."""
        async with self.given.society.store.writing() as writing:
            await representation.end(
                writing, self.mandates[mandate], AT.date(), WhyEnded.WITHDRAWN, by=self.members[mandate], at=AT
            )
            await lifecycle.follow_mandates(writing, self.given.society, [self.members[mandate]], at=AT)

    async def leaves(self, ballot_id: UUID) -> list[object]:
        async with self.given.society.store.reading() as reading:
            bodies = await reading.scalars(
                select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place)
            )
            return [leaf_from_bytes(body) for body in bodies]


async def choose(given: Given, office: UUID, member: UUID, scope: tuple[str, ...] = ("all",)) -> UUID:
    wanted = Wanted(OPENS.date() - timedelta(days=60), OPENS.date() + timedelta(days=200), HowChosen.OWN_ACT, scope)
    async with given.society.store.writing() as writing:
        return await representation.give(writing, office, member, wanted, by=member, at=OPENS - timedelta(days=60))


async def carry(given: Given, number: int, scope: tuple[str, ...] = ("all",)) -> Carried:
    """The first of the supported is the peer, and carries the next so many."""
    peer, *others = given.people["supported"]
    begins = OPENS.date() - timedelta(days=90)
    async with given.society.store.writing() as writing:
        wanted = WantedOffice("supported", "local", "Tywi", begins, begins + timedelta(days=365))
        office = await representation.open_office(
            writing, peer, wanted, by=given.second, at=OPENS - timedelta(days=90)
        )
    members = others[:number]
    return Carried(given, peer, office, members, [await choose(given, office, one, scope) for one in members])


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    """Sixty people supported and six of each other group, under Tair Nant's rules."""
    groups = {"supported": 60, "staff": 6, "volunteers": 6}
    made = await a_society(tmp_path / "home", groups=groups, url=database_url)
    yield made
    await made.society.store.close()


async def contest_of(given: Given, ballot_id: UUID) -> UUID:
    async with given.society.store.reading() as reading:
        return (await queries.contest_ids(reading, ballot_id))[0]


async def outcome(given: Given, ballot_id: UUID) -> Outcome:
    await counted(given, ballot_id)
    async with given.society.store.reading() as reading:
        text = await reading.scalar(select(CountRun.result).where(CountRun.ballot_id == ballot_id))
    return outcomes_from_text(text or "{}")["en"]


async def test_w12_members_who_vote_themselves_take_exactly_their_own_vote_back(given: Given) -> None:
    """W12, invariants 42 to 44: 20 to 25 directly, nine through the peer; three of the nine vote against."""
    carried = await carry(given, 9)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    others = given.people["supported"][10:54]
    await vote(given, ballot, carried.peer, yes(contest))
    for person in others[:19]:
        await vote(given, ballot, person, yes(contest))
    for person in others[19:44]:
        await vote(given, ballot, person, no(contest))
    assert await carried.cast(ballot, yes(contest)) == (9, 0)
    for person in carried.members[:3]:
        await vote(given, ballot, person, no(contest))
    await vote(given, ballot, carried.members[0], yes(contest))
    await vote(given, ballot, carried.members[0], no(contest))
    result = await outcome(given, ballot)
    votes = result.contests[0].resolution
    assert votes is not None
    group = next(one for one in votes.groups if one.id == "supported")
    assert (group.for_, group.against) == (26, 28)
    assert result.voted == 54
    assert [str(way) for way in result.ways] == ["6 votes came through elected peers."]


async def test_nothing_moves_after_the_close(given: Given) -> None:
    """Invariant 43: neither the peer nor a member who is carried."""
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    bundle = await carried.sealed(ballot, yes(contest))
    await closed(given, ballot, at=AT)
    with pytest.raises(Exception, match=r"not open|closed"):
        await lifecycle.cast_for_others(given.society, bundle, by=carried.peer, at=AT)
    before = await carried.leaves(ballot)
    await carried.end(0)
    assert await carried.leaves(ballot) == before


async def test_an_ended_mandate_ends_what_was_cast_under_it(given: Given) -> None:
    """Invariant 49: ended at any time in one step; the log says so and names nobody."""
    carried = await carry(given, 3)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    assert await carried.cast(ballot, yes(contest)) == (3, 0)
    await carried.end(1)
    assert len(await carried.held(ballot)) == 2
    assert sum(isinstance(leaf, Revoked) for leaf in await carried.leaves(ballot)) == 1
    result = await outcome(given, ballot)
    assert (result.voted, result.set_aside) == (2, 1)


async def test_one_who_took_their_mandate_back_meanwhile_is_left_out_of_the_bundle(given: Given) -> None:
    carried = await carry(given, 3)
    ballot = await an_open_ballot(given)
    bundle = await carried.sealed(ballot, yes(await contest_of(given, ballot)))
    await carried.end(2)
    posted, refused = await lifecycle.cast_for_others(given.society, bundle, by=carried.peer, at=AT)
    assert len(posted) == 2
    assert [type(one) for one in refused] == [NotAllowed]
    again, _ = await lifecycle.cast_for_others(given.society, bundle, by=carried.peer, at=AT)
    assert [(one.leaf, one.again) for one in again] == [(one.leaf, True) for one in posted]


async def test_a_new_mandate_is_in_the_log_of_an_open_vote_at_once(given: Given) -> None:
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    newcomer = given.people["supported"][30]
    await choose(given, carried.office, newcomer)
    async with given.society.store.writing() as writing:
        assert await lifecycle.follow_mandates(writing, given.society, [newcomer], at=AT) == 1
        assert await lifecycle.follow_mandates(writing, given.society, at=AT) == 0
    assert len(await carried.held(ballot)) == 2


async def test_a_peer_cannot_vote_on_what_the_rules_keep_for_members(given: Given) -> None:
    """Invariant 50: a change of the rules is on no paper that a peer fills in; there is nothing to seal."""
    carried = await carry(given, 4)
    ballot = await an_open_ballot(given, motion("ordinary"), motion("special", "New rules"))
    async with given.society.store.reading() as reading:
        usual, change = await queries.contest_ids(reading, ballot)
    named = [leaf for leaf in await carried.leaves(ballot) if isinstance(leaf, Appointed)]
    assert {leaf.contests for leaf in named} == {(str(usual),)}
    bundle = await carried.sealed(ballot, {usual: ("yes",), change: ("yes",)})
    for envelope in bundle.opened():
        assert [slip.contest for slip in envelope.sealed.slips] == [str(usual)]
    assert await carried.cast(ballot, yes(usual)) == (4, 0)
    result = await outcome(given, ballot)
    assert [one.turnout.values["voted"] for one in result.contests] == [4, 0]


async def test_a_ballot_only_on_what_members_keep_names_no_peer(given: Given) -> None:
    carried = await carry(given, 4)
    ballot = await an_open_ballot(given, motion("special", "New rules"))
    assert await carried.held(ballot) == ()
    with pytest.raises(NotAllowed, match="nobody but yourself"):
        await carried.sealed(ballot, {})


async def test_an_envelope_with_more_than_its_appointment_allows_is_refused(given: Given) -> None:
    """Invariant 50 at the box: a forged paper that has the kept question too."""
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given, motion("ordinary"), motion("special", "New rules"))
    async with given.society.store.reading() as reading:
        usual, change = await queries.contest_ids(reading, ballot)
        held = await lifecycle.held_by(reading, ballot, carried.peer, PEERS)
        wider = [msgspec.structs.replace(held[0], contests=(str(usual), str(change)))]
        bundle = await lifecycle.seal_for_others(reading, ballot, wider, {usual: ("yes",), change: ("yes",)}, at=AT)
    with pytest.raises(Exception, match="does not hold your paper"):
        await lifecycle.cast_for_others(given.society, bundle, by=carried.peer, at=AT)


async def test_nobody_else_can_cast_a_peers_bundle(given: Given) -> None:
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    bundle = await carried.sealed(ballot, yes(await contest_of(given, ballot)))
    with pytest.raises(NotAllowed, match="sealed for somebody else"):
        await lifecycle.cast_for_others(given.society, bundle, by=carried.members[0], at=AT)


async def test_a_receipt_is_of_ones_own_vote_and_never_of_the_peers(given: Given) -> None:
    """Invariant 45: what a peer cast shows on no page of the member's."""
    carried = await carry(given, 1)
    ballot = await an_open_ballot(given)
    await carried.cast(ballot, yes(await contest_of(given, ballot)))
    async with given.society.store.reading() as reading:
        with pytest.raises(NotFound, match="no envelope of yours"):
            await queries.receipt(reading, ballot, carried.members[0], language="en")
        open_now = await queries.open_ballots_for(reading, carried.members[0], language="en", at=AT)
    assert [one.voted for one in open_now] == [False]


async def test_the_box_says_of_a_peers_envelope_that_another_vote_comes_before_it(given: Given) -> None:
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    bundle = await carried.sealed(ballot, yes(contest))
    await lifecycle.cast_for_others(given.society, bundle, by=carried.peer, at=AT)
    await vote(given, ballot, carried.members[0], no(contest))
    async with given.society.store.reading() as reading:
        early = [await queries.box(reading, ballot, language="en", code=code) for code in bundle.codes]
    assert {one.counts for one in early} == {None}, "their peer does not learn before the count who voted themselves"
    await counted(given, ballot)
    async with given.society.store.reading() as reading:
        said = [await queries.box(reading, ballot, language="en", code=code) for code in bundle.codes]
    assert sorted((bool(one.counts), one.why_not is None) for one in said) == [(False, False), (True, True)]


async def test_a_peer_who_is_not_of_the_group_any_more_carries_nobody(given: Given) -> None:
    """Invariant 48, asked on the day voting opens."""
    carried = await carry(given, 2)
    async with given.society.store.writing() as writing:
        row = await writing.scalar(select(Membership).where(Membership.person_id == carried.peer))
        assert row is not None
        row.ended_on, row.ended_reason = BEFORE.date() + timedelta(days=1), "moved"
    ballot = await an_open_ballot(given)
    assert await carried.held(ballot) == ()


async def test_what_ties_a_holder_to_handles_goes_with_the_handles(given: Given) -> None:
    carried = await carry(given, 2)
    ballot = await an_open_ballot(given)
    await counted(given, ballot)
    late = OPENS + timedelta(days=400)
    async with given.society.store.writing() as writing:
        await lifecycle.declare(writing, ballot, by=given.officer, at=OPENS + timedelta(days=15))
        await lifecycle.archive(writing, ballot, by=given.officer, at=late)
        assert await writing.scalar(select(func.count()).select_from(Appointment)) == 0
        assert (await writing.get_one(Ballot, ballot)).archived_at == late
    assert carried.members


async def test_a_paper_is_the_members_own_vote_in_the_numbers_of_a_peer(given: Given) -> None:
    """Invariant 42: a paper comes before a peer. The peer sees a number, once two tellers have seen the paper."""
    carried = await carry(given, 4)
    ballot = await an_open_ballot(given)
    contest = await contest_of(given, ballot)
    tellers = Counting(given, ballot, contest)
    pile = await tellers.pile()
    await tellers.log(pile, await tellers.handle(carried.members[0]))

    async def numbers() -> tuple[int, int]:
        async with given.society.store.reading() as reading:
            found = await queries.numbers_for_others(reading, ballot, carried.peer, Channel.PEER)
        return found.themselves, found.counts

    assert await numbers() == (0, 4)
    await tellers.confirm(pile, 1)
    assert await numbers() == (1, 3)
    await vote(given, ballot, carried.members[0], yes(contest))
    assert await numbers() == (1, 3), "once, however often"


async def test_an_envelope_whose_appointment_ended_is_no_vote_in_the_box(given: Given) -> None:
    """What the returning officer reads while voting goes on: how many members have a vote that may count."""
    carried = await carry(given, 3)
    ballot = await an_open_ballot(given)
    await carried.cast(ballot, yes(await contest_of(given, ballot)))

    async def inside() -> dict[str, int]:
        async with given.society.store.reading() as reading:
            return await voted_by_style(reading, ballot)

    assert await inside() == {"supported": 3}
    await carried.end(0)
    assert await inside() == {"supported": 2}
