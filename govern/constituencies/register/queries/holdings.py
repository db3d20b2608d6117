"""What only officers see of a member: shares, subscription, ties. `ties_between` and `tied` are for others."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import ShareHolding, Subscription, Tie, people
from govern.constituencies.register.rules import RELATED, TieKind


class ShareView(msgspec.Struct, frozen=True):
    """Shares somebody holds or held."""

    id: UUID
    shares: int
    pence: int
    from_on: date
    to_on: date | None
    note: str

    @property
    def amount(self) -> str:
        return rules.pounds(self.pence)


class TieView(msgspec.Struct, frozen=True):
    """A tie of one person to another. `forward` where it is kept from this person to the other."""

    id: UUID
    kind: TieKind
    other_id: UUID
    other_name: str
    from_on: date
    to_on: date | None
    forward: bool


async def shares_of(reading: AsyncSession, person_id: UUID) -> tuple[ShareView, ...]:
    """Every holding of somebody, the latest first."""
    rows = select(ShareHolding).where(ShareHolding.person_id == person_id).order_by(ShareHolding.from_on.desc())
    return tuple(ShareView(s.id, s.shares, s.pence, s.from_on, s.to_on, s.note) for s in await reading.scalars(rows))


async def paid_until(reading: AsyncSession, person_id: UUID) -> date | None:
    """Until when somebody's subscription is paid."""
    latest = select(Subscription.paid_until).where(Subscription.person_id == person_id)
    return await reading.scalar(latest.order_by(Subscription.paid_until.desc()).limit(1))


async def without_a_share(reading: AsyncSession, on: date) -> frozenset[UUID]:
    """People of whom shares are noted and none is held on this day: bought later, or given back (M54)."""
    holds_one = select(ShareHolding.person_id).where(goes_on(on))
    rows = await reading.scalars(
        select(ShareHolding.person_id).where(ShareHolding.person_id.not_in(holds_one)).distinct()
    )
    return frozenset(rows)


def goes_on(on: date) -> ColumnElement[bool]:
    return and_(ShareHolding.from_on <= on, or_(ShareHolding.to_on.is_(None), ShareHolding.to_on > on))


async def ties_of(reading: AsyncSession, person_id: UUID) -> tuple[TieView, ...]:
    """Every tie of somebody, those that go on first."""
    found = []
    for mine, theirs, forward in ((Tie.person_id, Tie.other_id, True), (Tie.other_id, Tie.person_id, False)):
        rows = await reading.execute(
            select(Tie.id, Tie.kind, people.c.id, people.c.name, Tie.from_on, Tie.to_on)
            .join(people, people.c.id == theirs)
            .where(mine == person_id)
        )
        found += [
            TieView(tie_id, kind, other_id, name, from_on, to_on, forward)
            for tie_id, kind, other_id, name, from_on, to_on in rows
        ]
    return tuple(sorted(found, key=lambda tie: (tie.to_on is not None, tie.other_name, tie.from_on)))


async def ties_between(
    reading: AsyncSession, person_ids: Collection[UUID], on: date, kinds: Collection[TieKind] = RELATED
) -> tuple[tuple[UUID, UUID], ...]:
    """Pairs among these people who are tied on a day; without `kinds`, by household or as close relatives."""
    ids = list(person_ids)
    rows = await reading.execute(
        select(Tie.person_id, Tie.other_id)
        .where(Tie.person_id.in_(ids), Tie.other_id.in_(ids), Tie.kind.in_(list(kinds)), is_tied(on))
        .order_by(Tie.person_id, Tie.other_id)
    )
    return tuple((one, other) for one, other in rows)


async def tied(reading: AsyncSession, person_id: UUID, kind: TieKind, on: date) -> frozenset[UUID]:
    """Those to whom somebody is tied in this way on a day. Of care: those to whom they deliver it."""
    forward = await reading.scalars(
        select(Tie.other_id).where(Tie.person_id == person_id, Tie.kind == kind, is_tied(on))
    )
    found = set(forward)
    if kind is not TieKind.DELIVERS_CARE_TO:
        back = select(Tie.person_id).where(Tie.other_id == person_id, Tie.kind == kind, is_tied(on))
        found |= set(await reading.scalars(back))
    return frozenset(found)


def is_tied(on: date) -> ColumnElement[bool]:
    return and_(Tie.from_on <= on, or_(Tie.to_on.is_(None), Tie.to_on > on))
