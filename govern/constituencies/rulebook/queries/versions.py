"""What the rules are: on a day, by version, and as the frame of every page shows them.

A version never changes, so its parsed form is kept. Other rooms ask here and hold `Rulebook` values, never text.
"""

from __future__ import annotations

import asyncio
import time
from collections import OrderedDict
from datetime import date, datetime
from uuid import UUID
from weakref import WeakKeyDictionary

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.clock import now
from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.book import Rulebook, load
from govern.constituencies.rulebook.models import Contact, RulebookVersion
from govern.database import in_language, is_rehearsal
from govern.errors import NotFound
from govern.society import Society
from govern.web.face import Face, Group

FACE_SECONDS = 5.0
KEPT_VERSIONS = 64


class InForce(msgspec.Struct, frozen=True):
    """One version of the rules, read. `fingerprint` is the SHA-256 of its text in 64 hexadecimal digits."""

    version_id: UUID
    number: int
    rulebook: Rulebook
    fingerprint: str
    effective_from: date


class Version(msgspec.Struct, frozen=True):
    """A version as the history lists it."""

    id: UUID
    number: int
    effective_from: date
    adopted_at: datetime


class ContactView(msgspec.Struct, frozen=True):
    """Whom to call. `hours` in the society's languages."""

    name: str
    phone: str
    email: str | None
    hours: dict[str, str]


async def in_force(reading: AsyncSession, on: date | None = None) -> InForce:
    """The rules on a day, today unless said. Raises `NotFound` where the society has no rules yet."""
    chosen = rules.ruling_on(await history(reading), on or now().date())
    if chosen is None:
        raise NotFound("This society has no rules yet. An officer adopts them first.")
    return await version(reading, chosen.id)


async def version(reading: AsyncSession, version_id: UUID) -> InForce:
    """One version for ever, as ballots name it. Raises `NotFound`."""
    rehearsed = is_rehearsal(reading)  # a rehearsal has the versions of the society that it is a copy of
    kept = _read_before.get((rehearsed, version_id))
    if kept is not None:
        return kept
    row = await reading.get(RulebookVersion, version_id)
    if row is None:
        raise NotFound("There is no such version of the rules. Go to the rules and choose from the history.")
    book = await asyncio.to_thread(load, row.text)
    if rehearsed:
        book = rules.as_rehearsed(book)
    found = InForce(row.id, row.number, book, row.fingerprint.hex(), row.effective_from)
    _read_before[rehearsed, version_id] = found
    while len(_read_before) > KEPT_VERSIONS:
        _read_before.popitem(last=False)
    return found


async def newest(reading: AsyncSession) -> InForce:
    """The version with the highest number, whether or not its day has come. Raises `NotFound`."""
    versions = await history(reading)
    if not versions:
        raise NotFound("This society has no rules yet. An officer adopts them first.")
    return await version(reading, versions[0].id)


async def numbered(reading: AsyncSession, number: int) -> InForce:
    """A version by its number. Raises `NotFound`."""
    for one in await history(reading):
        if one.number == number:
            return await version(reading, one.id)
    raise NotFound("There is no such version of the rules. Go to the rules and choose from the history.")


async def due_to_take_effect(reading: AsyncSession, on: date) -> tuple[Version, ...]:
    """Versions whose day has come and of which that is not written down yet, the oldest first."""
    question = select(RulebookVersion.id).where(
        RulebookVersion.took_effect_at.is_(None), RulebookVersion.effective_from <= on
    )
    due = set(await reading.scalars(question))
    return tuple(one for one in reversed(await history(reading)) if one.id in due)


async def history(reading: AsyncSession) -> tuple[Version, ...]:
    """All versions, the newest first."""
    rows = await reading.execute(
        select(
            RulebookVersion.id, RulebookVersion.number, RulebookVersion.effective_from, RulebookVersion.adopted_at
        ).order_by(RulebookVersion.number.desc())
    )
    return tuple(Version(*row) for row in rows)


async def contact(reading: AsyncSession) -> ContactView | None:
    """The person to call, once somebody has said who it is."""
    row = await reading.get(Contact, 1)
    return None if row is None else ContactView(row.name, row.phone, row.email, dict(row.hours))


async def find_face(society: Society, language: str) -> Face:
    """What the frame of every page says of the society. Asked at the door of each request, so kept for seconds."""
    faces = _faces.setdefault(society, {})
    kept = faces.get(language)
    if kept is not None and time.monotonic() - kept[0] < FACE_SECONDS:
        return kept[1]
    async with society.store.reading() as reading:
        chosen = rules.ruling_on(await history(reading), now().date())
        book = (await version(reading, chosen.id)).rulebook if chosen else None
        face = face_of(society.short, book, await contact(reading), language)
    if chosen is not None:  # a society that is being founded has its rules any moment now
        faces[language] = (time.monotonic(), face)
    return face


def forget_face(society: Society) -> None:
    """Called after a change of rules or of the person to call, so that the next page of this process shows it."""
    _faces.pop(society, None)


def face_of(short: str, book: Rulebook | None, call: ContactView | None, language: str) -> Face:
    """The face in one language. A society that is being founded has its short name and both languages."""
    return Face(
        short=short,
        name=rules.society_name(book.society, language) if book else short,
        languages=book.society.languages if book else ("en", "cy"),
        groups=groups_of(book, language) if book else (),
        contact_name=call.name if call else "",
        contact_phone=call.phone if call else "",
        contact_hours=in_language(call.hours, language) if call else "",
    )


def groups_of(book: Rulebook, language: str) -> tuple[Group, ...]:
    """The groups as pages draw them: id, name and thread, in the order of the rules."""
    return tuple(
        Group(group.id, rules.group_name(group, language), rules.thread_of(place))
        for place, group in enumerate(book.constituencies)
    )


_read_before: OrderedDict[tuple[bool, UUID], InForce] = OrderedDict()
_faces: WeakKeyDictionary[Society, dict[str, tuple[float, Face]]] = WeakKeyDictionary()
