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
    NEXT_BEST = "next_best"
    SELECTED = "selected"
    NOMINATED = "nominated"
    EX_OFFICIO = "ex_officio"
    BY_MEMBERSHIP = "by_membership"


#: Who came by an election of members: the base of a retirement by thirds (invariant 18).
BY_ELECTION = frozenset({HowFilled.ELECTED, HowFilled.NEXT_BEST})


class Holder(msgspec.Struct, frozen=True):
    """Somebody on a seat, as the rules see them on a day: the seat's row, the groups they belong to, what is true of
    them. `name` is for the refusals that have to name them. `unit` is the team the seat is for, `organisation` the
    member organisation they hold it for; `represents`: by the register they act for it on that day."""

    person_id: UUID
    name: str
    constituency: str
    groups: frozenset[str]
    attributes: frozenset[str]
    how_filled: str = HowFilled.ELECTED
    from_on: date | None = None
    unit: str | None = None
    organisation: UUID | None = None
    represents: bool = False
