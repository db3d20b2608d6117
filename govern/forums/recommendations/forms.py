"""What people send about recommendations: words, decisions, answers, wishes."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.gatherings.forms import Number
from govern.forums.gatherings.rules import HowDecided
from govern.forums.recommendations.rules import Answer, Way
from govern.web.forms import Ask

MINUTE = "Say where this stands, like “Minutes of 3 February, item 4”."
DECISION = "Say where the forum's decision stands, like “Notes of 3 February, item 4”."


class WordsForm(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, in plain words. `mine`: whoever writes it raises it as well."""

    title: Annotated[str, Ask(missing="Say in a few words what you ask for.", longest=200)]
    text: Annotated[str, Ask(missing="Write what you ask for, in plain words.", longest=4_000)]
    title_cy: Annotated[str | None, Ask(longest=200)] = None
    text_cy: Annotated[str | None, Ask(longest=4_000)] = None
    mine: bool = False


class WishForm(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody who raised it wishes. No way or format: as everything else they get."""

    show_name: bool = False
    way: Way | None = None
    format: Annotated[str | None, Ask(longest=20)] = None


class RaiserForm(msgspec.Struct, frozen=True, kw_only=True):
    """The same, written down by the facilitator for somebody of the forum."""

    person: Annotated[str, Ask(missing="Type the number or the email address of whoever raised it.", longest=254)]
    show_name: bool = False
    way: Way | None = None
    format: Annotated[str | None, Ask(longest=20)] = None


class AgreeForm(msgspec.Struct, frozen=True):
    """The forum's decision: the day of the gathering, and where it stands."""

    agreed_on: Annotated[date, Ask(missing="Say on which day the forum agreed.")]
    minute: Annotated[str, Ask(missing=DECISION, longest=200)]


class AnswerWords(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of a layer. What is needed depends on the kind."""

    kind: Annotated[Answer, Ask(missing="Choose what the answer is.")]
    reasons: Annotated[str | None, Ask(longest=4_000)] = None
    reasons_cy: Annotated[str | None, Ask(longest=4_000)] = None
    easy: Annotated[str | None, Ask(longest=2_000)] = None
    easy_cy: Annotated[str | None, Ask(longest=2_000)] = None
    title: Annotated[str | None, Ask(longest=200)] = None
    title_cy: Annotated[str | None, Ask(longest=200)] = None
    text: Annotated[str | None, Ask(longest=4_000)] = None
    text_cy: Annotated[str | None, Ask(longest=4_000)] = None
    changed: Annotated[str | None, Ask(longest=4_000)] = None
    changed_cy: Annotated[str | None, Ask(longest=4_000)] = None
    nothing_because: Annotated[str | None, Ask(longest=4_000)] = None
    nothing_because_cy: Annotated[str | None, Ask(longest=4_000)] = None
    until: date | None = None
    to_body: Annotated[str | None, Ask(longest=60)] = None


class AnswerForm(AnswerWords, frozen=True, kw_only=True):
    """The same, with its day and where it stands."""

    given_on: Annotated[date, Ask(missing="Say on which day it was answered.")]
    minute: Annotated[str, Ask(missing=MINUTE, longest=200)]


class AnswerHere(AnswerWords, frozen=True, kw_only=True):
    """The same at a gathering: how its members decided on it."""

    how: Annotated[HowDecided, Ask(missing="Say how it was decided.")]
    sought: bool = False
    voted_for: Number = None
    voted_against: Number = None
    voted_neither: Number = None


class AskedForm(msgspec.Struct, frozen=True):
    """A consultation that is laid beside a recommendation."""

    consultation: Annotated[UUID, Ask(missing="Choose one from the list.")]


class HeardForm(msgspec.Struct, frozen=True):
    """The forum has heard the answer."""

    heard_on: Annotated[date, Ask(missing="Say on which day the forum heard the answer.")]


class AgainForm(msgspec.Struct, frozen=True, kw_only=True):
    """Asked again, with new facts."""

    facts: Annotated[
        str, Ask(missing="Say what is new. Without new facts the answer would be the same.", longest=4_000)
    ]
    decided_on: Annotated[date, Ask(missing="Say on which day the forum decided this.")]
    minute: Annotated[str, Ask(missing=DECISION, longest=200)]
    facts_cy: Annotated[str | None, Ask(longest=4_000)] = None


class AppealForm(msgspec.Struct, frozen=True, kw_only=True):
    """People appeal together."""

    appeal_people: Annotated[str, Ask(missing="Say who appeals. Type their numbers.", longest=400)]
    appeal_words: Annotated[str, Ask(missing="Say why the answer should be looked at again.", longest=4_000)]
    unrelated: bool = False


class MotionForm(msgspec.Struct, frozen=True, kw_only=True):
    """The forum asks for a motion at the general meeting."""

    motion: Annotated[str, Ask(missing="Type the motion: what the members shall decide.", longest=4_000)]
    minute: Annotated[str, Ask(missing=DECISION, longest=200)]
    motion_cy: Annotated[str | None, Ask(longest=4_000)] = None


class OutcomeForm(msgspec.Struct, frozen=True, kw_only=True):
    """What came of an appeal or of a general meeting."""

    outcome: Annotated[str, Ask(missing="Say what came of it, and why.", longest=4_000)]
    decided_on: Annotated[date, Ask(missing="Say on which day it was decided.")]
    minute: Annotated[str, Ask(missing=MINUTE, longest=200)]
    outcome_cy: Annotated[str | None, Ask(longest=4_000)] = None
