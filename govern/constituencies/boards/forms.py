"""What officers send about seats: who takes one, who leaves one."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from govern.constituencies.boards.rules import HowFilled
from govern.sentences import N_
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


class WhatChanges(StrEnum):
    """Whether a draft changes the registered rules, or only how we say and run them."""

    REGISTERED = "registered"
    OWN = "own"


class ProposeRules(msgspec.Struct, frozen=True):
    """Why a draft is proposed, which decision allows it, from when it holds; until when a board may be over a cap."""

    reason: Annotated[str, Ask(N_("Say why the rules change."), longest=2_000)]
    resolution: Annotated[str, Ask(N_("Say which decision allows it, and when it was taken."), longest=400)]
    effective_on: Annotated[date, Ask(N_("Type the first day of the new rules."))]
    registered: Annotated[
        WhatChanges,
        Ask(
            N_("Choose whether the registered rules change."),
            unreadable=N_("Choose whether the registered rules change."),
        ),
    ]
    registered_on: date | None = None
    transition_on: date | None = None


class SendRulesBack(msgspec.Struct, frozen=True):
    """Why a proposed draft is sent back."""

    back_reason: Annotated[str, Ask(N_("Say what should be changed."), longest=2_000)]
