"""The register as a list: pages of it, and the whole of it as a file."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.constituencies.register import rules
from govern.constituencies.register.models import Death, Member, Membership, Representative, people
from govern.constituencies.register.queries.representing import acts
from govern.constituencies.register.queries.standing import holds, noted_on
from govern.words import beginning, words_of

ON_A_PAGE = 50
#: Longer lists say "more than so many".
MOST_COUNTED = 10_000


class Filter(msgspec.Struct, frozen=True):
    """What a list is narrowed to."""

    words: str = ""
    group: str = ""
    left: bool = False
    died: bool = False
    unreached: bool = False


class MemberLine(msgspec.Struct, frozen=True):
    """A line of the register's list. `left_on` is the day the last membership ended, where none goes on."""

    person_id: UUID
    number: str
    name: str
    entered_on: date
    groups: tuple[str, ...]
    left_on: date | None


class MemberList(msgspec.Struct, frozen=True):
    """One page of the list: lines, how many there are in all, and which page of how many.

    With `more` there are more than `total`: counting them all would take longer than reading a page.
    """

    lines: tuple[MemberLine, ...]
    total: int
    page: int
    pages: int
    more: bool = False

    @property
    def goes_on(self) -> bool:
        return self.page < self.pages or (self.more and len(self.lines) == ON_A_PAGE)


async def members(
    reading: AsyncSession,
    on: date,
    *,
    words: str = "",
    group: str = "",
    left: bool = False,
    died: bool = False,
    unreached: bool = False,
    page: int = 1,
    after: UUID | None = None,
) -> MemberList:
    """A page of the register: those who belong now, or those who have left, or died; by words of name, email and
    number; with `unreached` those of them we have no address of.

    Asks the database three times, however long the list is. The page after the entry `after` is found by that entry's
    place in the order, so that no page is slower than the first; without it pages are counted off.
    """
    start = select(Member.person_id).join(people, people.c.id == Member.person_id)
    found = _found(start, on, Filter(words, group, left=left, died=died, unreached=unreached))
    question = found.with_only_columns(Member.person_id, Member.number, people.c.name, Member.entered_on)
    question = question.order_by(people.c.search, people.c.id).limit(ON_A_PAGE)
    beyond = None if after is None else await _beyond(reading, after)
    first = page <= 1 and beyond is None
    rows = list(await reading.execute(question)) if first else []
    if first and len(rows) < ON_A_PAGE:
        total = len(rows)
    else:
        some = found.with_only_columns(literal(1)).limit(MOST_COUNTED + 1)
        total = await reading.scalar(select(func.count()).select_from(some.subquery())) or 0
    pages = max(1, -(-min(total, MOST_COUNTED) // ON_A_PAGE))
    more = total > MOST_COUNTED
    page = max(1, page) if more else min(max(1, page), pages)
    if not first:
        place = question.offset((page - 1) * ON_A_PAGE) if beyond is None else question.where(beyond)
        rows = list(await reading.execute(place))
    lines = [(row.person_id, row.number, row.name, row.entered_on) for row in rows]
    spans = await reading.execute(
        select(Membership.person_id, Membership.constituency, Membership.joined_on, Membership.ended_on)
        .where(Membership.person_id.in_([line[0] for line in lines]))
        .order_by(Membership.joined_on)
    )
    theirs: dict[UUID, list[tuple[str, date, date | None]]] = defaultdict(list)
    for person_id, constituency, joined, ended in spans:
        theirs[person_id].append((constituency, joined, ended))
    return MemberList(
        tuple(_line(*line, theirs[line[0]], on) for line in lines), min(total, MOST_COUNTED), page, pages, more
    )


async def _beyond(reading: AsyncSession, after: UUID) -> ColumnElement[bool] | None:
    """What comes after this entry in the order of the list; None for an entry that is not there any more."""
    words = await reading.scalar(select(people.c.search).where(people.c.id == after))
    return None if words is None else tuple_(people.c.search, people.c.id) > tuple_(literal(words), literal(after))


async def export(
    reading: AsyncSession,
    on: date,
    *,
    words: str = "",
    group: str = "",
    left: bool = False,
    died: bool = False,
    unreached: bool = False,
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
    narrowed = Filter(words, group, left=left, died=died, unreached=unreached)
    question = _found(start, on, narrowed).order_by(Member.number, Membership.joined_on)
    if not (left or died):
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
    start: Select[UUID] | Select[*tuple[object, ...]], on: date, narrowed: Filter
) -> Select[*tuple[object, ...]]:
    other = aliased(Membership)
    theirs = select(other.id).where(other.person_id == Member.person_id)
    belongs = theirs.where(holds(on, other))
    in_group = other.constituency == narrowed.group
    if narrowed.left or narrowed.died:
        once = select(other.person_id).where(other.ended_on <= on)
        question = start.where(Member.person_id.in_(once), ~belongs.exists())
        if narrowed.group:
            question = question.where(theirs.where(in_group).exists())
        death = select(Death.id).where(Death.person_id == Member.person_id, Death.undone_at.is_(None)).exists()
        question = question.where(death if narrowed.died else ~death)
    else:
        question = start.where((belongs.where(in_group) if narrowed.group else belongs).exists())
    # A record that became part of another is no entry of its own any more.
    question = question.where(people.c.merged_into_id.is_(None))
    if narrowed.unreached:
        question = question.where(people.c.email.is_(None), people.c.postal_address.is_(None))
    for word in words_of(narrowed.words):
        # By themselves, so that each is answered from its own index before anything is joined.
        named = select(people.c.id).where(people.c.search.like(beginning(word)))
        numbered = select(Member.person_id).where(func.lower(Member.number) == word)
        question = question.where(Member.person_id.in_(named.union_all(numbered)))
    return question


def _line(
    person_id: UUID, number: str, name: str, entered: date, spans: Sequence[tuple[str, date, date | None]], on: date
) -> MemberLine:
    groups = tuple(group for group, joined, ended in spans if rules.holds_on(on, joined, ended))
    ends = [ended for _, _, ended in spans if ended is not None]
    return MemberLine(person_id, number, name, entered, groups, None if groups else max(ends, default=None))
