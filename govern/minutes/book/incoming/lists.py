"""A list of past minutes: `past-minutes.csv`, a line for each file in the same archive."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

import msgspec

from govern.constituencies.register.incoming.sheet import Line, read_day
from govern.errors import NotValid
from govern.sentences import Sentence
from govern.words import words_of

T = TypeVar("T")
GENERAL = "general"
#: Nobody brings in minutes of a time before there were co-operative societies.
EARLIEST = date(1800, 1, 1)


class Kind(StrEnum):
    """Of what meeting they are."""

    AGM = "agm"
    GM = "gm"
    BODY = "body"


class State(StrEnum):
    """Whether somebody signed them, or they stayed a draft."""

    SIGNED = "signed"
    DRAFT = "draft"


class SeenBy(StrEnum):
    """Who may read them."""

    MEMBERS = "members"
    PUBLIC = "public"
    OFFICERS = "officers"


class Body(msgspec.Struct, frozen=True):
    """A body that had meetings: its id ("general" for the members), and the words people may name it by."""

    id: str
    names: tuple[str, ...]


class Listed(msgspec.Struct, frozen=True):
    """Minutes as a line of the list or a form gives them."""

    body: str
    kind: Kind
    held_on: date
    title: str
    language: str
    state: State
    seen_by: SeenBy


COLUMNS: dict[str, tuple[str, ...]] = {
    "file": ("file name", "ffeil", "enw'r ffeil"),
    "body": ("corff",),
    "kind": ("kind of meeting", "math", "math o gyfarfod"),
    "date": ("day", "dyddiad"),
    "title": ("teitl",),
    "language": ("iaith",),
    "state": ("signed or draft", "cyflwr"),
    "seen by": ("who may read it", "pwy sy'n darllen"),
}
REQUIRED = ("file", "body", "kind", "date", "title", "state", "seen by")
KINDS: dict[Kind, tuple[str, ...]] = {
    Kind.AGM: ("agm", "annual general meeting", "ccb", "cyfarfod cyffredinol blynyddol"),
    Kind.GM: ("gm", "general meeting", "special general meeting", "cyfarfod cyffredinol"),
    Kind.BODY: ("body", "meeting", "board meeting", "cyfarfod", "cyfarfod bwrdd"),
}
STATES: dict[State, tuple[str, ...]] = {
    State.SIGNED: ("signed", "agreed and signed", "llofnodwyd", "wedi'u llofnodi"),
    State.DRAFT: ("draft", "not signed", "drafft"),
}
READERS: dict[SeenBy, tuple[str, ...]] = {
    SeenBy.MEMBERS: ("members", "every member", "aelodau", "pob aelod"),
    SeenBy.PUBLIC: ("public", "everybody", "pawb", "cyhoeddus"),
    SeenBy.OFFICERS: ("officers", "confidential", "swyddogion", "cyfrinachol"),
}
LANGUAGES = {"english": "en", "saesneg": "en", "welsh": "cy", "cymraeg": "cy"}


def listed_in(
    line: Line, bodies: tuple[Body, ...], languages: tuple[str, ...], today: date
) -> Listed | tuple[Sentence, ...]:
    """A line as minutes, or everything that is wrong with it."""
    problems: list[Sentence] = []

    def read(column: str, how: Callable[[str], T | Sentence]) -> T | None:
        found = how(line.cell(column))
        if isinstance(found, Sentence):
            problems.append(found)
            return None
        return found

    body = read("body", lambda text: _body(text, bodies))
    kind = read("kind", lambda text: _word(text, KINDS, "kind"))
    held_on = read("date", read_day)
    title = read("title", _title)
    language = read("language", lambda text: _language(text, languages))
    state = read("state", lambda text: _word(text, STATES, "state"))
    seen_by = read("seen by", lambda text: _word(text, READERS, "seen by"))
    if body and kind and held_on and title and language and state and seen_by and not problems:
        found = Listed(body, kind, held_on, title, language, state, seen_by)
        try:
            check_listed(found, today)
        except NotValid as refusal:
            return (refusal.message,)
        return found
    return tuple(problems)


def check_listed(found: Listed, today: date) -> None:
    """What the parts say together. Raises `NotValid` beside the field that is to be changed."""
    if found.held_on > today:
        raise NotValid(
            "{day} is still to come. These minutes are of a meeting that has been.",
            field="held_on",
            day=found.held_on,
        )
    if found.held_on < EARLIEST:
        raise NotValid("{day} is too long ago. Check the year.", field="held_on", day=found.held_on)
    if (found.body == GENERAL) != (found.kind is not Kind.BODY):
        raise NotValid(
            "A general meeting is of the members; any other meeting is of a body. Change the body or the kind.",
            field="kind",
        )


def _body(text: str, bodies: tuple[Body, ...]) -> str | Sentence:
    wanted = words_of(text)
    for body in bodies:
        if wanted and wanted in {words_of(name) for name in (body.id, *body.names)}:
            return body.id
    return Sentence(
        "The rules have no body “{text}”. Write one of: {bodies}.",
        text=text[:40],
        bodies=tuple(body.names[0] for body in bodies),
    )


def _word(text: str, known: Mapping[T, tuple[str, ...]], column: str) -> T | Sentence:
    wanted = words_of(text)
    for value, names in known.items():
        if wanted and wanted in {words_of(name) for name in names}:
            return value
    return Sentence(
        "“{text}” cannot stand in the column “{column}”. Write one of: {words}.",
        text=text[:40],
        column=column,
        words=tuple(names[0] for names in known.values()),
    )


def _title(text: str) -> str | Sentence:
    if 0 < len(text) <= 200:
        return text
    return Sentence("The title is missing, or longer than 200 characters.")


def _language(text: str, languages: tuple[str, ...]) -> str | Sentence:
    """Nothing means the society's first language."""
    found = LANGUAGES.get(text.casefold(), text.casefold()) if text else languages[0]
    if found in languages:
        return found
    return Sentence(
        "The society does not write in “{text}”. Its languages are: {languages}.", text=text[:40], languages=languages
    )
