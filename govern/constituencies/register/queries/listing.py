"""The register as a list: pages of it, and the whole of it as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.constituencies.register import rules
from govern.constituencies.register.models import Member, Membership, Representative, people
from govern.constituencies.register.queries.representing import acts
from govern.constituencies.register.queries.standing import holds, noted_on
from govern.words import beginning, words_of

ON_A_PAGE = 50


class MemberLine(msgspec.Struct, frozen=True):
    """A line of the register's list. `left_on` is the day the last membership ended, where none goes on."""

    person_id: UUID
    number: str
    name: str
    entered_on: date
    groups: tuple[str, ...]
    left_on: date | None


class MemberList(msgspec.Struct, frozen=True):
    """One page of the list: lines, how many there are in all, and which page of how many."""

    lines: tuple[MemberLine, ...]
    total: int
    page: int
    pages: int


async def members(
    reading: AsyncSession, on: date, *, words: str = "", group: str = "", left: bool = False, page: int = 1
) -> MemberList:
    """A page of the register: those who belong now, or those who have left; by words of name, email and number.

    Asks the database three times, however long the list is.
    """
    found = _found(select(Member.person_id).join(people, people.c.id == Member.person_id), on, words, group, left)
    total = await reading.scalar(select(func.count()).select_from(found.subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = await reading.execute(
        found.with_only_columns(Member.person_id, Member.number, people.c.name, Member.entered_on)
        .order_by(people.c.search, Member.number)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    )
    lines = [(row.person_id, row.number, row.name, row.entered_on) for row in rows]
    spans = await reading.execute(
        select(Membership.person_id, Membership.constituency, Membership.joined_on, Membership.ended_on)
        .where(Membership.person_id.in_([line[0] for line in lines]))
        .order_by(Membership.joined_on)
    )
    theirs: dict[UUID, list[tuple[str, date, date | None]]] = defaultdict(list)
    for person_id, constituency, joined, ended in spans:
        theirs[person_id].append((constituency, joined, ended))
    return MemberList(tuple(_line(*line, theirs[line[0]], on) for line in lines), total, page, pages)


async def export(
    reading: AsyncSession, on: date, *, words: str = "", group: str = "", left: bool = False
) -> AsyncIterator[tuple[str, ...]]:
    """Rows for a file, with the columns an import takes, a row for each membership that fits; read as they are sent.

    A phone number keeps its plus sign only in the table; as CSV it is guarded like any cell.
    """
    start = (
        select(
            *(Member.number, people.c.name, people.c.first_name, Membership.constituency, Member.entered_on),
            *(Membership.joined_reason, Membership.ended_on, Membership.ended_reason, people.c.born_on),
            *(people.c.email, people.c.phone, people.c.postal_address, people.c.language, people.c.format),
            *(people.c.kind, Member.person_id),
        )
        .join(people, people.c.id == Member.person_id)
        .join(Membership, Membership.person_id == Member.person_id)
    )
    question = _found(start, on, words, group, left).order_by(Member.number, Membership.joined_on)
    if not left:
        question = question.where(holds(on))
    if group:
        question = question.where(Membership.constituency == group)
    noted = await noted_on(reading, on)
    acting = await _acting(reading, on)
    rows = await reading.stream(question.execution_options(yield_per=1_000))
    async for row in rows:
        attributes = ", ".join(sorted(noted.get(row.person_id, ())))
        name, email = acting.get(row.person_id, ("", ""))
        cells = ("" if cell is None else str(cell) for cell in row[:-2])
        yield (*cells, attributes, row.kind, name, email)


async def _acting(reading: AsyncSession, on: date) -> dict[UUID, tuple[str, str]]:
    """Organisation -> name and address of who acts for it."""
    rows = await reading.execute(
        select(Representative.organisation_id, people.c.name, people.c.email)
        .join(people, people.c.id == Representative.human_id)
        .where(acts(on))
    )
    return {organisation: (name, email or "") for organisation, name, email in rows}


def _found(
    start: Select[tuple[UUID]] | Select[*tuple[object, ...]], on: date, words: str, group: str, left: bool
) -> Select[*tuple[object, ...]]:
    other = aliased(Membership)
    theirs = select(other.id).where(other.person_id == Member.person_id)
    belongs = theirs.where(holds(on, other))
    in_group = other.constituency == group
    if left:
        question = start.where(~belongs.exists())
        if group:
            question = question.where(theirs.where(in_group).exists())
    else:
        question = start.where((belongs.where(in_group) if group else belongs).exists())
    # A record that became part of another is no entry of its own any more.
    question = question.where(people.c.merged_into_id.is_(None))
    for word in words_of(words):
        question = question.where(or_(people.c.search.like(beginning(word)), func.lower(Member.number) == word))
    return question


def _line(
    person_id: UUID, number: str, name: str, entered: date, spans: Sequence[tuple[str, date, date | None]], on: date
) -> MemberLine:
    groups = tuple(group for group, joined, ended in spans if rules.holds_on(on, joined, ended))
    ends = [ended for _, _, ended in spans if ended is not None]
    return MemberLine(person_id, number, name, entered, groups, None if groups else max(ends, default=None))
