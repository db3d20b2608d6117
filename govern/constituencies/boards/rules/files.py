"""A file of those who sit and those who sat: its columns, and each row as a time on a seat, or what is wrong with it.

Facts are facts: a board over a cap, a term limit or its number of seats is taken as it is, and a breach opens.
What cannot be a fact is refused: a seat the rules do not have, a day that does not exist, two seats at once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

import msgspec

from govern.constituencies.boards.rules.holders import HowFilled
from govern.constituencies.boards.rules.rows import key_of, row_named, ways_to
from govern.constituencies.register.incoming import FileNotValid, Row
from govern.constituencies.rulebook.book import Rulebook
from govern.documents.spreadsheet import unguarded
from govern.errors import NotFound
from govern.sentences import Sentence
from govern.words import words_of

#: Those who sat on all bodies of a society in a hundred years are fewer.
MOST_TENURES = 5_000
LONGEST_CELL = 200
YEAR_FIRST = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})")


class SeatColumn(StrEnum):
    """What a column holds. The value is the name we write."""

    PERSON = "person"
    BODY = "body"
    SEAT = "seat"
    TEAM = "team"
    FROM = "from"
    DUE = "due"
    LEFT = "left"
    WHY_LEFT = "why left"
    HOW = "how"
    LAST_ELECTED = "last elected"
    TERMS_BEFORE = "terms before"
    ORGANISATION = "organisation"
    NOMINATED_BY = "nominated by"
    OFFICE = "office"


NEEDED = (SeatColumn.PERSON, SeatColumn.SEAT, SeatColumn.FROM)
COLUMNS: dict[SeatColumn, tuple[str, ...]] = {
    SeatColumn.PERSON: ("person", "number", "name", "email", "director", "aelod", "enw", "rhif"),
    SeatColumn.BODY: ("body", "board", "corff", "bwrdd"),
    SeatColumn.SEAT: ("seat", "group", "sedd", "grŵp"),
    SeatColumn.TEAM: ("team", "unit", "tîm"),
    SeatColumn.FROM: ("from", "since", "o", "ers"),
    SeatColumn.DUE: ("due", "until", "term ends", "hyd"),
    SeatColumn.LEFT: ("left", "to", "gadawodd"),
    SeatColumn.WHY_LEFT: ("why left", "rheswm gadael"),
    SeatColumn.HOW: ("how", "how filled", "sut"),
    SeatColumn.LAST_ELECTED: ("last elected", "elected", "etholwyd"),
    SeatColumn.TERMS_BEFORE: ("terms before", "times elected", "tymhorau cynt"),
    SeatColumn.ORGANISATION: ("organisation", "sefydliad"),
    SeatColumn.NOMINATED_BY: ("nominated by", "enwebwyd gan"),
    SeatColumn.OFFICE: ("office", "swydd"),
}
_BY_WORDS = {words_of(name): column for column, names in COLUMNS.items() for name in names}
_WHY = (
    "resigned",
    "term_over",
    "removed",
    "died",
    "status_changed",
    "office_ended",
    "seat_ended",
    "not_representing",
)


class SeatRowRead(msgspec.Struct, frozen=True):
    """One time on one seat, as a row gives it."""

    line: int
    person: str
    body: str
    constituency: str
    from_on: date
    how: HowFilled
    due_on: date | None = None
    to_on: date | None = None
    why_left: str | None = None
    unit: str | None = None
    elected_on: date | None = None
    terms_before: int = 0
    organisation: str | None = None
    nominated_by: str | None = None
    office: str | None = None


def read_seat_header(row: Row) -> list[SeatColumn]:
    """What each column holds. Raises `FileNotValid` for an unknown column, one named twice, or one missing."""
    found = [_BY_WORDS.get(words_of(cell)) for cell in row.cells]
    unknown = tuple(cell.strip()[:40] or "–" for cell, column in zip(row.cells, found, strict=True) if column is None)
    if unknown:
        raise FileNotValid(
            "We do not take these columns: {unknown}. Take them out. We take: {allowed}.",
            unknown=unknown,
            allowed=tuple(column.value for column in SeatColumn),
        )
    known = [column for column in found if column is not None]
    twice = tuple(dict.fromkeys(column.value for column in known if known.count(column) > 1))
    if twice:
        raise FileNotValid("These columns are named twice: {twice}. Keep one of each.", twice=twice)
    missing = tuple(column.value for column in NEEDED if column not in known)
    if missing:
        raise FileNotValid("These columns are missing: {missing}. Add them to the first line.", missing=missing)
    return known


def read_tenure(
    row: Row, columns: list[SeatColumn], book: Rulebook, today: date
) -> SeatRowRead | tuple[Sentence, ...]:
    """The time on a seat that a row gives, or everything that is wrong with it."""
    if len(row.cells) != len(columns):
        return (
            Sentence(
                "This line has {cells} columns and the first line has {columns}.",
                cells=len(row.cells),
                columns=len(columns),
            ),
        )
    texts = {c: t[:LONGEST_CELL] for c, raw in zip(columns, row.cells, strict=True) if (t := unguarded(raw.strip()))}
    problems: list[Sentence] = []
    body, seat, how = _place(texts, book, problems)
    days = {
        column: _day(texts, column, problems)
        for column in (SeatColumn.FROM, SeatColumn.DUE, SeatColumn.LEFT, SeatColumn.LAST_ELECTED)
    }
    begun = days[SeatColumn.FROM]
    if SeatColumn.PERSON not in texts:
        problems.append(Sentence("There is nothing in {column}.", column=SeatColumn.PERSON.value))
    if begun is None and SeatColumn.FROM not in texts:
        problems.append(Sentence("There is nothing in {column}.", column=SeatColumn.FROM.value))
    terms = _terms(texts, problems)
    if begun is not None:
        problems += _days_that_cannot_be(begun, days, today)
    why = texts.get(SeatColumn.WHY_LEFT, "").lower().replace(" ", "_") or None
    if why is not None and why not in _WHY:
        problems.append(Sentence("“{word}” is no reason we know. Write one of: {words}.", word=why, words=_WHY))
    if problems or begun is None:
        return tuple(problems)
    return SeatRowRead(
        line=row.line,
        person=texts[SeatColumn.PERSON],
        body=body,
        constituency=seat,
        from_on=begun,
        how=how,
        due_on=days[SeatColumn.DUE],
        to_on=days[SeatColumn.LEFT],
        why_left=why or ("term_over" if days[SeatColumn.LEFT] else None),
        unit=texts.get(SeatColumn.TEAM),
        elected_on=days[SeatColumn.LAST_ELECTED],
        terms_before=terms,
        organisation=texts.get(SeatColumn.ORGANISATION),
        nominated_by=texts.get(SeatColumn.NOMINATED_BY),
        office=texts.get(SeatColumn.OFFICE),
    )


def _place(texts: Mapping[SeatColumn, str], book: Rulebook, problems: list[Sentence]) -> tuple[str, str, HowFilled]:
    """Body, row and way. Without a body the board is meant; without a way the one the rules name first."""
    named = texts.get(SeatColumn.BODY, "")
    body = next((b for b in book.bodies if words_of(named) in (words_of(b.id), words_of(b.name))), None)
    if not named:
        body = book.board()
    if body is None:
        known = tuple(b.id for b in book.bodies if b.seats)
        problems.append(
            Sentence("The rules have no body “{body}”. Write one of: {bodies}.", body=named, bodies=known)
        )
        return "", "", HowFilled.ELECTED
    keys = tuple(key_of(book, body.id, row) for row in book.seats_of(body.id))
    wanted = texts.get(SeatColumn.SEAT, "")
    names = {words_of(book.constituency(g).name): g for g in keys if any(c.id == g for c in book.constituencies)}
    try:
        row = row_named(book, body.id, names.get(words_of(wanted), wanted))
    except NotFound:
        problems.append(Sentence("“{seat}” is no seat of {body}. Write one of: {seats}.",
                                 seat=wanted or "–", body=body.name, seats=keys))  # fmt: skip
        return body.id, "", HowFilled.ELECTED
    ways = ways_to(book, body.id, row)
    said = texts.get(SeatColumn.HOW, "").lower().replace(" ", "_").replace("-", "_")
    if said and said not in tuple(HowFilled):
        problems.append(Sentence("“{how}” is no way to a seat. Write one of: {ways}.",
                                 how=said, ways=tuple(way.value for way in ways)))  # fmt: skip
        return body.id, row.constituency, ways[0]
    return body.id, row.constituency, HowFilled(said) if said else ways[0]


def _day(texts: Mapping[SeatColumn, str], column: SeatColumn, problems: list[Sentence]) -> date | None:
    text = texts.get(column)
    if text is None:
        return None
    parts = YEAR_FIRST.fullmatch(text)
    year_first = parts is not None
    parts = parts or DAY_FIRST.fullmatch(text)
    if parts is not None:
        year, month, day = parts.groups() if year_first else parts.groups()[::-1]
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            pass
    problems.append(
        Sentence("“{day}” in {column} is no day. Write 2026-11-27 or 27/11/2026.", day=text, column=column.value)
    )
    return None


def _terms(texts: Mapping[SeatColumn, str], problems: list[Sentence]) -> int:
    text = texts.get(SeatColumn.TERMS_BEFORE, "0")
    if text.isdecimal() and len(text) < 3:
        return int(text)
    problems.append(Sentence("“{number}” in terms before is no number of terms. Write 0, 1, 2 …", number=text))
    return 0


def _days_that_cannot_be(begun: date, days: Mapping[SeatColumn, date | None], today: date) -> list[Sentence]:
    problems = []
    left, due, elected = days[SeatColumn.LEFT], days[SeatColumn.DUE], days[SeatColumn.LAST_ELECTED]
    if begun > today:
        problems.append(Sentence("They would sit from {day}, which has not come yet.", day=begun))
    if left is not None and left < begun:
        problems.append(Sentence("They left on {left}, before they sat on {day}.", left=left, day=begun))
    if left is not None and left > today:
        problems.append(Sentence("The day of leaving, {day}, has not come yet.", day=left))
    if due is not None and due <= begun:
        problems.append(Sentence("The term ends on {due}, before it begins on {day}.", due=due, day=begun))
    if elected is not None and elected > today:
        problems.append(Sentence("The last election, {day}, has not come yet.", day=elected))
    return problems
