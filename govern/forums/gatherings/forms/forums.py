"""What people send about forums: founding one, who leads it, letting somebody in, raising something."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.gatherings.rules import ItemKind, Standing
from govern.web.forms import Ask


class FoundForum(msgspec.Struct, frozen=True, kw_only=True):
    """A forum as the office writes it down."""

    layer: Annotated[str, Ask(missing="Choose what kind of forum it is.", longest=60)]
    name: Annotated[str, Ask(missing="Give the forum a name.", longest=120)]
    name_cy: Annotated[str | None, Ask(longest=120)] = None
    place: Annotated[str | None, Ask(longest=120)] = None
    place_cy: Annotated[str | None, Ask(longest=120)] = None
    about: Annotated[str | None, Ask(longest=2_000)] = None
    about_cy: Annotated[str | None, Ask(longest=2_000)] = None
    parent: UUID | None = None
    linked_to: UUID | None = None


class NameFacilitator(msgspec.Struct, frozen=True):
    """Who leads a forum, from when. `person` is a number in the register or an email address."""

    person: Annotated[str, Ask(missing="Type the number or the email address of the facilitator.", longest=254)]
    from_on: Annotated[date, Ask(missing="Say from which day.")]


class ExtendTerm(msgspec.Struct, frozen=True):
    """A longer term, and where the forum's decision stands."""

    until: Annotated[date, Ask(missing="Say until which day.")]
    minute: Annotated[
        str, Ask(missing="Say where the forum's decision stands, like “Notes of 3 February, item 4”.", longest=200)
    ]


class LetIn(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody comes into a forum: by number or address, or by name where the society does not know them yet."""

    standing: Annotated[Standing, Ask(missing="Say what this person is in the forum.")]
    person: Annotated[str | None, Ask(longest=254)] = None
    new_name: Annotated[str | None, Ask(longest=200)] = None
    speaks_for: Annotated[str | None, Ask(longest=200)] = None


class RaiseItem(msgspec.Struct, frozen=True):
    """Something to be talked about at the next gathering."""

    title: Annotated[str, Ask(missing="Say in a few words what it is about.", longest=200)]
    kind: Annotated[ItemKind, Ask(missing="Choose what you would like to happen with it.")]
    words: Annotated[str | None, Ask(longest=4_000)] = None


class ChangeForum(msgspec.Struct, frozen=True, kw_only=True):
    """Name, place and what it is about, as its facilitator writes them."""

    name: Annotated[str, Ask(missing="Give the forum a name.", longest=120)]
    name_cy: Annotated[str | None, Ask(longest=120)] = None
    place: Annotated[str | None, Ask(longest=120)] = None
    place_cy: Annotated[str | None, Ask(longest=120)] = None
    about: Annotated[str | None, Ask(longest=2_000)] = None
    about_cy: Annotated[str | None, Ask(longest=2_000)] = None
