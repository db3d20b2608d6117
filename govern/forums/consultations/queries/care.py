"""Who delivers somebody's care: noted for consultations, a tie in the register, or their support worker (M94)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.models import Tie
from govern.constituencies.register.queries.holdings import is_tied
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.models import Supporter
from govern.constituencies.representation.rules import Consent, SupporterKind
from govern.errors import NotFound
from govern.forums.consultations.models import CareLink
from govern.identity import queries as identity


async def delivers_care(reading: AsyncSession, carer_id: UUID, person_id: UUID, on: date) -> bool:
    """Whether one of the two delivers the other's care on a day. Three questions at most."""
    if carer_id == person_id:
        return False
    link = select(CareLink.id).where(
        CareLink.person_id == person_id,
        CareLink.carer_id == carer_id,
        CareLink.from_on <= on,
        CareLink.to_on.is_(None) | (CareLink.to_on > on),
    )
    if await reading.scalar(link) is not None:
        return True
    if person_id in await register.tied(reading, carer_id, TieKind.DELIVERS_CARE_TO, on):
        return True
    return any(
        one.supporter_id == carer_id and one.holds and one.kind is SupporterKind.WORKER
        for one in await representation.supporters_of(reading, person_id, on)
    )


class NotedBy(StrEnum):
    """Where it is noted that somebody delivers a person's care."""

    HERE = "here"
    REGISTER = "register"
    SUPPORT = "support"


class CareLine(msgspec.Struct, frozen=True, kw_only=True):
    """Who delivers whose care, as the office reads it. `id` where it can be ended there: the other two have pages of
    their own."""

    id: UUID | None
    source: NotedBy
    person_id: UUID
    person: str
    carer_id: UUID
    carer: str
    from_on: date | None
    to_on: date | None
    because: str
    ended_because: str


async def care_now(reading: AsyncSession, on: date) -> tuple[CareLine, ...]:
    """Everybody's, from all three places, by the person's name. Four questions, however many there are."""
    noted = list(
        await reading.scalars(
            select(CareLink).where(CareLink.from_on <= on, CareLink.to_on.is_(None) | (CareLink.to_on > on))
        )
    )
    there = {(row.carer_id, row.person_id) for row in noted}
    tied = select(Tie.person_id, Tie.other_id).where(Tie.kind == TieKind.DELIVERS_CARE_TO, is_tied(on))
    workers = select(Supporter).where(Supporter.kind == SupporterKind.WORKER, Supporter.ended_at.is_(None))
    others = [(carer, person, NotedBy.REGISTER) for carer, person in await reading.execute(tied)]
    others += [
        (row.supporter_id, row.member_id, NotedBy.SUPPORT)
        for row in await reading.scalars(workers)
        if Consent(row.from_on, row.to_on, row.ended_at).holds(on)
    ]
    found = [pair for pair in others if pair[:2] not in there]
    names = await _names(reading, [*there, *(pair[:2] for pair in found)])
    lines = [_line(row, names) for row in noted]
    lines += [
        CareLine(
            id=None,
            source=source,
            person_id=person,
            person=names.get(person, ""),
            carer_id=carer,
            carer=names.get(carer, ""),
            from_on=None,
            to_on=None,
            because="",
            ended_because="",
        )
        for carer, person, source in found
    ]
    return tuple(sorted(lines, key=lambda one: (one.person, one.carer, one.source)))


async def care_ended(reading: AsyncSession, on: date, limit: int = 50) -> tuple[CareLine, ...]:
    """What is over, the last first. Two questions."""
    over = select(CareLink).where(CareLink.to_on <= on).order_by(CareLink.to_on.desc(), CareLink.id).limit(limit)
    rows = list(await reading.scalars(over))
    names = await _names(reading, [(row.carer_id, row.person_id) for row in rows])
    return tuple(_line(row, names) for row in rows)


async def care_link(reading: AsyncSession, care_link_id: UUID) -> CareLine:
    """One that was noted. Raises `NotFound`."""
    row = await reading.get(CareLink, care_link_id)
    if row is None:
        raise NotFound("There is no such note. Go back to the list.")
    return _line(row, await _names(reading, [(row.carer_id, row.person_id)]))


async def _names(reading: AsyncSession, pairs: Iterable[tuple[UUID, UUID]]) -> dict[UUID, str]:
    people = await identity.people_by_id(reading, {one for pair in pairs for one in pair})
    return {key: person.name for key, person in people.items()}


def _line(row: CareLink, names: dict[UUID, str]) -> CareLine:
    return CareLine(
        id=row.id,
        source=NotedBy.HERE,
        person_id=row.person_id,
        person=names.get(row.person_id, ""),
        carer_id=row.carer_id,
        carer=names.get(row.carer_id, ""),
        from_on=row.from_on,
        to_on=row.to_on,
        because=row.because,
        ended_because=row.ended_because,
    )


class CareView(msgspec.Struct, frozen=True):
    """Who delivers somebody's care, as it was noted for consultations. `to_on` once it has ended."""

    id: UUID
    carer_id: UUID
    carer: str
    from_on: date
    to_on: date | None


async def carers_of(reading: AsyncSession, person_id: UUID) -> tuple[CareView, ...]:
    """Those noted, the ones who do it now first. Two questions."""
    rows = list(
        await reading.scalars(
            select(CareLink)
            .where(CareLink.person_id == person_id)
            .order_by(CareLink.to_on.is_not(None), CareLink.from_on.desc(), CareLink.id)
        )
    )
    people = await identity.people_by_id(reading, {row.carer_id for row in rows})
    return tuple(
        CareView(row.id, row.carer_id, people[row.carer_id].name, row.from_on, row.to_on)
        for row in rows
        if row.carer_id in people
    )
