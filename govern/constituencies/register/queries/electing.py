"""Who may vote at a moment, and whom a notice reaches."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from itertools import groupby
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import Membership, Representative, people
from govern.constituencies.register.queries.holdings import without_a_share
from govern.constituencies.register.queries.representing import acts, unrepresented
from govern.constituencies.register.queries.standing import holds, implied_by, noted_on
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.identity.rules import day_of


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


async def electorate(reading: AsyncSession, at: datetime) -> tuple[Elector, ...]:
    """Everybody who may vote at a moment, each once, in the order of their ids (invariants 3, 4, 5).

    A person of several groups votes in the one `rules.voting_groups` names; groups without a vote do not count.
    An organisation is one entry, whoever represents it (invariant 6), and none where its group asks for a
    representative and it has none. Where a group asks for a share, whoever bought theirs later is not there (M54).
    """
    day = day_of(at)
    book = (await rulebook.in_force(reading, day)).rulebook
    order = tuple(group.id for group in book.voting_constituencies())
    noted = await noted_on(reading, day)
    left_out = await _left_out(reading, book, day)
    implied = implied_by(book)
    alone: dict[tuple[str, tuple[str, ...]], tuple[tuple[str, ...], frozenset[str]]] = {}
    memberships = await reading.stream(
        select(Membership.person_id, Membership.constituency, Membership.joined_on, people.c.born_on)
        .join(people, people.c.id == Membership.person_id)
        .where(holds(day))
        .order_by(Membership.person_id)
        .execution_options(yield_per=5_000)
    )
    electors = []
    rest: list[tuple[UUID, str, date, date | None]] = []

    def take(rows: Iterable[tuple[UUID, str, date, date | None]]) -> None:
        for person_id, spans in groupby(rows, key=lambda row: row[0]):
            mine = [span for span in spans if span[1] not in left_out or person_id not in left_out[span[1]]]
            if not mine:
                continue
            of_them = tuple(noted.get(person_id, ()))
            found = alone.get((mine[0][1], of_them)) if len(mine) == 1 else None
            if found is None:
                groups = rules.voting_groups(((m[1], m[2]) for m in mine), order, book.voting.multi_class)
                found = groups, rules.attributes_of(of_them, (m[1] for m in mine), implied)
            if len(mine) == 1:  # nearly everybody: the answer is the same for all of one group
                alone[mine[0][1], of_them] = found
            if found[0] and rules.old_enough(mine[0][3], day, book.society.member_age):
                electors.append(Elector(person_id, found[0][0], found[1], found[0][1:]))

    async for part in memberships.partitions():
        rows = [*rest, *(tuple(row) for row in part)]
        last = rows[-1][0]
        cut = next(at for at, row in enumerate(rows) if row[0] == last)
        take(rows[:cut])
        rest = rows[cut:]
    take(rest)
    return tuple(electors)


async def _left_out(reading: AsyncSession, book: Rulebook, day: date) -> dict[str, frozenset[UUID]]:
    """Group -> its members who have no vote in it today: no representative named, or no share held yet."""
    unnamed = await unrepresented(reading, day)
    sharing = [group.id for group in book.constituencies if rules.asks_for_a_share(group)]
    shareless = await without_a_share(reading, day) if sharing else frozenset()
    found: dict[str, frozenset[UUID]] = {}
    for group in book.constituencies:
        nobody = unnamed if group.representative_required else frozenset()
        if left := nobody | (shareless if group.id in sharing else frozenset()):
            found[group.id] = left
    return found


async def members_on(reading: AsyncSession, on: date) -> tuple[Addressee, ...]:
    """Everybody who is a member on a day, voting or not, and who represents a member: those to whom a notice goes.

    Each once, though they be a member and represent three.
    """
    columns = (
        people.c.id,
        people.c.name,
        people.c.email,
        people.c.language,
        people.c.format,
        people.c.postal_address,
    )
    belongs = select(Membership.person_id).where(holds(on))
    represents = select(Representative.human_id).where(acts(on), Representative.organisation_id.in_(belongs))
    told = or_(people.c.id.in_(belongs), people.c.id.in_(represents))
    rows = await reading.execute(select(*columns).where(told).order_by(people.c.search))
    return tuple(Addressee(*row) for row in rows)
