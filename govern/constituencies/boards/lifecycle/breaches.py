"""Caps and quotas after every event: one not kept any more opens a breach, one kept again is cured (invariants 10,
14).

A breach removes nobody. It stands with the day on which it opened, the limit and the number counted, until the cap is
kept again, by whatever event. The next general meeting has to see to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries
from govern.constituencies.boards.models import CapBreach
from govern.constituencies.register import queries as register
from govern.identity.rules import day_of
from govern.record import Event

#: The scope of caps on the membership and the workforce.
SOCIETY = ""
Found = Mapping[str, tuple[int | Fraction, int]]


async def note_breaches(writing: AsyncSession, body: str, on: date, *, by: UUID | None, at: datetime) -> None:
    """How the caps of a body stand today, as rows with a life; what opens or is cured did so with the event's day.

    A step that takes effect later is reckoned on its day, by what `heeding.recheck` does every day.
    """
    today = day_of(at)
    found = {now.cap.id: (now.limit, len(now.counted)) for now in await queries.breaches(writing, body, today)}
    await keep(writing, body, found, min(on, today), by=by, at=at)


async def note_society_breaches(writing: AsyncSession, on: date, *, by: UUID | None, at: datetime) -> None:
    """The same for caps and quotas on the membership, the workforce and the groups with members (W19)."""
    today = day_of(at)
    over = await register.not_kept(writing, today)
    await keep(writing, SOCIETY, {now.cap.id: (now.limit, now.counted) for now in over}, min(on, today), by=by, at=at)


async def keep(writing: AsyncSession, scope: str, found: Found, on: date, *, by: UUID | None, at: datetime) -> None:
    """Open what is newly broken, cure what is kept again; each leaves its line."""
    question = select(CapBreach).where(CapBreach.scope == scope, CapBreach.cured_on.is_(None)).with_for_update()
    standing = {breach.cap: breach for breach in await writing.scalars(question)}
    subject = f"body:{scope}" if scope else "society"
    for cap, (limit, counted) in found.items():
        if cap in standing:
            continue
        writing.add(
            CapBreach(id=uuid4(), scope=scope, cap=cap, opened_on=on, limit=str(limit), counted=counted)
        )  # fmt: skip
        facts: dict[str, str | int | bool | None] = {"cap": cap, "limit": str(limit), "counted": counted}
        facts["on"] = on.isoformat()
        await record.add(writing, Event("cap.not_kept", subject, at, by, facts))
    for cap, breach in standing.items():
        if cap not in found:
            breach.cured_on = max(on, breach.opened_on)
            await record.add(
                writing, Event("cap.kept_again", subject, at, by, {"cap": cap, "on": on.isoformat()})
            )  # fmt: skip
    await writing.flush()
