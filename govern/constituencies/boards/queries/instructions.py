"""What bodies asked of each other and what was answered, as lists and one by one."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

import msgspec
from sqlalchemy import Select, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards.models import Instruction, InstructionReply
from govern.constituencies.boards.rules import domains, instructing
from govern.constituencies.boards.rules.instructing import Answer, Asked, Stage
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.errors import NotFound
from govern.sentences import Sentence

ON_A_PAGE = 100


class Which(StrEnum):
    """Which of them a list shows."""

    OPEN = "open"
    LATE = "late"
    CLOSED = "closed"
    ALL = "all"


class ReplyView(msgspec.Struct, frozen=True):
    """One answer in one language."""

    answer: Answer
    paragraphs: tuple[str, ...]
    decided_on: date
    reference: str | None


class InstructionView(msgspec.Struct, frozen=True, kw_only=True):
    """One of them in one language, with its answers in order. `late` is something owed after its day."""

    id: UUID
    kind: Asked
    stage: Stage
    from_body: str
    from_name: str
    to_body: str
    to_name: str
    topic: Sentence | str | None
    paragraphs: tuple[str, ...]
    reference: str
    decided_on: date
    due_on: date | None
    received_on: date | None
    for_officers: bool
    late: bool
    replies: tuple[ReplyView, ...]

    @property
    def last(self) -> Answer | None:
        return self.replies[-1].answer if self.replies else None

    @property
    def waits_until_done(self) -> bool:
        return self.stage is Stage.ANSWERED and self.last is Answer.ACCEPTED


class Linked(msgspec.Struct, frozen=True):
    """A body, and those the rules link it with: (id, name)."""

    id: str
    name: str
    with_: tuple[tuple[str, str], ...]


async def instructions(
    reading: AsyncSession,
    on: date,
    language: str,
    *,
    body: str = "",
    which: Which = Which.OPEN,
    members: bool = False,
) -> tuple[InstructionView, ...]:
    """Those of one body or of all, the newest first. `members` leaves out what is for officers only."""
    wanted = select(Instruction).order_by(Instruction.decided_on.desc(), Instruction.given_at.desc())
    if body:
        wanted = wanted.where(or_(Instruction.from_body == body, Instruction.to_body == body))
    if members:
        wanted = wanted.where(Instruction.for_officers.is_(False))
    if which is Which.CLOSED:
        wanted = wanted.where(Instruction.stage == Stage.CLOSED)
    elif which is not Which.ALL:
        wanted = wanted.where(Instruction.stage != Stage.CLOSED)
    if which is Which.LATE:
        wanted = wanted.where(Instruction.due_on < on)
    found = await _views(reading, wanted.limit(ON_A_PAGE), on, language)
    return tuple(one for one in found if one.late) if which is Which.LATE else found


async def instruction(reading: AsyncSession, instruction_id: UUID, on: date, language: str) -> InstructionView:
    """Raises `NotFound`."""
    found = await _views(reading, select(Instruction).where(Instruction.id == instruction_id), on, language)
    if not found:
        raise NotFound("There is no such instruction. Go to the list and choose from there.")
    return found[0]


async def linked_bodies(reading: AsyncSession, on: date, language: str) -> tuple[Linked, ...]:
    """Every body that the rules link with another."""
    book = (await rulebook.in_force(reading, on)).rulebook
    names = {body.id: body_name(body, language) for body in book.bodies}
    found = (Linked(b.id, names[b.id], _named(book, b.id, names)) for b in book.bodies)
    return tuple(one for one in found if one.with_)


def _named(book: Rulebook, body: str, names: dict[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple((other, names[other]) for other in instructing.linked_with(book, body))


async def _views(
    reading: AsyncSession, wanted: Select[Instruction], on: date, language: str
) -> tuple[InstructionView, ...]:
    rows = tuple(await reading.scalars(wanted))
    replies: dict[UUID, list[InstructionReply]] = {}
    for reply in await reading.scalars(
        select(InstructionReply)
        .where(InstructionReply.instruction_id.in_([row.id for row in rows]))
        .order_by(InstructionReply.position)
    ):
        replies.setdefault(reply.instruction_id, []).append(reply)
    book = (await rulebook.in_force(reading, on)).rulebook
    names = {body.id: body_name(body, language) for body in book.bodies}
    return tuple(_view(row, replies.get(row.id, []), names, on, language) for row in rows)


def _view(
    row: Instruction, replies: list[InstructionReply], names: dict[str, str], on: date, language: str
) -> InstructionView:
    last = replies[-1].answer if replies else None
    return InstructionView(
        id=row.id,
        kind=row.kind,
        stage=row.stage,
        from_body=row.from_body,
        from_name=names.get(row.from_body, row.from_body),
        to_body=row.to_body,
        to_name=names.get(row.to_body, row.to_body),
        topic=domains.topic_words(row.topic) if row.topic else None,
        paragraphs=_lines(row.text, language),
        reference=row.reference,
        decided_on=row.decided_on,
        due_on=row.due_on,
        received_on=row.received_on,
        for_officers=row.for_officers,
        late=instructing.is_overdue(row.stage, last, row.due_on, on),
        replies=tuple(
            ReplyView(one.answer, _lines(one.text, language), one.decided_on, one.reference) for one in replies
        ),
    )


def _lines(words: dict[str, str], language: str) -> tuple[str, ...]:
    return tuple(line for line in in_language(words, language).split("\n") if line.strip())
