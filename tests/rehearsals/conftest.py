"""Given for rehearsals: a society at the version of this service, the service over its home, and its copy."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from tests.ballots.given_ballots import (
    Given,
    a_society,
)
from tests.given import Moments, a_home, the_service
from tests.test_backups import _stamped


@pytest.fixture
async def given() -> AsyncIterator[Given]:
    made = await a_society(a_home(), groups={"supported": 8, "staff": 8, "volunteers": 8})
    _stamped(made.society.folder / "society.sqlite")
    yield made
    await made.society.store.close()


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    async with AsyncTestClient(the_service(clock), base_url="http://testserver.local") as client:
        yield client
