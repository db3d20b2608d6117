"""What people send: a plan, signing up, what came of it, a photograph, an offer and its answer."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec
from litestar.datastructures import UploadFile

from govern.forums.activities.rules import OfferAnswer, OfferKind, OpenTo, Way
from govern.web.forms import Ask


class PlanActivity(msgspec.Struct, frozen=True, kw_only=True):
    """Something to do together. No `starts_at`: its day is still to be agreed. Money as people write it.

    `raised` is what was raised in the forum and is planned with it.
    """

    title: Annotated[str, Ask(missing="Say in a few words what you plan.", longest=150)]
    open_to: Annotated[OpenTo, Ask(missing="Choose who may come.")]
    about: Annotated[str | None, Ask(longest=4_000)] = None
    starts_at: datetime | None = None
    place: Annotated[str | None, Ask(longest=200)] = None
    support: Annotated[str | None, Ask(longest=1_000)] = None
    cost: Annotated[str | None, Ask(longest=20)] = None
    places: Annotated[
        int | None, Ask(unreadable="Type how many places there are, as a number.", least=1, most=10_000)
    ] = None
    organiser: Annotated[str | None, Ask(longest=254)] = None
    raised: Annotated[UUID | None, Ask(unreadable="Go back to what was raised, and plan it from there.")] = None


class CallOff(msgspec.Struct, frozen=True):
    """Why it does not take place."""

    why: Annotated[str, Ask(missing="Say why it is called off. Everybody who signed up reads it.", longest=400)]


class SignUpSelf(msgspec.Struct, frozen=True):
    """What somebody needs that day."""

    support: Annotated[str | None, Ask(longest=600)] = None


class EnterSignUp(msgspec.Struct, frozen=True):
    """Somebody who signed up on paper or by telephone: by number, address, or name as the forum knows them."""

    person: Annotated[str, Ask(missing="Type their number, their email address or their name.", longest=254)]
    way: Annotated[Way, Ask(missing="Say whether it came on paper or by telephone.")]
    support: Annotated[str | None, Ask(longest=600)] = None


class NoteOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """What came of it."""

    came: Annotated[
        int,
        Ask(
            missing="Say how many people came.",
            unreadable="Type how many people came, as a number.",
            least=0,
            most=100_000,
        ),
    ]
    words: Annotated[str | None, Ask(longest=4_000)] = None
    held_on: date | None = None
    raised: Annotated[str | None, Ask(longest=20)] = None
    raised_for: Annotated[str | None, Ask(longest=200)] = None


class GiveHours(msgspec.Struct, frozen=True):
    """How long the people of a group gave together. `group` is "outside" for people from outside."""

    group: Annotated[str, Ask(missing="Choose the group of the people who gave their time.", longest=60)]
    hours: Annotated[str, Ask(missing="Type how many hours they gave together.", longest=12)]


class AddPicture(msgspec.Struct, frozen=True, kw_only=True):
    """A photograph, what it shows, and how those in it agreed."""

    photograph: Annotated[UploadFile, Ask(missing="Choose a photograph.")]
    description: Annotated[str, Ask(missing="Say what the picture shows, for those who cannot see it.", longest=400)]
    consent: Annotated[str, Ask(missing="Say who is in the picture and how they agreed.", longest=400)]


class MakeOffer(msgspec.Struct, frozen=True, kw_only=True):
    """Something offered. `outside` and `contact` where the facilitator enters it for somebody from outside."""

    kind: Annotated[OfferKind, Ask(missing="Choose what it is.")]
    words: Annotated[str, Ask(missing="Say what you offer.", longest=2_000)]
    outside: Annotated[str | None, Ask(longest=200)] = None
    contact: Annotated[str | None, Ask(longest=200)] = None


class AnswerOffer(msgspec.Struct, frozen=True):
    """What the forum says to an offer."""

    answer: Annotated[OfferAnswer, Ask(missing="Choose what the forum says.")]
    words: Annotated[str | None, Ask(longest=2_000)] = None
