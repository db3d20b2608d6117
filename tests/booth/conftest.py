"""Given for the booth: a society on either database, its service, and a booth that knows only its public key."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.booth.app import create_booth
from govern.settings import Settings
from tests.ballots.conftest import every_count_is_verified
from tests.ballots.given_ballots import Given, a_society
from tests.booth.given_booth import BOOTH, SERVICE, Asked, Voter, settings_of
from tests.given import Moments, a_home
from tests.window import Window

__all__ = ["every_count_is_verified"]
Votes = Callable[[UUID, UUID], Awaitable[Voter]]


@pytest.fixture
async def given(tmp_path: Path, database_url: str) -> AsyncIterator[Given]:
    """On SQLite and on PostgreSQL."""
    made = await a_society(a_home(), groups={"supported": 7, "staff": 6, "volunteers": 6}, url=database_url)
    yield made
    await made.society.store.close()


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    clock.pass_(hours=1)
    home = given.society.folder.parent
    app = create_app(Settings(home=home, address=SERVICE, booth=BOOTH, timer=False), clock)
    async with AsyncTestClient(app, base_url=SERVICE) as client:
        yield client


@pytest.fixture
def asked(service: AsyncTestClient[Litestar]) -> Asked:
    return Asked(service)


@pytest.fixture
async def booth(given: Given, asked: Asked, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    app = create_booth(settings_of(given.society), clock, asked)
    async with AsyncTestClient(app, base_url=BOOTH) as client:
        yield client


@pytest.fixture
def votes(
    given: Given, service: AsyncTestClient[Litestar], booth: AsyncTestClient[Litestar], clock: Moments
) -> Votes:
    """Somebody who is signed in at the service, and about to vote in a ballot."""

    async def voter(person: UUID, ballot_id: UUID) -> Voter:
        window = await Window(service, given.society, follows=True).sign_in(person, at=clock.at)
        return Voter(window, Window(booth, given.society, follows=True), ballot_id)

    return voter
