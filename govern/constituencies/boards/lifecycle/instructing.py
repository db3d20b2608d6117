"""The life of what one body asks of another it is linked with (M59).

given ──receive──► received ──answer──► answered ──close──► closed
                                          │   ▲
                                          └───┘ answer again, while it is accepted and not yet done
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.models import Instruction, InstructionReply
from govern.constituencies.boards.rules import domains
from govern.constituencies.boards.rules import instructing as rules
from govern.constituencies.boards.rules.instructing import Answer, Asked, Stage, Step
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import NotValid
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.record import Event

Facts = dict[str, str | int | bool | None]


class NewInstruction(msgspec.Struct, frozen=True, kw_only=True):
    """What a body decided to ask. `reference` names the minute or resolution; `topic` belongs to an opinion."""

    kind: Asked
    from_body: str
    to_body: str
    text: dict[str, str]
    reference: str
    decided_on: date
    due_on: date | None = None
    topic: str | None = None
    for_officers: bool = False


class NewReply(msgspec.Struct, frozen=True, kw_only=True):
    """What the other body decided to answer."""

    answer: Answer
    text: dict[str, str]
    decided_on: date
    reference: str | None = None


async def give(writing: AsyncSession, wanted: NewInstruction, *, by: UUID | None, at: datetime) -> UUID:
    """Pass it on. Only to a body that the rules link. Raises `NotAllowed` or `NotValid`, each beside its field."""
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    book.body(wanted.from_body)
    rules.check_linked(book, wanted.from_body, wanted.to_body)
    rules.check_days(wanted.decided_on, wanted.due_on, today)
    check_words(wanted.text, book)
    topic = wanted.topic if wanted.kind is Asked.OPINION else None
    if wanted.kind is Asked.OPINION:
        if topic is None:
            raise NotValid("Say on which matter their opinion is asked.", field="topic")
        domains.check_topic(book, topic)
    fields = msgspec.structs.asdict(wanted) | {"topic": topic}
    instruction = Instruction(id=uuid4(), stage=Stage.GIVEN, given_at=at, given_by=by, **fields)
    writing.add(instruction)
    await writing.flush()
    facts: Facts = {"kind": wanted.kind.value, "from": wanted.from_body, "to": wanted.to_body}
    facts |= {"decided_on": wanted.decided_on.isoformat()}
    await record.add(writing, Event("instruction.given", f"instruction:{instruction.id}", at, by, facts))
    return instruction.id


async def receive(writing: AsyncSession, instruction_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The other body has it. Raises `WrongMoment`."""
    instruction = await locked(writing, Instruction, instruction_id)
    instruction.stage, instruction.received_on = rules.after(instruction.stage, Step.RECEIVE), day_of(at)
    await record.add(writing, Event("instruction.received", f"instruction:{instruction_id}", at, by))


async def answer(
    writing: AsyncSession, instruction_id: UUID, wanted: NewReply, *, by: UUID | None, at: datetime
) -> None:
    """Record what they answered; who declines says why. Raises `WrongMoment` or `NotValid`."""
    instruction = await locked(writing, Instruction, instruction_id)
    stage = rules.after(instruction.stage, Step.ANSWER)
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    before = await _last(writing, instruction_id)
    has_words = any(wanted.text.values())
    rules.check_answer(instruction.kind, before.answer if before else None, wanted.answer, words=has_words)
    if has_words:
        check_words(wanted.text, book)
    if wanted.decided_on > today:
        raise NotValid("This day is still to come. Say when it was decided.", field="decided_on")
    if wanted.decided_on < instruction.decided_on:
        raise NotValid(
            "It was asked on {day}. An answer cannot be older.", field="decided_on", day=instruction.decided_on
        )
    position = before.position + 1 if before else 1
    writing.add(
        InstructionReply(
            id=uuid4(),
            instruction_id=instruction_id,
            position=position,
            recorded_at=at,
            recorded_by=by,
            **msgspec.structs.asdict(wanted),
        )
    )
    instruction.stage = stage
    await writing.flush()
    facts: Facts = {"answer": wanted.answer.value, "number": position}
    await record.add(writing, Event("instruction.answered", f"instruction:{instruction_id}", at, by, facts))


async def close(writing: AsyncSession, instruction_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The body that asked has read the answer. Raises `WrongMoment` while something is owed."""
    instruction = await locked(writing, Instruction, instruction_id)
    stage = rules.after(instruction.stage, Step.CLOSE)
    last = await _last(writing, instruction_id)
    rules.check_may_close(last.answer if last else None)
    instruction.stage, instruction.closed_at = stage, at
    await record.add(writing, Event("instruction.closed", f"instruction:{instruction_id}", at, by))


def check_words(text: dict[str, str], book: Rulebook) -> None:
    """Both bodies, and members, read it in every language of the society. Raises `NotValid`."""
    for code in book.society.languages:
        if code in LANGUAGES and not text.get(code):
            raise NotValid(
                "Type this in every language of the society. Members read it in theirs.",
                field="text" if code == "en" else f"text_{code}",
            )


async def _last(reading: AsyncSession, instruction_id: UUID) -> InstructionReply | None:
    return await reading.scalar(
        select(InstructionReply)
        .where(InstructionReply.instruction_id == instruction_id)
        .order_by(InstructionReply.position.desc())
        .limit(1)
    )
