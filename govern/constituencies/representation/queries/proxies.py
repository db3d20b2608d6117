"""Who was named for a meeting: by one member, for one holder, all of them; and the register an officer sees."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.representation.models import ProxyAppointment, ProxyDirection
from govern.constituencies.representation.rules.proxies import REASONS, HowGiven, ProxyStage, Stands, WhyRefused
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.sentences import Sentence


class ProxyView(msgspec.Struct, frozen=True, kw_only=True):
    """One appointment, with names. `directed` are the votes for which the member sealed directions; `parts` the
    questions, where they left others of that vote to the holder."""

    id: UUID
    meeting_id: UUID
    member_id: UUID
    member: str
    member_number: str
    holder_id: UUID | None
    holder: str
    holder_number: str
    holder_email: str | None
    holder_address: str | None
    as_chair: bool
    how: HowGiven
    stage: ProxyStage
    why_refused: WhyRefused | None
    until: datetime
    received_at: datetime
    ended_at: datetime | None
    directed: frozenset[UUID]
    parts: Mapping[UUID, tuple[str, ...]] = {}

    @property
    def stands(self) -> bool:
        return self.stage is ProxyStage.STANDS

    @property
    def reason(self) -> Sentence | None:
        """Why it does not count, in words."""
        return None if self.why_refused is None else REASONS[self.why_refused]


async def proxy(reading: AsyncSession, appointment_id: UUID) -> ProxyView:
    """Raises `NotFound`."""
    row = await reading.get(ProxyAppointment, appointment_id)
    if row is None:
        raise NotFound("There is no such appointment. Go back to the meeting and look at what stands there.")
    return (await _views(reading, [row]))[0]


async def proxy_of(reading: AsyncSession, meeting_id: UUID, member_id: UUID) -> ProxyView | None:
    """Whom a member has named for a meeting, while it stands; else the last that ended by the holder's word."""
    rows = await reading.scalars(
        select(ProxyAppointment)
        .where(
            ProxyAppointment.meeting_id == meeting_id,
            ProxyAppointment.member_id == member_id,
            ProxyAppointment.stage.in_((ProxyStage.STANDS, ProxyStage.DECLINED)),
        )
        .order_by(ProxyAppointment.entered_at)
    )
    views = await _views(reading, list(rows))
    return next((one for one in views if one.stands), views[-1] if views else None)


async def proxies_held(reading: AsyncSession, meeting_id: UUID, holder_id: UUID) -> tuple[ProxyView, ...]:
    """For whom somebody is named at a meeting."""
    rows = await reading.scalars(
        select(ProxyAppointment).where(
            ProxyAppointment.meeting_id == meeting_id,
            ProxyAppointment.holder_id == holder_id,
            ProxyAppointment.stage == ProxyStage.STANDS,
        )
    )
    return tuple(sorted(await _views(reading, list(rows)), key=lambda one: one.member))


async def proxies_with(reading: AsyncSession, person_id: UUID) -> tuple[ProxyView, ...]:
    """Every appointment that stands in which somebody is member or holder, the last first."""
    rows = await reading.scalars(
        select(ProxyAppointment)
        .where(
            or_(ProxyAppointment.member_id == person_id, ProxyAppointment.holder_id == person_id),
            ProxyAppointment.stage == ProxyStage.STANDS,
        )
        .order_by(ProxyAppointment.entered_at.desc())
    )
    return tuple(await _views(reading, list(rows)))


async def proxy_register(reading: AsyncSession, meeting_id: UUID) -> tuple[ProxyView, ...]:
    """Everything that came for a meeting, by the member's name and then as it came."""
    rows = await reading.scalars(select(ProxyAppointment).where(ProxyAppointment.meeting_id == meeting_id))
    views = await _views(reading, list(rows))
    return tuple(sorted(views, key=lambda one: (one.member, one.received_at, one.stands, one.id)))


async def proxies_standing(
    reading: AsyncSession, meeting_id: UUID, members: Collection[UUID] | None = None
) -> tuple[Stands, ...]:
    """The appointments that stand for a meeting, of these members or of all: what votes and quorums ask for."""
    question = select(ProxyAppointment).where(
        ProxyAppointment.meeting_id == meeting_id, ProxyAppointment.stage == ProxyStage.STANDS
    )
    if members is not None:
        question = question.where(ProxyAppointment.member_id.in_(members))
    rows = list(await reading.scalars(question.order_by(ProxyAppointment.id)))
    directed = await _directed(reading, [row.id for row in rows])
    return tuple(
        Stands(row.id, row.member_id, row.holder_id, frozenset(directed[row.id]), _parts(directed[row.id]))
        for row in rows
        if row.holder_id is not None
    )


async def holders_here(reading: AsyncSession, meeting_id: UUID) -> frozenset[UUID]:
    """Who stands for somebody and is checked in at the meeting now."""
    rows = await reading.scalars(
        select(ProxyAppointment.holder_id).where(
            ProxyAppointment.meeting_id == meeting_id, ProxyAppointment.holder_here.is_(True)
        )
    )
    return frozenset(one for one in rows if one is not None)


async def _directed(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, dict[UUID, str | None]]:
    """Appointment -> the ballots it was sealed for, each with its questions, or None for all of them."""
    found: dict[UUID, dict[UUID, str | None]] = defaultdict(dict)
    rows = await reading.execute(
        select(ProxyDirection.appointment_id, ProxyDirection.ballot_id, ProxyDirection.contests).where(
            ProxyDirection.appointment_id.in_(list(ids))
        )
    )
    for appointment, ballot, contests in rows:
        found[appointment][ballot] = contests
    return {one: found[one] for one in ids}


def _parts(directed: Mapping[UUID, str | None]) -> dict[UUID, tuple[str, ...]]:
    return {ballot: tuple(contests.split(",")) for ballot, contests in directed.items() if contests}


async def _views(reading: AsyncSession, rows: list[ProxyAppointment]) -> list[ProxyView]:
    ids = {row.member_id for row in rows} | {row.holder_id for row in rows if row.holder_id is not None}
    people = await identity.people_by_id(reading, ids)
    numbers = await register.numbers_of(reading, ids)
    directed = await _directed(reading, [row.id for row in rows])
    views = []
    for row in rows:
        holder = people.get(row.holder_id) if row.holder_id is not None else None
        views.append(
            ProxyView(
                id=row.id,
                meeting_id=row.meeting_id,
                member_id=row.member_id,
                member=people[row.member_id].name,
                member_number=numbers.get(row.member_id, ""),
                holder_id=row.holder_id,
                holder=row.named if holder is None else holder.name,
                holder_number="" if row.holder_id is None else numbers.get(row.holder_id, ""),
                holder_email=None if holder is None else holder.email,
                holder_address=None if holder is None else holder.postal_address,
                as_chair=row.as_chair,
                how=row.how,
                stage=row.stage,
                why_refused=row.why_refused,
                until=row.until,
                received_at=row.received_at,
                ended_at=row.ended_at,
                directed=frozenset(directed[row.id]),
                parts=_parts(directed[row.id]),
            )
        )
    return views


__all__ = [
    "ProxyView",
    "holders_here",
    "proxies_held",
    "proxies_standing",
    "proxies_with",
    "proxy",
    "proxy_of",
    "proxy_register",
]
