"""What officers send about seats: who takes one, who leaves one, how an empty one is filled, who stands down, what
people can do; about changes of the rules; about matters a body refers, and what bodies ask of each other."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.constituencies.boards.rules import HowFilled, Way
from govern.constituencies.boards.rules.instructing import Answer, Asked
from govern.sentences import N_
from govern.web.forms import Ask


class WhyLeft(StrEnum):
    """Why somebody left a seat."""

    RESIGNED = "resigned"
    TERM_OVER = "term_over"
    REMOVED = "removed"
    DIED = "died"
    OFFICE_ENDED = "office_ended"
    WITHDRAWN = "withdrawn"


class TakeSeat(msgspec.Struct, frozen=True):
    """`person` is a member's number, or the email address of somebody from outside; `new_name` is somebody from
    outside whom we do not know yet. The rest is asked where the seat is of such a kind."""

    seat: Annotated[str, Ask(missing="Choose a seat.", longest=60)]
    how: Annotated[HowFilled, Ask(missing="Say how they came to the seat.")]
    from_on: Annotated[date, Ask(missing="Say from which day.")]
    due_on: date | None = None
    person: Annotated[str | None, Ask(longest=254)] = None
    new_name: Annotated[str | None, Ask(longest=200)] = None
    unit: Annotated[str | None, Ask(longest=100)] = None
    office: Annotated[str | None, Ask(longest=100)] = None
    nominated_by: Annotated[str | None, Ask(longest=200)] = None
    organisation: Annotated[str | None, Ask(longest=40)] = None
    through: UUID | None = None
    until_elections: bool = False
    vacancy: UUID | None = None


class LeaveSeat(msgspec.Struct, frozen=True):
    """Somebody leaves a seat."""

    why: Annotated[WhyLeft, Ask(missing="Say why.")]
    on: Annotated[date, Ask(missing="Say from which day the seat is free.")]


class NameTeam(msgspec.Struct, frozen=True):
    """For which team somebody sits."""

    unit: Annotated[str, Ask(missing="Write the name of the team.", longest=100)]


class ChooseWay(msgspec.Struct, frozen=True):
    """How a seat that fell empty early is filled."""

    way: Annotated[Way, Ask(missing="Say how the seat is to be filled.")]


class AnnounceRotation(msgspec.Struct, frozen=True):
    """For which annual general meeting it is worked out who stands down."""

    on: Annotated[date, Ask(missing="Say on which day the annual general meeting is.")]


class NoteSkill(msgspec.Struct, frozen=True):
    """Something somebody who sits can do, as they said."""

    person: Annotated[UUID, Ask(missing="Choose whose it is.")]
    skill: Annotated[str, Ask(missing="Write what they can do, for example “accounts”.", longest=60)]
    from_on: Annotated[date, Ask(missing="Say since when.")]
    professional: bool = False


class NameShadow(msgspec.Struct, frozen=True):
    """Who learns somebody's role, and from when."""

    learner: Annotated[str, Ask(missing="Type the number of the member who learns it.", longest=40)]
    from_on: Annotated[date, Ask(missing="Say from which day.")]


class SendSeats(msgspec.Struct, frozen=True):
    """A file of those who sit and those who sat."""

    file: Annotated[UploadFile, Ask(missing="Choose the file of those who sit.")]


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
