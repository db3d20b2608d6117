"""A row of a file as a person, or everything that is wrong with it, said so that the row can be corrected."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import msgspec

from govern.constituencies.register.incoming.columns import Column
from govern.constituencies.register.incoming.expected import Expected
from govern.constituencies.register.incoming.rows import Row
from govern.constituencies.register.incoming.sheet import read_day
from govern.constituencies.register.rules import kind_for, may_belong, old_enough
from govern.documents.spreadsheet import unguarded
from govern.errors import NotAllowed
from govern.identity.rules import PersonKind, plain_email
from govern.sentences import Sentence
from govern.words import words_of

T = TypeVar("T")

#: What a spreadsheet would run instead of showing (OWASP; ASVS 5.0 1.2.10), with the full-width forms.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{3,38}")
EMAIL = re.compile(r"[^@\s<>\"',;]{1,64}@[^@\s<>\"',;]+\.[^@\s<>\"',;]{2,63}")
NUMBER = re.compile(r"[A-Za-z0-9._/-]{1,40}")
NONE_OF_THEM = ("none", "dim")

LONGEST: dict[Column, int] = {
    Column.NUMBER: 40,
    Column.NAME: 200,
    Column.FIRST_NAME: 100,
    Column.REASON: 200,
    Column.ENDED_REASON: 200,
    Column.EMAIL: 254,
    Column.PHONE: 40,
    Column.ADDRESS: 400,
    Column.REPRESENTATIVE: 200,
    Column.REPRESENTATIVE_EMAIL: 254,
}
KIND_NAMES = {
    **dict.fromkeys(("human", "person", "unigolyn"), PersonKind.HUMAN),
    **dict.fromkeys(("organisation", "organization", "sefydliad"), PersonKind.ORGANISATION),
}
LANGUAGE_NAMES = {"english": "en", "saesneg": "en", "en": "en", "welsh": "cy", "cymraeg": "cy", "cy": "cy"}


class Incoming(msgspec.Struct, frozen=True):
    """A person as a row gives them. None means the row does not say, and the register keeps what it has."""

    line: int
    number: str
    name: str
    group: str
    first_name: str | None = None
    joined_on: date | None = None
    joined_reason: str | None = None
    ended_on: date | None = None
    ended_reason: str | None = None
    born_on: date | None = None
    email: str | None = None
    phone: str | None = None
    address: str | None = None
    language: str | None = None
    format: str | None = None
    attributes: frozenset[str] | None = None
    kind: PersonKind = PersonKind.HUMAN
    representative: str | None = None
    representative_email: str | None = None


class _Cells:
    """The cells of one row by column, and the problems found while they are read."""

    def __init__(self, row: Row, columns: list[Column], problems: list[Sentence]) -> None:
        self.problems = problems
        self.texts: dict[Column, str] = {}
        for column, raw in zip(columns, row.cells, strict=True):
            text = unguarded(raw.strip())
            if not text:
                continue
            if _is_formula(column, raw, text):
                problems.append(
                    Sentence("“{cell}” in {column} would run as a formula.", cell=text[:40], column=column.value)
                )
            elif len(text) > LONGEST.get(column, 200):
                problems.append(
                    Sentence(
                        "The text in {column} is {length} characters long. At most {longest} are kept.",
                        column=column.value,
                        length=len(text),
                        longest=LONGEST.get(column, 200),
                    )
                )
            else:
                self.texts[column] = text

    def read(self, column: Column, how: Callable[[str], T | Sentence]) -> T | None:
        text = self.texts.get(column)
        if text is None:
            return None
        found = how(text)
        if isinstance(found, Sentence):
            self.problems.append(found)
            return None
        return found

    def needed(self, column: Column, how: Callable[[str], T | Sentence]) -> T | None:
        if column not in self.texts and not self.problems:
            self.problems.append(Sentence("There is nothing in {column}.", column=column.value))
        return self.read(column, how)


def read_person(row: Row, columns: list[Column], expected: Expected) -> Incoming | tuple[Sentence, ...]:
    """The person of a row, or what is wrong with it."""
    if len(row.cells) != len(columns):
        return (
            Sentence(
                "This line has {cells} columns and the first line has {columns}.",
                cells=len(row.cells),
                columns=len(columns),
            ),
        )
    problems: list[Sentence] = []
    cells = _Cells(row, columns, problems)
    number = cells.needed(Column.NUMBER, _number)
    name = cells.needed(Column.NAME, _text)
    group = cells.needed(Column.GROUP, lambda text: _group(text, expected))
    person = Incoming(
        line=row.line,
        number=number or "",
        name=name or "",
        group=group or "",
        first_name=cells.read(Column.FIRST_NAME, _text),
        joined_on=cells.read(Column.JOINED, read_day),
        joined_reason=cells.read(Column.REASON, _text),
        ended_on=cells.read(Column.ENDED, read_day),
        ended_reason=cells.read(Column.ENDED_REASON, _text),
        born_on=cells.read(Column.BORN, read_day),
        email=cells.read(Column.EMAIL, _email),
        phone=cells.read(Column.PHONE, _phone),
        address=cells.read(Column.ADDRESS, lambda text: text.replace("\r\n", "\n")),
        language=cells.read(Column.LANGUAGE, lambda text: _language(text, expected)),
        format=cells.read(Column.FORMAT, lambda text: _format(text, expected)),
        attributes=cells.read(Column.ATTRIBUTES, lambda text: _attributes(text, expected)),
        kind=cells.read(Column.KIND, _kind) or _kind_of_group(group, expected),
        representative=cells.read(Column.REPRESENTATIVE, _text),
        representative_email=cells.read(Column.REPRESENTATIVE_EMAIL, _email),
    )
    if group and not problems:
        problems.extend(_kinds_that_cannot_be(person, expected))
    problems.extend(_days_that_cannot_be(person, expected))
    return tuple(problems) if problems else person


def _kind_of_group(group: str | None, expected: Expected) -> PersonKind:
    """Where a line does not say, it is an organisation if its group takes nobody else."""
    if group is None or expected.book is None:
        return PersonKind.HUMAN
    return kind_for(expected.book.constituency(group))


def _kinds_that_cannot_be(person: Incoming, expected: Expected) -> list[Sentence]:
    problems = []
    book = expected.book
    if book is not None and person.ended_on is None:
        try:
            may_belong(book, book.constituency(person.group), person.kind)
        except NotAllowed as refusal:
            problems.append(refusal.message)
    if person.kind is PersonKind.ORGANISATION:
        if person.born_on is not None:
            problems.append(Sentence("An organisation has no date of birth. Leave it empty."))
        if person.representative_email and not person.representative:
            problems.append(Sentence("There is an address of a representative, and no name. Name them."))
    elif person.representative or person.representative_email:
        problems.append(Sentence("Only an organisation has a representative. A person votes for themselves."))
    return problems


def _days_that_cannot_be(person: Incoming, expected: Expected) -> list[Sentence]:
    problems = []
    today, age = expected.today, expected.member_age
    joined, ended, born = person.joined_on, person.ended_on, person.born_on
    if joined is not None and joined > today:
        problems.append(Sentence("The day of joining, {day}, has not come yet.", day=joined))
    if ended is not None and ended > today:
        problems.append(Sentence("The day of leaving, {day}, has not come yet.", day=ended))
    if joined is not None and ended is not None and ended < joined:
        problems.append(Sentence("The day of leaving, {day}, is before the day of joining.", day=ended))
    if born is not None and (born >= today or born.year < 1890):
        problems.append(Sentence("{day} cannot be a birth date.", day=born))
    elif ended is None and not old_enough(born, today, age):
        problems.append(Sentence("Members are at least {age}. This person is younger.", age=age))
    return problems


def _is_formula(column: Column, raw: str, text: str) -> bool:
    if column is Column.PHONE and PHONE.fullmatch(text):
        return False
    return text.startswith(FORMULA_SIGNS) or raw.startswith(("\t", "\r"))


def _text(text: str) -> str:
    return " ".join(text.split())


def _number(text: str) -> str | Sentence:
    if NUMBER.fullmatch(text):
        return text
    return Sentence("“{text}” cannot be a member's number. Use letters, digits and hyphens.", text=text[:40])


def _email(text: str) -> str | Sentence:
    if EMAIL.fullmatch(text):
        return plain_email(text)
    return Sentence("“{text}” is not an email address.", text=text[:40])


def _phone(text: str) -> str | Sentence:
    if PHONE.fullmatch(text):
        return text
    return Sentence("“{text}” is no telephone number.", text=text[:40])


def _group(text: str, expected: Expected) -> str | Sentence:
    found = expected.groups.get(words_of(text))
    if found is not None:
        return found
    return Sentence(
        "There is no group “{text}” in the rules. The groups are: {groups}.",
        text=text[:40],
        groups=tuple(expected.group_names.values()),
    )


def _kind(text: str) -> PersonKind | Sentence:
    found = KIND_NAMES.get(" ".join(words_of(text)))
    if found is not None:
        return found
    return Sentence("“{text}” is no kind we know. Write “person” or “organisation”.", text=text[:40])


def _language(text: str, expected: Expected) -> str | Sentence:
    found = LANGUAGE_NAMES.get(text.casefold(), text.casefold())
    if found in expected.languages:
        return found
    return Sentence(
        "The society does not write in “{text}”. Its languages are: {languages}.",
        text=text[:40],
        languages=expected.languages,
    )


def _format(text: str, expected: Expected) -> str | Sentence:
    found = expected.formats.get(words_of(text))
    if found is not None:
        return found
    return Sentence(
        "“{text}” is no format of the society. It has: {formats}.",
        text=text[:40],
        formats=tuple(expected.formats.values()),
    )


def _attributes(text: str, expected: Expected) -> frozenset[str] | Sentence:
    """ "volunteer, employee", parted by commas, semicolons, bars or new lines; "none" takes all away."""
    named = [part.strip().casefold().replace(" ", "_") for part in re.split(r"[,;|\n]", text) if part.strip()]
    if len(named) == 1 and named[0] in NONE_OF_THEM:
        return frozenset()
    unknown = tuple(part[:40] for part in named if part not in expected.attributes)
    if unknown:
        return Sentence(
            "The rules do not ask about {unknown}. They ask about: {attributes}.",
            unknown=unknown,
            attributes=tuple(sorted(expected.attributes)),
        )
    return frozenset(named)
