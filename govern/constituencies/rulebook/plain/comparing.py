"""Two rulebooks side by side, rule by rule: what is new, what goes, what is said otherwise, in plain sentences.

A rule is the same rule when its key is: rows by their id, seats by body, group and way, so that a row put in between
does not make all that follow look changed. What changes in the file without changing a sentence is shown as it stands
in the file, for nothing that changes may stay unseen.
"""

from __future__ import annotations

import json
import tomllib
from collections import Counter
from collections.abc import Iterator
from datetime import date

import msgspec

from govern.constituencies.rulebook.book import Rulebook, chapters
from govern.constituencies.rulebook.plain.saying import CHAPTERS, plain_chapters
from govern.sentences import Sentence

#: How a row of the file is told from its neighbours.
NAMED_BY = {"quorum": ("body",), "seat": ("body", "constituency", "method")}
#: These change with every version and are no news.
EVERY_TIME = frozenset({"society.version", "society.effective_from"})


class FileChange(msgspec.Struct, frozen=True):
    """One key of a rule as it stands in the two files; empty where a file does not say it."""

    key: str
    before: str
    after: str


class RuleChange(msgspec.Struct, frozen=True):
    """One rule in two rulebooks. Without a number it is not there; `keys` is what changed in the file."""

    number_before: str | None
    number_after: str | None
    before: tuple[Sentence, ...]
    after: tuple[Sentence, ...]
    keys: tuple[FileChange, ...]

    @property
    def is_new(self) -> bool:
        return self.number_before is None

    @property
    def is_gone(self) -> bool:
        return self.number_after is None

    @property
    def says_the_same(self) -> bool:
        """The sentences are the same, so that only the file shows the change."""
        return [str(s) for s in self.before] == [str(s) for s in self.after]


class ChapterChange(msgspec.Struct, frozen=True):
    """One chapter with a rule that changes."""

    number: int
    table: str
    title: Sentence
    rules: tuple[RuleChange, ...]


def compare(before: Rulebook, after: Rulebook, language: str = "en") -> tuple[ChapterChange, ...]:
    """Every chapter in which the two differ, in the order of the chapters; none where they say the same."""
    old, new = _rules(before, language), _rules(after, language)
    found = []
    for chapter in chapters(after):
        keys = [*new[chapter.table], *(key for key in old[chapter.table] if key not in new[chapter.table])]
        changes = tuple(
            change
            for key in keys
            if (change := _change(old[chapter.table].get(key), new[chapter.table].get(key))) is not None
        )
        if changes:
            found.append(ChapterChange(chapter.number, chapter.table, CHAPTERS[chapter.table][0], changes))
    return tuple(found)


class _Rule(msgspec.Struct, frozen=True):
    """A rule with its number, its sentences, and what the file says: key -> value as written."""

    number: str
    sentences: tuple[Sentence, ...]
    file: dict[str, str]


def _change(old: _Rule | None, new: _Rule | None) -> RuleChange | None:
    keys = tuple(_keys(old.file if old else {}, new.file if new else {})) if old and new else ()
    said = [str(s) for s in (old.sentences if old else ())] != [str(s) for s in (new.sentences if new else ())]
    if not said and not keys and (old is None) == (new is None):
        return None
    return RuleChange(
        old.number if old else None,
        new.number if new else None,
        old.sentences if old else (),
        new.sentences if new else (),
        keys,
    )


def _keys(old: dict[str, str], new: dict[str, str]) -> Iterator[FileChange]:
    for key in dict.fromkeys((*old, *new)):
        if old.get(key) != new.get(key):
            yield FileChange(key, old.get(key, ""), new.get(key, ""))


def _rules(book: Rulebook, language: str) -> dict[str, dict[str, _Rule]]:
    """Chapter -> what names a rule -> the rule; only what the file says or a sentence says."""
    raw = tomllib.loads(book.text)
    said = {rule.path: rule.sentences for chapter in plain_chapters(book, language) for rule in chapter.rules}
    found: dict[str, dict[str, _Rule]] = {}
    for chapter in chapters(book):
        in_file = raw.get(chapter.table)
        mine: dict[str, _Rule] = {}
        seen: Counter[str] = Counter()
        for at, one in enumerate(chapter.clauses):
            if one.path in EVERY_TIME:
                continue
            if isinstance(in_file, list):
                name = _row_name(chapter.table, in_file[at])
                seen[name] += 1
                name, file = f"{name} {seen[name]}", _as_written(in_file[at])
            else:
                name = one.path.partition(".")[2]
                value = in_file.get(name) if isinstance(in_file, dict) else None
                file = (
                    {}
                    if value is None
                    else _as_written(value)
                    if isinstance(value, dict)
                    else {name: _written(value)}
                )
            if file or said.get(one.path):
                mine[name] = _Rule(one.number, said.get(one.path, ()), file)
        found[chapter.table] = mine
    return found


def _row_name(table: str, row: dict[str, object]) -> str:
    return "/".join(str(row.get(key)) for key in NAMED_BY.get(table, ("id",)))


def _as_written(row: dict[str, object]) -> dict[str, str]:
    return {key: _written(value) for key, value in row.items()}


def _written(value: object) -> str:
    """A value as a file would have it."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_written(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list):
        return "[" + ", ".join(_written(inner) for inner in value) + "]"
    return value.isoformat() if isinstance(value, date) else json.dumps(value, ensure_ascii=False)
