"""The formal text of minutes as one mark: it changes with every word that members agree, and with nothing else.

What became of an action later, comments and corrections are no part of it; the confidential annex has its own mark.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.book.models import (
    Action,
    Apology,
    ConfidentialEntry,
    Dissent,
    Entry,
    Minutes,
    Note,
    Presence,
)


async def open_text(reading: AsyncSession, minutes_id: UUID) -> bytes:
    """The mark of all that every member reads."""
    minutes = await reading.get_one(Minutes, minutes_id)

    present = await reading.scalars(
        select(Presence).where(Presence.minutes_id == minutes_id).order_by(Presence.position)
    )
    sorry = await reading.scalars(select(Apology).where(Apology.minutes_id == minutes_id).order_by(Apology.position))
    entries = await reading.scalars(select(Entry).where(Entry.minutes_id == minutes_id).order_by(Entry.position))
    notes = await reading.scalars(
        select(Note).where(Note.minutes_id == minutes_id, Note.struck_at.is_(None)).order_by(Note.number)
    )
    actions = await reading.scalars(select(Action).where(Action.minutes_id == minutes_id).order_by(Action.number))
    dissents = await reading.scalars(select(Dissent).where(Dissent.minutes_id == minutes_id).order_by(Dissent.name))
    return _mark(
        {
            "meeting": str(minutes.meeting_id),
            "present": [
                [p.name, p.group, p.counts, p.mode.value, p.in_at.isoformat(), _when(p.out_at), p.observer]
                for p in present
            ],
            "apologies": [one.name for one in sorry],
            "entries": [[e.kind.value, e.heading, e.text, e.decision, e.result, e.reasons] for e in entries],
            "lines": [[_id(n.item_id), n.text] for n in notes],
            "actions": [[_id(a.item_id), a.text, a.owner, a.due_on.isoformat()] for a in actions],
            "dissent": [[str(d.entry_id), d.name, d.reason] for d in dissents],
        }
    )


async def whole_text(reading: AsyncSession, minutes_id: UUID) -> bytes:
    """The mark that the chair signs: what every member reads, and the annex."""
    rows = await reading.scalars(
        select(ConfidentialEntry)
        .where(ConfidentialEntry.minutes_id == minutes_id)
        .order_by(ConfidentialEntry.position)
    )
    annex = [[_id(one.item_id), one.heading, one.text, one.decision] for one in rows]
    return _mark({"open": (await open_text(reading, minutes_id)).hex(), "annex": annex})


def _mark(parts: dict[str, object]) -> bytes:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False, sort_keys=True).encode()).digest()


def _id(one: UUID | None) -> str:
    return "" if one is None else str(one)


def _when(moment: datetime | None) -> str:
    return "" if moment is None else moment.isoformat()
