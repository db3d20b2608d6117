"""Notices that went by post, also where the mail came back: an officer says that they are in the post, or that a mail
came back which the mail server had taken."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.errors import AlreadyDone, NotFound, WrongMoment
from govern.meetings.lifecycle.held import held
from govern.meetings.models import Meeting, Notice, NoticeDelivery
from govern.meetings.rules import Channel
from govern.post.models import Letter
from govern.post.rules import LetterStage
from govern.record import Event


async def note_posted(
    writing: AsyncSession, notice_id: UUID, people: Collection[UUID], *, by: UUID, at: datetime
) -> int:
    """These letters of a notice are in the post. Returns how many were not before; raises `NotFound`."""
    notice, meeting = await _noticed(writing, notice_id)
    rows = update(NoticeDelivery).where(
        NoticeDelivery.notice_id == notice_id,
        NoticeDelivery.person_id.in_(people),
        NoticeDelivery.posted_at.is_(None),
    )
    done = await writing.execute(rows.values(posted_at=at))
    number = int(getattr(done, "rowcount", 0))
    facts: dict[str, str | int | bool | None] = {"version": notice.version, "letters": number}
    await record.add(writing, Event("meeting.notice_posted", f"meeting:{meeting.id}", at, by, facts))
    return number


async def note_came_back(
    writing: AsyncSession, notice_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """The mail to this person came back; it is printed and posted like one that was refused at once.

    Raises `NotFound` for whoever had no notice, `WrongMoment` where it went by post, waits to be sent or is in the
    post as well, `AlreadyDone`.
    """
    notice, meeting = await _noticed(writing, notice_id)
    row = await _mailed(writing, notice_id, person_id)
    if row.channel is not Channel.EMAIL:
        raise WrongMoment("This notice goes by post, so no email can come back. Print the letter and post it.")
    if row.posted_at is not None:
        raise WrongMoment("The letter to this person is in the post already. There is nothing more to do.")
    stage = await writing.scalar(select(Letter.stage).where(Letter.id == row.letter_id))
    if stage is LetterStage.WAITING:
        raise WrongMoment("This email has not been sent yet, so it cannot have come back. Look at the outbox.")
    if row.came_back_at is not None or stage is LetterStage.GIVEN_UP:
        raise AlreadyDone("It is noted already that this email came back. Print the letter and post it.")
    row.came_back_at = at
    facts: dict[str, str | int | bool | None] = {"version": notice.version}
    await record.add(writing, Event("meeting.notice_came_back", f"meeting:{meeting.id}", at, by, facts))


async def take_back_came_back(
    writing: AsyncSession, notice_id: UUID, person_id: UUID, *, by: UUID | None, at: datetime
) -> None:
    """A slip of the hand: the mail did not come back. Raises as `note_came_back`."""
    notice, meeting = await _noticed(writing, notice_id)
    row = await _mailed(writing, notice_id, person_id)
    if row.came_back_at is None:
        raise WrongMoment("Nobody noted that this email came back. Look at the list again.")
    if row.posted_at is not None:
        raise WrongMoment("The letter to this person is in the post already. There is nothing more to do.")
    row.came_back_at = None
    facts: dict[str, str | int | bool | None] = {"version": notice.version}
    await record.add(writing, Event("meeting.notice_arrived", f"meeting:{meeting.id}", at, by, facts))


async def _noticed(writing: AsyncSession, notice_id: UUID) -> tuple[Notice, Meeting]:
    notice = await writing.get(Notice, notice_id)
    if notice is None:
        raise NotFound("No such notice has gone out for this meeting. Look at the meeting's page.")
    return notice, await held(writing, notice.meeting_id)


async def _mailed(writing: AsyncSession, notice_id: UUID, person_id: UUID) -> NoticeDelivery:
    row = await writing.get(NoticeDelivery, (notice_id, person_id))
    if row is None:
        raise NotFound("This notice did not go to that person. Look at the list again.")
    return row
