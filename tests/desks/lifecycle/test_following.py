"""Deaths, second records and steps of the register reach open votes in the same transaction, not the next day."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots import lifecycle as ballots
from govern.ballots.deciding.consent import Phase
from govern.ballots.models import (
    Appointment,
    Ballot,
    ConsentAnswer,
    ConsentMember,
    ConsentProposal,
    ConsentRound,
    ConsentVote,
    ConsentWording,
    KnownPosition,
    MemberHandle,
    PeerReport,
    VoteSupport,
)
from govern.ballots.rules.consenting import Said, Voted
from govern.ballots.rules.supporting import Way
from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.representation.lifecycle import proxies
from govern.constituencies.representation.models import PeerMandate, PeerOffice, ProxyAppointment, Supporter
from govern.constituencies.representation.rules import HowChosen, HowConsented, Wanted, WantedOffice
from govern.constituencies.representation.rules.proxies import ForMeeting, ProxyStage, WantedProxy
from govern.constituencies.rulebook import queries as rulebook
from govern.desks import lifecycle
from govern.desks.lifecycle import Wish
from govern.errors import NotAllowed, WrongMoment
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.meetings import lifecycle as meetings
from govern.post.models import Letter
from tests.ballots.given_ballots import BEFORE, CLOSES, OPENS, Given, a_draft, an_open_ballot, opened
from tests.constituencies.supporters import a_supporter
from tests.desks.lifecycle.rows import rows
from tests.meetings.scene import an_agm

AT = OPENS + timedelta(hours=2)
DAY = AT.date()
SITE = Site("https://vote.example.org", "tair-nant", "Tair Nant")


async def a_peer(given: Given, person: UUID, *members: UUID) -> UUID:
    """Somebody is a peer of the people supported since long ago, and carries these."""
    since = BEFORE.date()
    async with given.society.store.writing() as writing:
        wanted = WantedOffice("supported", "local", "Tywi", since, since + timedelta(days=365))
        office = await representation.open_office(writing, person, wanted, by=None, at=BEFORE)
        for member in members:
            chosen = Wanted(since, since + timedelta(days=360), HowChosen.OWN_ACT)
            await representation.give(writing, office, member, chosen, by=member, at=BEFORE)
    return office


async def carried(given: Given) -> dict[UUID, UUID]:
    """Member -> who votes for them in open votes, as the log has it."""
    async with given.society.store.reading() as reading:
        found = await reading.execute(
            select(MemberHandle.person_id, Appointment.holder_id)
            .join(
                Appointment,
                (Appointment.ballot_id == MemberHandle.ballot_id) & (Appointment.handle == MemberHandle.handle),
            )
            .where(Appointment.revoked_leaf.is_(None))
        )
        return {row.person_id: row.holder_id for row in found}


async def dies(given: Given, person: UUID) -> UUID:
    async with given.society.store.writing() as writing:
        noted = await lifecycle.note_death(
            writing, given.society, person, DAY, "A sister", by=given.second, at=AT, site=SITE
        )
    return noted.death_id


async def merged(given: Given, kept: UUID, gone: UUID) -> dict[str, int]:
    wish = Wish(kept, gone, frozenset(), "Entered twice")
    async with given.society.store.writing() as writing:
        return await lifecycle.merge(writing, given.society, wish, by=given.second, at=AT)


async def a_second_record(given: Given, group: str = "supported", *, joined: date = DAY) -> UUID:
    """Somebody who was entered again after the vote opened, and so is on no roll."""
    async with given.society.store.writing() as writing:
        person = await identity.add_person(writing, name="Alys Wyn", by=None, at=AT)
        await register.admit(writing, person, group, joined, "Entered twice", by=None, at=AT)
    return person


# --- Steps of the register ------------------------------------------------------------------------------------------


async def test_whoever_leaves_the_group_is_carried_no_longer_at_once(given: Given) -> None:
    peer, one, two = given.people["supported"][:3]
    await a_peer(given, peer, one, two)
    await an_open_ballot(given)
    assert await carried(given) == {one: peer, two: peer}
    async with (
        given.society.store.writing() as writing,
        lifecycle.heeding(writing, given.society, DAY, [one], by=given.second, at=AT),
    ):
        await register.end_membership(writing, one, "supported", DAY, "Moved away", by=given.second, at=AT)
    assert await carried(given) == {two: peer}


async def test_a_peer_who_works_here_now_carries_nobody_at_once(given: Given) -> None:
    """Invariant 48: staff are no peers. Of these people alone, so that others' votes are not looked at."""
    peer, one = given.people["supported"][:2]
    await a_peer(given, peer, one)
    await an_open_ballot(given)
    async with (
        given.society.store.writing() as writing,
        lifecycle.heeding(writing, given.society, DAY, [peer], by=given.second, at=AT),
    ):
        await register.note_attribute(writing, peer, "employee", DAY, "New post", by=given.second, at=AT)
    assert await carried(given) == {}


async def test_a_step_that_is_refused_changes_no_open_vote(given: Given) -> None:
    peer, one = given.people["supported"][:2]
    await a_peer(given, peer, one)
    await an_open_ballot(given)
    with pytest.raises(NotAllowed):
        async with (
            given.society.store.writing() as writing,
            lifecycle.heeding(writing, given.society, DAY, [one], by=given.second, at=AT),
        ):
            await register.end_membership(writing, one, "supported", DAY, "x", by=given.second, at=AT)
            raise NotAllowed("No.")
    assert await carried(given) == {one: peer}


# --- A death --------------------------------------------------------------------------------------------------------


async def test_a_members_death_ends_who_votes_for_them_at_once_and_a_mistake_brings_it_back(given: Given) -> None:
    peer, one, two = given.people["supported"][:3]
    await a_peer(given, peer, one, two)
    await an_open_ballot(given)
    death = await dies(given, one)
    assert await carried(given) == {two: peer}
    async with given.society.store.writing() as writing:
        await lifecycle.undo_death(writing, given.society, death, "Another Alys", by=given.officer, at=AT)
    assert await carried(given) == {one: peer, two: peer}


async def test_a_peers_death_ends_their_office_at_once_and_whom_they_carried_is_told(given: Given) -> None:
    peer, one, two = given.people["supported"][:3]
    office = await a_peer(given, peer, one, two)
    await an_open_ballot(given)
    async with given.society.store.writing() as writing:
        await identity.forget_contact(writing, two, by=None, at=AT)
    await dies(given, peer)
    assert await carried(given) == {}
    (row,) = await rows(given, PeerOffice, id=office)
    assert row.to_on == DAY
    told = {letter.person_id: letter.by_post for letter in await rows(given, Letter, kind="peer_over")}
    assert told == {one: False, two: True}, "by post where there is no mail address"


async def test_a_death_ends_consents_to_help_of_both_kinds(given: Given) -> None:
    """A supporter signs in as themself: without this they could still open the paper of somebody who died."""
    gone, other, third = given.people["supported"][:3]
    async with given.society.store.writing() as writing:
        for member, supporter in ((gone, other), (other, gone), (third, other)):
            await a_supporter(writing, member, supporter, AT)
    await dies(given, gone)
    going_on = [(row.member_id, row.supporter_id) for row in await rows(given, Supporter) if row.ended_at is None]
    assert going_on == [(third, other)]


async def a_meeting_with_a_vote(given: Given) -> tuple[ForMeeting, UUID]:
    async with given.society.store.writing() as writing:
        meeting = await meetings.draft(writing, an_agm(), by=given.second, at=BEFORE)
    ballot_id = await a_draft(given)
    async with given.society.store.writing() as writing:
        (await writing.get_one(Ballot, ballot_id)).meeting_id = meeting
        await ballots.note_notice(writing, ballot_id, by=given.second, at=BEFORE)
    await opened(given, ballot_id)
    return ForMeeting(meeting, date(2026, 12, 12), OPENS.date(), CLOSES), ballot_id


async def named(given: Given, meeting: ForMeeting, member: UUID, holder: UUID, at: datetime = AT) -> UUID:
    async with given.society.store.writing() as writing:
        made = await proxies.appoint(writing, meeting, member, WantedProxy(holder), by=member, at=at)
        await ballots.follow_proxies(writing, given.society, meeting.id, [member], at=at)
    return made


async def test_a_death_ends_proxies_in_the_open_vote_and_the_member_is_told(given: Given) -> None:
    meeting, ballot_id = await a_meeting_with_a_vote(given)
    member, holder, other, directs = given.people["supported"][:4]
    first = await named(given, meeting, member, holder)
    directed = await named(given, meeting, directs, holder)
    await named(given, meeting, other, directs)
    async with given.society.store.writing() as writing:
        await ballots.direct(writing, given.society, ballot_id, directed, at=AT)
    await dies(given, holder)
    assert await carried(given) == {directs: holder, other: directs}, "a direction is the member's own word"
    (row,) = await rows(given, ProxyAppointment, id=first)
    assert row.stage is ProxyStage.DECLINED
    (letter,) = await rows(given, Letter, kind="proxy_declined")
    assert letter.person_id == member and "cannot vote for you" in (letter.body or "")
    await dies(given, other)
    assert await carried(given) == {directs: holder}


# --- Two records of one person --------------------------------------------------------------------------------------


async def test_a_supported_choice_and_the_open_vote_follow_to_the_record_that_stays(given: Given) -> None:
    peer, gone = given.people["supported"][:2]
    since, kept = BEFORE.date(), await a_second_record(given)
    office = await a_peer(given, peer)
    async with given.society.store.writing() as writing:
        wish = Wanted(
            *(since, since + timedelta(days=360), HowChosen.SUPPORTED, ("all",), "Ana was there"),
            expressed=HowConsented.POINTED,
        )
        await representation.give(writing, office, gone, wish, by=given.second, at=BEFORE)
    await an_open_ballot(given)
    await merged(given, kept, gone)
    (mandate,) = await rows(given, PeerMandate)
    assert (mandate.member_id, mandate.expressed, mandate.noted_by) == (kept, HowConsented.POINTED, given.second)
    assert await carried(given) == {kept: peer}


async def test_a_position_that_was_noted_stays_with_the_member(given: Given) -> None:
    """It stands against the handle, which goes over."""
    peer, gone = given.people["supported"][:2]
    await a_peer(given, peer, gone)
    kept, ballot_id = await a_second_record(given), await an_open_ballot(given)
    (handle,) = await rows(given, MemberHandle, person_id=gone)
    async with given.society.store.writing() as writing:
        writing.add(
            KnownPosition(
                ballot_id=ballot_id,
                handle=handle.handle,
                envelope=b"x",
                how="Mat",
                noted_by=given.second,
                noted_at=AT,
            )
        )
    await merged(given, kept, gone)
    (mine,) = await rows(given, MemberHandle, person_id=kept)
    assert [row.handle for row in await rows(given, KnownPosition)] == [mine.handle]


async def test_of_two_choices_the_last_holds_and_nobody_is_their_own_peer(given: Given) -> None:
    one, two, gone = given.people["supported"][:3]
    kept = await a_second_record(given)
    first, second = await a_peer(given, one, gone), await a_peer(given, two)
    async with given.society.store.writing() as writing:
        chosen = Wanted(DAY, DAY + timedelta(days=300), HowChosen.OWN_ACT)
        await representation.give(writing, second, kept, chosen, by=kept, at=AT)
    await an_open_ballot(given)
    await merged(given, kept, gone)
    standing = {row.office_id for row in await rows(given, PeerMandate) if row.ended_on is None}
    assert standing == {second} and first not in standing
    await merged(given, two, await a_member_carried_by(given, second))
    assert not [row for row in await rows(given, PeerMandate, member_id=two) if row.ended_on is None]


async def a_member_carried_by(given: Given, office: UUID) -> UUID:
    person = await a_second_record(given)
    async with given.society.store.writing() as writing:
        chosen = Wanted(DAY, DAY + timedelta(days=300), HowChosen.OWN_ACT)
        await representation.give(writing, office, person, chosen, by=person, at=AT)
    return person


async def test_two_peers_of_one_group_do_not_become_one(given: Given) -> None:
    """Invariant 48: they could carry more than one peer may."""
    kept, gone = given.people["supported"][:2]
    await a_peer(given, kept)
    await a_peer(given, gone)
    with pytest.raises(NotAllowed, match="peers of one group"):
        await merged(given, kept, gone)


async def test_consents_to_help_go_over_once_and_nobody_helps_themself(given: Given) -> None:
    kept, gone, one, two = given.people["supported"][:4]
    async with given.society.store.writing() as writing:
        for member, supporter in ((kept, one), (gone, one), (gone, two), (two, gone), (kept, gone)):
            await a_supporter(writing, member, supporter, AT)
    assert (await merged(given, kept, gone))["supporter"] == 3
    going_on = sorted(
        (row.member_id, row.supporter_id) for row in await rows(given, Supporter) if row.ended_at is None
    )
    assert going_on == sorted([(kept, one), (kept, two), (two, kept)])


async def test_help_given_counts_for_the_record_that_stays(given: Given) -> None:
    """So that the limit of a supporter in one vote is theirs, under whichever record they helped."""
    kept, gone, member = given.people["supported"][:3]
    ballot_id = await a_draft(given)
    async with given.society.store.writing() as writing:
        writing.add(
            VoteSupport(
                ballot_id=ballot_id, member_id=member, supporter_id=gone, way=Way.BESIDE, help=("read",), on=DAY
            )
        )
    await merged(given, kept, gone)
    assert [row.supporter_id for row in await rows(given, VoteSupport)] == [kept]


async def test_of_two_proxies_for_a_meeting_the_last_stands_in_the_open_vote(given: Given) -> None:
    gone, one, two = given.people["supported"][:3]
    meeting, _ = await a_meeting_with_a_vote(given)
    kept = await a_second_record(given, joined=BEFORE.date())
    await named(given, meeting, gone, one)
    await named(given, meeting, kept, two, AT + timedelta(minutes=1))
    await named(given, meeting, two, gone)
    await merged(given, kept, gone)
    standing = {row.member_id: row.holder_id for row in await rows(given, ProxyAppointment, stage=ProxyStage.STANDS)}
    assert standing == {kept: two, two: kept}
    assert await carried(given) == standing


async def a_circle(given: Given, *people: UUID, phase: Phase = Phase.CONSENTED) -> UUID:
    """A proposal in whose circle these are; each has answered its round and voted."""
    async with given.society.store.writing() as writing:
        version = (await rulebook.in_force(writing, DAY)).version_id
        made = ConsentProposal(
            id=uuid4(), body="board", rulebook_version_id=version, title={"en": "Doors"}, phase=phase, drafted_at=AT
        )
        writing.add(made)
        await writing.flush()
        text = {"en": "Doors close at nine."}
        writing.add(ConsentWording(proposal_id=made.id, version=1, text=text, written_at=AT))
        writing.add(ConsentRound(proposal_id=made.id, round=1, version=1, began_at=AT))
        await writing.flush()
        for person in people:
            of = {"proposal_id": made.id, "person_id": person}
            writing.add(ConsentMember(**of))
            writing.add(ConsentAnswer(**of, round=1, said=Said.CONSENT, given_at=AT))
            writing.add(ConsentVote(**of, voted=Voted.FOR, given_at=AT))
    return made.id


async def test_what_was_said_in_circles_goes_over_unless_both_said_it(given: Given) -> None:
    kept, gone = given.people["supported"][:2]
    alone = await a_circle(given, gone, phase=Phase.ROUND)
    both = await a_circle(given, kept, gone)
    moved = await merged(given, kept, gone)
    assert (moved["consent_member"], moved["consent_answer"], moved["consent_vote"]) == (1, 1, 1)
    for proposal, there in ((alone, {kept}), (both, {kept, gone})):  # what both said stays, as minuted
        assert {row.person_id for row in await rows(given, ConsentMember, proposal_id=proposal)} == there
        assert {row.person_id for row in await rows(given, ConsentAnswer, proposal_id=proposal)} == there
        assert {row.person_id for row in await rows(given, ConsentVote, proposal_id=proposal)} == there


async def test_both_in_a_circle_that_decides_now_is_refused(given: Given) -> None:
    kept, gone = given.people["supported"][:2]
    await a_circle(given, kept, gone, phase=Phase.ROUND)
    with pytest.raises(WrongMoment, match="Doors"):
        await merged(given, kept, gone)


async def test_reports_of_a_peer_go_over_and_two_of_one_vote_stay_apart(given: Given) -> None:
    kept, gone = given.people["supported"][:2]
    first, second = await a_draft(given), await a_draft(given)
    async with given.society.store.writing() as writing:
        for ballot_id, peer in ((first, gone), (second, gone), (second, kept)):
            words = {"voted": "Yes", "why": "It helps", "easy": "", "language": "en", "written_at": AT}
            writing.add(PeerReport(ballot_id=ballot_id, peer_id=peer, **words))
    await merged(given, kept, gone)
    assert [row.peer_id for row in await rows(given, PeerReport, ballot_id=first)] == [kept]
    assert {row.peer_id for row in await rows(given, PeerReport, ballot_id=second)} == {kept, gone}
