"""What the frame of every page says of a society. No web framework here, so that a room's queries may give it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from govern.society import Society


class Group(msgspec.Struct, frozen=True):
    """A member group as pages draw it: its thread is a number from 1 to 6 (look/README.md)."""

    id: str
    name: str
    thread: int


class Face(msgspec.Struct, frozen=True):
    """What the frame of every page says of the society, in one language."""

    short: str
    name: str
    languages: tuple[str, ...]
    groups: tuple[Group, ...]
    contact_name: str
    contact_phone: str
    contact_hours: str


#: Given by the rulebook room, called at the door.
FindFace = Callable[["Society", str], Awaitable[Face]]
