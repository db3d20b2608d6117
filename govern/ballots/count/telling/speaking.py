"""Who tells a result: a language of the house, with votes written as on count sheets (1,204.5)."""

from __future__ import annotations

import unicodedata
from fractions import Fraction

from govern.ballots.count.telling.figures import shown
from govern.languages import CODES, LANGUAGES, Language
from govern.sentences import Value


class Teller(Language):
    """English or Welsh, whose numbers have commas from a thousand on, and up to five decimals."""

    def value(self, value: Value) -> str:
        return shown(value) if isinstance(value, Fraction) else super().value(value)

    def number(self, number: int) -> str:
        return shown(number)


def teller(code: str) -> Teller:
    """The teller of a language of the house ("en", "cy")."""
    return Teller(code, LANGUAGES[code].translations)


def one_line(text: str) -> str:
    """Without line breaks and without signs that move the cursor or colour the screen."""
    return "".join(" " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign for sign in text)


__all__ = ["CODES", "Teller", "one_line", "teller"]
