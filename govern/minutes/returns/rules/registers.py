"""The registers a society keeps, and how somebody inspects one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from govern.errors import NotValid
from govern.minutes.returns.rules.duties import EARLIEST
from govern.sentences import Sentence


class Kept(StrEnum):
    """A register."""

    MEMBERS = "members"
    FORMER = "former"
    OFFICERS = "officers"
    INTERESTS = "interests"
    MINUTE_BOOKS = "minute_books"


REGISTER_NAMES = {
    Kept.MEMBERS: Sentence("Register of members"),
    Kept.FORMER: Sentence("Register of former members"),
    Kept.OFFICERS: Sentence("Register of directors and officers"),
    Kept.INTERESTS: Sentence("Register of interests"),
    Kept.MINUTE_BOOKS: Sentence("Minute books"),
}


class How(StrEnum):
    """In which way somebody saw a register."""

    LOOKED = "looked"
    COPY = "copy"


HOW_WORDS = {How.LOOKED: Sentence("Looked at it"), How.COPY: Sentence("Was given a copy")}


class TakenAs(StrEnum):
    """As what the whole register was taken."""

    SPREADSHEET = "spreadsheet"
    PAPER = "paper"


TAKEN_AS_WORDS = {TakenAs.SPREADSHEET: Sentence("For a spreadsheet"), TakenAs.PAPER: Sentence("As a PDF")}


def check_inspection(who: str, known: bool, on_day: date, today: date) -> None:
    """Raises `NotValid` where nobody is named, or for a day that cannot be."""
    if not known and not who.strip():
        raise NotValid("Type who it was: a member's number, or a name.", field="who")
    if on_day > today:
        raise NotValid("This day is still to come. Note it once they were here.", field="on_day")
    if on_day < EARLIEST:
        raise NotValid("This day is too long ago. Check the year.", field="on_day")
