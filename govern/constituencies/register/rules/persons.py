"""What may be done with a person's entry: corrected, closed by a death, joined with another, erased.

Each of these keeps what was: a correction stands beside what it corrects, and what the law keeps for ever stays
(invariant 1; security.md 7.8)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum

import msgspec

from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.identity.rules import PersonKind
from govern.sentences import Sentence
from govern.words import words_of

#: A death noted by mistake is put right within this time by another officer; later the person joins anew.
UNDO_WITHIN = timedelta(days=30)
LONGEST_REASON = 200


class About(StrEnum):
    """What of an entry somebody asks to have corrected. How to reach them they change themselves."""

    NAME = "name"
    BORN = "born_on"
    GROUPS = "groups"
    NOTED = "noted"
    OTHER = "other"


class AskStage(StrEnum):
    """Where something that a person asked for stands."""

    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


ABOUT_WORDS = {
    About.NAME: Sentence("My name"),
    About.BORN: Sentence("The day I was born"),
    About.GROUPS: Sentence("The groups I belong to, or their days"),
    About.NOTED: Sentence("What is noted of me"),
    About.OTHER: Sentence("Something else"),
}

ASK_WORDS = {
    AskStage.ASKED: Sentence("The secretary has it"),
    AskStage.ACCEPTED: Sentence("Accepted"),
    AskStage.DECLINED: Sentence("Declined"),
    AskStage.WITHDRAWN: Sentence("Taken back"),
}


def check_open(stage: AskStage) -> None:
    """What was asked for is answered once. Raises `AlreadyDone`."""
    if stage is not AskStage.ASKED:
        raise AlreadyDone("This has its answer already. Look at what was said.")


# --- A death --------------------------------------------------------------------------------------------------------


def check_mortal(kind: PersonKind) -> None:
    """Only a person dies. Raises `NotAllowed` for an organisation."""
    if kind is PersonKind.ORGANISATION:
        raise NotAllowed("An organisation does not die. Enter in its entry that it left its group.")


def check_death(died_on: date, today: date, born_on: date | None, *, own: bool, noted: bool) -> None:
    """Whether a death may be noted. Raises `NotAllowed`, `AlreadyDone` or `NotValid`."""
    if own:
        raise NotAllowed("You cannot note this of yourself. Ask another officer to look at your entry.")
    if noted:
        raise AlreadyDone("This death is noted already. Look at the entry.")
    if died_on > today:
        raise NotValid("This day has not come yet. Check the date.", field="died_on")
    if born_on is not None and died_on < born_on:
        raise NotValid("They were born on {day}. Check the date.", field="died_on", day=born_on)


def check_undo(noted_at: datetime, *, same_officer: bool, undone: bool, at: datetime) -> None:
    """Whether a death noted by mistake may be put right. Raises `AlreadyDone`, `NotAllowed` or `WrongMoment`."""
    if undone:
        raise AlreadyDone("This was put right already. Look at the entry.")
    if same_officer:
        raise NotAllowed("You noted it yourself. Another officer has to put it right.")
    if at > noted_at + UNDO_WITHIN:
        raise WrongMoment(
            "This was noted more than {days} days ago. Enter the person as a new member instead.",
            days=UNDO_WITHIN.days,
        )


# --- Two records of one person --------------------------------------------------------------------------------------


class Span(msgspec.Struct, frozen=True):
    """A membership as merging sees it: which row, which group, from when to when, why."""

    id: object
    group: str
    from_on: date
    to_on: date | None
    why: str
    why_ended: str | None = None


class Joined(msgspec.Struct, frozen=True):
    """What becomes of spans of one group that touch: one of them takes in the others (invariants 1 and 3)."""

    stays: Span
    takes_in: tuple[Span, ...]
    from_on: date
    to_on: date | None
    why: str
    why_ended: str | None


def joined_spans(spans: Iterable[Span]) -> tuple[Joined, ...]:
    """Spans of one group that overlap or touch become one, from the first day to the last, with all reasons kept.

    A span that holds on no day (ended on the day it began) is left as it is. Of two that begin on the same day the
    one that comes first takes in the other.
    """
    found: list[Joined] = []
    open_groups: dict[str, list[Span]] = {}
    for span in sorted(spans, key=lambda s: s.from_on):
        if span.to_on == span.from_on:
            continue
        run = open_groups.setdefault(span.group, [])
        if run and not _touches(run, span):
            found.append(_as_one(run))
            run.clear()
        run.append(span)
    found += [_as_one(run) for run in open_groups.values() if run]
    return tuple(one for one in found if one.takes_in)


def _touches(run: list[Span], span: Span) -> bool:
    return any(one.to_on is None or one.to_on >= span.from_on for one in run)


def _as_one(run: list[Span]) -> Joined:
    first = run[0]
    ends = [span.to_on for span in run]
    to_on = None if None in ends else max(end for end in ends if end is not None)
    ended = None if to_on is None else both(*(s.why_ended for s in run if s.why_ended))
    return Joined(first, tuple(run[1:]), first.from_on, to_on, both(*(s.why for s in run)), ended)


def both(*reasons: str | None) -> str:
    """Reasons one after the other, each once; as many as there is room for."""
    kept = ""
    for reason in dict.fromkeys(reason for reason in reasons if reason):
        longer = f"{kept}; {reason}" if kept else reason
        if len(longer) <= LONGEST_REASON:
            kept = longer
    return kept


class Record(msgspec.Struct, frozen=True):
    """One of two records that may be of one person, as the check before merging sees it."""

    organisation: bool = False
    merged: bool = False
    died: bool = False


def check_merge(kept: Record, gone: Record, *, same: bool, officer_is_one: bool) -> None:
    """Whether two records may become one at all. Raises `NotValid`, `NotAllowed` or `AlreadyDone`."""
    if same:
        raise NotValid("These are one and the same record. Choose two.")
    if kept.merged or gone.merged:
        raise AlreadyDone("One of these records has become part of another already. Look at the register.")
    if kept.organisation or gone.organisation:
        raise NotAllowed(
            "An organisation is a member by itself. It cannot become one with another record. End its membership "
            "instead."
        )
    if kept.died != gone.died:
        raise NotAllowed("A death is noted on one of these records only. Look at both entries first.")
    if officer_is_one:
        raise NotAllowed("One of these records is your own. Ask another officer to do this.")


class Likeness(StrEnum):
    """Why two records may be of one person."""

    EMAIL = "email"
    BIRTHDAY = "birthday"
    ADDRESS = "address"


LIKENESS_WORDS = {
    Likeness.EMAIL: Sentence("The same email address"),
    Likeness.BIRTHDAY: Sentence("The same name, born on the same day"),
    Likeness.ADDRESS: Sentence("The same postal address, and a name that is alike"),
}


def names_alike(one: str, other: str) -> bool:
    """Two names that share a word of three letters or more, accents aside."""
    first, second = ({word for word in words_of(name) if len(word) > 2} for name in (one, other))
    return bool(first & second)


# --- How long what we hold is kept ----------------------------------------------------------------------------------


def kept_until(left_on: date, months: int) -> date:
    """The day from which a former member's contact details go, so many months after they left."""
    month = left_on.month - 1 + months
    year, month = left_on.year + month // 12, month % 12 + 1
    days = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(left_on.day, days))
