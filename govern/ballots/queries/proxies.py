"""Legal proxies in a vote: the code of what a member sealed, and, after the close, numbers of what was used."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Appointment, Ballot, CastEnvelope, Contest, LogLeaf, MemberHandle
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Channel, Manifest, code_from_hash, leaf_from_bytes
from govern.ballots.seal.selecting import select_by
from govern.database import in_language

PROXY = (Channel.PROXY_DIRECTED, Channel.PROXY_FREE)


class ProxyNumbers(msgspec.Struct, frozen=True):
    """What became of appointments of one kind that stood at the close. Numbers only: nobody is told who voted."""

    stood: int
    used: int
    displaced: int

    @property
    def not_cast(self) -> int:
        return self.stood - self.used - self.displaced


async def direction_code(reading: AsyncSession, ballot_id: UUID, member_id: UUID) -> str | None:
    """The code of the directions that a member has in the box and that stand; the last they sealed."""
    digest = await reading.scalar(
        select(CastEnvelope.digest)
        .join(
            Appointment,
            (Appointment.ballot_id == CastEnvelope.ballot_id)
            & (Appointment.handle == CastEnvelope.handle)
            & (Appointment.leaf < CastEnvelope.leaf),
        )
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == CastEnvelope.ballot_id) & (MemberHandle.handle == CastEnvelope.handle),
        )
        .where(
            CastEnvelope.ballot_id == ballot_id,
            CastEnvelope.channel == Channel.PROXY_DIRECTED.value,
            Appointment.channel == Channel.PROXY_DIRECTED,
            Appointment.revoked_leaf.is_(None),
            MemberHandle.person_id == member_id,
        )
        .order_by(CastEnvelope.leaf.desc())
        .limit(1)
    )
    return None if digest is None else code_from_hash(digest)


async def left_to_holder(reading: AsyncSession, ballot_id: UUID, member_id: UUID, language: str) -> tuple[str, ...]:
    """Titles of the questions that a member left to their proxy where they decided others themself."""
    row = await reading.scalar(
        select(Appointment)
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .where(
            Appointment.ballot_id == ballot_id,
            Appointment.channel == Channel.PROXY_FREE,
            Appointment.revoked_leaf.is_(None),
            MemberHandle.person_id == member_id,
        )
    )
    if row is None or row.contests is None:
        return ()
    contests = await reading.scalars(select(Contest).where(Contest.ballot_id == ballot_id).order_by(Contest.position))
    return tuple(in_language(one.title, language) for one in contests if str(one.id) in row.contests)


async def proxy_numbers(reading: AsyncSession, ballot_id: UUID) -> Mapping[Channel, ProxyNumbers] | None:
    """What became of directed and of undirected appointments, apart. None before the close."""
    ballot = await reading.get(Ballot, ballot_id)
    after = (Stage.CLOSED, Stage.COUNTED, Stage.DECLARED, Stage.ARCHIVED)
    if ballot is None or ballot.stage not in after or ballot.manifest is None:
        return None
    rows = await reading.execute(
        select(Appointment.handle, Appointment.channel).where(
            Appointment.ballot_id == ballot_id,
            Appointment.channel.in_(PROXY),
            Appointment.revoked_leaf.is_(None),
        )
    )
    stood = {(handle, channel) for handle, channel in rows}
    bodies = await reading.scalars(select(LogLeaf.body).where(LogLeaf.ballot_id == ballot_id).order_by(LogLeaf.place))
    selection = select_by(Manifest.from_bytes(ballot.manifest), [leaf_from_bytes(body) for body in bodies])
    counted = {(one.handle, one.channel) for one in selection.counted}
    voted = {one.handle for one in selection.counted if one.channel not in PROXY}
    used = Counter(channel for handle, channel in stood if (handle, channel) in counted)
    other = Counter(channel for handle, channel in stood if handle in voted)
    stood_now = Counter(channel for _, channel in stood)
    return {one: ProxyNumbers(stood_now[one], used[one], other[one]) for one in PROXY}


class VoteOfMeeting(msgspec.Struct, frozen=True):
    """Where a vote of a meeting stands; `taken`: the chair has called it."""

    id: UUID
    stage: Stage
    taken: bool


async def stages_of_votes(reading: AsyncSession, meeting_id: UUID) -> tuple[VoteOfMeeting, ...]:
    """The votes of a meeting and where each stands."""
    rows = await reading.execute(
        select(Ballot.id, Ballot.stage, Ballot.taken_at).where(Ballot.meeting_id == meeting_id).order_by(Ballot.id)
    )
    return tuple(VoteOfMeeting(row.id, row.stage, row.taken_at is not None) for row in rows)
