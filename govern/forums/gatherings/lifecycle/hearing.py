"""Beside the sixth chapter: who was heard at a gathering and in which way, a press a person, which can be taken back;
and after a time it is forgotten."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.representation.rules import months_on
from govern.errors import NotFound
from govern.forums.gatherings import rules
from govern.forums.gatherings.models import Belonging, Heard
from govern.forums.gatherings.rules import HeardWay, Standing
from govern.identity.rules import LONDON
from govern.meetings.lifecycle.held import held
from govern.meetings.models import AttendanceSpan
from govern.record import Event


async def note_heard(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, person_id: UUID, way: HeardWay, *, by: UUID, at: datetime
) -> None:
    """Somebody was heard, in this way; pressed again, the later way counts. Raises `NotFound`, `NotValid`,
    `WrongMoment`."""
    await _still_open(writing, forum_id, meeting_id, at)
    standing: Standing | None = await writing.scalar(
        select(Belonging.standing).where(
            Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
        )
    )
    stay = select(AttendanceSpan.id).where(
        AttendanceSpan.meeting_id == meeting_id, AttendanceSpan.person_id == person_id
    )
    came = await writing.scalar(stay.limit(1)) is not None
    if standing is None and not came:
        raise NotFound("This person neither belongs to the forum nor came. Choose somebody from the list.")
    rules.check_heard(way, standing, came=came)
    row = await _row(writing, meeting_id, person_id)
    if row is None:
        row = Heard(id=uuid4(), forum_id=forum_id, meeting_id=meeting_id, person_id=person_id)
        writing.add(row)
    row.way, row.at, row.noted_by = way, at, by
    await writing.flush()
    await _note(writing, "forum.heard", forum_id, meeting_id, by, at)


async def take_back_heard(
    writing: AsyncSession, forum_id: UUID, meeting_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """It was pressed by mistake: nothing of it is left. Raises `NotFound`, `WrongMoment`."""
    await _still_open(writing, forum_id, meeting_id, at)
    row = await _row(writing, meeting_id, person_id)
    if row is None:
        raise NotFound("This was taken back already. Look at the list again.")
    await writing.delete(row)
    await writing.flush()
    await _note(writing, "forum.heard_taken_back", forum_id, meeting_id, by, at)


async def forget_heard(writing: AsyncSession, today: date, months: int, *, at: datetime) -> int:
    """What is older than the rules keep views (`consultation.retention_months`) goes. Returns how much."""
    last = months_on(today, -months)
    before = datetime(last.year, last.month, last.day, tzinfo=LONDON)
    done = await writing.execute(delete(Heard).where(Heard.at < before))
    gone = int(getattr(done, "rowcount", 0))
    if gone:
        await record.add(writing, Event("forum.heard_forgotten", "society", at, None, {"rows": gone}))
    return gone


async def _still_open(writing: AsyncSession, forum_id: UUID, meeting_id: UUID, at: datetime) -> None:
    gathering = await held(writing, meeting_id, forum_id)
    rules.check_notes_heard(gathering.stage, gathering.closed_at, at)


async def _row(writing: AsyncSession, meeting_id: UUID, person_id: UUID) -> Heard | None:
    found: Heard | None = await writing.scalar(
        select(Heard).where(Heard.meeting_id == meeting_id, Heard.person_id == person_id)
    )
    return found


async def _note(writing: AsyncSession, verb: str, forum_id: UUID, meeting_id: UUID, by: UUID, at: datetime) -> None:
    facts: dict[str, str | int | bool | None] = {"gathering": str(meeting_id)}
    await record.add(writing, Event(verb, f"forum:{forum_id}", at, by, facts))
