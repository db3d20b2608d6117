"""Given for the booth: a society on either database, its service, and a booth that knows only its public key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import ClassVar
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.booth.app import create_booth
from govern.booth.settings import BoothSettings
from govern.settings import Settings
from govern.web.passes import public_key
from tests.ballots.conftest import every_count_is_verified
from tests.ballots.given_ballots import Given, a_society
from tests.booth.given_booth import BOOTH, SERVICE, Asked, Voter
from tests.given import Moments, a_home
from tests.window import Window

__all__ = ["every_count_is_verified"]
Votes = Callable[[UUID, UUID], Awaitable[Voter]]


@pytest.fixture
def url() -> str | None:
    """Where the society lives: beside its folder, unless a test says otherwise."""
    return None


@pytest.fixture
async def given(url: str | None) -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 7, "staff": 6, "volunteers": 6}, url=url)
    yield made
    await made.society.store.close()


class Shown:
    """The clock and the fetching of the one service and the one booth: laying out addresses takes its time."""

    clock: Moments
    asked: Asked
    passes: ClassVar[dict[str, bytes]] = {}

    def now(self) -> datetime:
        return self.clock()

    async def fetch(self, address: str, voting_pass: str) -> bytes:
        return await self.asked(address, voting_pass)


@cache
def both(home: Path) -> tuple[Litestar, Litestar, Shown]:
    shown = Shown()
    service = create_app(Settings(home=home, address=SERVICE, booth=BOOTH, timer=False), shown.now)
    booth = BoothSettings(address=BOOTH, service=SERVICE, passes=shown.passes, key=b"k" * 32)
    return service, create_booth(booth, shown.now, shown.fetch), shown


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    clock.pass_(hours=1)
    app, _, shown = both(given.society.folder.parent)
    shown.clock = clock
    async with AsyncTestClient(app, base_url=SERVICE) as client:
        shown.asked = Asked(client)
        yield client


@pytest.fixture
async def booth(given: Given, service: AsyncTestClient[Litestar]) -> AsyncIterator[AsyncTestClient[Litestar]]:
    _, app, shown = both(given.society.folder.parent)
    shown.passes.clear()
    shown.passes[given.society.short] = public_key(given.society)
    async with AsyncTestClient(app, base_url=BOOTH) as client:
        yield client


@pytest.fixture
def asked(given: Given, booth: AsyncTestClient[Litestar]) -> Asked:
    """How the booth asks the service."""
    return both(given.society.folder.parent)[2].asked


@pytest.fixture
def votes(
    given: Given, service: AsyncTestClient[Litestar], booth: AsyncTestClient[Litestar], clock: Moments
) -> Votes:
    """Somebody who is signed in at the service, and about to vote in a ballot."""

    async def voter(person: UUID, ballot_id: UUID) -> Voter:
        window = await Window(service, given.society, follows=True).sign_in(person, at=clock.at)
        return Voter(window, Window(booth, given.society, follows=True), ballot_id)

    return voter
