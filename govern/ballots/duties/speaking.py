"""How the tools speak: one whole line after another, no colours, nothing drawn over, as a screen reader likes it.

The Welsh lies in the catalogue of the house; the zip application holds the part that the tools need.
"""

from __future__ import annotations

import io
import os
import pkgutil
import sys
from collections.abc import Callable
from gettext import GNUTranslations, NullTranslations
from typing import TextIO

from govern.ballots.duties.refusing import Unanswered
from govern.sentences import ENGLISH, Sentence, Value

CATALOGUE = "locale/{code}/LC_MESSAGES/govern.mo"
CODES = ("en", "cy")


class Speech:
    """A `Reader` of sentences: the catalogue's language, and values as they are."""

    def __init__(self, code: str) -> None:
        self.code = code
        self._words = _catalogue(code)

    def gettext(self, text: str) -> str:
        return self._words.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self._words.ngettext(one, many, number)

    def joined(self, text: str) -> str:
        """Days are figures here (ISO), so nothing changes a word before them."""
        return text

    def value(self, value: Value) -> str:
        if isinstance(value, Sentence):
            return value.read_by(self)
        if isinstance(value, tuple):
            return ", ".join(self.value(part) for part in value)
        return ENGLISH.value(value)


def _catalogue(code: str) -> NullTranslations:
    """From the folder of the house or from inside the zip application, whichever this runs from."""
    if code == "en":
        return NullTranslations()
    try:
        content = pkgutil.get_data("govern", CATALOGUE.format(code=code))
    except OSError:
        content = None
    return NullTranslations() if content is None else GNUTranslations(io.BytesIO(content))


def language_of_the_machine() -> str:
    """Welsh where the machine is set to it."""
    words = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "cy" if words.lower().startswith("cy") else "en"


class Voice:
    """Says sentences and asks questions. `rehearsal`: then every run says first that it is one."""

    def __init__(
        self,
        code: str = "en",
        out: TextIO | None = None,
        read: Callable[[], str] | None = None,
        *,
        rehearsal: bool = False,
    ) -> None:
        self._speech = Speech(code)
        self._out = out or sys.stdout
        self._read = read or sys.stdin.readline
        self.rehearsal = rehearsal

    def words(self, sentence: Sentence) -> str:
        return sentence.read_by(self._speech)

    def say(self, *sentences: Sentence) -> None:
        for sentence in sentences:
            self.line(self.words(sentence))

    def line(self, text: str = "") -> None:
        self._out.write(text + "\n")
        self._out.flush()

    def ask(self, question: Sentence) -> str:
        """One line that is typed. Raises Unanswered where nobody is there."""
        self.say(question)
        typed = self._read()
        if not typed:
            raise Unanswered(
                "A question was not answered, so nothing was done. Start again, or give the answer as an option."
            )
        return typed.strip()

    def ask_lines(self, question: Sentence) -> str:
        """Lines up to an empty one."""
        lines = [self.ask(question)]
        while lines[-1] and (typed := self._read()):
            lines.append(typed.strip())
        return " ".join(lines)
