"""Given … : a society and the copy that it rehearses on."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from govern import rehearsals
from govern.settings import read_society_file
from govern.society import Society
from tests.ballots.given_ballots import (
    OPENS,
    Given,
)

AT = OPENS - timedelta(days=2)
NAME = "tair-nant-rehearsal"


def home_of(given: Given) -> Path:
    return given.society.folder.parent


async def rehearsed(given: Given) -> Given:
    """The same people, in the copy."""
    begun = await rehearsals.begin(given.society, at=AT)
    folder = home_of(given) / begun.short
    copy = Society(folder, read_society_file(folder / "society.toml"))
    return Given(copy, given.people, given.officer, given.second)
