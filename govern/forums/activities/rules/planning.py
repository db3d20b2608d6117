"""A plan, who may sign up for it, when it is full, and when those who signed up are reminded."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

import msgspec

from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.forums.gatherings.rules import Reach
from govern.identity.rules import LONDON, day_of
from govern.sentences import Sentence


class OpenTo(StrEnum):
    """Who may sign up: members of the forum, whoever takes part in it, or everybody in the society."""

    MEMBERS = "members"
    GUESTS = "guests"
    SOCIETY = "society"


OPEN_WORDS = {
    OpenTo.MEMBERS: Sentence("Members of the forum"),
    OpenTo.GUESTS: Sentence("Members, guests and partners of the forum"),
    OpenTo.SOCIETY: Sentence("Everybody in the society"),
}
#: How far the forum must open to somebody who signs up.
NEEDED = {OpenTo.MEMBERS: Reach.VOTES, OpenTo.GUESTS: Reach.TAKES_PART, OpenTo.SOCIETY: Reach.LOOKS}


class Way(StrEnum):
    """How somebody signed up: by themself on the page, or on paper or by telephone, which the facilitator enters."""

    PAGE = "page"
    PAPER = "paper"
    PHONE = "phone"


WAY_WORDS = {
    Way.PAGE: Sentence("On the page"),
    Way.PAPER: Sentence("On paper"),
    Way.PHONE: Sentence("By telephone"),
}
ENTERED = (Way.PAPER, Way.PHONE)


class News(StrEnum):
    """What somebody who signed up has to be told: by mail, or where they have none by whoever looks after the day."""

    MOVED_UP = "moved_up"
    CHANGED = "changed"
    CALLED_OFF = "called_off"
    REMINDER = "reminder"


NEWS_WORDS = {
    News.MOVED_UP: Sentence("There is a place for them now"),
    News.CHANGED: Sentence("The plan has changed"),
    News.CALLED_OFF: Sentence("It is called off"),
    News.REMINDER: Sentence("Remind them of the day"),
}

#: So many days before, those who go are reminded.
REMINDERS = (7, 1)
#: Hours of the day in which the clock writes to people.
AWAKE = range(9, 20)


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What is planned, as somebody writes it in one language. No `starts_at`: the day is still to be agreed."""

    title: str
    about: str = ""
    place: str = ""
    support: str = ""
    starts_at: datetime | None = None
    cost_pence: int = 0
    places: int | None = None
    open_to: OpenTo = OpenTo.GUESTS


def check_plan(plan: Plan, *, restricted: bool, at: datetime) -> None:
    """Raises `NotValid` for a day that is over, and where others would learn of a forum that is not for them."""
    if plan.starts_at is not None and plan.starts_at <= at:
        raise NotValid("This day and time is over. Choose a later one, or leave it empty.", field="starts_at")
    if restricted and plan.open_to is OpenTo.SOCIETY:
        raise NotValid(
            "Only those who belong to this forum know of it, so what it does cannot be open to everybody. "
            "Choose who of the forum may come.",
            field="open_to",
        )


def check_is_on(*, called_off: bool, held: bool, starts_at: datetime | None, at: datetime) -> None:
    """Raises `WrongMoment` where nobody signs up or takes it back any more."""
    if called_off:
        raise WrongMoment("This is called off. Look for another day out.")
    if held or (starts_at is not None and starts_at <= at):
        raise WrongMoment("This has begun or is over. Speak to whoever organises it.")


def check_signs_up(open_to: OpenTo, reach: Reach, *, entered: bool) -> None:
    """Raises `NotValid` where it is not open to somebody. `entered`: the facilitator enters it for them."""
    if reach >= NEEDED[open_to]:
        return
    if entered:
        raise NotValid(
            "This is not open to this person. Let them into the forum first, as a member or as a guest.",
            field="person",
        )
    raise NotAllowed("This is for those who belong to the forum. Join the forum first, then sign up.")


def has_room(places: int | None, going: int) -> bool:
    return places is None or going < places


def check_places(places: int | None, going: int) -> None:
    """Raises `NotValid` where a change would leave somebody without the place they have."""
    if places is not None and places < going:
        raise NotValid(
            Sentence(
                "{going} person has a place already. Choose at least as many, or speak to them first.",
                "{going} people have a place already. Choose at least as many, or speak to them first.",
                going,
                going=going,
            ),
            field="places",
        )


def check_has_begun(starts_at: datetime | None, *, called_off: bool, at: datetime) -> None:
    """What came of it is written down once it has begun. Raises `WrongMoment`."""
    if called_off:
        raise WrongMoment("This was called off. There is nothing to write down.")
    if starts_at is not None and starts_at > at:
        raise WrongMoment("This has not begun. Come back after {moment}.", moment=starts_at)


def day_is_over(starts_at: datetime | None, *, called_off: bool, held: bool, at: datetime) -> bool:
    """Whether what support people need that day is nobody's concern any more."""
    return called_off or held or (starts_at is not None and day_of(starts_at) < day_of(at))


def reminder_due(starts_at: datetime, signed_at: datetime, reminded: int | None, at: datetime) -> int | None:
    """Of which reminder it is the time: so many days before. None: of none.

    Whoever signed up after that day knows of it; what was missed on its day comes late, and the later one alone.
    """
    if starts_at <= at:
        return None
    left = (day_of(starts_at) - day_of(at)).days
    due = [
        days
        for days in REMINDERS
        if left <= days
        and (reminded is None or reminded > days)
        and day_of(signed_at) < day_of(starts_at) - timedelta(days=days)
    ]
    return min(due, default=None)


def writes_now(at: datetime) -> bool:
    """Nobody's telephone rings at night because of a reminder."""
    return at.astimezone(LONDON).hour in AWAKE
