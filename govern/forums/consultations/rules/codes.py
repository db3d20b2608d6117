"""What stands on paper in place of a name, and the letters beside the boxes of a record sheet.

A code has four characters and a fifth that checks them: whoever types one character wrongly, or two of them in each
other's place, is told at once and never writes to somebody else's page. The letters are the same in every language.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from govern.errors import NotValid
from govern.forums.consultations.rules.weighing import Assent, Stance
from govern.identity.rules import ALPHABET
from govern.sentences import Sentence

E = TypeVar("E", bound=StrEnum)
CODE_LENGTH = 4
#: ALPHABET has 31 characters, a prime, so these weights catch every wrong character and every pair in wrong order.
_WEIGHTS = (2, 3, 4, 5)


class Shown(StrEnum):
    """How somebody showed whether they want to take part, or that they want to stop."""

    SAID = "said"
    OWN_SIGN = "own_sign"
    CARD = "card"
    CAME = "came"
    WENT = "went"
    OTHER = "other"


SHOWN_WORDS = {
    Shown.SAID: Sentence("Said or signed it"),
    Shown.OWN_SIGN: Sentence("With their own sign for it"),
    Shown.CARD: Sentence("With a card, a symbol or a device"),
    Shown.CAME: Sentence("Came along, sat down, took the cards"),
    Shown.WENT: Sentence("Turned or went away, pushed the cards away"),
    Shown.OTHER: Sentence("In another way"),
}


class Knows(StrEnum):
    """How whoever read the answer knows the person, as the sheet has it."""

    TODAY = "today"
    SOME_TIME = "some_time"
    WELL = "well"
    CLOSE = "close"


KNOWS_WORDS = {
    Knows.TODAY: Sentence("Met them for this"),
    Knows.SOME_TIME: Sentence("Has known them for some time"),
    Knows.WELL: Sentence("Knows them well"),
    Knows.CLOSE: Sentence("Is family or a friend"),
}


class There(StrEnum):
    """Who was there beside the person and whoever asked, as the sheet has it."""

    NOBODY = "nobody"
    SUPPORTER = "supporter"
    CARER = "carer"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"


THERE_WORDS = {
    There.NOBODY: Sentence("Nobody else"),
    There.SUPPORTER: Sentence("Somebody who supported them"),
    There.CARER: Sentence("Somebody who helps them in their daily life"),
    There.INTERPRETER: Sentence("An interpreter"),
    There.OBSERVER: Sentence("Somebody who looked on"),
}


class Went(StrEnum):
    """Whether a sitting went on to its end."""

    ON = "on"
    STOPPED = "stopped"


WENT_WORDS = {
    Went.ON: Sentence("They went on to the end"),
    Went.STOPPED: Sentence("They wanted to stop"),
}

ASSENT_WORDS = {
    Assent.GIVEN: Sentence("Yes, they wanted to take part"),
    Assent.DECLINED: Sentence("No, they did not want to"),
}

#: What can be picked beside a card of the question, with its letter. What the words are, the ways of showing say.
PICKED_LETTERS = {
    **{"yes": "y", "no": "n", "not_sure": "u", "not_saying": "x"},
    **{f"face-{number}": letter for number, letter in enumerate("abcde", start=1)},
}
NOTHING_PICKED = "o"
#: The letter of each view. The last two are leanings: a view, and not a clear one.
STANCE_LETTERS = {
    "a": (Stance.FOR, False),
    "b": (Stance.AGAINST, False),
    "c": (Stance.NOT_SURE, False),
    "d": (Stance.NOT_SAYING, False),
    "e": (Stance.NO_CLEAR_VIEW, False),
    "f": (Stance.FOR, True),
    "g": (Stance.AGAINST, True),
}
LEANING_WORDS = {
    Stance.FOR: Sentence("A leaning for it"),
    Stance.AGAINST: Sentence("A leaning against it"),
}


def letters(kind: type[E]) -> dict[str, E]:
    """The letter beside each box of one kind: a, b, c in their order."""
    return {chr(ord("a") + at): one for at, one in enumerate(kind)}


def letter_of(one: StrEnum) -> str:
    """The letter beside one box."""
    return chr(ord("a") + list(type(one)).index(one))


def check_letter(code: str) -> str:
    """The fifth character of a code."""
    return ALPHABET[
        sum(weight * ALPHABET.index(one) for weight, one in zip(_WEIGHTS, code, strict=True)) % len(ALPHABET)
    ]


def on_paper(code: str) -> str:
    """A code as it is printed: four characters, then the one that checks them."""
    return f"{code}-{check_letter(code)}"


def read_code(typed: str, field: str = "code") -> str:
    """The code without its check. Small letters, spaces and dashes are no matter. Raises `NotValid`."""
    plain = "".join(one for one in typed.upper() if one.isalnum())
    if len(plain) != CODE_LENGTH + 1 or any(one not in ALPHABET for one in plain):
        raise NotValid(
            "A code has five characters, like {example}. It has no I, L, O, 0 or 1. Look at the sheet again.",
            field=field,
            example=on_paper("7KQM"),
        )
    if check_letter(plain[:CODE_LENGTH]) != plain[CODE_LENGTH]:
        raise NotValid("This code has a typing error: its last character does not fit. Type it again.", field=field)
    return plain[:CODE_LENGTH]
