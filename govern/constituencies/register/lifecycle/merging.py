"""The register's part of making one record of two: memberships and what is noted go over, each with its line.

Spans of one group that overlap or touch become one, with the reasons of both; what they were is kept beside them
(invariants 1 and 3). Upper rooms move what is theirs in the same transaction.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register.lifecycle.correcting import kept_as_it_was
from govern.constituencies.register.lifecycle.joining import free_number
from govern.constituencies.register.models import AttributeSpan, Member, Membership, MergedRecord
from govern.constituencies.register.rules import persons as rules
from govern.constituencies.register.rules.persons import Span
from govern.record import Event

#: Why a membership that was taken into another ended, on the day it began: it holds on no day.
TAKEN_IN = "Part of another entry of the same person"


async def merge_entries(
    writing: AsyncSession, kept: UUID, gone: UUID, reason: str, *, by: UUID, at: datetime
) -> dict[str, int]:
    """Memberships and what is noted of the one become the other's. How many of each went over."""
    both = select(Membership).where(Membership.person_id.in_((kept, gone))).with_for_update()
    rows = {row.id: row for row in await writing.scalars(both)}
    taken: set[object] = set()
    # Of two that begin on one day, the one of the record that stays takes in the other.
    ordered = sorted(rows.values(), key=lambda row: row.person_id != kept)
    for one in rules.joined_spans(_span(row) for row in ordered):
        stays = rows[_id(one.stays)]
        writing.add(kept_as_it_was(stays, reason, by=by, at=at))
        stays.joined_on, stays.ended_on = one.from_on, one.to_on
        stays.joined_reason, stays.ended_reason = one.why, one.why_ended
        await record.add(writing, _event("corrected", stays, by, at))
        for span in one.takes_in:
            inside = rows[_id(span)]
            taken.add(inside.id)
            writing.add(kept_as_it_was(inside, reason, by=by, at=at))
            inside.ended_on, inside.ended_reason = inside.joined_on, TAKEN_IN
            await record.add(writing, _event("corrected", inside, by, at))
    moves = [row for row in rows.values() if row.person_id == gone and row.id not in taken]
    for row in moves:
        row.person_id = kept
        await record.add(writing, _event("moved", row, by, at))
    await _hold_number(writing, kept, gone)
    noted = await _move_noted(writing, kept, gone)
    await writing.flush()
    return {"membership": len(moves), "attribute_span": noted}


async def note_merged(
    writing: AsyncSession, kept: UUID, gone: UUID, reason: str, moved: str, *, by: UUID, at: datetime
) -> None:
    """The record that is gone says what it became part of, and why."""
    writing.add(MergedRecord(gone_id=gone, kept_id=kept, reason=reason, moved=moved, by=by, at=at))
    await writing.flush()
    await record.add(writing, Event("person.merged", f"person:{kept}", at, by, {"gone": str(gone)}))


def _span(row: Membership) -> Span:
    return Span(row.id, row.constituency, row.joined_on, row.ended_on, row.joined_reason, row.ended_reason)


def _id(span: Span) -> UUID:
    assert isinstance(span.id, UUID)
    return span.id


async def _hold_number(writing: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Whoever stays and was in no register yet gets an entry there under a number of its own."""
    member, other = await writing.get(Member, kept), await writing.get(Member, gone)
    if other is None:
        return
    if member is None:
        number = await free_number(writing)
        writing.add(Member(person_id=kept, number=number, entered_on=other.entered_on))
    else:
        member.entered_on = min(member.entered_on, other.entered_on)


async def _move_noted(writing: AsyncSession, kept: UUID, gone: UUID) -> int:
    """What is noted of both at the same time becomes one span, the rest goes over as it is."""
    both = select(AttributeSpan).where(AttributeSpan.person_id.in_((kept, gone))).with_for_update()
    by_attribute: dict[str, list[AttributeSpan]] = defaultdict(list)
    for row in await writing.scalars(both.order_by(AttributeSpan.from_on, AttributeSpan.id)):
        by_attribute[row.attribute].append(row)
    number = 0
    for rows in by_attribute.values():
        for row in rows:
            if row.person_id != gone:
                continue
            touching = [r for r in rows if r.person_id == kept and r is not row and _touch(r, row)]
            if touching:
                first = touching[0]
                first.from_on = min(first.from_on, row.from_on)
                first.to_on = None if first.to_on is None or row.to_on is None else max(first.to_on, row.to_on)
                first.source = rules.both(first.source, row.source)
                row.to_on = row.from_on
            else:
                row.person_id = kept
                number += 1
    return number


def _touch(one: AttributeSpan, other: AttributeSpan) -> bool:
    return one.from_on <= (other.to_on or date.max) and other.from_on <= (one.to_on or date.max)


def _event(what: str, row: Membership, by: UUID, at: datetime) -> Event:
    facts: dict[str, str | int | bool | None] = {
        "person": str(row.person_id),
        "group": row.constituency,
        "joined_on": row.joined_on.isoformat(),
        "ended_on": row.ended_on.isoformat() if row.ended_on else None,
    }
    return Event(f"membership.{what}", f"membership:{row.id}", at, by, facts)
