"""What is taken down while a meeting is on, in one language: lines under each item, actions, who is here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import queries as meetings
from govern.meetings.models import Meeting
from govern.meetings.queries import ItemView, MeetingPage, Stay
from govern.meetings.rules import Quorum, day_of
from govern.minutes.book.lifecycle.carrying import ToAgree, to_agree
from govern.minutes.book.lifecycle.known import ActionLine, AtDecision, arising, at_decisions, interests, quorum_when
from govern.minutes.book.models import Action, Minutes, Note, NoteBefore
from govern.minutes.book.rules import ActionState, Stage
from govern.sentences import Sentence

NO_MINUTES = "There are no such minutes. Go to the list of meetings and choose from there."


class NoteView(msgspec.Struct, frozen=True, kw_only=True):
    """A line somebody took down. `missing`: it is not there in every language of the society yet."""

    id: UUID
    number: int
    item_id: UUID | None
    text: str
    words: dict[str, str]
    by: str
    at: datetime
    version: int
    missing: bool
    token: str


class ActionView(msgspec.Struct, frozen=True, kw_only=True):
    """Something that somebody took on, in one language. `late`: its day has passed and nobody said it was done."""

    id: UUID
    minutes_id: UUID
    item_id: UUID | None
    text: str
    owner_id: UUID
    owner: str
    due_on: date
    state: ActionState
    told: str
    late: bool = False
    meeting: str = ""


class TakenItem(msgspec.Struct, frozen=True):
    """An item with what was taken down under it, what came of it, and what is known besides."""

    item: ItemView
    notes: tuple[NoteView, ...]
    actions: tuple[ActionView, ...]
    decided: AtDecision | None
    interests: tuple[Sentence, ...]


class LivePage(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes as they grow. `opening` are the lines under no item; `at_opening` and `now` are the quorum."""

    id: UUID
    stage: Stage
    composed: bool
    meeting: MeetingPage
    languages: tuple[str, ...]
    opening: tuple[NoteView, ...]
    items: tuple[TakenItem, ...]
    stays: tuple[Stay, ...]
    at_opening: Quorum | None
    now: Quorum | None
    arising: tuple[ActionLine, ...]
    loose: tuple[ActionView, ...]


async def notes_of(reading: AsyncSession, minutes_id: UUID, language: str, spoken: tuple[str, ...]) -> list[NoteView]:
    """The lines that are not struck, in the order they came in."""
    rows = list(
        await reading.scalars(
            select(Note).where(Note.minutes_id == minutes_id, Note.struck_at.is_(None)).order_by(Note.number)
        )
    )
    people = await identity.people_by_id(reading, {row.written_by for row in rows})
    return [
        NoteView(
            id=row.id,
            number=row.number,
            item_id=row.item_id,
            text=in_language(row.text, language),
            words=row.text,
            by=people[row.written_by].name,
            at=row.written_at,
            version=row.version,
            token=row.token,
            missing=any(not row.text.get(code) for code in spoken),
        )
        for row in rows
    ]


async def actions_of(reading: AsyncSession, minutes_id: UUID, language: str) -> tuple[ActionView, ...]:
    rows = await reading.scalars(select(Action).where(Action.minutes_id == minutes_id).order_by(Action.number))
    return tuple(_action(row, language) for row in rows)


def _action(row: Action, language: str, today: date | None = None, meeting: str = "") -> ActionView:
    return ActionView(
        id=row.id,
        minutes_id=row.minutes_id,
        item_id=row.item_id,
        text=in_language(row.text, language),
        owner_id=row.owner_id,
        owner=row.owner,
        due_on=row.due_on,
        state=row.state,
        told=row.told,
        late=today is not None and row.due_on < today and row.state is ActionState.OPEN,
        meeting=meeting,
    )


async def live_page(reading: AsyncSession, minutes_id: UUID, language: str, at: datetime) -> LivePage:
    """Raises `NotFound`."""
    minutes = await reading.get(Minutes, minutes_id)
    if minutes is None:
        raise NotFound(NO_MINUTES)
    meeting = await meetings.meeting_page(reading, minutes.meeting_id, language)
    book = (await rulebook.in_force(reading, day_of(meeting.starts_at))).rulebook
    spoken = tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)
    notes = await notes_of(reading, minutes_id, language, spoken)
    actions = await actions_of(reading, minutes_id, language)
    decided, tied = await at_decisions(reading, meeting.id), await interests(reading, meeting.id)
    quorum = None if meeting.opened_at is None else await meetings.quorum(reading, meeting.id, meeting.opened_at)
    return LivePage(
        id=minutes.id,
        stage=minutes.stage,
        composed=minutes.composed_at is not None,
        meeting=meeting,
        languages=spoken,
        opening=tuple(one for one in notes if one.item_id is None),
        items=tuple(
            TakenItem(
                item,
                tuple(one for one in notes if one.item_id == item.id),
                tuple(one for one in actions if one.item_id == item.id),
                decided.get(item.id),
                tied.get(item.id, ()),
            )
            for item in meeting.items
        ),
        stays=await meetings.stays(reading, meeting.id),
        at_opening=quorum,
        now=await quorum_when(reading, meeting.id, meeting.closed_at or at),
        arising=await arising(reading, meeting.id),
        loose=tuple(one for one in actions if one.item_id is None),
    )


class LineHistory(msgspec.Struct, frozen=True):
    """A line with how it read before, the newest first."""

    minutes_id: UUID
    note: NoteView
    before: tuple[tuple[str, str, datetime], ...]


async def line(
    reading: AsyncSession, minutes_id: UUID, note_id: UUID, language: str, spoken: tuple[str, ...]
) -> LineHistory:
    """Raises `NotFound`, also for a line that was struck."""
    found = next((n for n in await notes_of(reading, minutes_id, language, spoken) if n.id == note_id), None)
    if found is None:
        raise NotFound("This line is not in the minutes. It may have been struck. Go back and choose again.")
    rows = list(
        await reading.scalars(
            select(NoteBefore).where(NoteBefore.note_id == note_id).order_by(NoteBefore.version.desc())
        )
    )
    people = await identity.people_by_id(reading, {row.written_by for row in rows})
    before = tuple((in_language(r.text, language), people[r.written_by].name, r.written_at) for r in rows)
    return LineHistory(minutes_id, found, before)


async def action(reading: AsyncSession, action_id: UUID, language: str, today: date) -> ActionView:
    """Raises `NotFound`."""
    row = await reading.get(Action, action_id)
    if row is None:
        raise NotFound("This is not in any minutes. Go to your page and choose from there.")
    title = await reading.scalar(
        select(Meeting.title).join(Minutes, Minutes.meeting_id == Meeting.id).where(Minutes.id == row.minutes_id)
    )
    return _action(row, language, today, in_language(title or {}, language))


async def my_actions(reading: AsyncSession, person_id: UUID, language: str, today: date) -> tuple[ActionView, ...]:
    """What somebody took on and has not said done, the nearest day first."""
    rows = await reading.execute(
        select(Action, Meeting.title)
        .join(Minutes, Minutes.id == Action.minutes_id)
        .join(Meeting, Meeting.id == Minutes.meeting_id)
        .where(Action.owner_id == person_id, Action.state == ActionState.OPEN)
        .order_by(Action.due_on, Action.number)
        .limit(20)
    )
    return tuple(_action(row, language, today, in_language(title, language)) for row, title in rows.all())


class CarriedPage(msgspec.Struct, frozen=True):
    """What the agenda of a meeting can take over: what is left to be done, minutes to agree; what stands on it."""

    meeting: MeetingPage
    arising: tuple[ActionLine, ...]
    to_agree: tuple[ToAgree, ...]


async def carried_page(reading: AsyncSession, meeting_id: UUID, language: str) -> CarriedPage:
    """Raises `NotFound`."""
    meeting = await meetings.meeting_page(reading, meeting_id, language)
    return CarriedPage(meeting, await arising(reading, meeting_id), await to_agree(reading, meeting_id))
