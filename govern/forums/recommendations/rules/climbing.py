"""Who owes the answer, until when, and who comes after them.

Where a layer of the rules names a body, that body answers for it. Above the top layer the board answers, unless a
body stands for the top layer itself: that body has the last word.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

import msgspec

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.errors import NotAllowed

#: So many days before the last one, whoever owes an answer is reminded once.
REMINDED_BEFORE = 7


class Place(msgspec.Struct, frozen=True):
    """A forum as far as the way up asks: its layer, the forum above, the one it speaks through."""

    id: UUID
    layer: str
    parent: UUID | None = None
    through: UUID | None = None
    closed: bool = False


class Holder(msgspec.Struct, frozen=True):
    """Who has it now. `layer` is how far up it is, None above all forums; `forum` the last forum it came to.

    Where `body` is set, that body owes the answer, and else the forum.
    """

    layer: str | None
    forum: UUID | None = None
    body: str | None = None


Places = Mapping[UUID, Place]


def first_holder(book: Rulebook, asks: Place, places: Places) -> Holder:
    """Who answers first what a forum asks. Raises `NotAllowed` where nobody stands above the forum."""
    here = Holder(asks.layer, asks.id, None)
    found = next_holder(book, here, places)
    if found is not None:
        return found
    layer = _layer(book, asks.layer)
    if layer is not None and layer.body == book.board().id:
        raise NotAllowed("Nobody stands above this forum in the rules. What it asks it decides itself.")
    return Holder(None, asks.id, book.board().id)


def next_holder(book: Rulebook, here: Holder, places: Places) -> Holder | None:
    """Who comes after whoever has it now; None where they have the last word."""
    if here.layer is None:
        return None
    place = places.get(here.forum) if here.forum is not None else None
    if place is not None and place.through is not None and place.through in places:
        return _holding(book, places[place.through])
    above = _open_above(place, places)
    if above is not None:
        return _holding(book, above)
    mine = _layer(book, here.layer)
    over = [layer for layer in _upward(book) if mine is not None and layer.order > mine.order]
    for layer in over:
        if layer.body is not None:
            return Holder(layer.id, None, layer.body)
    if mine is not None and mine.body is not None and not over:
        return None
    return Holder(None, here.forum, book.board().id)


def _open_above(place: Place | None, places: Places) -> Place | None:
    """The forum above that still meets; over one that was closed, the next."""
    seen: set[UUID] = set()
    parent = place.parent if place is not None else None
    while parent is not None and parent in places and parent not in seen:
        if not places[parent].closed:
            return places[parent]
        seen.add(parent)
        parent = places[parent].parent
    return None


def _holding(book: Rulebook, place: Place) -> Holder:
    layer = _layer(book, place.layer)
    return Holder(place.layer, place.id, layer.body if layer is not None else None)


def _layer(book: Rulebook, layer_id: str) -> ForumLayer | None:
    return next((layer for layer in book.forum_layers if layer.id == layer_id), None)


def _upward(book: Rulebook) -> list[ForumLayer]:
    return sorted(book.forum_layers, key=lambda layer: layer.order)


def clock_of(book: Rulebook, holder: Holder) -> ForumLayer:
    """The layer whose days hold for whoever has it: their own; for the board those of the layer below it."""
    own = _layer(book, holder.layer) if holder.layer is not None else None
    return own or _upward(book)[-1]


def due_on(book: Rulebook, holder: Holder, came_on: date) -> date:
    """The last day for the answer (W15): the day it came and the layer's days on top."""
    return came_on + timedelta(days=clock_of(book, holder).respond_within_days)


def reminder_due(told_on: date, due: date | None, today: date) -> bool:
    """Whether whoever owes the answer is reminded now: a week before the last day, or half way where time is short.

    >>> reminder_due(date(2026, 2, 3), date(2026, 3, 17), date(2026, 3, 9))
    False
    >>> reminder_due(date(2026, 2, 3), date(2026, 3, 17), date(2026, 3, 10))
    True
    """
    if due is None or not told_on < today <= due:
        return False
    return today >= due - timedelta(days=min(REMINDED_BEFORE, (due - told_on).days // 2))


def days_late(due: date | None, today: date) -> int:
    """How many days over; 0 on the last day itself and before."""
    return max((today - due).days, 0) if due is not None else 0
