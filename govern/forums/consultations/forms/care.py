"""What the office sends of who delivers whose care."""

from datetime import date
from typing import Annotated

import msgspec

from govern.web.forms import Ask


class CareNoted(msgspec.Struct, frozen=True):
    """Whose care, who delivers it, since when, and what that rests on."""

    person: Annotated[str, Ask(missing="Type the number or the whole name of the person who is helped.", longest=254)]
    carer: Annotated[str, Ask(missing="Type the number or the whole name of whoever helps them.", longest=254)]
    because: Annotated[str, Ask(missing="Say what this rests on.", longest=400)]
    from_on: date | None = None


class CareEnded(msgspec.Struct, frozen=True):
    """Why somebody delivers a person's care no more."""

    because: Annotated[str, Ask(missing="Say why this is over.", longest=400)]
