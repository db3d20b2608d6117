"""What stands on every agenda of a body when it is begun: the minutes of its last meeting, and what came of them."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import OF_MEMBERS, ItemKind, MeetingKind, Stage, StandingItem
from govern.sentences import Sentence


async def meeting_before(reading: AsyncSession, meeting: Meeting) -> Meeting | None:
    """The last meeting of the same body, or of all members, that was held before this one."""
    alike = [MeetingKind.BOARD] if meeting.kind is MeetingKind.BOARD else list(OF_MEMBERS)
    found: Meeting | None = await reading.scalar(
        select(Meeting)
        .where(
            Meeting.body == meeting.body,
            Meeting.kind.in_(alike),
            Meeting.forum_id.is_(None),
            Meeting.stage == Stage.CLOSED,
            Meeting.starts_at < meeting.starts_at,
        )
        .order_by(Meeting.starts_at.desc())
        .limit(1)
    )
    return found


async def begin_agenda(writing: AsyncSession, meeting: Meeting, languages: tuple[str, ...]) -> int:
    """Put the standing items at the top of a new agenda. Returns how many: none where there was no meeting before."""
    before = await meeting_before(writing, meeting)
    if before is None:
        return 0
    day = rules.day_of(before.starts_at)
    standing = (
        (StandingItem.MINUTES_BEFORE, Sentence("Minutes of the meeting of {day}", day=day), _ASKED),
        (StandingItem.MATTERS_ARISING, Sentence("Matters arising from the last meeting"), _ARISING),
    )
    for place, (which, title, text) in enumerate(standing, 1):
        writing.add(_item(meeting.id, place, which, title, text, before.id, languages))
    await writing.flush()
    return len(standing)


_ASKED = Sentence("Are they right? Members put right what is wrong, and agree to the rest.")
_ARISING = Sentence("What became of what was agreed, and what is still to be done.")


def _item(
    meeting_id: UUID,
    place: int,
    which: StandingItem,
    title: Sentence,
    text: Sentence,
    before: UUID,
    languages: tuple[str, ...],
) -> AgendaItem:
    return AgendaItem(
        id=uuid4(),
        meeting_id=meeting_id,
        position=place,
        kind=ItemKind.TALK,
        title={code: LANGUAGES[code].say(title) for code in languages},
        text={code: LANGUAGES[code].say(text) for code in languages},
        standing=which,
        about_meeting_id=before,
    )
