"""The whole service over one society with members and a secretary."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.permissions import Role
from govern.society import Society
from tests.given import Moments, a_bare_society, a_home, the_service
from tests.meetings.scene import Scene, a_society
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
async def service(society: Society, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    app = the_service(clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield client


@pytest.fixture
def window(service: AsyncTestClient[Litestar], society: Society) -> Callable[[], Window]:
    """A new browser each time it is called."""
    return lambda: Window(service, society)


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    """The secretary, signed in as officers are; chairs keep minutes here too."""
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


@pytest.fixture
async def member(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    return await window().sign_in(scene.people["Siân Morgan"], at=clock.at)
