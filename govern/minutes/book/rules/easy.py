"""Easy Read minutes: `none → drafted → checked_by_reader → released`, bound to the words they were made from. Pure.

Sources: domain.md 2.4 and section 5; easy-read.md section 2 (one idea a line, few words, a picture to each).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from uuid import UUID

from govern.errors import NotAllowed, NotValid, WrongMoment

MOST_WORDS = 15


class EasyStage(StrEnum):
    """How far an Easy Read version is. Before the first line there is none."""

    DRAFTED = "drafted"
    CHECKED = "checked_by_reader"
    RELEASED = "released"


class EasyPart(StrEnum):
    """Under which heading a line stands."""

    CAME = "came"
    TALKED = "talked"
    DECIDED = "decided"
    NEXT = "next"
    WORDS = "words"
    PRIVATE = "private"


STALE = (
    "The minutes were changed after this Easy Read version was written. "
    "Compare the lines with the minutes, then have a reader check them again."
)


def check_easy_line(words: Mapping[str, str], languages: Sequence[str]) -> None:
    """One idea in at most fifteen words, in every language. Raises `NotValid`."""
    for code in languages:
        field = "text" if code == "en" else f"text_{code}"
        text = words.get(code, "")
        if not text:
            raise NotValid("Type this in every language of the society. Members read it in theirs.", field=field)
        if "\n" in text:
            raise NotValid("A line of Easy Read is one idea on one line. Make two lines of it.", field=field)
        if len(text.split()) > MOST_WORDS:
            raise NotValid(
                "This line has {number} words. Easy Read has {most} at most. Make two lines of it.",
                field=field,
                number=len(text.split()),
                most=MOST_WORDS,
            )


def check_reader(reader: UUID, writers: Sequence[UUID]) -> None:
    """Whoever wrote a line does not check it. Raises `NotAllowed`."""
    if reader in writers:
        raise NotAllowed("Whoever wrote the lines cannot check them. Name another reader.", field="reader")


def check_has_lines(lines: int) -> None:
    if not lines:
        raise WrongMoment("There are no Easy Read lines yet. Write the first one.")


def check_fresh(stale: bool) -> None:
    if stale:
        raise WrongMoment(STALE)


def check_checked(stage: EasyStage) -> None:
    if stage is EasyStage.DRAFTED:
        raise WrongMoment("No reader has checked these lines. Name who read them, then release them.")
    if stage is EasyStage.RELEASED:
        raise WrongMoment("Members read this Easy Read version already. Nothing was changed.")
