"""Members chose when and where to meet (M67): the meeting is written down for that day, if the rules allow it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotValid
from govern.meetings import rules
from govern.meetings.lifecycle.noticing import check_days, entitled_to_notice
from govern.meetings.lifecycle.preparing import MeetingDraft, draft
from govern.meetings.models import Meeting
from govern.meetings.rules import MeetingKind


async def check_day_in_time(reading: AsyncSession, kind: MeetingKind, starts_at: datetime, at: datetime) -> None:
    """Whether a notice that is sent now would come in time for this day. Raises `NotValid` with the rule (W20)."""
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    meeting = Meeting(kind=kind, body=rules.GENERAL, starts_at=starts_at)
    check_days(meeting, (), book, await entitled_to_notice(reading, meeting, at), at)


async def draft_as_chosen(
    writing: AsyncSession, wanted: MeetingDraft, contest_id: UUID, *, by: UUID, at: datetime
) -> UUID:
    """Write down the meeting whose day members chose; the record says in which vote, and whether it is on that day.

    Raises `NotFound`, `WrongMoment` for a vote that chose no day, `NotValid` where the notice would be too late.
    """
    if wanted.kind not in (MeetingKind.AGM, MeetingKind.GM):
        raise NotValid("Members chose a day for a meeting of all members. Choose that kind of meeting.", field="kind")
    chosen = await ballots.day_chosen(writing, contest_id, "en", at)
    await check_day_in_time(writing, wanted.kind, wanted.starts_at, at)
    on_it = rules.day_of(wanted.starts_at) == chosen.day.day
    return await draft(
        writing,
        wanted,
        by=by,
        at=at,
        **{"day_chosen_in": str(chosen.ballot_id), "on_the_chosen_day": "yes" if on_it else "no"},
    )


__all__ = ["check_day_in_time", "draft_as_chosen"]
