"""Given for returns: the society of meetings on both databases, and the whole service over it for pages."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from govern.database import Store
from govern.permissions import Role
from govern.society import Society
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.meetings.scene import Scene, a_society
from tests.window import Window


@pytest.fixture
async def scene(store: Store) -> Scene:
    """Fifteen members and a secretary, on SQLite and again on PostgreSQL."""
    return await a_society(store)


@pytest.fixture
async def society(tmp_path: Path) -> AsyncIterator[Society]:
    made = await a_bare_society(a_home())
    yield made
    await made.store.close()


@pytest.fixture
async def here(society: Society) -> Scene:
    """The same society, under the whole service."""
    return await a_society(society.store)


@pytest.fixture
async def window(society: Society, clock: Moments) -> AsyncIterator[Callable[[], Window]]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield lambda: Window(client, society)


@pytest.fixture
async def secretary(window: Callable[[], Window], here: Scene, clock: Moments) -> Window:
    return await window().sign_in(here.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
async def teller(window: Callable[[], Window], here: Scene, clock: Moments) -> Window:
    return await window().sign_in(here.people["Member 1"], Role.TELLER, at=clock.at)
