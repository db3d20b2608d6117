"""Every table of the house, gathered so that migrations and tests see them all."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from govern.database import Base

ROOMS_WITH_TABLES = (
    "record",
    "post.models",
    "identity.models",
    "constituencies.rulebook.models",
    "constituencies.register.models",
    "constituencies.boards.models",
    "ballots.models",
    "meetings.models",
    "minutes.models",
)

for name in ROOMS_WITH_TABLES:
    if find_spec(f"govern.{name}"):
        import_module(f"govern.{name}")

ALL_TABLES = Base.metadata.tables
