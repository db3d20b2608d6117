"""Given for steps that span the rooms: a society with people in groups, on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.ballots.given_ballots import Given, a_society

GROUPS = {"supported": 6, "staff": 7, "volunteers": 6}


@pytest.fixture
async def given(database_url: str, tmp_path: Path) -> AsyncIterator[Given]:
    """Tair Nant's rules, people supported, staff, volunteers; two officers who are no members."""
    kind = "home" if database_url.startswith("sqlite") else "home-pg"
    made = await a_society(tmp_path / kind, groups=GROUPS, url=None if kind == "home" else database_url)
    yield made
    await made.society.store.close()
