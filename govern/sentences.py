"""A sentence to a person, kept apart from its language.

Rules and counts speak in sentences long before anybody knows who will read them. A `Sentence` keeps the English
text with named gaps (which is the gettext message id) and the values for the gaps. The page fills it in.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date, datetime
from fractions import Fraction
from typing import Any, Protocol, TypeVar, Union

T = TypeVar("T")
Value = Union[str, int, Fraction, date, datetime, "Sentence", tuple["Value", ...]]


def N_(text: str) -> str:  # noqa: N802  # the name gettext knows
    """Marks a text for the catalogue that is translated only where it is shown."""
    return text


class Reader(Protocol):
    """How one language says things: its catalogue, its numbers, its dates."""

    @property
    def code(self) -> str: ...
    def gettext(self, text: str) -> str: ...
    def ngettext(self, one: str, many: str, number: int) -> str: ...
    def value(self, value: Value) -> str: ...
    def joined(self, text: str) -> str: ...


class Sentence:
    """A text with gaps and what goes into them. `many` and `number` give it a plural.

    >>> Sentence("{n} of {of} people voted.", n=121, of=195)
    """

    __slots__ = ("many", "number", "text", "values")

    def __init__(self, text: str, many: str | None = None, number: int | None = None, /, **values: Value) -> None:
        self.text = text
        self.many = many
        self.number = number
        self.values: dict[str, Value] = values

    def read_by(self, reader: Reader) -> str:
        """The finished sentence in the reader's language."""
        if self.many is not None and self.number is not None:
            pattern = reader.ngettext(self.text, self.many, self.number)
        else:
            pattern = reader.gettext(self.text)
        return reader.joined(pattern.format(**{name: reader.value(value) for name, value in self.values.items()}))

    def __str__(self) -> str:
        return self.read_by(ENGLISH)

    def __repr__(self) -> str:
        return f"Sentence({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sentence) and _parts(self) == _parts(other)

    def __hash__(self) -> int:
        return hash((self.text, self.many, self.number, tuple(sorted(self.values))))


class Name(Sentence):
    """What something is called in each language that its society names it in; the first name where one has none.

    >>> Name("Volunteers", cy="Gwirfoddolwyr")
    """

    __slots__ = ()

    def __init__(self, name: str, /, **others: str | None) -> None:
        super().__init__("{name}", name=name, **{code: other for code, other in others.items() if other})

    def read_by(self, reader: Reader) -> str:
        return str(self.values.get(reader.code) or self.values["name"])


def _parts(sentence: Sentence) -> tuple[object, ...]:
    return sentence.text, sentence.many, sentence.number, sentence.values


class _PlainEnglish:
    """What logs, the command line and tests read: English, numbers exact, dates as ISO."""

    code = "en"

    def gettext(self, text: str) -> str:
        return text

    def ngettext(self, one: str, many: str, number: int) -> str:
        return one if number == 1 else many

    def joined(self, text: str) -> str:
        return text

    def value(self, value: Value) -> str:
        if isinstance(value, tuple):
            return ", ".join(self.value(part) for part in value)
        if isinstance(value, Fraction):
            return decimal(value)
        return value.read_by(self) if isinstance(value, Sentence) else str(value)


ENGLISH: Reader = _PlainEnglish()


def decimal(number: Fraction, places: int = 6) -> str:
    """A fraction as exact decimal digits where it has at most `places`, else rounded to three and said so by "about".

    Rounding is for display only (invariant 32).
    """
    scaled = number * 10**places
    if scaled.denominator == 1:
        whole, rest = divmod(abs(scaled.numerator), 10**places)
        digits = f"{rest:0{places}d}".rstrip("0")
        return ("-" if number < 0 else "") + (f"{whole}.{digits}" if digits else str(whole))
    thousandths = round(number * 1000)
    return decimal(Fraction(thousandths, 1000))


def to_json(value: object) -> str:
    """Sentences, fractions and dates as JSON, for what the database keeps (declarations, count runs)."""
    return json.dumps(_pack(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def from_json(text: str, restore: Callable[[object], T]) -> T:
    """The way back: `restore` receives plain values with sentences, fractions and dates put together again."""
    return restore(_unpack(json.loads(text)))


def _pack(value: object) -> object:
    if isinstance(value, Name):
        return {"named": value.values}
    if isinstance(value, Sentence):
        parts = {"say": value.text, "with": {k: _pack(v) for k, v in value.values.items()}}
        return parts if value.many is None else {**parts, "many": value.many, "number": value.number}
    if isinstance(value, Fraction):
        return {"fraction": f"{value.numerator}/{value.denominator}"}
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    if isinstance(value, date):
        return {"day": value.isoformat()}
    if hasattr(value, "__struct_fields__"):  # a struct of msgspec, which the tools of scrutineers do without
        later: frozenset[str] = getattr(value, "LATER", frozenset())
        parts_of = {name: getattr(value, name) for name in value.__struct_fields__}
        return {name: _pack(part) for name, part in parts_of.items() if part is not None or name not in later}
    if isinstance(value, dict):
        return {str(k): _pack(v) for k, v in value.items()}
    if isinstance(value, (tuple, list, set, frozenset)):
        return [_pack(part) for part in value]
    return value


def _unpack(value: object) -> object:
    if isinstance(value, list):
        return tuple(_unpack(part) for part in value)
    if not isinstance(value, dict):
        return value
    if "say" in value and "with" in value:
        gaps: dict[str, Any] = {k: _unpack(v) for k, v in value["with"].items()}
        return Sentence(value["say"], value.get("many"), value.get("number"), **gaps)
    if value.keys() == {"named"}:
        names: dict[str, str] = dict(value["named"])
        return Name(names.pop("name"), **names)
    if value.keys() == {"fraction"}:
        return Fraction(value["fraction"])
    if value.keys() == {"moment"}:
        return datetime.fromisoformat(value["moment"])
    if value.keys() == {"day"}:
        return date.fromisoformat(value["day"])
    return {k: _unpack(v) for k, v in value.items()}
