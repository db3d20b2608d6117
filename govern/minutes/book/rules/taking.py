"""Taking minutes while the meeting is on: lines, who does what by when. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum

from govern.errors import NotValid, WrongMoment
from govern.minutes.book.rules.stages import STANDING, Stage

#: What the form drew when it was made; nothing a person types.
TOKEN = re.compile(r"[A-Za-z0-9_-]{8,64}")
#: For how long the same words by the same note-taker, with nothing of theirs between, are the same line.
SENT_AGAIN_WITHIN = timedelta(minutes=5)
TAKEN = frozenset({Stage.DRAFT, Stage.CIRCULATED, Stage.AMENDED})


class ActionState(StrEnum):
    """What became of something that somebody took on."""

    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"


def check_begun(begun: bool) -> None:
    """Minutes begin when the meeting does. Raises `WrongMoment`."""
    if not begun:
        raise WrongMoment(
            "The meeting has not begun, so there is nothing to take down. Open the meeting, then begin its minutes."
        )


def check_composed(composed: bool) -> None:
    """Live minutes are put together first. Raises `WrongMoment`."""
    if not composed:
        raise WrongMoment(
            "These minutes are still taken live. Close the meeting and put the minutes together, then circulate them."
        )


def check_open_to_lines(stage: Stage) -> None:
    """Lines are added until the minutes are agreed. Raises `WrongMoment`."""
    if stage not in TAKEN:
        raise WrongMoment(STANDING[stage])


def check_token(token: str) -> None:
    if not TOKEN.fullmatch(token):
        raise NotValid("This line came without its mark. Open the page again, then write the line.", field="text")


def check_both(waiting: Sequence[str]) -> None:
    """Lines taken down in one language are put into the other before members read them. Raises `WrongMoment`."""
    if waiting:
        raise WrongMoment(
            "Some lines are not there in every language of the society: {titles}. "
            "Open each line and write the other language.",
            titles=tuple(waiting),
        )


def lacks(words: Mapping[str, str], languages: Sequence[str]) -> bool:
    return any(not words.get(code) for code in languages)


def check_due(due_on: date, today: date) -> None:
    if due_on < today:
        raise NotValid("This day is over already. Choose a day to come.", field="due_on")


def check_told(told: str, state: ActionState) -> None:
    """Whoever says that something was not done says why. Raises `NotValid`."""
    if state is ActionState.NOT_DONE and not told:
        raise NotValid("Say in a sentence why it was not done. The next meeting reads it.", field="told")
