"""Given for identity: a member, an officer, a key, a browser."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from uuid import UUID

import pyotp
import pytest
from sqlalchemy import select

from govern import record
from govern.database import Store
from govern.identity import lifecycle
from govern.identity.lifecycle import Browser, passwords
from govern.identity.rules import Site
from govern.permissions import Role
from govern.post.models import Letter
from tests.given import Moments

KEY = bytes(range(32))
SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
BROWSER = Browser("Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0")
PASSWORD = "kettle moss lantern bridge"
#: Hashed once for all tests; hashing is slow on purpose.
PASSWORD_HASH = passwords.hash_now(PASSWORD)

AddPerson = Callable[..., Awaitable[UUID]]


@pytest.fixture
def a_person(store: Store, clock: Moments) -> AddPerson:
    async def add(name: str = "Siân Prosser", email: str | None = "sian@example.org", language: str = "en") -> UUID:
        async with store.writing() as writing:
            return await lifecycle.add_person(
                writing, name=name, email=email, language=language, by=None, at=clock.at
            )

    return add


@pytest.fixture
def an_officer(store: Store, clock: Moments, a_person: AddPerson) -> AddPerson:
    """An officer with the password above and an authenticator; their secret is made from their id."""

    async def add(name: str = "Dilys Rowe", email: str = "dilys@example.org", role: Role = Role.SECRETARY) -> UUID:
        person_id = await a_person(name, email)
        async with store.writing() as writing:
            await lifecycle.appoint(writing, person_id, role, clock.at.date(), by=None, at=clock.at)
            await lifecycle.set_password(writing, person_id, PASSWORD_HASH, by=None, at=clock.at)
            await lifecycle.enrol(writing, KEY, person_id, secret_of(person_id))
            assert await lifecycle.confirm(
                writing, KEY, person_id, code_of(person_id, clock.at, step=-1), at=clock.at
            )
        return person_id

    return add


def secret_of(person_id: UUID) -> str:
    return lifecycle.secret_for(KEY, str(person_id))


def code_of(person_id: UUID, at: datetime, *, step: int = 0) -> str:
    """What this officer's authenticator shows, now or some steps before or after."""
    return pyotp.TOTP(secret_of(person_id)).at(at + timedelta(seconds=30 * step))


async def letters(store: Store) -> list[Letter]:
    async with store.reading() as reading:
        return list(await reading.scalars(select(Letter).order_by(Letter.written_at)))


async def verbs(store: Store) -> list[str]:
    """What the record says has happened, in order; and that its chain holds."""
    async with store.reading() as reading:
        assert (await record.verify(reading)).holds
        return [line.verb for line in reversed(await record.lines_about(reading, limit=200))]
