"""How minutes are agreed and closed.

    circulated ──comment, answer──► circulated ──approve──► approved ──sign──► signed ──correct──► a dated entry

Approved under an item of a later meeting of the same body, with its quorum; signed by who chaired; then bound into
the minute book, and no word of them changes.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import Stage as MeetingStage
from govern.meetings.rules import StandingItem
from govern.minutes.book import rules
from govern.minutes.book.lifecycle.binding import bind
from govern.minutes.book.lifecycle.carrying import put_for_minutes
from govern.minutes.book.lifecycle.composing import spoken_at
from govern.minutes.book.lifecycle.formal import whole_text
from govern.minutes.book.lifecycle.known import quorum_when
from govern.minutes.book.models import Comment, Correction, Dissent, Entry, Minutes, Note
from govern.minutes.book.rules import Step
from govern.record import Event

Words = dict[str, str]
Facts = dict[str, str | int | bool | None]


async def was_there(reading: AsyncSession, meeting_id: UUID, person_id: UUID) -> bool:
    return any(stay.person_id == person_id for stay in await meetings.stays(reading, meeting_id))


async def comment(
    writing: AsyncSession, minutes_id: UUID, entry_id: UUID | None, text: str, *, by: UUID, at: datetime
) -> UUID:
    """Somebody who was there says what is missing or wrong. Raises `NotAllowed`, `WrongMoment`, `AlreadyDone`."""
    minutes = await locked(writing, Minutes, minutes_id)
    rules.check_open_to_comments(minutes.stage)
    rules.check_was_there(await was_there(writing, minutes.meeting_id, by))
    if entry_id is not None:
        await _entry(writing, minutes_id, entry_id)
    same = select(Comment.id).where(Comment.minutes_id == minutes_id, Comment.person_id == by, Comment.text == text)
    if await writing.scalar(same) is not None:
        raise AlreadyDone("You wrote this already, and the secretary has it.", field="text")
    made = Comment(id=uuid4(), minutes_id=minutes_id, entry_id=entry_id, person_id=by, text=text, made_at=at)
    writing.add(made)
    await writing.flush()
    await record.add(writing, Event("minutes.commented", f"minutes:{minutes_id}", at, by, {"comment": str(made.id)}))
    return made.id


async def answer_comment(
    writing: AsyncSession, minutes_id: UUID, comment_id: UUID, taken_up: bool, answer: str, *, by: UUID, at: datetime
) -> None:
    """Say whether a comment is taken up, and why not. Raises `NotValid`, `AlreadyDone`."""
    minutes = await locked(writing, Minutes, minutes_id)
    found = await locked(writing, Comment, comment_id)
    if found.minutes_id != minutes_id:
        raise NotFound("This comment is not on these minutes. Go back and choose again.")
    if minutes.stage not in rules.TAKEN:
        raise WrongMoment(rules.STANDING[minutes.stage])
    rules.check_answer(taken_up, answer)
    if found.answered_at is not None:
        raise AlreadyDone("This comment has its answer already. Nothing was changed.", field="answer")
    found.taken_up, found.answer, found.answered_by, found.answered_at = taken_up, answer, by, at
    facts: Facts = {"comment": str(comment_id), "taken_up": taken_up}
    await record.add(writing, Event("minutes.comment_answered", f"minutes:{minutes_id}", at, by, facts))


async def approve(writing: AsyncSession, minutes_id: UUID, item_id: UUID, *, by: UUID, at: datetime) -> None:
    """A later meeting of the body agreed them under this item, with its quorum at that minute.

    Raises `WrongMoment`, `NotValid` beside the item.
    """
    minutes = await locked(writing, Minutes, minutes_id)
    after = rules.after(minutes.stage, Step.APPROVE)
    waiting = select(func.count()).select_from(Comment)
    unanswered = waiting.where(Comment.minutes_id == minutes_id, Comment.answered_at.is_(None))
    rules.check_all_answered(await writing.scalar(unanswered) or 0)
    item = await writing.get(AgendaItem, item_id)
    agreeing = None if item is None else await writing.get(Meeting, item.meeting_id)
    of = await writing.get_one(Meeting, minutes.meeting_id)
    if item is None or agreeing is None or agreeing.forum_id is not None:
        raise NotValid("Choose the item under which the meeting agreed these minutes.", field="item")
    opened_at = agreeing.opened_at if agreeing.stage in (MeetingStage.OPEN, MeetingStage.CLOSED) else None
    moment = item.settled_at or at
    standing = item.standing
    if standing is None and item_id in await put_for_minutes(writing, [agreeing.id]):
        standing = StandingItem.MINUTES_BEFORE
    quorate = opened_at is not None and (await quorum_when(writing, agreeing.id, moment)).holds
    rules.check_agreeing_meeting(
        same_body=agreeing.body == of.body,
        later=agreeing.starts_at > of.starts_at,
        opened_at=opened_at,
        for_these_minutes=rules.is_for_minutes(standing, item.about_meeting_id, of.id),
        quorate=quorate,
    )
    minutes.stage, minutes.approved_at, minutes.approved_by = after, at, by
    minutes.approved_meeting_id, minutes.approved_item_id = agreeing.id, item_id
    facts: Facts = {"meeting": str(agreeing.id), "item": str(item_id)}
    await record.add(writing, Event("minutes.approved", f"minutes:{minutes_id}", at, by, facts))


async def chairs(reading: AsyncSession, minutes_id: UUID) -> dict[UUID, str]:
    """Who may sign: who chaired the meeting, and who chaired the one that agreed its minutes."""
    minutes = await reading.get_one(Minutes, minutes_id)
    asked = [one for one in (minutes.meeting_id, minutes.approved_meeting_id) if one is not None]
    ids = [one for one in await reading.scalars(select(Meeting.chair_id).where(Meeting.id.in_(asked))) if one]
    return {person.id: person.name for person in (await identity.people_by_id(reading, ids)).values()}


async def sign(writing: AsyncSession, minutes_id: UUID, *, by: UUID, at: datetime) -> bytes:
    """The chair signs: closed for ever, and bound into the minute book. Returns the mark of what was signed.

    Raises `NotAllowed`, `WrongMoment`.
    """
    minutes = await locked(writing, Minutes, minutes_id)
    after = rules.after(minutes.stage, Step.SIGN)
    may = await chairs(writing, minutes_id)
    rules.check_signs(by, may, tuple(sorted(may.values())))
    content = await whole_text(writing, minutes_id)
    minutes.stage, minutes.signed_at, minutes.signed_by = after, at, by
    await writing.flush()
    leaf = await bind(writing, minutes_id, at)
    facts: Facts = {"book": leaf.body, "number": leaf.number, "hash": content.hex()}
    await record.add(writing, Event("minutes.signed", f"minutes:{minutes_id}", at, by, facts))
    return content


async def lines_of(reading: AsyncSession, entry: Entry) -> tuple[Words, ...]:
    """The lines of an entry as its page numbers them, in every language: what was said, the notes, the decision, the
    reasons."""
    texts: list[Words] = []
    for words in (entry.text, entry.decision, entry.result or {}, entry.reasons or {}):
        split = {code: text.split("\n") for code, text in words.items() if text}
        for place in range(max((len(lines) for lines in split.values()), default=0)):
            line = {
                code: lines[place] for code, lines in split.items() if place < len(lines) and lines[place].strip()
            }
            if line:
                texts.append(line)
    where = Note.item_id == entry.item_id if entry.item_id else Note.item_id.is_(None)
    if entry.item_id or entry.kind is rules.EntryKind.OPENING:
        wanted = select(Note.text).where(Note.minutes_id == entry.minutes_id, Note.struck_at.is_(None), where)
        texts += list(await reading.scalars(wanted.order_by(Note.number)))
    dissents = await reading.scalars(select(Dissent).where(Dissent.entry_id == entry.id).order_by(Dissent.name))
    texts += [{code: f"{one.name}: {text}" for code, text in one.reason.items()} for one in dissents if one.reason]
    return tuple(texts)


async def correct(
    writing: AsyncSession, minutes_id: UUID, entry_id: UUID, line: int, text: Words, *, by: UUID, at: datetime
) -> UUID:
    """Note what is right at a line. What was signed stays (invariant 81). Raises `WrongMoment`, `NotValid`."""
    minutes = await locked(writing, Minutes, minutes_id)
    rules.check_signed(minutes.stage)
    entry = await _entry(writing, minutes_id, entry_id)
    lines = await lines_of(writing, entry)
    rules.check_line(line, len(lines))
    spoken = await spoken_at(writing, await meetings.meeting_page(writing, minutes.meeting_id, "en"))
    if not any(text.values()):
        raise NotValid("Type what is right.", field="text")
    rules.check_words(text, spoken, "text")
    made = Correction(
        id=uuid4(),
        minutes_id=minutes_id,
        entry_id=entry_id,
        line=line,
        line_was=lines[line - 1],
        text=text,
        noted_by=by,
        noted_at=at,
    )
    writing.add(made)
    await writing.flush()
    facts: Facts = {"correction": str(made.id), "entry": str(entry_id), "line": line}
    await record.add(writing, Event("minutes.corrected", f"minutes:{minutes_id}", at, by, facts))
    return made.id


async def _entry(reading: AsyncSession, minutes_id: UUID, entry_id: UUID) -> Entry:
    entry = await reading.get(Entry, entry_id)
    if entry is None or entry.minutes_id != minutes_id:
        raise NotFound("This entry is not in the minutes. Go back and choose again.")
    return entry
