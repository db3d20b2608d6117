"""What other rooms and the office ask of the register: who may vote, who is told, who belongs where, the lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.constituencies.register import rules
from govern.constituencies.register.incoming import Finding, findings_from
from govern.constituencies.register.models import AttributeSpan, Import, Member, Membership, people
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.words import beginning, words_of

ASKED_AT_ONCE = 500
ON_A_PAGE = 50


class Elector(msgspec.Struct, frozen=True, gc=False):
    """Somebody who may vote. `also_in` names further groups where the rules let a person vote in each of theirs."""

    person_id: UUID
    constituency: str
    attributes: frozenset[str]
    also_in: tuple[str, ...] = ()


class Addressee(msgspec.Struct, frozen=True):
    """A member as a notice reaches them."""

    person_id: UUID
    name: str
    email: str | None
    language: str
    format: str
    postal_address: str | None = None


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


class ImportView(msgspec.Struct, frozen=True):
    """A file of members as its page shows it. `findings` are the first lines of each outcome, with what was found."""

    id: UUID
    stage: rules.ImportStage
    original_name: str
    added: int
    changed: int
    unchanged: int
    refused: int
    findings: tuple[Finding, ...]
    uploaded_by: UUID | None
    uploaded_at: datetime
    approved_by: UUID | None
    applied_at: datetime | None

    @property
    def changes(self) -> int:
        return self.added + self.changed


class Span(msgspec.Struct, frozen=True):
    """A membership or an attribute, from one day to another, with why (or where we know it from)."""

    what: str
    from_on: date
    to_on: date | None
    why: str
    why_ended: str | None = None


class MemberPage(msgspec.Struct, frozen=True):
    """Everything the register holds of one person."""

    person_id: UUID
    number: str
    entered_on: date
    name: str
    first_name: str
    email: str | None
    phone: str | None
    postal_address: str | None
    born_on: date | None
    language: str
    format: str
    memberships: tuple[Span, ...]
    attributes: tuple[Span, ...]
    groups_now: tuple[str, ...]
    attributes_now: frozenset[str]
    votes_in: tuple[str, ...]


async def electorate(reading: AsyncSession, at: datetime) -> tuple[Elector, ...]:
    """Everybody who may vote at a moment, each once, in the order of their ids (invariants 3, 4, 5).

    A person of several groups votes in the one `rules.voting_groups` names; groups without a vote do not count.
    """
    day = day_of(at)
    book = (await rulebook.in_force(reading, day)).rulebook
    order = tuple(group.id for group in book.voting_constituencies())
    noted = await _noted_on(reading, day)
    implied = _implied(book)
    alone: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], frozenset[str]]] = {}
    memberships = await reading.stream(
        select(Membership.person_id, Membership.constituency, Membership.joined_on, people.c.born_on)
        .join(people, people.c.id == Membership.person_id)
        .where(_holds(day))
        .order_by(Membership.person_id)
        .execution_options(yield_per=5_000)
    )
    electors = []
    rest: list[tuple[UUID, str, date, date | None]] = []

    def take(rows: Iterable[tuple[UUID, str, date, date | None]]) -> None:
        for person_id, spans in groupby(rows, key=lambda row: row[0]):
            mine = list(spans)
            of_them = tuple(noted.get(person_id, ()))
            found = alone.get((mine[0][1], of_them)) if len(mine) == 1 else None
            if found is None:
                groups = rules.voting_groups(((m[1], m[2]) for m in mine), order, book.voting.multi_class)
                found = groups, rules.attributes_of(of_them, (m[1] for m in mine), implied)
            if len(mine) == 1:  # nearly everybody: the answer is the same for all of one group
                alone[mine[0][1], of_them] = found
            if found[0] and rules.old_enough(mine[0][3], day):
                electors.append(Elector(person_id, found[0][0], found[1], found[0][1:]))

    async for part in memberships.partitions():
        rows = [*rest, *(tuple(row) for row in part)]
        last = rows[-1][0]
        cut = next(at for at, row in enumerate(rows) if row[0] == last)
        take(rows[:cut])
        rest = rows[cut:]
    take(rest)
    return tuple(electors)


async def members_on(reading: AsyncSession, on: date) -> tuple[Addressee, ...]:
    """Everybody who is a member on a day, voting or not: those to whom a notice goes."""
    columns = (
        people.c.id,
        people.c.name,
        people.c.email,
        people.c.language,
        people.c.format,
        people.c.postal_address,
    )
    belongs = select(Membership.person_id).where(_holds(on))
    rows = await reading.execute(select(*columns).where(people.c.id.in_(belongs)).order_by(people.c.search))
    return tuple(Addressee(*row) for row in rows)


async def attributes_on(reading: AsyncSession, person_ids: Collection[UUID], on: date) -> dict[UUID, frozenset[str]]:
    """What is true of these people on a day: what was noted, and what their groups imply by the rules."""
    book = (await rulebook.in_force(reading, on)).rulebook
    noted: dict[UUID, list[str]] = defaultdict(list)
    for ids in _portions(person_ids):
        question = select(AttributeSpan.person_id, AttributeSpan.attribute).where(
            AttributeSpan.person_id.in_(ids), _noted(on)
        )
        for person_id, attribute in await reading.execute(question):
            noted[person_id].append(attribute)
    groups = await groups_on(reading, person_ids, on)
    return {p: rules.attributes_of(noted.get(p, ()), groups.get(p, ()), _implied(book)) for p in person_ids}


async def groups_on(reading: AsyncSession, person_ids: Collection[UUID], on: date) -> dict[UUID, tuple[str, ...]]:
    """The groups these people belong to on a day, the longest membership first."""
    found: dict[UUID, list[str]] = defaultdict(list)
    for ids in _portions(person_ids):
        question = (
            select(Membership.person_id, Membership.constituency)
            .where(Membership.person_id.in_(ids), _holds(on))
            .order_by(Membership.joined_on, Membership.constituency)
        )
        for person_id, group in await reading.execute(question):
            found[person_id].append(group)
    return {person_id: tuple(groups) for person_id, groups in found.items()}


async def constituencies_of(reading: AsyncSession, person_id: UUID, on: date) -> tuple[str, ...]:
    return (await groups_on(reading, [person_id], on)).get(person_id, ())


async def born_on(reading: AsyncSession, person_id: UUID) -> date | None:
    """A birth date, where it is known."""
    found: date | None = await reading.scalar(select(people.c.born_on).where(people.c.id == person_id))
    return found


async def person_with_number(reading: AsyncSession, number: str) -> UUID | None:
    return await reading.scalar(select(Member.person_id).where(func.lower(Member.number) == number.lower()))


async def count_by_group(reading: AsyncSession, on: date) -> dict[str, int]:
    """How many belong to each group on a day."""
    question = select(Membership.constituency, func.count()).where(_holds(on)).group_by(Membership.constituency)
    return {row[0]: row[1] for row in await reading.execute(question)}


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
            Member.person_id,
        )
        .join(people, people.c.id == Member.person_id)
        .join(Membership, Membership.person_id == Member.person_id)
    )
    question = _found(start, on, words, group, left).order_by(Member.number, Membership.joined_on)
    if not left:
        question = question.where(_holds(on))
    if group:
        question = question.where(Membership.constituency == group)
    noted = await _noted_on(reading, on)
    rows = await reading.stream(question.execution_options(yield_per=1_000))
    async for row in rows:
        attributes = ", ".join(sorted(noted.get(row.person_id, ())))
        yield (*("" if cell is None else str(cell) for cell in row[:-1]), attributes)


async def member_page(reading: AsyncSession, person_id: UUID, on: date) -> MemberPage:
    """One person's entry. Raises `NotFound` for somebody who is not in the register."""
    row = (
        await reading.execute(
            select(Member.number, Member.entered_on, people)
            .join(people, people.c.id == Member.person_id)
            .where(Member.person_id == person_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is nobody of that name in the register. Go to the register and search for them.")
    memberships = tuple(
        await reading.scalars(
            select(Membership).where(Membership.person_id == person_id).order_by(Membership.joined_on.desc())
        )
    )
    spans = tuple(
        await reading.scalars(
            select(AttributeSpan).where(AttributeSpan.person_id == person_id).order_by(AttributeSpan.from_on.desc())
        )
    )
    book = (await rulebook.in_force(reading, on)).rulebook
    open_now = [(m.constituency, m.joined_on) for m in memberships if rules.holds_on(on, m.joined_on, m.ended_on)]
    order = tuple(group.id for group in book.voting_constituencies())
    return MemberPage(
        person_id=person_id,
        number=row.number,
        entered_on=row.entered_on,
        **{name: getattr(row, name) for name in _CONTACT},
        memberships=tuple(
            Span(m.constituency, m.joined_on, m.ended_on, m.joined_reason, m.ended_reason) for m in memberships
        ),
        attributes=tuple(Span(s.attribute, s.from_on, s.to_on, s.source) for s in spans),
        groups_now=tuple(group for group, _ in open_now),
        attributes_now=rules.attributes_of(
            (s.attribute for s in spans if rules.holds_on(on, s.from_on, s.to_on)),
            (group for group, _ in open_now),
            _implied(book),
        ),
        votes_in=rules.voting_groups(open_now, order, book.voting.multi_class),
    )


async def import_view(reading: AsyncSession, import_id: UUID) -> ImportView:
    """One file of members. Raises `NotFound`."""
    row = await reading.get(Import, import_id)
    if row is None:
        raise NotFound("We do not have this file. Send it again.")
    return _import_view(row)


async def imports(reading: AsyncSession) -> tuple[ImportView, ...]:
    """The latest files of members, the newest first."""
    rows = await reading.scalars(select(Import).order_by(Import.uploaded_at.desc()).limit(ON_A_PAGE))
    return tuple(_import_view(row) for row in rows)


def _import_view(row: Import) -> ImportView:
    found = {name: getattr(row, name) for name in ImportView.__struct_fields__ if name != "findings"}
    return ImportView(findings=findings_from(row.findings), **found)


_CONTACT = ("name", "first_name", "email", "phone", "postal_address", "born_on", "language", "format")


def _found(
    start: Select[tuple[UUID]] | Select[*tuple[object, ...]], on: date, words: str, group: str, left: bool
) -> Select[*tuple[object, ...]]:
    other = aliased(Membership)
    theirs = select(other.id).where(other.person_id == Member.person_id)
    belongs = theirs.where(_holds(on, other))
    in_group = other.constituency == group
    if left:
        question = start.where(~belongs.exists())
        if group:
            question = question.where(theirs.where(in_group).exists())
    else:
        question = start.where((belongs.where(in_group) if group else belongs).exists())
    for word in words_of(words):
        question = question.where(or_(people.c.search.like(beginning(word)), func.lower(Member.number) == word))
    return question


def _line(
    person_id: UUID, number: str, name: str, entered: date, spans: Sequence[tuple[str, date, date | None]], on: date
) -> MemberLine:
    groups = tuple(group for group, joined, ended in spans if rules.holds_on(on, joined, ended))
    ends = [ended for _, _, ended in spans if ended is not None]
    return MemberLine(person_id, number, name, entered, groups, None if groups else max(ends, default=None))


def _holds(on: date, of: type[Membership] = Membership) -> ColumnElement[bool]:
    return and_(of.joined_on <= on, or_(of.ended_on.is_(None), of.ended_on > on))


def _noted(on: date) -> ColumnElement[bool]:
    return and_(AttributeSpan.from_on <= on, or_(AttributeSpan.to_on.is_(None), AttributeSpan.to_on > on))


async def _noted_on(reading: AsyncSession, on: date) -> dict[UUID, list[str]]:
    found: dict[UUID, list[str]] = defaultdict(list)
    rows = await reading.execute(select(AttributeSpan.person_id, AttributeSpan.attribute).where(_noted(on)))
    for person_id, attribute in rows:
        found[person_id].append(attribute)
    return found


def _implied(book: Rulebook) -> dict[str, tuple[str, ...]]:
    return {group.id: group.attributes for group in book.constituencies}


def _portions(person_ids: Collection[UUID]) -> list[list[UUID]]:
    ids = list(person_ids)
    return [ids[start : start + ASKED_AT_ONCE] for start in range(0, len(ids), ASKED_AT_ONCE)]
