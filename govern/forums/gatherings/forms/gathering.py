"""What people send about a gathering: calling it, its agenda, who is there, notes and decisions, what comes after."""

from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import msgspec

from govern.forums.gatherings.rules import Box, HeardWay, HowDecided, ItemKind, View
from govern.meetings.rules import Mode
from govern.web.forms import Ask

Number = Annotated[int | None, Ask(unreadable="Type a number, like 3.", least=0, most=10_000)]


class Nothing(msgspec.Struct, frozen=True):
    """A button that sends nothing but itself."""


class CallGathering(msgspec.Struct, frozen=True, kw_only=True):
    """When and where a forum gathers. `ends` is a time of the same day."""

    starts_at: Annotated[datetime, Ask(missing="Type the day and the time it begins.")]
    ends: Annotated[time | None, Ask(unreadable="Type the time with hours and minutes, like 17:00.")] = None
    place: Annotated[str, Ask(missing="Type where it is, with the full address.", longest=400)]
    video_link: Annotated[str | None, Ask(longest=400)] = None
    telephone: Annotated[str | None, Ask(longest=200)] = None
    access: Annotated[str | None, Ask(longest=2_000)] = None


class ChangeGathering(CallGathering, frozen=True, kw_only=True):
    """The same, and why, once people were told."""

    why: Annotated[str | None, Ask(longest=1_000)] = None


class Why(msgspec.Struct, frozen=True):
    """Why it is called off, or taken off."""

    why: Annotated[str | None, Ask(longest=1_000)] = None


class TakeUp(msgspec.Struct, frozen=True):
    """Something raised that comes onto the agenda."""

    raised: Annotated[UUID, Ask(missing="Choose something from the list.")]


class Add(msgspec.Struct, frozen=True):
    """Something new for the agenda."""

    title: Annotated[str, Ask(missing="Say in a few words what it is about.", longest=200)]
    kind: Annotated[ItemKind, Ask(missing="Choose what you would like to happen with it.")]
    words: Annotated[str | None, Ask(longest=4_000)] = None


class Moved(msgspec.Struct, frozen=True):
    """Up or down by one place."""

    way: Annotated[str, Ask(longest=10)] = "up"


class Find(msgspec.Struct, frozen=True):
    """Who is at the door: a card, a whole number, or a name."""

    find: Annotated[str, Ask(missing="Hold up a card, or type a number or a name.", longest=100)]
    mode: Mode = Mode.IN_PERSON


class Person(msgspec.Struct, frozen=True):
    """The button beside a name."""

    person: Annotated[UUID, Ask(missing="Choose somebody from the list.")]
    mode: Mode = Mode.IN_PERSON


class GuestComes(msgspec.Struct, frozen=True):
    """Somebody the society does not know is here. Only their name is kept."""

    guest: Annotated[str, Ask(missing="Type the name of the guest.", longest=200)]


class Stay(msgspec.Struct, frozen=True):
    """A press that is taken back."""

    stay: Annotated[UUID, Ask(missing="Choose somebody from the list.")]


class Beside(StrEnum):
    """Which page the button stands on."""

    PEOPLE = "people"
    HEARD = "heard"


class HeardForm(msgspec.Struct, frozen=True, kw_only=True):
    """The button beside a name: who was heard, and how."""

    person: Annotated[UUID, Ask(missing="Choose somebody from the list.")]
    heard_way: Annotated[HeardWay, Ask(missing="Choose in which way they said it.")]
    beside: Beside = Beside.HEARD


class NotHeard(msgspec.Struct, frozen=True, kw_only=True):
    """That press is taken back."""

    person: Annotated[UUID, Ask(missing="Choose somebody from the list.")]
    beside: Beside = Beside.HEARD


class NoteForm(msgspec.Struct, frozen=True):
    """What was said, in plain words."""

    words: Annotated[str, Ask(missing="Write down what was said.", longest=8_000)]


class Decide(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided, and how. The numbers are for a vote."""

    decision: Annotated[str, Ask(missing="Write down what was decided.", longest=4_000)]
    how: Annotated[HowDecided, Ask(missing="Say how it was decided.")]
    sought: bool = False
    voted_for: Number = None
    voted_against: Number = None
    voted_neither: Number = None
    topic: Annotated[str | None, Ask(longest=60)] = None


class DissentForm(msgspec.Struct, frozen=True):
    """Who sees it otherwise, and what they say."""

    dissenter: Annotated[UUID, Ask(missing="Choose who asked for it.")]
    otherwise: Annotated[str | None, Ask(longest=1_000)] = None


class About(msgspec.Struct, frozen=True):
    """Whom something is about: an id, or "nobody"."""

    about: Annotated[str, Ask(missing="Choose somebody, or nobody in particular.", longest=40)]


class ViewForm(msgspec.Struct, frozen=True):
    """Where the view of the person stands whom it is about."""

    their_view: Annotated[View, Ask(missing="Say whether they were asked.")]
    their_words: Annotated[str | None, Ask(longest=2_000)] = None


class Task(msgspec.Struct, frozen=True):
    """What is to be done, by whom and by when."""

    task: Annotated[str, Ask(missing="Write what is to be done.", longest=1_000)]
    owner: Annotated[UUID, Ask(missing="Choose who will do it.")]
    due_on: Annotated[date, Ask(missing="Say by which day.")]


class BoxForm(msgspec.Struct, frozen=True, kw_only=True):
    """A line in one of the three boxes; what should change has an owner and a day."""

    box: Annotated[Box, Ask(missing="Choose a box.")]
    line: Annotated[str, Ask(missing="Write it down in a few words.", longest=1_000)]
    owner: UUID | None = None
    due_on: date | None = None


class SendDelegate(msgspec.Struct, frozen=True, kw_only=True):
    """Whom the forum sends to the forum above: "person/group", chosen at which gathering, until when."""

    person: Annotated[str, Ask(missing="Choose who is sent, and for which group.", longest=120)]
    gathering: Annotated[UUID, Ask(missing="Choose the gathering at which they were chosen.")]
    until: Annotated[date, Ask(missing="Say until which day.")]


class PassOn(msgspec.Struct, frozen=True):
    """What goes over to the other forum, in words of its own."""

    title: Annotated[str, Ask(missing="Say in a few words what it is about.", longest=200)]
    words: Annotated[str | None, Ask(longest=4_000)] = None


class ContactForm(msgspec.Struct, frozen=True):
    """Whom to tell when a person may not be safe."""

    name: Annotated[str, Ask(missing="Type their name and what they are.", longest=200)]
    phone: Annotated[str, Ask(missing="Type their telephone number.", longest=60)]
    email: Annotated[str, Ask(missing="Type their email address.", longest=254)]


class Concern(msgspec.Struct, frozen=True):
    """What somebody is worried about."""

    words: Annotated[str, Ask(missing="Write what you are worried about.", longest=8_000)]
    give_name: bool = False
