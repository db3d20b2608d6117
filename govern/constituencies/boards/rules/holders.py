"""Somebody on a seat, as the rules see them."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec

ANYBODY = "any"

NOBODY = "none"


class HowFilled(StrEnum):
    """How somebody came to a seat."""

    ELECTED = "elected"
    CO_OPTED = "co_opted"
    APPOINTED = "appointed"
    FIRST = "first"


class Holder(msgspec.Struct, frozen=True):
    """Somebody on a seat, as the rules see them on a day: the seat's row, the groups they belong to, what is true of
    them. `name` is for the refusals that have to name them."""

    person_id: UUID
    name: str
    constituency: str
    groups: frozenset[str]
    attributes: frozenset[str]
    how_filled: str = HowFilled.ELECTED
    from_on: date | None = None
