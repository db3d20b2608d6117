"""What is sent while somebody is asked: how it began, one press on the screen, what happened, what it was read as."""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.consultations.models import PresentAs
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    GivenBy,
    Place,
    Stance,
)
from govern.web.forms import Ask


class BeginSitting(msgspec.Struct, frozen=True, kw_only=True):
    """Asked whether they want to take part, and how they showed it; who else is there."""

    sent_id: UUID
    adaptation: Annotated[Adaptation, Ask(missing="Choose how you show the question.")]
    assent: Annotated[Assent, Ask(missing="Ask whether they want to take part. Then choose what they showed.")]
    assent_how: Annotated[str, Ask(missing="Write how they showed it: what you saw or heard.", longest=400)]
    supporters: tuple[UUID, ...] = ()
    name_1: Annotated[str | None, Ask(longest=120)] = None
    as_1: PresentAs | None = None
    care_1: bool = False
    name_2: Annotated[str | None, Ask(longest=120)] = None
    as_2: PresentAs | None = None
    care_2: bool = False
    group_id: UUID | None = None


class Press(msgspec.Struct, frozen=True, kw_only=True):
    """One press on the screen: something picked, a card put in a place, chosen anew, or stop."""

    picked: Annotated[str | None, Ask(longest=60)] = None
    card: UUID | None = None
    place: Place | None = None
    move: Annotated[str | None, Ask(longest=60)] = None
    again: Annotated[str | None, Ask(longest=10)] = None
    stop: Annotated[str | None, Ask(longest=10)] = None


class TellSitting(msgspec.Struct, frozen=True, kw_only=True):
    """What the person did, as facts; apart from it what it was taken to mean, and how the answer came."""

    did: Annotated[str, Ask(missing="Write down what they did, also if they did nothing.", longest=4_000)]
    given_by: GivenBy | None = None
    meant: Annotated[str | None, Ask(longest=2_000)] = None
    stopped_how: Annotated[str | None, Ask(longest=400)] = None


class StopSitting(msgspec.Struct, frozen=True):
    """How they showed that they want to stop; one press is enough, the words can follow."""

    how: Annotated[str | None, Ask(longest=400)] = None


class ReadSittings(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader makes of all sittings: position, evidence and confidence apart."""

    stance: Annotated[Stance, Ask(missing="Choose what you think their view is.")]
    evidence: Annotated[Evidence, Ask(missing="Choose how you know it.")]
    confidence: Annotated[Confidence, Ask(missing="Choose how sure you are.")]
    leaning: bool = False
    card: UUID | None = None
    knows_person: Annotated[
        str, Ask(missing="Write how you know this person, also if you met them today.", longest=400)
    ]
    words: Annotated[str | None, Ask(longest=2_000)] = None
    doubts: Annotated[str | None, Ask(longest=2_000)] = None


class CheckedBack(msgspec.Struct, frozen=True):
    """How the person confirmed what was read back to them."""

    how: Annotated[str, Ask(missing="Write how they showed that it is right.", longest=400)]


class NotReached(msgspec.Struct, frozen=True):
    """Why somebody could not be asked."""

    why_not: Annotated[str, Ask(missing="Say why they could not be asked.", longest=400)]


class NoteCare(msgspec.Struct, frozen=True):
    """Who delivers this person's care: by number or name."""

    carer: Annotated[str, Ask(missing="Type the number or the whole name of whoever helps them.", longest=254)]
    from_on: date | None = None


class AskTogether(msgspec.Struct, frozen=True):
    """Two to four people who are asked together."""

    people: Annotated[tuple[UUID, ...], Ask(missing="Choose two, three or four people to ask together.")]


class OwnWord(msgspec.Struct, frozen=True):
    """Whether somebody wants to answer a question now, later, or not at all."""

    answer: Annotated[str, Ask(missing="Press one of the answers.", longest=10)]


class OwnRight(msgspec.Struct, frozen=True):
    """It is right, with more words where they want to write some."""

    words: Annotated[str | None, Ask(longest=4_000)] = None
