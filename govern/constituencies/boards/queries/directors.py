"""The register of directors: every seat ever held, by whom, from when to when, how it was filled, why it ended."""

from __future__ import annotations

import json
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import Tenure
from govern.identity import queries as identity
from govern.record import RecordLine

AT_ONCE = 500


class Director(msgspec.Struct, frozen=True):
    """A line of the register of directors. `why_ended` is a word: resigned, term_over, died …"""

    name: str
    postal_address: str | None
    body: str
    constituency: str
    how_filled: str
    from_on: date
    to_on: date | None
    why_ended: str | None


async def directors(reading: AsyncSession) -> tuple[Director, ...]:
    """Every seat of every body, those held now first, then the latest to be left."""
    rows = list(await reading.scalars(select(Tenure)))
    people = await identity.people_by_id(reading, {row.person_id for row in rows})
    why = await _why_ended(reading, [row.id for row in rows if row.to_on is not None])
    found = [
        Director(
            people[row.person_id].name,
            people[row.person_id].postal_address,
            row.body,
            row.constituency,
            row.how_filled,
            row.from_on,
            row.to_on,
            why.get(row.id),
        )
        for row in rows
        if row.to_on is None or row.to_on > row.from_on
    ]
    found.sort(key=lambda one: (one.body, one.name, one.from_on))
    return tuple(sorted(found, key=lambda one: one.to_on or date.max, reverse=True))


async def _why_ended(reading: AsyncSession, ids: list[UUID]) -> dict[UUID, str]:
    """The word in the record, unless what it said there was erased."""
    found = {}
    for start in range(0, len(ids), AT_ONCE):
        subjects = {f"tenure:{one}": one for one in ids[start : start + AT_ONCE]}
        lines = select(RecordLine.subject, RecordLine.facts).where(
            RecordLine.subject.in_(subjects), RecordLine.verb == "tenure.ended", RecordLine.facts.is_not(None)
        )
        for subject, facts in await reading.execute(lines.order_by(RecordLine.number)):
            found[subjects[subject]] = str(json.loads(facts or "{}").get("why", ""))
    return found
