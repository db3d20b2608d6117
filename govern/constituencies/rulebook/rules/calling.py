"""How the rules are called by name: a society, its groups and its bodies, in the language somebody reads."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol, TypeVar

from msgspec.structs import replace

from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Body, Constituency, ForumLayer
from govern.constituencies.rulebook.book.tables.society import Society
from govern.languages import LANGUAGES
from govern.sentences import N_, Name, Sentence

#: look/README.md draws six threads; a seventh group shares the first thread's colour, never its name.
THREADS = 6


class Dated(Protocol):
    """A version as its choice needs it: when it takes effect, and its number in the order of adoption."""

    @property
    def effective_from(self) -> date: ...
    @property
    def number(self) -> int: ...


V = TypeVar("V", bound=Dated)


def ruling_on(versions: Sequence[V], on: date) -> V | None:
    """The version that rules on a day: the latest that has taken effect.

    The first version rules from the society's founding here, whatever its date: a society is never without rules.
    """
    if not versions:
        return None
    in_effect = [v for v in versions if v.effective_from <= on]
    if not in_effect:
        return min(versions, key=lambda v: v.number)
    return max(in_effect, key=lambda v: (v.effective_from, v.number))


REHEARSED = N_("Rehearsal, nothing counts: {name}")


def as_rehearsed(book: Rulebook) -> Rulebook:
    """The rules as a rehearsal reads them. Its society is called one in every language, and so every page, letter
    and paper that names the society says what it is. Rules that were begun in a rehearsal bear that name already."""
    names = {
        language: society_name(book.society, language).removeprefix(_rehearsed("", language))
        for language in LANGUAGES
    }
    called = {language: _rehearsed(name, language) for language, name in names.items()}
    return replace(book, society=replace(book.society, name=called["en"], name_cy=called["cy"]))


def _rehearsed(name: str, language: str) -> str:
    return LANGUAGES[language].say(Sentence(REHEARSED, name=name))


def society_name(society: Society, language: str) -> str:
    return (society.name_cy if language == "cy" else None) or society.name


def group_name(group: Constituency, language: str) -> str:
    """The group's name as tables and charts use it."""
    return (group.name_cy if language == "cy" else None) or group.name


def plain_group_name(group: Constituency, language: str) -> str:
    """The group's name in plain words, as Easy Read pages use it."""
    return (group.plain_name_cy if language == "cy" else None) or group.plain_name


def body_name(body: Body, language: str) -> str:
    return (body.name_cy if language == "cy" else None) or body.name


def called(one: Constituency | Body | ForumLayer) -> Name:
    """The name of a group, a body or a layer inside a sentence, in the language of whoever reads it."""
    return Name(one.name, cy=one.name_cy)


def layer_name(layer: ForumLayer, language: str) -> str:
    return (layer.name_cy if language == "cy" else None) or layer.name


def thread_of(place: int) -> int:
    """The number of the thread of the group at this place (from 0) in the order of the rules."""
    return place % THREADS + 1
