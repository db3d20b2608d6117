"""What people send, read once: all problems together, everything typed kept, each problem beside its field.

A form is a frozen msgspec struct. Its fields carry an `Ask`: what to say when the field is empty or cannot be read.
`submitted()` answers with a `Submission`: either `values`, or `problems` and what was typed.
"""

from __future__ import annotations

import typing
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from enum import StrEnum
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Generic, TypeVar, Union, get_args, get_origin
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from litestar.datastructures import FormMultiDict, UploadFile

from govern.errors import GovernError, NotFound
from govern.sentences import N_, Sentence

T = TypeVar("T", bound=msgspec.Struct)
LONDON = ZoneInfo("Europe/London")
#: "26" is no year of a society's life; and no day near the end of the calendar, past which nothing can be counted.
YEARS = range(1800, 3000)


class Ask(msgspec.Struct, frozen=True):
    """How a field is asked for: the sentence when it is empty, the longest text, the smallest and largest number."""

    missing: str = N_("Fill in this part.")
    unreadable: str = N_("We cannot read this. Check it and type it again.")
    longest: int = 2_000
    least: int | None = None
    most: int | None = None


class Problem(msgspec.Struct, frozen=True):
    """A field (or "" for the whole form) and what to say beside it."""

    field: str
    sentence: Sentence


class Submission(Generic[T]):
    """A form as it came: `values` when everything could be read, else None and `problems`; always what was typed."""

    def __init__(
        self,
        values: T | None,
        problems: tuple[Problem, ...],
        typed: Mapping[str, list[str]],
        say: Callable[[Sentence], str] = str,
        status: int = 422,
    ) -> None:
        self.values = values
        self._problems = problems
        self.typed = typed
        self._say = say
        self.status = status

    @classmethod
    def blank(cls, **values: str | list[str]) -> Submission[Any]:
        """A form nobody has sent yet, perhaps with answers filled in from what is known."""
        typed = {name: value if isinstance(value, list) else [value] for name, value in values.items()}
        return Submission(None, (), typed)

    def beside(self, **known: str) -> Submission[T]:
        """The same form on a page with others: what was not typed here stands in them as it is known."""
        typed = {name: [value] for name, value in known.items()} | dict(self.typed)
        return Submission(self.values, self._problems, typed, self._say, self.status)

    def value(self, name: str) -> str:
        found = self.typed.get(name) or [""]
        return found[-1]

    def values_of(self, name: str) -> list[str]:
        return list(self.typed.get(name, []))

    def problem(self, name: str) -> str | None:
        """The sentence beside this field, in the reader's language."""
        return next((self._say(p.sentence) for p in self._problems if p.field == name), None)

    @property
    def problems(self) -> list[tuple[str, str]]:
        return [(problem.field, self._say(problem.sentence)) for problem in self._problems]

    def refused(self, refusal: GovernError) -> Submission[T]:
        """The same form with a refusal from deeper inside shown beside the field it names."""
        if isinstance(refusal, NotFound) and refusal.field is None:
            raise refusal
        many = getattr(refusal, "problems", None)
        problems = (
            tuple(Problem(refusal.field or "", sentence) for sentence in many)
            if many
            else (Problem(refusal.field or "", refusal.message),)
        )
        return Submission(None, problems, self.typed, self._say, 422)


def submitted(kind: type[T], form: FormMultiDict, say: Callable[[Sentence], str] = str) -> Submission[T]:
    """Read a sent form as `kind`. Blank means absent. Dates come as `name_day`, `name_month`, `name_year`;
    a moment also has `name_time`; ticked boxes come as many values of one name, or one."""
    typed = {name: [v for v in form.getall(name) if isinstance(v, str)] for name in form}
    read: dict[str, object] = {}
    problems: list[Problem] = []
    for name, required, wanted, ask in _fields_of(kind):
        try:
            value = _read(wanted, ask, name, form)
        except _Unreadable as problem:
            problems.append(Problem(name, problem.sentence))
            continue
        if value is None and required and not _optional(wanted):
            problems.append(Problem(name, Sentence(ask.missing)))
        elif value is not None:
            read[name] = value
        elif required:
            read[name] = None
    values = None if problems else kind(**read)
    return Submission(values, tuple(problems), typed, say)


@lru_cache
def _fields_of(kind: type[msgspec.Struct]) -> tuple[tuple[str, bool, object, Ask], ...]:
    """Name, whether it is required, what it holds, how it is asked for."""
    hints = typing.get_type_hints(kind, include_extras=True)
    return tuple((field.name, field.required, *_wanted(hints[field.name])) for field in msgspec.structs.fields(kind))


class _Unreadable(Exception):
    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence


def _wanted(hint: object) -> tuple[object, Ask]:
    if get_origin(hint) is Annotated:
        wanted, *notes = get_args(hint)
        return wanted, next((note for note in notes if isinstance(note, Ask)), Ask())
    return hint, Ask()


def _optional(wanted: object) -> bool:
    return get_origin(wanted) in (Union, UnionType) and NoneType in get_args(wanted)


def _read(wanted: object, ask: Ask, name: str, form: FormMultiDict) -> object | None:
    if _optional(wanted):
        wanted = next(part for part in get_args(wanted) if part is not NoneType)
    if get_origin(wanted) in (list, tuple):
        inner = get_args(wanted)[0]
        many = [_one(inner, ask, _text(v, ask)) for v in form.getall(name, []) if isinstance(v, str) and v.strip()]
        return tuple(many) if get_origin(wanted) is tuple else many
    if wanted is bool:
        return bool(form.getall(name, []))
    if wanted is UploadFile:
        upload = form.get(name)
        return upload if isinstance(upload, UploadFile) and upload.filename else None
    if wanted is date:
        return _date(ask, name, form)
    if wanted is datetime:
        return _moment(ask, name, form)
    sent = [v for v in form.getall(name, []) if isinstance(v, str)]
    text = _text(sent[-1], ask) if sent else ""
    return _one(wanted, ask, text) if text else None


def _text(text: str, ask: Ask) -> str:
    clean = text.replace("\r\n", "\n").strip()
    if "\x00" in clean:
        raise _Unreadable(Sentence("There is a character in this text that cannot be kept. Type the text again."))
    if len(clean) > ask.longest:
        raise _Unreadable(
            Sentence(
                "This is {length} characters long. It can have {longest} at most. Make it shorter.",
                length=len(clean),
                longest=ask.longest,
            )
        )
    return clean


def _one(wanted: object, ask: Ask, text: str) -> object:
    try:
        if wanted is int:
            return _whole_number(text, ask)
        if wanted is UUID:
            return UUID(text)
        if wanted is time:
            return time.fromisoformat(text)
        if isinstance(wanted, type) and issubclass(wanted, StrEnum):
            return wanted(text)
        if wanted is str:
            return text
    except ValueError:
        raise _Unreadable(Sentence(ask.unreadable)) from None
    raise TypeError(f"a form cannot hold {wanted!r}")


def _whole_number(text: str, ask: Ask) -> int:
    if not text.isascii() or len(text) > 12:
        raise ValueError
    number = int(text)
    if (ask.least is not None and number < ask.least) or (ask.most is not None and number > ask.most):
        raise _Unreadable(
            Sentence("Type a number from {least} to {most}.", least=ask.least or 0, most=ask.most or 1_000_000)
        )
    return number


def _date(ask: Ask, name: str, form: FormMultiDict) -> date | None:
    parts = [str(form.get(f"{name}_{part}") or "").strip() for part in ("year", "month", "day")]
    if not any(parts):
        return None
    try:
        year, month, day = (int(part) for part in parts)
        if year not in YEARS:
            raise ValueError
        return date(year, month, day)
    except (ValueError, OverflowError):
        raise _Unreadable(Sentence("This date does not exist. Type day, month and year as numbers.")) from None


def _moment(ask: Ask, name: str, form: FormMultiDict) -> datetime | None:
    day = _date(ask, name, form)
    clock = str(form.get(f"{name}_time") or "").strip().replace(".", ":")
    if day is None and not clock:
        return None
    if day is None:
        raise _Unreadable(Sentence("Type the day as well as the time."))
    try:
        hours = time.fromisoformat(clock if len(clock.split(":")[0]) == 2 else "0" + clock)
    except ValueError:
        raise _Unreadable(Sentence("Type the time with hours and minutes, like 17:00.")) from None
    return datetime.combine(day, hours, LONDON).astimezone(UTC)


def words(english: str | None, welsh: str | None) -> dict[str, str]:
    """A text in the languages it was typed in."""
    return {code: text for code, text in (("en", english), ("cy", welsh)) if text}
