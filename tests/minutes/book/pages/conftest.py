"""The whole service over one society whose meeting is over."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from litestar.testing import AsyncTestClient

from govern.permissions import Role
from govern.society import Society
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.meetings.scene import Scene, a_society
from tests.minutes.book.scene import LATER
from tests.window import Window


@pytest.fixture
async def society(tmp_path: Path) -> AsyncIterator[Society]:
    made = await a_bare_society(a_home())
    yield made
    await made.store.close()


@pytest.fixture
async def scene(society: Society) -> Scene:
    return await a_society(society.store)


@pytest.fixture
async def window(society: Society, clock: Moments) -> AsyncIterator[Callable[[], Window]]:
    """A new browser each time it is called, two days after the meeting."""
    clock.at = LATER
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield lambda: Window(client, society)


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene) -> Window:
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=LATER)


@pytest.fixture
async def scrutineer(window: Callable[[], Window], scene: Scene) -> Window:
    return await window().sign_in(scene.people["Member 1"], Role.SCRUTINEER, at=LATER)


@pytest.fixture
async def member(window: Callable[[], Window], scene: Scene) -> Window:
    return await window().sign_in(scene.people["Siân Morgan"], at=LATER)
