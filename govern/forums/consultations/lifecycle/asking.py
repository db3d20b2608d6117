"""First chapter: a question is written, read twice by somebody else, and put to people until it is closed.

What people are shown has a `wording`; every change of it makes a new one, and a check holds for the wording it read.
The chapters on cards, ways and photographs call `reworded` with each of their changes.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAdaptation,
    ConsultationAsker,
    ConsultationCard,
    ConsultationCheck,
    ConsultationResponse,
)
from govern.forums.consultations.queries.preparing import languages_on, missing_of
from govern.forums.consultations.rules import Asks, CheckKind, CountsAs, Heard, Stage
from govern.identity.rules import day_of
from govern.record import Event
from govern.sentences import Sentence

__all__ = [
    "QuestionDraft",
    "change",
    "check",
    "close",
    "draft",
    "end_asker",
    "extend",
    "languages_on",
    "methods_on",
    "name_asker",
    "open_",
    "reworded",
    "stop",
]


class QuestionDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A question as whoever runs the consultation writes it, each text by language."""

    asks: Asks
    title: dict[str, str]
    question: dict[str, str]
    context: dict[str, str]
    can_change: dict[str, str]
    who_decides: dict[str, str]
    decide_by: date
    ask_until: date


async def draft(
    writing: AsyncSession, forum_id: UUID | None, wanted: QuestionDraft, *, by: UUID, at: datetime
) -> UUID:
    """A new question, not put to anybody yet. Raises `NotValid` beside the field."""
    _check(wanted, day_of(at))
    row = Consultation(
        id=uuid4(),
        forum_id=forum_id,
        stage=Stage.DRAFT,
        runs_id=by,
        written_by=by,
        written_at=at,
        **msgspec.structs.asdict(wanted),
    )
    writing.add(row)
    await writing.flush()
    await _note(writing, row, "written", by, at)
    return row.id


def _check(wanted: QuestionDraft, today: date) -> None:
    for language, question in wanted.question.items():
        rules.check_question(question, f"question_{language}")
    if wanted.ask_until < today:
        raise NotValid("Choose a day that is still to come.", field="ask_until")
    if wanted.decide_by <= wanted.ask_until:
        raise NotValid("The decision comes after the last day of asking. Choose a later day.", field="decide_by")


async def change(
    writing: AsyncSession, consultation_id: UUID, wanted: QuestionDraft, *, by: UUID, at: datetime
) -> None:
    """Other words, before anybody is asked. What was checked has to be checked again. Raises as `draft`."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED)
    _check(wanted, day_of(at))
    for name, value in msgspec.structs.asdict(wanted).items():
        setattr(row, name, value)
    row.written_by = by
    reworded(row)
    await _note(writing, row, "reworded", by, at)


def reworded(row: Consultation) -> None:
    """What people are shown has changed. Raises `WrongMoment` once they are being asked."""
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED)
    row.wording += 1
    row.stage = Stage.DRAFT


async def check(
    writing: AsyncSession,
    consultation_id: UUID,
    kind: CheckKind,
    wording: int,
    *,
    passed: bool,
    words: str,
    by: UUID,
    at: datetime,
) -> None:
    """A second person read this wording. Both kinds passed: it is checked. Raises `NotAllowed` for whoever wrote or
    runs it, `AlreadyDone` where it has other words by now, `NotValid` where it failed and nothing says why, and while
    something is missing."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT)
    for author in (row.written_by, row.runs_id):
        rules.check_second_person(author=author, checker=by)
    if wording != row.wording:
        raise AlreadyDone("The words were changed while you read them. Read them again.")
    if not passed and not words.strip():
        raise NotValid("Say what has to change.", field="words")
    if passed and (missing := await missing_of(writing, row, day_of(at))):
        raise NotValid(Sentence("It is not complete yet. {first}", first=missing[0]))
    key = (consultation_id, kind, wording)
    found = await writing.get(ConsultationCheck, key)
    if found is None:
        found = ConsultationCheck(consultation_id=consultation_id, kind=kind, wording=wording)
        writing.add(found)
    found.passed, found.words, found.checked_by, found.checked_at = passed, words.strip(), by, at
    await writing.flush()
    count = select(func.count()).where(
        ConsultationCheck.consultation_id == consultation_id,
        ConsultationCheck.wording == wording,
        ConsultationCheck.passed,
    )
    if await writing.scalar(count) == len(CheckKind):
        row.stage = Stage.CHECKED
    await _note(writing, row, "checked", by, at, kind=kind.value, passed=passed)


async def name_asker(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """One more facilitator who asks people. Raises `AlreadyDone`."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED, Stage.OPEN)
    found = await writing.get(ConsultationAsker, (consultation_id, person_id))
    if found is not None and found.ended_at is None:
        raise AlreadyDone("This person asks people in this consultation already.")
    if found is None:
        found = ConsultationAsker(consultation_id=consultation_id, person_id=person_id)
        writing.add(found)
    found.named_by, found.named_at, found.ended_at = by, at, None
    await writing.flush()
    await _note(writing, row, "asker_named", by, at)


async def end_asker(writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """A facilitator asks nobody any more here; whom they had not asked yet has nobody to ask them."""
    row = await locked(writing, Consultation, consultation_id)
    found = await locked(writing, ConsultationAsker, (consultation_id, person_id))
    if found.ended_at is not None:
        raise AlreadyDone("This person asks nobody in this consultation any more.")
    found.ended_at = at
    theirs = select(ConsultationResponse).where(
        ConsultationResponse.consultation_id == consultation_id,
        ConsultationResponse.asker_id == person_id,
        ConsultationResponse.heard == Heard.INVITED,
    )
    for response in await writing.scalars(theirs):
        response.asker_id = None
    await _note(writing, row, "asker_ended", by, at)


async def open_(writing: AsyncSession, consultation_id: UUID, *, by: UUID, at: datetime) -> None:
    """People are asked from now on. Raises `WrongMoment` before both checks, `NotValid` with what is missing."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.CHECKED)
    if row.ask_until < day_of(at):
        raise NotValid("The last day of asking is over. Choose a later one first.", field="ask_until")
    if not await writing.scalar(select(exists().where(ConsultationAdaptation.consultation_id == consultation_id))):
        raise NotValid("Prepare at least one way of asking first.")
    await _check_cards(writing, row)
    row.stage, row.opened_at = Stage.OPEN, at
    await _note(writing, row, "opened", by, at)


async def _check_cards(writing: AsyncSession, row: Consultation) -> None:
    """One of several needs two cards that stand for themselves. Raises `NotValid`."""
    if row.asks is Asks.PROPOSAL:
        return
    count = select(func.count()).where(
        ConsultationCard.consultation_id == row.id, ConsultationCard.counts_as == CountsAs.ITSELF
    )
    if (await writing.scalar(count) or 0) < 2:
        raise NotValid("People choose between things here. Add at least two cards that can be chosen.")


async def extend(writing: AsyncSession, consultation_id: UUID, ask_until: date, *, by: UUID, at: datetime) -> None:
    """People are asked until another day. Raises `NotValid` beside the field."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED, Stage.OPEN)
    if ask_until < day_of(at):
        raise NotValid("Choose a day that is still to come.", field="ask_until")
    if row.decide_by <= ask_until:
        raise NotValid(
            "The decision comes after the last day of asking: it is to be made by {day}. Choose an earlier day.",
            field="ask_until",
            day=row.decide_by,
        )
    row.ask_until = ask_until
    await _note(writing, row, "extended", by, at)


async def close(writing: AsyncSession, consultation_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """Nobody is asked any more. Whoever was never asked counts as not reached; the reason is asked for in the sum.

    What somebody showed who was being asked can still be read.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.OPEN)
    waiting = select(ConsultationResponse).where(
        ConsultationResponse.consultation_id == consultation_id,
        ConsultationResponse.heard == Heard.INVITED,
    )
    for response in await writing.scalars(waiting):
        response.heard = Heard.NOT_REACHED
    row.stage, row.closed_at = Stage.CLOSED, at
    await _note(writing, row, "closed", by, at)


async def stop(writing: AsyncSession, consultation_id: UUID, because: str, *, by: UUID, at: datetime) -> None:
    """It ends before anything was summed up, and says why. Raises `NotValid` without a reason."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.DRAFT, Stage.CHECKED, Stage.OPEN, Stage.CLOSED)
    if not because.strip():
        raise NotValid("Say why it stops. The people who were asked will hear it.", field="because")
    row.stage, row.because, row.ended_at = Stage.STOPPED, because.strip(), at
    await ballots.take_from_beside(writing, consultation_id)
    await _note(writing, row, "stopped", by, at)


async def methods_on(reading: AsyncSession, on: date) -> frozenset[str]:
    """The methods of asking that the rules of a day allow."""
    return frozenset((await rulebook.in_force(reading, on)).rulebook.consultation.methods)


async def _note(
    writing: AsyncSession, row: Consultation, done: str, by: UUID | None, at: datetime, **facts: str | bool
) -> None:
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{row.id}", at, by, dict(facts)))
