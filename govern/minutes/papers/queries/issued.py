"""Papers that were issued: the list of them, one word for word, and whether one in somebody's hand is as issued."""

from __future__ import annotations

from collections.abc import AsyncIterator, Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Document, Form
from govern.documents.description import document_of, mark_of
from govern.errors import NotFound
from govern.identity.models import Person
from govern.minutes.papers import rules
from govern.minutes.papers.models import IssuedPaper
from govern.minutes.papers.rules import PaperKind
from govern.record import RecordLine
from govern.sentences import Sentence

ON_A_PAGE = 50


class IssuedLine(msgspec.Struct, frozen=True):
    """A paper in the list."""

    id: UUID
    number: str
    kind: str
    title: str
    language: str
    form: Form
    rules_version: str
    issued_at: datetime
    issued_by: str
    mark: str
    record_hash: str

    @property
    def kind_name(self) -> Sentence | str:
        return named(self.kind)


def named(kind: str) -> Sentence | str:
    """What a kind is called; a kind of another room by its own word."""
    return rules.NAMES[PaperKind(kind)] if kind in set(PaperKind) else kind


class Issued(msgspec.Struct, frozen=True):
    """One page of the list."""

    lines: tuple[IssuedLine, ...]
    number: int
    page: int

    @property
    def pages(self) -> int:
        return max(1, -(-self.number // ON_A_PAGE))


class Asked(msgspec.Struct, frozen=True):
    """What of the list is asked for: words of the title or a number, a kind, a year, and which kinds may be seen."""

    words: str = ""
    kind: str = ""
    year: int | None = None
    hidden: frozenset[PaperKind] = frozenset()

    def conditions(self) -> list[ColumnElement[bool]]:
        found: list[ColumnElement[bool]] = []
        if self.hidden:
            found.append(IssuedPaper.kind.not_in([kind.value for kind in self.hidden]))
        if self.kind:
            found.append(IssuedPaper.kind == self.kind)
        if self.year is not None:
            found.append(IssuedPaper.year == self.year)
        if self.words:
            told = rules.NUMBER.fullmatch(self.words)
            some = IssuedPaper.title.icontains(self.words, autoescape=True)
            if told is not None:
                some = or_(some, (IssuedPaper.year == int(told[1])) & (IssuedPaper.number == int(told[2])))
            found.append(some)
        return found


async def issued(reading: AsyncSession, asked: Asked, page: int) -> Issued:
    """A page of the papers issued, the newest first."""
    conditions = asked.conditions()
    number = await reading.scalar(select(func.count()).select_from(IssuedPaper).where(*conditions)) or 0
    last = max(1, -(-number // ON_A_PAGE))
    page = min(max(1, page), last)
    rows = await reading.execute(_lines(conditions).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE))
    return Issued(tuple(_line(row, name) for row, name in rows), number, page)


async def all_issued(reading: AsyncSession, asked: Asked) -> AsyncIterator[IssuedLine]:
    """Every paper asked for, row by row."""
    rows = await reading.stream(_lines(asked.conditions()))
    async for row, name in rows:
        yield _line(row, name)


def _lines(conditions: Collection[ColumnElement[bool]]) -> Select[IssuedPaper, str | None]:
    return (
        select(IssuedPaper, Person.name)
        .outerjoin(Person, Person.id == IssuedPaper.issued_by)
        .where(*conditions)
        .order_by(IssuedPaper.year.desc(), IssuedPaper.number.desc())
    )


def _line(row: IssuedPaper, name: str | None) -> IssuedLine:
    return IssuedLine(
        id=row.id,
        number=rules.numbered(row.year, row.number),
        kind=row.kind,
        title=row.title,
        language=row.language,
        form=row.form,
        rules_version=row.rules_version,
        issued_at=row.issued_at,
        issued_by=name or "",
        mark=row.mark.hex(),
        record_hash=row.record_hash.hex(),
    )


class IssuedPage(msgspec.Struct, frozen=True):
    """One paper as it was issued. `holds`: what is kept of it gives its mark, and the audit record says the same."""

    line: IssuedLine
    document: Document
    holds: bool


async def issued_page(
    reading: AsyncSession, paper_id: UUID, hidden: Collection[PaperKind] = frozenset()
) -> IssuedPage:
    """Raises `NotFound`, also for a kind that this office does not see."""
    row = (await reading.execute(_lines([IssuedPaper.id == paper_id]))).first()
    if row is None or row[0].kind in {kind.value for kind in hidden}:
        raise NotFound("There is no such paper. Go to the list of papers and choose from there.")
    paper = row[0]
    return IssuedPage(_line(paper, row[1]), document_of(paper.content), await _holds(reading, paper))


async def _holds(reading: AsyncSession, paper: IssuedPaper) -> bool:
    mark = mark_of(paper.content)
    facts = await reading.scalar(
        select(RecordLine.facts).where(RecordLine.subject == f"paper:{paper.id}", RecordLine.verb == "paper.issued")
    )
    return mark == paper.mark.hex() and facts is not None and f'"{mark}"' in facts


class Checked(msgspec.Struct, frozen=True):
    """What is said to somebody with a paper in hand. Only whoever knows its mark is told what it is."""

    genuine: bool
    line: IssuedLine | None = None


async def check(reading: AsyncSession, number: str, mark: str) -> Checked:
    """Whether a paper with this number was issued with this mark. Raises `NotValid` for what is neither."""
    year, count = rules.number_in(number)
    signs = rules.mark_in(mark)
    row = (await reading.execute(_lines([IssuedPaper.year == year, IssuedPaper.number == count]))).first()
    if row is None or not row[0].mark.hex().startswith(signs) or not await _holds(reading, row[0]):
        return Checked(genuine=False)
    return Checked(genuine=True, line=_line(row[0], row[1]))


async def issued_of(reading: AsyncSession, subjects: Collection[UUID]) -> tuple[IssuedLine, ...]:
    """Everything issued about some things, the oldest first."""
    rows = await reading.execute(_lines([IssuedPaper.subject.in_(list(subjects))]))
    return tuple(reversed([_line(row, name) for row, name in rows]))
