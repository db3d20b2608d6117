"""Whom a member named as supporters, whom a supporter may help, and whether a consent holds at this moment."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import Tie
from govern.constituencies.register.queries.holdings import is_tied
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import rules
from govern.constituencies.representation.models import Supporter
from govern.constituencies.representation.rules import Consent, HowChosen, HowConsented, SupporterKind
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.identity.queries import PersonView


class SupporterView(msgspec.Struct, frozen=True, kw_only=True):
    """One consent as it stands on a day. `delivers_care`: the supporter delivers this member's care (M94)."""

    id: UUID
    member_id: UUID
    member: str
    member_first: str
    supporter_id: UUID
    supporter: str
    kind: SupporterKind
    from_on: date
    to_on: date | None
    how: HowChosen
    consent_on: date
    consented: HowConsented
    present: str
    expressed: str
    ended_at: datetime | None
    holds: bool
    delivers_care: bool


async def supporters_of(reading: AsyncSession, member_id: UUID, on: date) -> tuple[SupporterView, ...]:
    """Everybody this member named, those who may help first."""
    rows = await reading.scalars(select(Supporter).where(Supporter.member_id == member_id))
    return await _views(reading, tuple(rows), on)


async def helped_by(reading: AsyncSession, supporter_id: UUID, on: date) -> tuple[SupporterView, ...]:
    """Whom this person may help on a day."""
    rows = await reading.scalars(
        select(Supporter).where(Supporter.supporter_id == supporter_id, Supporter.ended_at.is_(None))
    )
    return tuple(one for one in await _views(reading, tuple(rows), on) if one.holds)


async def everybody_supported(reading: AsyncSession, on: date) -> tuple[SupporterView, ...]:
    """Every consent that holds or is to come, for officers, in order of the members' names."""
    rows = await reading.scalars(
        select(Supporter).where(Supporter.ended_at.is_(None), or_(Supporter.to_on.is_(None), Supporter.to_on > on))
    )
    return await _views(reading, tuple(rows), on)


async def support(reading: AsyncSession, support_id: UUID, on: date) -> SupporterView:
    """One consent, whether it holds or not. Raises `NotFound`."""
    row = await reading.get(Supporter, support_id)
    if row is None:
        raise NotFound("There is no such supporter. Go back and choose from the list.")
    return (await _views(reading, (row,), on))[0]


async def supporting(reading: AsyncSession, ids: Collection[UUID], on: date) -> dict[UUID, tuple[UUID, UUID]]:
    """Of these consents those that hold now: whom it is of, and who helps."""
    rows = await reading.scalars(select(Supporter).where(Supporter.id.in_(ids)))
    return {
        row.id: (row.member_id, row.supporter_id)
        for row in rows
        if Consent(row.from_on, row.to_on, row.ended_at).holds(on)
    }


async def _views(reading: AsyncSession, rows: tuple[Supporter, ...], on: date) -> tuple[SupporterView, ...]:
    ids = {row.member_id for row in rows} | {row.supporter_id for row in rows}
    people = await identity.people_by_id(reading, ids)
    care = await _care(reading, rows, on)
    found = [_view(row, people, on, delivers_care=(row.supporter_id, row.member_id) in care) for row in rows]
    return tuple(sorted(found, key=lambda one: (not one.holds, one.member, one.supporter, one.from_on)))


async def _care(reading: AsyncSession, rows: tuple[Supporter, ...], on: date) -> frozenset[tuple[UUID, UUID]]:
    """(Who delivers care, to whom) among these pairs."""
    if not rows:
        return frozenset()
    tied = await reading.execute(
        select(Tie.person_id, Tie.other_id).where(
            Tie.kind == TieKind.DELIVERS_CARE_TO,
            Tie.person_id.in_({row.supporter_id for row in rows}),
            is_tied(on),
        )
    )
    return frozenset((one, other) for one, other in tied)


def _view(row: Supporter, people: dict[UUID, PersonView], on: date, *, delivers_care: bool) -> SupporterView:
    return SupporterView(
        id=row.id,
        member_id=row.member_id,
        member=people[row.member_id].name,
        member_first=people[row.member_id].first_name,
        supporter_id=row.supporter_id,
        supporter=people[row.supporter_id].name,
        kind=row.kind,
        from_on=row.from_on,
        to_on=row.to_on,
        how=row.how_chosen,
        consent_on=row.consent_on,
        consented=row.consented,
        present=row.present,
        expressed=row.expressed,
        ended_at=row.ended_at,
        holds=rules.Consent(row.from_on, row.to_on, row.ended_at).holds(on),
        delivers_care=delivers_care,
    )
