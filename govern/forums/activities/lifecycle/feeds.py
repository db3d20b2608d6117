"""A way for somebody's own calendar to read the days of their forums: one token a person, stopped in one press.

The token stands in addresses that calendars keep. It opens nothing but those calendars, and of it only a hash is in
the database (decision 38). It is made again from a key that is not in the database, so that the page can show it.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.errors import AlreadyDone, NotFound
from govern.forums.activities.models import CalendarFeed
from govern.record import Event


def token_of(key: bytes, feed_id: UUID) -> str:
    """256 bits that nobody can guess, as they stand in an address. `key` is the society's for codes."""
    made = hmac.new(key, b"calendar feed\x00" + feed_id.bytes, hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def mark_of(token: str) -> bytes:
    """What is kept of a token. A plain hash is enough for what nobody can guess."""
    return hashlib.sha256(token.encode("utf-8", "replace")).digest()


async def make_feed(writing: AsyncSession, key: bytes, person_id: UUID, *, at: datetime) -> UUID:
    """From now on their calendar may read. Raises `AlreadyDone`."""
    if await _of(writing, person_id) is not None:
        raise AlreadyDone("You have an address for your calendar already. Stop it first to get a new one.")
    feed_id = uuid4()
    mark = mark_of(token_of(key, feed_id))
    writing.add(CalendarFeed(id=feed_id, person_id=person_id, token_hash=mark, made_at=at))
    await writing.flush()
    await record.add(writing, Event("calendar.opened", f"person:{person_id}", at, person_id))
    return feed_id


async def stop_feed(writing: AsyncSession, person_id: UUID, *, at: datetime) -> None:
    """From now on the address opens nothing; a new one is another. Raises `NotFound`."""
    row = await _of(writing, person_id)
    if row is None:
        raise NotFound("There is no address for your calendar. There is nothing to stop.")
    await writing.delete(row)
    await record.add(writing, Event("calendar.stopped", f"person:{person_id}", at, person_id))


async def _of(reading: AsyncSession, person_id: UUID) -> CalendarFeed | None:
    found: CalendarFeed | None = await reading.scalar(select(CalendarFeed).where(CalendarFeed.person_id == person_id))
    return found
