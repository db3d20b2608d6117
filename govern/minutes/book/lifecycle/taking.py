"""Minutes taken while the meeting is on: lines under an item, and who does what by when.

    line ──add──► there ──change──► its next version, the one before kept
                    └──strike──► in no version of the minutes, and kept

Rows are only added, so two note-takers never write over each other; and the same line sent twice is one, by the
token its form drew.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.models import Action, Minutes, Note, NoteBefore
from govern.minutes.book.rules import ActionState, Stage, Step
from govern.record import Event

Words = dict[str, str]
Facts = dict[str, str | int | bool | None]


async def _held(writing: AsyncSession, minutes_id: UUID) -> Minutes:
    """The minutes, open to lines. What members have read counts as changed from here on."""
    minutes = await locked(writing, Minutes, minutes_id)
    rules.check_open_to_lines(minutes.stage)
    if minutes.stage is not Stage.DRAFT:
        minutes.stage = rules.after(minutes.stage, Step.EDIT)
    return minutes


async def check_item(reading: AsyncSession, minutes: Minutes, item_id: UUID | None) -> None:
    """Raises `NotValid` for an item of another meeting."""
    if item_id is None:
        return
    item = await reading.get(AgendaItem, item_id)
    if item is None or item.meeting_id != minutes.meeting_id:
        raise NotValid("Choose an item of this meeting.", field="item")


async def add_line(
    writing: AsyncSession,
    minutes_id: UUID,
    item_id: UUID | None,
    text: Words,
    token: str,
    *,
    by: UUID,
    at: datetime,
    typed_again: bool = False,
) -> UUID:
    """Take a line down. The same token again is the same line. `typed_again`: it may be the same under a new token,
    by somebody who went back because no answer came. Raises `WrongMoment` once agreed, `NotValid`."""
    rules.check_token(token)
    await locked(writing, Minutes, minutes_id)
    known = await writing.scalar(select(Note.id).where(Note.minutes_id == minutes_id, Note.token == token))
    if known is None and typed_again:
        known = await _just_written(writing, minutes_id, item_id, text, by, at)
    if known is not None:
        return known
    minutes = await _held(writing, minutes_id)
    await check_item(writing, minutes, item_id)
    if not any(text.values()):
        raise NotValid("Type what was said.", field="text")
    number = await writing.scalar(select(func.max(Note.number)).where(Note.minutes_id == minutes_id))
    note = Note(
        id=uuid4(),
        minutes_id=minutes_id,
        number=(number or 0) + 1,
        item_id=item_id,
        token=token,
        version=1,
        text=text,
        written_by=by,
        written_at=at,
    )
    writing.add(note)
    await writing.flush()
    await record.add(writing, Event("minutes.line_added", f"minutes:{minutes_id}", at, by, {"line": str(note.id)}))
    return note.id


async def _just_written(
    reading: AsyncSession, minutes_id: UUID, item_id: UUID | None, text: Words, by: UUID, at: datetime
) -> UUID | None:
    """The latest line of this note-taker, where it has these words under this item and is minutes old."""
    theirs = select(Note).where(Note.minutes_id == minutes_id, Note.written_by == by, Note.struck_at.is_(None))
    last = (await reading.scalars(theirs.order_by(Note.number.desc()).limit(1))).first()
    if last is None or (last.item_id, last.text) != (item_id, text) or at - last.written_at > rules.SENT_AGAIN_WITHIN:
        return None
    return last.id


class Clash(NotValid):
    """Somebody else changed the line since: both wordings stand beside each other, and none is lost."""


async def change_line(
    writing: AsyncSession, minutes_id: UUID, note_id: UUID, text: Words, version: int, *, by: UUID, at: datetime
) -> None:
    """Word a line anew, from the version somebody read. Raises `Clash` where it has changed since."""
    await _held(writing, minutes_id)
    note = await _line(writing, minutes_id, note_id)
    if note.text == text:
        return
    if note.version != version:
        raise Clash(
            "Somebody changed this line while you were writing. Both stand below. "
            "Put them together, then keep the line.",
            field="text",
        )
    if not any(text.values()):
        raise NotValid("Type what was said, or strike the line.", field="text")
    writing.add(
        NoteBefore(
            note_id=note_id,
            version=note.version,
            text=note.text,
            written_by=note.written_by,
            written_at=note.written_at,
        )
    )
    note.text, note.version, note.written_by, note.written_at = text, version + 1, by, at
    facts: Facts = {"line": str(note_id), "version": note.version}
    await record.add(writing, Event("minutes.line_changed", f"minutes:{minutes_id}", at, by, facts))


async def strike_line(writing: AsyncSession, minutes_id: UUID, note_id: UUID, *, by: UUID, at: datetime) -> None:
    """Leave a line out of the minutes. It stays where it was written down."""
    await _held(writing, minutes_id)
    note = await _line(writing, minutes_id, note_id)
    note.struck_at, note.struck_by = at, by
    await record.add(writing, Event("minutes.line_struck", f"minutes:{minutes_id}", at, by, {"line": str(note_id)}))


async def _line(writing: AsyncSession, minutes_id: UUID, note_id: UUID) -> Note:
    note = await locked(writing, Note, note_id)
    if note.minutes_id != minutes_id:
        raise NotFound("This line is not in the minutes. Go back and choose again.")
    if note.struck_at is not None:
        raise AlreadyDone("This line was struck. Write it again as a new line if it belongs in the minutes.")
    return note


async def take_on(
    writing: AsyncSession,
    minutes_id: UUID,
    item_id: UUID | None,
    text: Words,
    owner_id: UUID,
    due_on: date,
    token: str,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """Write down who does what by when. The same token again is the same action."""
    rules.check_token(token)
    await locked(writing, Minutes, minutes_id)
    known = await writing.scalar(select(Action.id).where(Action.minutes_id == minutes_id, Action.token == token))
    if known is not None:
        return known
    minutes = await _held(writing, minutes_id)
    await check_item(writing, minutes, item_id)
    meeting = await meetings.meeting_page(writing, minutes.meeting_id, "en")
    rules.check_due(due_on, day_of(meeting.starts_at))
    owner = await identity.person(writing, owner_id)
    number = await writing.scalar(select(func.max(Action.number)).where(Action.minutes_id == minutes_id))
    action = Action(
        id=uuid4(),
        minutes_id=minutes_id,
        number=(number or 0) + 1,
        item_id=item_id,
        token=token,
        text=text,
        owner_id=owner_id,
        owner=owner.name,
        due_on=due_on,
        made_by=by,
        made_at=at,
        state=ActionState.OPEN,
    )
    writing.add(action)
    await writing.flush()
    facts: Facts = {"action": str(action.id), "due_on": due_on.isoformat()}
    await record.add(writing, Event("minutes.action_made", f"minutes:{minutes_id}", at, by, facts))
    return action.id


async def close_action(
    writing: AsyncSession, action_id: UUID, state: ActionState, told: str, *, by: UUID, at: datetime
) -> UUID:
    """Say what became of it, at any time. Returns the minutes' id. Raises `NotValid`, `AlreadyDone`."""
    action = await locked(writing, Action, action_id)
    rules.check_told(told, state)
    if state is ActionState.OPEN:
        raise NotValid("Choose whether it was done.", field="state")
    if action.state is not ActionState.OPEN:
        raise AlreadyDone("It is written down already what became of this. Nothing was changed.", field="state")
    action.state, action.told, action.closed_by, action.closed_at = state, told, by, at
    facts: Facts = {"action": str(action_id), "state": state.value}
    await record.add(writing, Event("minutes.action_closed", f"minutes:{action.minutes_id}", at, by, facts))
    return action.minutes_id


async def lines_lacking(reading: AsyncSession, minutes: Minutes) -> list[str]:
    """Lines and actions that are not there in every language of the society, by their first words."""
    spoken = await spoken_at(reading, await meetings.meeting_page(reading, minutes.meeting_id, "en"))
    notes = await reading.scalars(
        select(Note.text).where(Note.minutes_id == minutes.id, Note.struck_at.is_(None)).order_by(Note.number)
    )
    actions = await reading.scalars(select(Action.text).where(Action.minutes_id == minutes.id))
    return [in_language(text, "en")[:60] for text in (*notes, *actions) if rules.lacks(text, spoken)]
