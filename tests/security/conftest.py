"""Given for security: two societies built once, copied for each file of tests, and the whole service before them."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import msgspec
import pytest
import pytest_asyncio
from litestar import Litestar

from govern.app import create_app
from govern.settings import Settings
from tests.given import Moments
from tests.security.home import NOW, Town, build
from tests.security.walk import ADDRESS, Visitor, a_client


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Town, Town]:
    """The two societies; never touched, only copied."""
    home = tmp_path_factory.mktemp("two-societies") / "home"

    async def both() -> tuple[Town, Town]:
        return await build(home, "tair-nant", "Prydderch"), await build(home, "dyffryn", "Ysgyfarn")

    here, there = asyncio.run(both())
    return home, here, there


class House(msgspec.Struct, frozen=True):
    """The service over both societies. `here` is where visitors are; `there` is the other society."""

    app: Litestar
    client: httpx.AsyncClient
    settings: Settings
    here: Town
    there: Town

    def visitor(self, who: str = "nobody", town: Town | None = None) -> Visitor:
        return Visitor(self.client, self.settings, town or self.here, who)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def house(built: tuple[Path, Town, Town], tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[House]:
    home, here, there = built
    own = tmp_path_factory.mktemp("service") / "home"
    shutil.copytree(home, own)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    settings = Settings(home=own, address=ADDRESS, timer=False)
    app = create_app(settings, Moments(NOW))
    async with a_client(app, ADDRESS) as client:
        yield House(app, client, settings, here, there)
    # Its databases are let go as at the end of a process; a lifespan cannot be left in another task than it began in.
    async with app.lifespan():
        pass
