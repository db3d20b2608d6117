"""How somebody communicates: the version that counts, the older ones, and who has read it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.forums.consultations.models import CommunicationProfile, Consultation, ConsultationResponse
from govern.forums.consultations.rules import Adaptation, Stage
from govern.identity import queries as identity
from govern.identity.rules import day_of

LOOKS = 50


class ProfileView(msgspec.Struct, frozen=True, kw_only=True):
    """One version of somebody's own page on how to ask them."""

    version: int
    ways: tuple[Adaptation, ...]
    best_way: Adaptation | None
    works: str
    works_not: str
    supporters: str
    sign_yes: str
    sign_no: str
    sign_stop: str
    posture: str
    time_of_day: str
    with_help: str
    own: bool
    writer: str
    written_at: datetime


class Look(msgspec.Struct, frozen=True):
    """Who read it, and when."""

    name: str
    at: datetime


async def profiles_of(reading: AsyncSession, person_id: UUID) -> tuple[ProfileView, ...]:
    """Every version, the one that counts first. Two questions."""
    rows = list(
        await reading.scalars(
            select(CommunicationProfile)
            .where(CommunicationProfile.person_id == person_id)
            .order_by(CommunicationProfile.version.desc())
        )
    )
    people = await identity.people_by_id(reading, {row.written_by for row in rows})
    return tuple(
        ProfileView(
            version=row.version,
            ways=tuple(Adaptation(one) for one in row.ways.split(",") if one),
            best_way=row.best_way,
            works=row.works,
            works_not=row.works_not,
            supporters=row.supporters,
            sign_yes=row.sign_yes,
            sign_no=row.sign_no,
            sign_stop=row.sign_stop,
            posture=row.posture,
            time_of_day=row.time_of_day,
            with_help=row.with_help,
            own=row.written_by == person_id,
            writer=people[row.written_by].name if row.written_by in people else "",
            written_at=row.written_at,
        )
        for row in rows
    )


async def profile(reading: AsyncSession, person_id: UUID) -> ProfileView | None:
    """The version that counts, or None where nothing is written yet."""
    found = await profiles_of(reading, person_id)
    return found[0] if found else None


async def sits_with(reading: AsyncSession, consultation_id: UUID, person_id: UUID, by: UUID) -> bool:
    """Whether this person is given to somebody to be asked by them, in a consultation that is not over."""
    theirs = (
        select(ConsultationResponse.person_id)
        .join(Consultation, Consultation.id == ConsultationResponse.consultation_id)
        .where(
            ConsultationResponse.consultation_id == consultation_id,
            ConsultationResponse.person_id == person_id,
            ConsultationResponse.asker_id == by,
            ConsultationResponse.over_on.is_(None),
            Consultation.stage.not_in((Stage.ANSWERED, Stage.STOPPED)),
        )
    )
    return await reading.scalar(theirs) is not None


async def may_see(reading: AsyncSession, person_id: UUID, by: UUID, on: date) -> bool:
    """Whether somebody has said today that they read it: that left a line, which the person sees."""
    found = await record.lines_about(reading, [f"communication:{person_id}"], limit=LOOKS)
    return by == person_id or any(
        one.verb == "communication.read" and one.by == by and day_of(one.at) == on for one in found
    )


async def looks_at(reading: AsyncSession, person_id: UUID) -> tuple[Look, ...]:
    """Who has read how this person communicates, the last first."""
    found = await record.lines_about(reading, [f"communication:{person_id}"], limit=LOOKS)
    lines = [one for one in found if one.verb == "communication.read" and one.by is not None]
    people = await identity.people_by_id(reading, {one.by for one in lines if one.by is not None})
    return tuple(Look(people[one.by].name, one.at) for one in lines if one.by in people)
