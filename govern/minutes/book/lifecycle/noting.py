"""Who else belongs in the minutes: apologies, observers, and whoever asks that their dissent is written down."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.meetings import queries as meetings
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.models import Apology, Dissent, Entry, Minutes, Presence
from govern.minutes.book.rules import Step
from govern.record import Event

MOST = 200
LONGEST = 200
Facts = dict[str, str | int | bool | None]


async def note_people(
    writing: AsyncSession,
    minutes_id: UUID,
    apologies: Sequence[str],
    observers: Collection[int],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Who sent apologies, one name each; which of the uncounted were there as observers, by their place in the list.

    Raises `WrongMoment` once the minutes are agreed, `NotValid`.
    """
    minutes = await locked(writing, Minutes, minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    if len(apologies) > MOST or any(len(name) > LONGEST for name in apologies):
        raise NotValid("Write one name on each line, 200 names at most.", field="apologies")
    stays = list(await writing.scalars(select(Presence).where(Presence.minutes_id == minutes_id)))
    if not set(observers) <= {stay.position for stay in stays if not stay.counts}:
        raise NotValid("Whoever counts towards the quorum is no observer. Choose others.", field="observers")
    for stay in stays:
        stay.observer = stay.position in observers
    await writing.execute(delete(Apology).where(Apology.minutes_id == minutes_id))
    writing.add_all(
        Apology(minutes_id=minutes_id, position=place, name=name) for place, name in enumerate(apologies, start=1)
    )
    await writing.flush()
    facts: Facts = {"apologies": len(apologies), "observers": len(observers)}
    await record.add(writing, Event("minutes.people_noted", f"minutes:{minutes_id}", at, by, facts))


async def dissenters(reading: AsyncSession, minutes_id: UUID) -> dict[UUID, str]:
    """Whoever was at the meeting and counted, by name: they may ask that their dissent is written down."""
    minutes = await reading.get_one(Minutes, minutes_id)
    return {one.person_id: one.name for one in await meetings.stays(reading, minutes.meeting_id) if one.counts}


async def note_dissent(
    writing: AsyncSession,
    minutes_id: UUID,
    entry_id: UUID,
    person_id: UUID,
    reason: dict[str, str],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Write down that somebody did not agree, because they ask for it. Raises `NotValid`, `AlreadyDone`."""
    minutes = await locked(writing, Minutes, minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    entry = await writing.get(Entry, entry_id)
    if entry is None or entry.minutes_id != minutes_id:
        raise NotFound("This entry is not in the minutes. Go back and choose again.")
    there = await dissenters(writing, minutes_id)
    if person_id not in there:
        raise NotValid("Choose somebody who was at the meeting and counted there.", field="person")
    spoken = await spoken_at(writing, await meetings.meeting_page(writing, minutes.meeting_id, "en"))
    rules.check_words(reason, spoken, "reason")
    known = select(Dissent.id).where(Dissent.entry_id == entry_id, Dissent.person_id == person_id)
    if await writing.scalar(known) is not None:
        raise AlreadyDone("Their dissent stands here already. Nothing was changed.", field="person")
    writing.add(
        Dissent(
            id=uuid4(),
            minutes_id=minutes_id,
            entry_id=entry_id,
            person_id=person_id,
            name=there[person_id],
            reason=reason,
            noted_by=by,
            noted_at=at,
        )
    )
    await writing.flush()
    await record.add(
        writing, Event("minutes.dissent_noted", f"minutes:{minutes_id}", at, by, {"entry": str(entry_id)})
    )
