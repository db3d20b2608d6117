"""The languages pages speak: catalogue, numbers and dates of each, one `Language` object a language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from fractions import Fraction
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from zoneinfo import ZoneInfo

from govern.sentences import Sentence, Value, decimal

LOCALE = Path(__file__).parent / "locale"
CODES = ("en", "cy")
OWN_NAMES = {"en": "English", "cy": "Cymraeg"}
LONDON = ZoneInfo("Europe/London")

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "cy": ("dydd Llun", "dydd Mawrth", "dydd Mercher", "dydd Iau", "dydd Gwener", "dydd Sadwrn", "dydd Sul"),
}
#: "Dydd" after the words that soften it: a text holds the word and its gap the day, so it shows when they are joined.
_SOFTENED = re.compile(
    rf"\b(ar|o|i|tan|hyd|am|gan|at|dros|drwy|heb|dan|wrth) (?=(?:{'|'.join(_DAYS['cy'])}) \d)", re.IGNORECASE
)
#: A gap that ends as a sentence does, and a colon of the text behind it: "Who should join the board?: your choices".
_ENDED = re.compile(r"([?!.]):(?=\s|$)(\s*)(\w?)")
_MONTHS = {
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    "cy": (
        *("Ionawr", "Chwefror", "Mawrth", "Ebrill", "Mai", "Mehefin"),
        *("Gorffennaf", "Awst", "Medi", "Hydref", "Tachwedd", "Rhagfyr"),
    ),
}
#: First hour of each part of the day and its words.
_PARTS = {
    "en": ((0, "in the morning"), (12, "in the afternoon"), (18, "in the evening")),
    "cy": ((0, "y bore"), (12, "y prynhawn"), (18, "yr hwyr")),
}
_AT = {"en": "at", "cy": "am"}
_NOON = {"en": "12 noon", "cy": "12 hanner dydd"}
_MIDNIGHT = {"en": "12 midnight", "cy": "12 hanner nos"}


def month_called(word: str) -> int | None:
    """The number of a month by its name, in any of the languages.

    >>> month_called("Mehefin"), month_called("june"), month_called("Someday")
    (6, 6, None)
    """
    wanted = word.casefold()
    return next(
        (number for names in _MONTHS.values() for number, name in enumerate(names, 1) if name.casefold() == wanted),
        None,
    )


class Language:
    """One language: a `Reader` of sentences, with its dates and times in words."""

    def __init__(self, code: str, translations: NullTranslations, zone: tzinfo = LONDON) -> None:
        self.code = code
        self.translations = translations
        self.zone = zone

    def gettext(self, text: str) -> str:
        return self.translations.gettext(text) if text else ""

    def ngettext(self, one: str, many: str, number: int) -> str:
        return self.translations.ngettext(one, many, number)

    def say(self, sentence: Sentence | str) -> str:
        return sentence.read_by(self) if isinstance(sentence, Sentence) else self.gettext(sentence)

    def value(self, value: Value) -> str:
        """What fills a gap in a sentence: numbers exact, days and moments in words, lists joined with "and"."""
        match value:
            case Sentence():
                return value.read_by(self)
            case tuple():
                return self.listed(self.value(part) for part in value)
            case datetime():
                return self.moment(value)
            case date():
                return self.day(value)
            case Fraction():
                return self.decimal(value)
            case int():
                return self.number(value)
            case _:
                return str(value)

    def joined(self, text: str) -> str:
        """A text whose gaps are filled, as the language writes it then. Keeps what kind of text it is (Markup).

        >>> LANGUAGES["cy"].joined("ar dydd Sul 13 Rhagfyr 2026")
        'ar ddydd Sul 13 Rhagfyr 2026'
        >>> LANGUAGES["en"].joined("Who should join the board?: your choices in order")
        'Who should join the board? Your choices in order'
        """
        softened = _SOFTENED.sub(r"\1 d", text) if self.code == "cy" else text
        return type(text)(_ENDED.sub(lambda found: f"{found[1]}{found[2]}{found[3].upper()}", softened))

    def listed(self, parts: Iterable[str]) -> str:
        """ "a, b and c" """
        words = list(parts)
        if len(words) < 2:
            return "".join(words)
        first, last = ", ".join(words[:-1]), words[-1]
        return self.gettext("{first} and {last}").format(first=first, last=last)

    def number(self, number: int) -> str:
        """Thousands apart by commas: 1,204."""
        return f"{number:,}"

    def decimal(self, number: Fraction) -> str:
        """As `sentences.decimal`, with thousands apart: 1,204.5."""
        whole, point, rest = decimal(number).partition(".")
        return f"{int(whole):,}" + point + rest if whole.lstrip("-") != "0" else whole + point + rest

    def day(self, day: date) -> str:
        """ "Friday 27 November 2026" """
        return f"{self.weekday(day)} {self.day_short(day)} {self._local(day).year}"

    def day_short(self, day: date) -> str:
        """ "27 November" """
        local = self._local(day)
        return f"{local.day} {_MONTHS[self.code][local.month - 1]}"

    def weekday(self, day: date) -> str:
        return _DAYS[self.code][self._local(day).weekday()]

    def month(self, day: date) -> str:
        return _MONTHS[self.code][self._local(day).month - 1]

    def time(self, moment: datetime) -> str:
        """ "5 in the afternoon", "half past" is left as digits: "5:30 in the afternoon"."""
        local = moment.astimezone(self.zone)
        if (local.hour, local.minute) == (12, 0):
            return _NOON[self.code]
        if (local.hour, local.minute) == (0, 0):
            return _MIDNIGHT[self.code]
        hour = local.hour % 12 or 12
        digits = str(hour) if local.minute == 0 else f"{hour}:{local.minute:02d}"
        words = [words for first, words in _PARTS[self.code] if local.hour >= first][-1]
        return f"{digits} {words}"

    def moment(self, moment: datetime) -> str:
        """ "Friday 27 November 2026 at 5 in the afternoon" """
        return f"{self.day(moment)} {_AT[self.code]} {self.time(moment)}"

    def clock(self, moment: datetime) -> str:
        """The clock time in brackets, as officers read it: "(17:00)"."""
        return f"({self.digits(moment)})"

    def digits(self, moment: datetime) -> str:
        """The clock time alone, in a list of times: "17:00"."""
        return moment.astimezone(self.zone).strftime("%H:%M")

    def _local(self, day: date) -> date:
        return day.astimezone(self.zone).date() if isinstance(day, datetime) else day


def load_language(code: str) -> Language:
    """The language with its compiled catalogue; English needs none, its texts are the message ids."""
    file = LOCALE / code / "LC_MESSAGES" / "govern.mo"
    if not file.exists():
        return Language(code, NullTranslations())
    with file.open("rb") as catalogue:
        return Language(code, GNUTranslations(catalogue))


LANGUAGES: dict[str, Language] = {code: load_language(code) for code in CODES}
