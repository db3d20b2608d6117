"""Fifth chapter: what came of it. How many came, in words, hours given, money raised and for whom, photographs."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.documents.photographs import Photograph, described
from govern.errors import NotFound, NotValid, WrongMoment
from govern.forums.activities import rules
from govern.forums.activities.models import Activity, GivenHours, Picture, SignUp
from govern.identity.rules import day_of
from govern.record import Event


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it, as whoever organised it writes it down. `held_on` where the plan names no day."""

    came: int
    words: str = ""
    raised_pence: int = 0
    raised_for: str = ""
    held_on: date | None = None


async def note_outcome(writing: AsyncSession, activity_id: UUID, outcome: Outcome, *, by: UUID, at: datetime) -> None:
    """Written down once it has begun, and again to correct it. What people needed that day goes at once.

    Raises `WrongMoment` before it has begun, `NotValid` beside the field.
    """
    row = await locked(writing, Activity, activity_id)
    rules.check_has_begun(row.starts_at, called_off=row.called_off_at is not None, at=at)
    rules.check_money(outcome.raised_pence, outcome.raised_for)
    held_on = day_of(row.starts_at) if row.starts_at else outcome.held_on
    if held_on is None or held_on > day_of(at):
        raise NotValid("Say on which day it was.", field="held_on")
    row.held_on, row.came, row.outcome = held_on, outcome.came, outcome.words
    row.raised_pence, row.raised_for = outcome.raised_pence, outcome.raised_for if outcome.raised_pence else ""
    row.outcome_by = by
    kept = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.support.is_not(None))
    for signed in await writing.scalars(kept):
        signed.support = None
    facts: dict[str, str | int | bool | None] = {"came": outcome.came, "raised_pence": outcome.raised_pence}
    await record.add(writing, Event("activity.outcome_noted", f"activity:{activity_id}", at, by, facts))


async def give_hours(
    writing: AsyncSession, activity_id: UUID, group: str, minutes: int, *, by: UUID, at: datetime
) -> None:
    """How long the people of a group gave together without a contract (M13); none takes it away again.

    `group` is a constituency of the rules, or "" for people from outside. Raises `NotValid`, `WrongMoment`.
    """
    row = await locked(writing, Activity, activity_id)
    _noted(row)
    groups = {one.id for one in (await rulebook.in_force(writing, day_of(at))).rulebook.constituencies}
    if group and group not in groups:
        raise NotValid("Choose the group of the people who gave their time.", field="group")
    found = await writing.get(GivenHours, (activity_id, group))
    if found is None and minutes:
        writing.add(GivenHours(activity_id=activity_id, constituency=group, minutes=minutes))
    elif found is not None and minutes:
        found.minutes = minutes
    elif found is not None:
        await writing.delete(found)
    facts: dict[str, str | int | bool | None] = {"group": group, "minutes": minutes}
    await record.add(writing, Event("activity.hours_noted", f"activity:{activity_id}", at, by, facts))


def _noted(row: Activity) -> None:
    if row.held_on is None:
        raise WrongMoment("Write down first how many people came.")


async def add_picture(
    writing: AsyncSession,
    activity_id: UUID,
    photograph: Photograph,
    description: str,
    consent: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """A photograph of the day. Raises `NotValid` where it is not said what it shows, or how those in it agreed."""
    row = await locked(writing, Activity, activity_id)
    _noted(row)
    if not consent.strip():
        raise NotValid("Say who is in the picture and how they agreed.", field="consent")
    writing.add(
        Picture(
            id=photograph.id,
            activity_id=activity_id,
            width=photograph.width,
            height=photograph.height,
            hash=photograph.hash,
            description=described(description),
            consent=consent.strip(),
            added_at=at,
            added_by=by,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"photograph": str(photograph.id)}
    await record.add(writing, Event("activity.photograph_added", f"activity:{activity_id}", at, by, facts))


async def remove_picture(
    writing: AsyncSession, activity_id: UUID, photograph_id: UUID, *, by: UUID, at: datetime
) -> None:
    """Somebody in it wishes it gone, or it was a mistake. Its file goes after this transaction. Raises `NotFound`."""
    found = await locked(writing, Picture, photograph_id)
    if found.activity_id != activity_id:
        raise NotFound("There is no such photograph. Look at the activity again.")
    await writing.delete(found)
    facts: dict[str, str | int | bool | None] = {"photograph": str(photograph_id)}
    await record.add(writing, Event("activity.photograph_removed", f"activity:{activity_id}", at, by, facts))
