"""Limits on the membership are looked at whenever somebody joins or leaves, or becomes something else (W19).

An admission that breaks a blocking limit is refused. Whatever else is not kept afterwards is written down with its
day: nobody is removed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.rules import Level
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import Cap, Constituency
from govern.identity.rules import day_of


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


async def note_limits(
    writing: AsyncSession, *, by: UUID | None, at: datetime, quotas: bool = True
) -> tuple[Level, ...]:
    """Write down which limits are not kept now. Somebody joining breaks no quota, so then they are not looked at."""
    over = [level for level in await queries.not_kept(writing, day_of(at)) if quotas or not level.is_quota]
    if over:
        await record.add_all(writing, [_event(level, by=by, at=at) for level in over])
    return tuple(over)


async def check_file(writing: AsyncSession, before: Sequence[Level], *, by: UUID | None, at: datetime) -> None:
    """After a file was put in: refuse it whole where it made a blocking limit worse; note what is not kept."""
    if not before:
        return
    was = {level.cap.id: level.counted for level in before}
    book = (await rulebook.in_force(writing, day_of(at))).rulebook
    after = await queries.levels(writing, day_of(at))
    rules.check_admission(book, ((level, level.counted > was.get(level.cap.id, 0)) for level in after))
    if over := rules.not_kept(after):
        await record.add_all(writing, [_event(level, by=by, at=at) for level in over])


def _counts(cap: Cap, groups: Collection[str], attributes: Collection[str]) -> bool:
    if cap.scope != rules.MEMBERSHIP:
        return False
    return cap.attribute in attributes if cap.attribute else not set(groups).isdisjoint(cap.constituencies or ())


def _event(level: Level, *, by: UUID | None, at: datetime) -> record.Event:
    facts: dict[str, str | int | bool | None] = {
        "cap": level.cap.id,
        "limit": str(level.limit),
        "counted": level.counted,
        "among": level.among,
        "on": day_of(at).isoformat(),
    }
    return record.Event("cap.not_kept", "register", at, by, facts)
