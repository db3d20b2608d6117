"""Limits on the membership refuse an admission that would break them (W19).

What people become, and who leaves, is a fact: the boards room above notes what is not kept, and nobody is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries, rules
from govern.constituencies.register.rules import Level
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import Cap, Constituency


async def check_admission(writing: AsyncSession, person_id: UUID, group: Constituency, on: date) -> None:
    """Refuse whoever would break a blocking limit by joining this group. Raises `LimitReached`."""
    book = (await rulebook.in_force(writing, on)).rulebook
    if not any(rules.blocks_admission(cap) for cap in rules.limits_of(book)):
        return
    groups = await queries.constituencies_of(writing, person_id, on)
    noted = (await queries.attributes_on(writing, [person_id], on)).get(person_id, frozenset())
    after = []
    for level in await queries.levels(writing, on):
        was = bool(groups) and _counts(level.cap, groups, noted)
        will = _counts(level.cap, (*groups, group.id), noted | set(group.attributes))
        after.append((level.with_one_more(counted=will and not was, new=not groups), will and not was))
    rules.check_admission(book, after)


async def check_file(writing: AsyncSession, before: Sequence[Level], on: date) -> None:
    """After a file was put in: refuse it whole where it made a blocking limit worse. Raises `LimitReached`."""
    if not before:
        return
    was = {level.cap.id: level.counted for level in before}
    book = (await rulebook.in_force(writing, on)).rulebook
    after = await queries.levels(writing, on)
    rules.check_admission(book, ((level, level.counted > was.get(level.cap.id, 0)) for level in after))


def _counts(cap: Cap, groups: Collection[str], attributes: Collection[str]) -> bool:
    if cap.scope != rules.MEMBERSHIP:
        return False
    return cap.attribute in attributes if cap.attribute else not set(groups).isdisjoint(cap.constituencies or ())
