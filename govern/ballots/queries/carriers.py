"""What is asked about a member for whom somebody votes: who that is, in which votes, on which motions."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.casting.senders import placed
from govern.ballots.models import Appointment, Ballot, Contest, KnownPosition, MemberHandle, RollEntry
from govern.ballots.queries.carried import contests_of
from govern.ballots.queries.gathering import gather, roll_by_style
from govern.ballots.queries.members import contest_views
from govern.ballots.queries.views import ContestView
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Channel
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity


class Carrier(msgspec.Struct, frozen=True):
    """Who votes for a member unless they vote themself. `only_you` are questions on which nobody does."""

    name: str
    channel: Channel
    only_you: tuple[str, ...]


class CarriedIn(msgspec.Struct, frozen=True):
    """An open vote in which a peer votes for a member. `noted`: what the member wants is noted already."""

    id: UUID
    title: str
    closes_at: datetime
    noted: bool


def _appointments(ballot_id: UUID, member_id: UUID) -> Select[Appointment, str]:
    """The appointments of one member that stand, with the style of their paper."""
    return (
        select(Appointment, RollEntry.style)
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .join(RollEntry, (RollEntry.ballot_id == Appointment.ballot_id) & (RollEntry.handle == Appointment.handle))
        .where(
            Appointment.ballot_id == ballot_id,
            MemberHandle.person_id == member_id,
            Appointment.revoked_leaf.is_(None),
        )
    )


async def carriers_of(
    reading: AsyncSession, ballot_id: UUID, member_id: UUID, *, language: str
) -> tuple[Carrier, ...]:
    """Who votes for this member here unless they vote themself, a proxy before a peer."""
    rows = (await reading.execute(_appointments(ballot_id, member_id))).all()
    if not rows:
        return ()
    ballot = await reading.get_one(Ballot, ballot_id)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
    contests = await reading.scalars(select(Contest).where(Contest.ballot_id == ballot_id).order_by(Contest.position))
    titles = {str(contest.id): in_language(contest.title, language) for contest in contests}
    people = await identity.people_by_id(reading, {row.holder_id for row, _ in rows})
    order = (Channel.PROXY_DIRECTED, Channel.PROXY_FREE, Channel.PEER)
    found = []
    for row, style in sorted(rows, key=lambda one: order.index(one[0].channel)):
        whole = manifest.style(style).contests
        # A proxy's part: the other part is the same person's.
        part = row.contests if row.channel is Channel.PEER else None
        kept = () if part is None else tuple(titles[one] for one in whole if one not in part)
        found.append(Carrier(people[row.holder_id].name, row.channel, kept))
    return tuple(found)


async def carried_in(reading: AsyncSession, member_id: UUID, *, language: str, at: datetime) -> tuple[CarriedIn, ...]:
    """The open votes in which a peer votes for this member."""
    rows = await reading.execute(
        select(Ballot, KnownPosition.handle)
        .join(Appointment, Appointment.ballot_id == Ballot.id)
        .join(
            MemberHandle,
            (MemberHandle.ballot_id == Appointment.ballot_id) & (MemberHandle.handle == Appointment.handle),
        )
        .outerjoin(
            KnownPosition,
            (KnownPosition.ballot_id == Appointment.ballot_id) & (KnownPosition.handle == Appointment.handle),
        )
        .where(
            MemberHandle.person_id == member_id,
            Appointment.channel == Channel.PEER,
            Appointment.revoked_leaf.is_(None),
            Ballot.stage == Stage.OPEN,
            Ballot.closes_at >= at,
        )
        .order_by(Ballot.closes_at)
    )
    return tuple(
        CarriedIn(ballot.id, in_language(ballot.title, language), ballot.closes_at, noted is not None)
        for ballot, noted in rows
    )


async def questions_for(
    reading: AsyncSession, ballot_id: UUID, member_id: UUID, *, language: str
) -> tuple[ContestView, ...]:
    """What a peer may vote on for this member here, elections too. Raises NotFound where none does."""
    asked = _appointments(ballot_id, member_id).where(Appointment.channel == Channel.PEER)
    row = (await reading.execute(asked)).one_or_none()
    if row is None:
        raise NotFound("No peer votes for this member in this vote. The member votes themselves.")
    found = await gather(reading, ballot_id)
    assert found.ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot_id, found.ballot.manifest_hash)
    part = contests_of(manifest, placed(row[0], row[1]))
    views = contest_views(found, await roll_by_style(reading, ballot_id), language)
    return tuple(view for view in views if str(view.id) in part)
