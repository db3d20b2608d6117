"""Given for the pages of ballots: the whole service over one society, and browsers that send forms as they stand."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.ballots.given_ballots import Given, a_society
from tests.given import Moments, a_home, the_service
from tests.window import Window


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 12, "staff": 11, "volunteers": 10})
    yield made
    await made.society.store.close()


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    clock.pass_(hours=1)
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield client


Opens = Callable[[UUID], Awaitable[Window]]


@pytest.fixture
def window(given: Given, service: AsyncTestClient[Litestar], clock: Moments) -> Opens:
    """A browser in which this person is signed in; officers as officers do."""

    async def opened(person: UUID) -> Window:
        browser = Window(service, given.society, follows=True)
        return await browser.sign_in(person, officer=person in (given.officer, given.second), at=clock.at)

    return opened
