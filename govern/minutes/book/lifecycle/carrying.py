"""What goes on to the next meeting of the same body: what is still to be done, and the minutes that it is to agree.

The agenda belongs to the meeting; here an item is put on it while it is a draft, as the secretary would.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language
from govern.errors import AlreadyDone, NotValid
from govern.languages import LANGUAGES
from govern.meetings import lifecycle as meetings
from govern.meetings import queries as calling
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.models import Meeting
from govern.meetings.rules import ItemKind, StandingItem
from govern.meetings.rules import Stage as MeetingStage
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.lifecycle.known import ARISING, arising
from govern.minutes.book.models import Minutes
from govern.minutes.book.rules import TAKEN
from govern.record import Event
from govern.sentences import Sentence

LAST_MINUTES = Sentence("Minutes of the last meeting")
MOST = 20
PUT = "minutes.arising_put"


class Carried(StrEnum):
    """What an agenda takes over from before."""

    ARISING = "arising"
    MINUTES = "minutes"


PURPOSES = {Carried.ARISING: StandingItem.MATTERS_ARISING, Carried.MINUTES: StandingItem.MINUTES_BEFORE}
TITLES = {Carried.ARISING: ARISING, Carried.MINUTES: LAST_MINUTES}
NOTHING = {
    Carried.ARISING: Sentence("Nothing is left to be done from earlier meetings, so there is nothing to carry over."),
    Carried.MINUTES: Sentence("No meeting of this body before this one waits for its minutes to be agreed."),
}


class ToAgree(msgspec.Struct, frozen=True):
    """An earlier meeting of the body whose minutes no meeting has agreed. `id` is the minutes', once begun."""

    id: UUID | None
    titles: dict[str, str]
    held_at: datetime


async def to_agree(reading: AsyncSession, meeting_id: UUID) -> tuple[ToAgree, ...]:
    """Also of a meeting that is still to be held: a notice goes out long before, and what it does not name is not
    dealt with."""
    meeting = await reading.get_one(Meeting, meeting_id)
    rows = await reading.execute(
        select(Minutes.id, Meeting.title, Meeting.starts_at)
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(
            Meeting.body == meeting.body,
            Meeting.forum_id.is_(None),
            Meeting.starts_at < meeting.starts_at,
            Meeting.stage.in_([MeetingStage.NOTICED, MeetingStage.OPEN, MeetingStage.CLOSED]),
            or_(Minutes.stage.is_(None), Minutes.stage.in_(TAKEN)),
        )
        .order_by(Meeting.starts_at)
        .limit(MOST)
    )
    return tuple(ToAgree(*row) for row in rows.all())


async def carry(writing: AsyncSession, meeting_id: UUID, what: Carried, *, by: UUID, at: datetime) -> UUID:
    """Put it on the agenda of a meeting that is a draft. Returns the item. Raises `NotValid`, `AlreadyDone`."""
    meeting = await calling.meeting_page(writing, meeting_id, "en")
    spoken = await spoken_at(writing, meeting)
    title = {code: LANGUAGES[code].say(TITLES[what]) for code in spoken}
    if any(item.words["title"] == title for item in meeting.items):
        raise AlreadyDone("This stands on the agenda already. Nothing was changed.")
    if what is Carried.ARISING:
        left = await arising(writing, meeting_id)
        text = {code: "\n".join(LANGUAGES[code].say(one.said(code)) for one in left) for code in spoken}
    else:
        waiting = await to_agree(writing, meeting_id)
        text = {
            code: "\n".join(
                LANGUAGES[code].say(
                    Sentence("{title}, {day}", title=in_language(one.titles, code), day=one.held_at.date())
                )
                for one in waiting
            )
            for code in spoken
        }
    if not any(text.values()):
        raise NotValid(NOTHING[what])
    draft = ItemDraft(kind=ItemKind.TALK, title=title, text=text, standing=PURPOSES[what])
    item_id = await meetings.add_item(writing, meeting_id, draft, by=by, at=at)
    facts: dict[str, str | int | bool | None] = {"item": str(item_id), "what": what.value}
    await record.add(writing, Event(PUT, f"meeting:{meeting_id}", at, by, facts))
    return item_id


async def put_for_minutes(reading: AsyncSession, meetings_: Sequence[UUID]) -> frozenset[UUID]:
    """The items on the agendas of these meetings that were put there to agree minutes, as the record has it: those of
    before items had a mark of what they are for have none, and are for the same."""
    lines = await record.lines_about(reading, [f"meeting:{one}" for one in meetings_], verb=PUT) if meetings_ else ()
    put = [line.facts for line in lines if line.facts is not None and line.facts.get("what") == Carried.MINUTES]
    return frozenset(UUID(str(facts["item"])) for facts in put)
