"""Given for pages: the whole service over one society, a browser on it, and officers who sign in there."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient
from sqlalchemy import select

from govern.database import Store
from govern.identity import lifecycle
from govern.identity.lifecycle import passwords
from govern.permissions import Role
from govern.post.models import Letter
from govern.society import Society
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.window import HERE, Window

PASSWORD = "kettle moss lantern bridge"
PASSWORD_HASH = passwords.hash_now(PASSWORD)


@pytest.fixture
async def society(tmp_path: Path) -> AsyncIterator[Society]:
    made = await a_bare_society(a_home())
    yield made
    await made.store.close()


@pytest.fixture
def store(society: Society) -> Store:
    return society.store


@pytest.fixture
async def service(society: Society, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield client


@pytest.fixture
def window(service: AsyncTestClient[Litestar], society: Society) -> Callable[[], Window]:
    """A new browser each time it is called."""
    return lambda: Window(service, society)


@pytest.fixture
async def member(society: Society, clock: Moments) -> UUID:
    async with society.store.writing() as writing:
        return await lifecycle.add_person(
            writing, name="Siân Prosser", email="sian@example.org", by=None, at=clock.at
        )


async def make_officer(society: Society, clock: Moments, name: str, email: str, role: Role = Role.SECRETARY) -> UUID:
    """An officer of this society with the password above; `shows` is their authenticator."""
    key = society.key("codes")
    async with society.store.writing() as writing:
        person_id = await lifecycle.add_person(writing, name=name, email=email, by=None, at=clock.at)
        await lifecycle.appoint(writing, person_id, role, clock.at.date(), by=None, at=clock.at)
        await lifecycle.set_password(writing, person_id, PASSWORD_HASH, by=None, at=clock.at)
        await lifecycle.enrol(writing, key, person_id, lifecycle.secret_for(key, str(person_id)))
        clock.pass_(minutes=-2)
        assert await lifecycle.confirm(writing, key, person_id, shows(society, person_id, clock), at=clock.at)
        clock.pass_(minutes=2)
    return person_id


def shows(society: Society, person_id: UUID, clock: Moments) -> str:
    import pyotp

    return pyotp.TOTP(lifecycle.secret_for(society.key("codes"), str(person_id))).at(clock.at)


async def sign_in_officer(
    browser: Window, society: Society, person_id: UUID, email: str, clock: Moments
) -> httpx.Response:
    await browser.get(f"{HERE}/sign-in/officer")
    fields = {"email": email, "password": PASSWORD, "code": shows(society, person_id, clock)}
    return await browser.send(f"{HERE}/sign-in/officer", fields)


async def last_mail(store: Store) -> str:
    async with store.reading() as reading:
        letters = list(await reading.scalars(select(Letter).order_by(Letter.written_at)))
    return letters[-1].body or "" if letters else ""


def link_in(mail: str) -> str:
    found = re.search(r"http://testserver\.local(/\S+)", mail)
    assert found
    return found[1]


def code_in(mail: str) -> str:
    found = re.search(r"\b([2-9A-Z]{4} [2-9A-Z]{4})\b", mail)
    assert found
    return found[1]
