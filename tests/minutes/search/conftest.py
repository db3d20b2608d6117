"""What tests of the search begin with: a society on each database; the whole service over rooms of forums."""

import pytest

from govern.database import Store
from tests.constituencies.conftest import town
from tests.forums.conftest import forums
from tests.forums.recommendations.conftest import valley
from tests.meetings.scene import Scene, a_society

__all__ = ["forums", "town", "valley"]


@pytest.fixture
async def scene(store: Store) -> Scene:
    """Fifteen members and a secretary, on SQLite and again on PostgreSQL."""
    return await a_society(store)
