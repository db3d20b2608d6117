"""What pages ask of the post: the outbox, one letter, how many wait."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.post.models import Letter
from govern.post.rules import (
    BETWEEN_THEMSELVES,
    HOLDS_A_WAY_IN,
    TELLS_WHO_VOTED,
    LetterStage,
    check_pile,
    form_for,
)

PER_PAGE = 50


class LetterView(msgspec.Struct, frozen=True):
    """A letter as the outbox lists it; `body` only on its own page."""

    id: UUID
    stage: LetterStage
    to_address: str
    kind: str
    subject: str
    language: str
    written_at: datetime
    sent_at: datetime | None
    tries: int
    last_refusal: str | None
    body: str | None = None
    holds_a_way_in: bool = False
    tells_who_voted: bool = False
    between_themselves: bool = False
    attachment_name: str | None = None
    by_post: bool = False


class ToPost(msgspec.Struct, frozen=True):
    """A letter that waits to be printed and posted: whom it is for, how it is printed, what it says; its pile."""

    id: UUID
    person_id: UUID
    language: str
    format: str
    subject: str
    body: str
    pile: int | None


class Outbox(msgspec.Struct, frozen=True):
    """One page of the outbox, newest first, how many letters are at each stage, and how many wait to be posted."""

    letters: tuple[LetterView, ...]
    counts: dict[LetterStage, int]
    page: int
    pages: int
    by_post: int = 0


async def outbox(reading: AsyncSession, *, page: int = 1, stage: LetterStage | None = None) -> Outbox:
    tallies = await reading.execute(select(Letter.stage, func.count()).group_by(Letter.stage))
    counts = {found: int(number) for found, number in tallies}
    total = counts.get(stage, 0) if stage else sum(counts.values())
    question = (
        select(Letter).order_by(Letter.written_at.desc(), Letter.id).limit(PER_PAGE).offset((page - 1) * PER_PAGE)
    )
    if stage is not None:
        question = question.where(Letter.stage == stage)
    letters = tuple(_view(letter) for letter in await reading.scalars(question))
    return Outbox(letters, counts, page, max(1, -(-total // PER_PAGE)), await waiting_by_post(reading))


async def letter(reading: AsyncSession, letter_id: UUID, *, in_demo: bool) -> LetterView:
    """One letter with what it says; a letter that holds a way in is read out in a demo alone. Raises `NotFound`."""
    found = await reading.get(Letter, letter_id)
    if found is None:
        raise NotFound("There is no such letter. Go back to the outbox and choose again.")
    if found.kind in TELLS_WHO_VOTED or found.kind in BETWEEN_THEMSELVES:
        return _view(found)
    if found.kind in HOLDS_A_WAY_IN and not in_demo:
        return msgspec.structs.replace(_view(found), holds_a_way_in=True)
    return msgspec.structs.replace(_view(found), body=found.body)


async def waiting(reading: AsyncSession) -> int:
    """How many mails wait to be sent."""
    return await _waiting(reading, by_post=False)


async def waiting_by_post(reading: AsyncSession) -> int:
    """How many letters wait to be printed and posted."""
    return await _waiting(reading, by_post=True)


async def _waiting(reading: AsyncSession, *, by_post: bool) -> int:
    question = (
        select(func.count())
        .select_from(Letter)
        .where(Letter.stage == LetterStage.WAITING, Letter.by_post.is_(by_post))
    )
    return int(await reading.scalar(question) or 0)


async def to_post(reading: AsyncSession, pile: int | None = None) -> tuple[ToPost, ...]:
    """Letters that wait to be printed and posted, the oldest first; or those of one pile."""
    question = select(Letter).where(Letter.stage == LetterStage.WAITING, Letter.by_post.is_(True))
    if pile is not None:
        check_pile(pile)
        question = question.where(Letter.pile == pile)
    rows = await reading.scalars(question.order_by(Letter.written_at, Letter.id))
    return tuple(
        ToPost(
            row.id,
            row.person_id,
            row.language,
            form_for(row.format),
            row.subject,
            row.body,
            row.pile,
        )
        for row in rows
        if row.person_id is not None and row.body is not None
    )


def _view(letter: Letter) -> LetterView:
    private = letter.kind in BETWEEN_THEMSELVES
    hidden = private or letter.kind in TELLS_WHO_VOTED
    return LetterView(
        id=letter.id,
        stage=letter.stage,
        to_address="" if hidden else letter.to_address,
        kind=letter.kind,
        subject="" if hidden else letter.subject,
        tells_who_voted=hidden and not private,
        between_themselves=private,
        language=letter.language,
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        tries=letter.tries,
        last_refusal=letter.last_refusal,
        attachment_name=None if private else letter.attachment_name,
        by_post=letter.by_post,
    )
