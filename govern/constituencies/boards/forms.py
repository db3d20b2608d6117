"""What officers send about seats: who takes one, who leaves one."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from govern.constituencies.boards.rules import HowFilled
from govern.web.forms import Ask


class WhyLeft(StrEnum):
    """Why somebody left a seat."""

    RESIGNED = "resigned"
    TERM_OVER = "term_over"
    REMOVED = "removed"
    DIED = "died"


class TakeSeat(msgspec.Struct, frozen=True):
    """`person` is a member's number, or the email address of somebody from outside."""

    person: Annotated[str, Ask(missing="Type the member's number.", longest=254)]
    seat: Annotated[str, Ask(missing="Choose a seat.", longest=60)]
    how: Annotated[HowFilled, Ask(missing="Say how they came to the seat.")]
    from_on: Annotated[date, Ask(missing="Say from which day.")]
    due_on: date | None = None


class LeaveSeat(msgspec.Struct, frozen=True):
    """Somebody leaves a seat."""

    why: Annotated[WhyLeft, Ask(missing="Say why.")]
    on: Annotated[date, Ask(missing="Say from which day the seat is free.")]
