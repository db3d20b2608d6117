"""What people send about circles: beginning one, who is in it, its domain, what it decided, ending it, joining."""

from datetime import date
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.constituencies.representation.rules import HowConsented
from govern.forums.circles.rules import Link, Part
from govern.web.forms import Ask

NAME, TEXT = 120, 2_000
A_PERSON = "Type their number or email address."
Maybe = Annotated[str | None, Ask(longest=TEXT)]


class YesNo(StrEnum):
    YES = "yes"
    NO = "no"


class AsChosen(msgspec.Struct, frozen=True, kw_only=True):
    """How the person of a team said it, where a supporter or an officer writes it down. Empty on their own page."""

    how: Annotated[HowConsented | None, Ask(unreadable="Choose one from the list.")] = None
    expressed: Maybe = None
    present: Annotated[str | None, Ask(longest=300)] = None
    chosen_on: date | None = None


class BeginTeam(msgspec.Struct, frozen=True, kw_only=True):
    """A team around whoever begins it."""

    name: Annotated[str, Ask(missing="Give the team a name.", longest=NAME)]
    aim: Annotated[str, Ask(missing="Say in a sentence what the team is for.", longest=TEXT)]
    above: Annotated[str | None, Ask(longest=60)] = None
    private: Annotated[YesNo, Ask(missing="Choose who may know of the team.")]


class BeginTeamFor(AsChosen, frozen=True, kw_only=True):
    """The same for somebody else, written down by an officer with how they chose it."""

    name: Annotated[str, Ask(missing="Give the team a name.", longest=NAME)]
    aim: Annotated[str, Ask(missing="Say in a sentence what the team is for.", longest=TEXT)]
    above: Annotated[str | None, Ask(longest=60)] = None
    private: Annotated[YesNo, Ask(missing="Choose who may know of the team.")]
    person: Annotated[str, Ask(missing=A_PERSON, longest=254)]


class BeginCircle(msgspec.Struct, frozen=True, kw_only=True):
    """A circle as the office writes it down."""

    name: Annotated[str, Ask(missing="Give the circle a name.", longest=NAME)]
    name_cy: Annotated[str | None, Ask(longest=NAME)] = None
    aim: Annotated[str, Ask(missing="Say in a sentence what the circle is for.", longest=TEXT)]
    aim_cy: Maybe = None
    above: Annotated[str | None, Ask(longest=60)] = None
    body: Annotated[str | None, Ask(longest=60)] = None
    came_from: Annotated[str | None, Ask(longest=200)] = None


class MoveCircle(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above a circle from now on."""

    above: Annotated[str, Ask(missing="Choose what stands above it from now on.", longest=60)]


class JoinAsCircle(msgspec.Struct, frozen=True, kw_only=True):
    """A group joins with its records."""

    above: Annotated[str | None, Ask(longest=60)] = None
    body: Annotated[str | None, Ask(longest=60)] = None
    file: Annotated[UploadFile, Ask(missing="Choose the archive that the group sent.")]


class ChangeCircle(msgspec.Struct, frozen=True, kw_only=True):
    """Its name and what it is for, in the language of the page."""

    name: Annotated[str, Ask(missing="Give it a name.", longest=NAME)]
    aim: Annotated[str, Ask(missing="Say in a sentence what it is for.", longest=TEXT)]


class ShowTeam(AsChosen, frozen=True, kw_only=True):
    """Who may know of the team."""

    private: Annotated[YesNo, Ask(missing="Choose who may know of the team.")]


class LetIn(AsChosen, frozen=True, kw_only=True):
    """Somebody comes in: by number or address, or by name where the society does not know them yet."""

    person: Annotated[str | None, Ask(longest=254)] = None
    new_name: Annotated[str | None, Ask(longest=200)] = None
    part: Annotated[Part, Ask(missing="Say what this person is here.")]


class LetGo(AsChosen, frozen=True, kw_only=True):
    """Somebody goes."""

    gone: Annotated[UUID, Ask(missing="Choose who goes.", unreadable="Choose somebody from the list.")]


class Leave(msgspec.Struct, frozen=True):
    """Somebody leaves a circle they sit in."""

    leaving: Annotated[str, Ask(missing="Tick the box if you are sure.", longest=10)]


class NameLink(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody links two circles."""

    linked: Annotated[UUID, Ask(missing="Choose who links them.", unreadable="Choose somebody from the list.")]
    link: Annotated[Link, Ask(missing="Say who sends them.")]


class EndLink(msgspec.Struct, frozen=True):
    """Somebody no longer links them."""

    linked: Annotated[UUID, Ask(missing="Choose who links them no longer.")]


class GiveMatter(msgspec.Struct, frozen=True, kw_only=True):
    """A matter that the circle may decide from now on."""

    topic: Annotated[str | None, Ask(longest=60)] = None
    words: Annotated[str | None, Ask(longest=200)] = None


class TakeMatter(msgspec.Struct, frozen=True):
    """A matter that it decides no longer."""

    matter: Annotated[UUID, Ask(missing="Choose the matter.")]


class OfAMatter(msgspec.Struct, frozen=True, kw_only=True):
    """What something is about: a matter from the list, or words."""

    matter: Annotated[UUID | None, Ask(unreadable="Choose one from the list.")] = None
    other: Annotated[str | None, Ask(longest=200)] = None


class Decide(OfAMatter, frozen=True, kw_only=True):
    """What the circle decided together."""

    title: Annotated[str, Ask(missing="Say in a sentence what was decided.", longest=200)]
    words: Annotated[str | None, Ask(longest=4_000)] = None
    decided_on: Annotated[date, Ask(missing="Say on which day it was decided.")]
    there: Annotated[tuple[UUID, ...], Ask(unreadable="Choose people from the list.")] = ()
    review_on: date | None = None


class Propose(OfAMatter, frozen=True, kw_only=True):
    """What somebody brings to the circle for rounds of consent."""

    title: Annotated[str, Ask(missing="Type a short title.", longest=200)]
    text: Annotated[str, Ask(missing="Type what is proposed.", longest=4_000)]


class ReviewDecision(msgspec.Struct, frozen=True, kw_only=True):
    """What came of looking again."""

    goes_on: Annotated[YesNo, Ask(missing="Choose whether it goes on.")]
    found: Annotated[str, Ask(missing="Say in a sentence what the circle found.", longest=TEXT)]


class EndCircle(AsChosen, frozen=True, kw_only=True):
    """The circle ends, or goes somewhere else."""

    words: Annotated[str, Ask(missing="Say in a sentence why.", longest=TEXT)]
    gone_to: Annotated[str | None, Ask(longest=200)] = None
    sure: Annotated[str, Ask(missing="Tick the box if you are sure.", longest=10)]
