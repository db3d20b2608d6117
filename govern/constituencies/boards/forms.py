"""What officers send about seats, about matters a body refers, and about what bodies ask of each other."""

from datetime import date
from enum import StrEnum
from typing import Annotated

import msgspec

from govern.constituencies.boards.rules import HowFilled
from govern.constituencies.boards.rules.instructing import Answer, Asked
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


class ReferMatter(msgspec.Struct, frozen=True):
    """A body hands a matter of its own to one above it."""

    topic: Annotated[str, Ask(missing="Choose the matter.", longest=60)]
    to_body: Annotated[str, Ask(missing="Choose the body it goes to.", longest=60)]
    reason: Annotated[str, Ask(missing="Say why. Both bodies read this.", longest=2_000)]
    reference: Annotated[
        str, Ask(missing="Name the minute that says so, like “Board, 9 November, item 4”.", longest=200)
    ]
    decided_on: Annotated[date, Ask(missing="Say when it was decided.")]


class GiveInstruction(msgspec.Struct, frozen=True, kw_only=True):
    """What one body asks of another. `due_on` may be left out."""

    kind: Annotated[Asked, Ask(missing="Choose what is asked.")]
    to_body: Annotated[str, Ask(missing="Choose the body it goes to.", longest=60)]
    topic: Annotated[str | None, Ask(longest=60)] = None
    text: Annotated[str, Ask(missing="Type what is asked, as it was decided.", longest=10_000)]
    text_cy: Annotated[str | None, Ask(longest=10_000)] = None
    reference: Annotated[
        str, Ask(missing="Name the minute that says so, like “Board, 9 November, item 4”.", longest=200)
    ]
    decided_on: Annotated[date, Ask(missing="Say when it was decided.")]
    due_on: date | None = None
    for_officers: bool = False


class ReplyToInstruction(msgspec.Struct, frozen=True, kw_only=True):
    """What the other body answered."""

    answer: Annotated[Answer, Ask(missing="Choose how they answered.")]
    text: Annotated[str | None, Ask(longest=10_000)] = None
    text_cy: Annotated[str | None, Ask(longest=10_000)] = None
    reference: Annotated[str | None, Ask(longest=200)] = None
    decided_on: Annotated[date, Ask(missing="Say when it was decided.")]
