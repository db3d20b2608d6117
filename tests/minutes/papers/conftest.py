"""What tests of minutes begin with."""

import pytest

from govern.database import Store
from tests.meetings.scene import Scene, a_society


@pytest.fixture
async def scene(store: Store) -> Scene:
    """Fifteen members and a secretary, on SQLite and again on PostgreSQL."""
    return await a_society(store)
