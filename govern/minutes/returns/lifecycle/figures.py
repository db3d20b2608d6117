"""The annual return: what the accounts and the board say is typed; then it is noted as sent, and kept word for word.

counted and typed ──send──► sent, for ever
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.identity.rules import day_of
from govern.minutes.returns.models import FiledReturn, ReturnFigure
from govern.minutes.returns.queries import figures as queries
from govern.minutes.returns.queries import sections
from govern.minutes.returns.rules import SocietyYear, figures
from govern.minutes.returns.rules.figures import Typed
from govern.record import Event, RecordHead


async def type_in(
    writing: AsyncSession, year: SocietyYear, said: Mapping[Typed, str], *, by: UUID | None, at: datetime
) -> int:
    """Keep what differs from what was typed before; how much did. Raises `WrongMoment` once the return was sent."""
    await _check_open(writing, year)
    before = await sections.typed(writing, year)
    changed = {name: value for name, value in said.items() if before.get(name.value, "") != value}
    writing.add_all(
        ReturnFigure(id=uuid4(), ends_on=year.last, name=name.value, value=value, noted_at=at, noted_by=by)
        for name, value in changed.items()
    )
    await writing.flush()
    if changed:
        facts: dict[str, str | int | bool | None] = {"figures": ",".join(sorted(name.value for name in changed))}
        await record.add(writing, Event("return_figure.typed", f"annual_return:{year.last}", at, by, facts))
    return len(changed)


async def send(
    writing: AsyncSession, year: SocietyYear, filed_on: date, reference: str, *, by: UUID | None, at: datetime
) -> bytes:
    """Keep the return as it is counted now; its hash. Raises `WrongMoment` while the year goes on or once it was
    sent, `NotValid` for a day that cannot be."""
    await writing.execute(select(RecordHead).with_for_update())  # two officers at once: the second one is told
    await _check_open(writing, year)
    figures.check_over(year, day_of(at))
    figures.check_sent_on(filed_on, year, day_of(at))
    kept = await queries.to_keep(writing, year)
    digest = hashlib.sha256(kept.encode()).digest()
    writing.add(
        FiledReturn(
            ends_on=year.last,
            kept=kept,
            hash=digest,
            filed_on=filed_on,
            reference=reference,
            filed_at=at,
            filed_by=by,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"filed_on": filed_on.isoformat(), "hash": digest.hex()}
    await record.add(writing, Event("annual_return.filed", f"annual_return:{year.last}", at, by, facts))
    return digest


async def _check_open(writing: AsyncSession, year: SocietyYear) -> None:
    row = await writing.get(FiledReturn, year.last)
    figures.check_open(row.filed_on if row is not None else None)
