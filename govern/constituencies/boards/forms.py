"""What officers send about seats: who takes one, who leaves one, how an empty one is filled, for which meeting
somebody stands down, what people can do, a file of those who sit."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.constituencies.boards.rules import HowFilled, Way
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


class SendSeats(msgspec.Struct, frozen=True):
    """A file of those who sit and those who sat."""

    file: Annotated[UploadFile, Ask(missing="Choose the file of those who sit.")]
