"""What is kept apart, and what is opened: the confidential annex (invariant 83), and the public version."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.models import DeclaredInterest
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.lifecycle.taking import check_item
from govern.minutes.book.models import ConfidentialEntry, Minutes, PublicMinutes
from govern.minutes.book.rules import Step
from govern.record import Event

Words = dict[str, str]
Facts = dict[str, str | int | bool | None]


async def keep_apart(
    writing: AsyncSession,
    minutes_id: UUID,
    item_id: UUID | None,
    heading: Words,
    text: Words,
    decision: Words,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write a confidential entry. It is in no other version of the minutes. Raises `NotValid`, `WrongMoment`."""
    minutes = await locked(writing, Minutes, minutes_id)
    minutes.stage = rules.after(minutes.stage, Step.EDIT)
    await check_item(writing, minutes, item_id)
    spoken = await spoken_at(writing, await meetings.meeting_page(writing, minutes.meeting_id, "en"))
    for words, field in ((heading, "heading"), (text, "text"), (decision, "decision")):
        rules.check_words(words, spoken, field)
    last = select(func.max(ConfidentialEntry.position)).where(ConfidentialEntry.minutes_id == minutes_id)
    entry = ConfidentialEntry(
        id=uuid4(),
        minutes_id=minutes_id,
        position=(await writing.scalar(last) or 0) + 1,
        item_id=item_id,
        heading=heading,
        text=text,
        decision=decision,
        written_by=by,
        written_at=at,
    )
    writing.add(entry)
    await writing.flush()
    facts: Facts = {"entry": str(entry.id)}
    await record.add(writing, Event("minutes.confidential_written", f"minutes:{minutes_id}", at, by, facts))
    return entry.id


async def may_read(reading: AsyncSession, minutes_id: UUID, person_id: UUID) -> frozenset[UUID]:
    """The confidential entries that somebody reads: whoever was there and counted, but of no item in which they
    declared an interest."""
    minutes = await reading.get_one(Minutes, minutes_id)
    counted = {one.person_id for one in await meetings.stays(reading, minutes.meeting_id) if one.counts}
    if person_id not in counted:
        return frozenset()
    tied = frozenset(
        await reading.scalars(select(DeclaredInterest.item_id).where(DeclaredInterest.person_id == person_id))
    )
    rows = await reading.execute(
        select(ConfidentialEntry.id, ConfidentialEntry.item_id).where(ConfidentialEntry.minutes_id == minutes_id)
    )
    return frozenset(entry for entry, item in rows.all() if item is None or item not in tied)


async def open_to_everybody(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> None:
    """Put the public version of signed minutes on the society's front page, where the rules allow it.

    Raises `NotAllowed`, `WrongMoment`, `AlreadyDone`.
    """
    minutes = await locked(writing, Minutes, minutes_id)
    allowed = (await rulebook.in_force(writing, day_of(at))).rulebook.minutes.public
    rules.check_public(allowed, minutes.stage)
    if await writing.get(PublicMinutes, minutes_id) is not None:
        raise AlreadyDone("Everybody can read the public version already. Nothing was changed.")
    writing.add(PublicMinutes(minutes_id=minutes_id, released_by=by, released_at=at))
    await writing.flush()
    await record.add(writing, Event("minutes.made_public", f"minutes:{minutes_id}", at, by))
