"""Legal proxies in the log of a vote: who was named, what a member directed, and its end.

    follow_proxies ──> direct ──> cast_directions ──┬── counted
                                                  ├── displaced by the member's own vote
                                                  └── revoked: it does not count

An appointment for a meeting holds in every vote of that meeting. A direction is the member's own envelope, sealed and
cast by them (decision 20): whoever was named cannot cast it another way (invariant 51), and nobody can read it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import Posted, Vote, caster_of
from govern.ballots.lifecycle.carrying import Naming, appoint, revoke
from govern.ballots.models import Appointment, Ballot, MemberHandle, RollEntry
from govern.ballots.paper.sealing import Sealing
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Channel
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.lifecycle import proxies as representing
from govern.constituencies.representation.rules.proxies import Stands
from govern.database import locked
from govern.errors import WrongMoment
from govern.record import Event
from govern.society import Society

PROXY = (Channel.PROXY_DIRECTED, Channel.PROXY_FREE)


async def follow_proxies(
    writing: AsyncSession,
    society: Society,
    meeting_id: UUID,
    members: Collection[UUID] | None = None,
    *,
    at: datetime,
) -> int:
    """After appointments changed: the open votes of the meeting say the same. Of these members, or of all.

    Returns how many entries were made or ended.
    """
    changed = 0
    question = select(Ballot.id).where(Ballot.meeting_id == meeting_id, Ballot.stage == Stage.OPEN)
    for ballot_id in list(await writing.scalars(question.order_by(Ballot.id))):
        ballot = await locked(writing, Ballot, ballot_id)
        if ballot.stage is Stage.OPEN:
            changed += await _follow(writing, society, ballot, meeting_id, members, at)
    return changed


async def follow_at_opening(writing: AsyncSession, society: Society, ballot: Ballot, *, at: datetime) -> int:
    """A vote of a meeting has opened: what stands is entered. Whoever was named decides, until the member directs."""
    if ballot.meeting_id is None:
        return 0
    return await _follow(writing, society, ballot, ballot.meeting_id, None, at)


async def _follow(
    writing: AsyncSession,
    society: Society,
    ballot: Ballot,
    meeting_id: UUID,
    members: Collection[UUID] | None,
    at: datetime,
) -> int:
    stands = await representation.proxies_standing(writing, meeting_id, members)
    handles = await _handles(writing, ballot.id, members)
    papers = await _papers(writing, ballot, [one.member_id for one in stands if one.parts])
    wanted = {
        naming
        for one in stands
        if one.member_id in handles
        for naming in _namings(handles[one.member_id], one, ballot.id, papers.get(one.member_id, ()))
    }
    entered = select(Appointment).where(
        Appointment.ballot_id == ballot.id, Appointment.channel.in_(PROXY), Appointment.revoked_leaf.is_(None)
    )
    rows = [row for row in await writing.scalars(entered) if row.handle in handles.values()]
    now = {Naming(row.handle, row.channel, row.holder_id, row.contests): row for row in rows}
    over = [row for naming, row in now.items() if naming not in wanted]
    for row in sorted(over, key=lambda row: row.handle):
        await revoke(writing, society, ballot.id, row.handle, [row.channel], at=at)
    fresh = sorted(wanted - now.keys(), key=lambda one: (one.handle, one.channel))
    await appoint(writing, society, ballot.id, fresh, at=at)
    if over or fresh:
        facts: dict[str, str | int | bool | None] = {"named": len(fresh), "ended": len(over)}
        await record.add(writing, Event("ballot.proxies-followed", f"ballot:{ballot.id}", at, None, facts))
    return len(over) + len(fresh)


def _namings(handle: str, one: Stands, ballot_id: UUID, paper: Sequence[str]) -> tuple[Naming, ...]:
    """One entry for the whole paper; or two that share it, where the member decided some questions of it."""
    if ballot_id not in one.directed:
        return (Naming(handle, Channel.PROXY_FREE, one.holder_id),)
    mine = tuple(contest for contest in paper if contest in one.parts.get(ballot_id, paper))
    rest = tuple(contest for contest in paper if contest not in mine)
    if not mine or not rest:
        return (Naming(handle, Channel.PROXY_DIRECTED, one.holder_id),)
    return (
        Naming(handle, Channel.PROXY_DIRECTED, one.holder_id, mine),
        Naming(handle, Channel.PROXY_FREE, one.holder_id, rest),
    )


async def _papers(writing: AsyncSession, ballot: Ballot, members: Collection[UUID]) -> dict[UUID, tuple[str, ...]]:
    """Member -> the questions of their paper in its order."""
    if not members or ballot.manifest_hash is None:
        return {}
    manifest = await casting.manifest_of(writing, ballot.id, ballot.manifest_hash)
    rows = await writing.execute(
        select(MemberHandle.person_id, RollEntry.style)
        .join(RollEntry, (RollEntry.ballot_id == MemberHandle.ballot_id) & (RollEntry.handle == MemberHandle.handle))
        .where(MemberHandle.ballot_id == ballot.id, MemberHandle.person_id.in_(members))
    )
    return {person: manifest.style(style).contests for person, style in rows}


async def _handles(writing: AsyncSession, ballot_id: UUID, members: Collection[UUID] | None) -> dict[UUID, str]:
    question = select(MemberHandle.person_id, MemberHandle.handle).where(MemberHandle.ballot_id == ballot_id)
    if members is not None:
        question = question.where(MemberHandle.person_id.in_(members))
    rows = await writing.execute(question)
    return {row.person_id: row.handle for row in rows}


# --- A member's own directions --------------------------------------------------------------------------------------


async def direct(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    appointment_id: UUID,
    contests: tuple[str, ...] | None = None,
    *,
    by: UUID | None = None,
    at: datetime,
) -> int:
    """A member decides themself how: the log names their proxy as directed. Returns the entry's place.

    `contests`: only these questions; the log names the same proxy as free for the others.

    Before it the proxy's own envelope for them, if there is one, goes out of the count with the entry it was under.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is not Stage.OPEN or ballot.meeting_id is None:
        raise WrongMoment("This vote is not open, so you cannot say now how to vote in it. Let the person decide.")
    view = await representation.proxy(writing, appointment_id)
    await representing.note_directed(writing, appointment_id, ballot_id, contests, by=by, at=at)
    await follow_proxies(writing, society, ballot.meeting_id, [view.member_id], at=at)
    place = await _directed_under(writing, ballot_id, view.member_id)
    if place is None:
        raise rules.not_on_the_roll()
    return place


async def _directed_under(reading: AsyncSession, ballot_id: UUID, member_id: UUID) -> int | None:
    place: int | None = await reading.scalar(
        select(Appointment.leaf)
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .where(
            Appointment.ballot_id == ballot_id,
            MemberHandle.person_id == member_id,
            Appointment.channel == Channel.PROXY_DIRECTED,
            Appointment.revoked_leaf.is_(None),
        )
    )
    return place


async def cast_directions(
    society: Society, member_id: UUID, sealing: Sealing, place: int, *, at: datetime, by: UUID | None = None
) -> Posted:
    """Put the envelope whose code was shown into the box, as a direction. The code is the sealed part's alone.

    `by` as in `voting.cast`. The same form again gives the same answer; other directions later take its place.
    """
    directed = sealing.envelope.sent_by(Channel.PROXY_DIRECTED, place)
    vote = Vote(sealing.ballot_id, member_id, directed, sealing.token, sealing.sealed_at, at, by)
    return await caster_of(society).cast(vote)


__all__ = ["cast_directions", "direct", "follow_at_opening", "follow_proxies"]
