"""The days of one forum as a calendar that other programs read (RFC 5545), behind somebody's own token.

What leaves the service here lies in calendars on telephones and with other firms. So a feed never says who comes,
what they need, what it costs or what it is about. Of an open forum it says title, time, place and the page to look
at. Of a forum that is for certain people only it says title and time and nothing else, and not what the forum is
called.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID

import icalendar
import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.activities.lifecycle.feeds import mark_of, token_of
from govern.forums.activities.models import Activity, CalendarFeed
from govern.forums.gatherings.queries import ForumView
from govern.identity.models import Person
from govern.identity.rules import Site
from govern.languages import Language
from govern.sentences import Sentence

MEDIA = "text/calendar; charset=utf-8"
#: A calendar is no history: what is long over is not in it.
BACK = timedelta(days=60)


class CalendarEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One day of a forum: an activity, or a gathering that somebody hands in. `page` is its address here."""

    id: UUID
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    place: str = ""
    page: str = ""
    sequence: int = 0
    called_off: bool = False


class Feed(msgspec.Struct, frozen=True):
    """Somebody's way to the calendars: the token as it stands in addresses, and since when."""

    token: str
    made_at: datetime


async def feed_of(reading: AsyncSession, key: bytes, person_id: UUID) -> Feed | None:
    row = await reading.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person_id))
    return None if row is None else Feed(token_of(key, row.id), row.made_at)


async def reader_of(reading: AsyncSession, token: str) -> UUID | None:
    """Whose token it is. None for one that is stopped or never was, and for somebody whose account is closed."""
    found: UUID | None = await reading.scalar(
        select(CalendarFeed.person_id)
        .join(Person, Person.id == CalendarFeed.person_id)
        .where(CalendarFeed.token_hash == mark_of(token), Person.deactivated_at.is_(None))
    )
    return found


async def entries_of(reading: AsyncSession, forum_id: UUID, at: datetime, language: str) -> tuple[CalendarEntry, ...]:
    """A forum's activities that have a day. The gate is the page's."""
    question = (
        select(Activity)
        .where(Activity.forum_id == forum_id, Activity.starts_at > at - BACK)
        .order_by(Activity.starts_at, Activity.id)
    )
    return tuple(
        CalendarEntry(
            id=row.id,
            title=in_language(row.title, language),
            starts_at=row.starts_at,
            place=in_language(row.place, language),
            page=f"activities/{row.id}",
            sequence=row.sequence,
            called_off=row.called_off_at is not None,
        )
        for row in await reading.scalars(question)
        if row.starts_at is not None
    )


def calendar(
    forum: ForumView, entries: Sequence[CalendarEntry], language: Language, site: Site, at: datetime
) -> bytes:
    """The file. `entries` are the forum's activities, and its gatherings where somebody hands them in."""
    made = icalendar.Calendar()
    made.add("prodid", "-//govern//forums//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    name = language.say(Sentence("Days with others")) if forum.restricted else forum.name
    made.add("x-wr-calname", name)
    made.add("refresh-interval", timedelta(hours=6), parameters={"value": "DURATION"})
    for entry in entries:
        made.add_component(_event(forum, entry, language, site, at))
    return bytes(made.to_ical())


def _event(forum: ForumView, entry: CalendarEntry, language: Language, site: Site, at: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.id}@govern")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", at.astimezone(UTC).replace(microsecond=0))
    event.add("dtstart", entry.starts_at.astimezone(UTC))
    if entry.ends_at is not None:
        event.add("dtend", entry.ends_at.astimezone(UTC))
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.called_off else "CONFIRMED")
    if not forum.restricted:
        if entry.place:
            event.add("location", entry.place)
        if entry.page:
            event.add("url", site.page(language.code, entry.page))
    return event
