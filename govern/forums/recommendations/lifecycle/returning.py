"""Last chapter: the forum that asked hears the answer, and is satisfied, asks again, appeals, or goes to the members
(invariant 65, W15)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.forums.recommendations import rules
from govern.forums.recommendations.lifecycle.keeping import (
    Taken,
    book_of,
    hand,
    keep,
    note,
    places,
    said,
)
from govern.forums.recommendations.lifecycle.telling import send_answers
from govern.forums.recommendations.models import AnswerBack, Appellant, Recommendation, RecommendationVersion
from govern.forums.recommendations.rules import Holder, Step
from govern.forums.recommendations.rules.journey import StepKind
from govern.identity.rules import Site, day_of

Words = Mapping[str, str]
#: No question is answered so often: once for each time it is asked and each step of an appeal.
MOST_ANSWERS = 1_000


def _here(row: Recommendation) -> Holder:
    """The first forum, as who takes the step."""
    return Holder(None, row.forum_id)


async def receive(writing: AsyncSession, recommendation_id: UUID, heard_on: date, *, by: UUID, at: datetime) -> None:
    """The first forum has heard the answer (invariant 65). Raises `WrongMoment`, `NotValid`."""
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.RECEIVE)
    if heard_on > day_of(at):
        raise NotValid("This day is still to come. Note it once the forum has heard the answer.", field="heard_on")
    if row.answered_on is not None and heard_on < row.answered_on:
        raise NotValid(
            "The answer was given on {day}. Choose that day or a later one.", field="heard_on", day=row.answered_on
        )
    row.stage = stage
    await keep(writing, row, Taken(kind=StepKind.RECEIVED, on_day=heard_on, here=_here(row)), by=by, at=at)


async def accept(writing: AsyncSession, recommendation_id: UUID, *, by: UUID, at: datetime) -> None:
    """The first forum is satisfied."""
    row = await locked(writing, Recommendation, recommendation_id)
    row.stage = rules.after(row.stage, Step.ACCEPT)
    await keep(writing, row, Taken(kind=StepKind.ACCEPTED, on_day=day_of(at), here=_here(row)), by=by, at=at)


async def ask_again(
    writing: AsyncSession,
    recommendation_id: UUID,
    facts: Words,
    decided_on: date,
    minute: str,
    *,
    by: UUID,
    at: datetime,
) -> Holder:
    """Not satisfied: the forum asks again in its own words, with new facts, within the limit of the rules (W15).

    It climbs anew from the first layer on. Raises `NotAllowed` beyond the limit, `NotValid`, `WrongMoment`.
    """
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.ASK_AGAIN)
    book = await book_of(writing, at)
    rules.check_again(book, row.times, facts.values())
    if not minute.strip():
        raise NotValid("Say where the forum's decision stands, like “Notes of 3 February, item 4”.", field="minute")
    if decided_on > day_of(at):
        raise NotValid("This day is still to come. Note the decision once the forum has met.", field="decided_on")
    await _own_words_again(writing, row, facts, by, at)
    known = await places(writing)
    holder = rules.first_holder(book, known[row.forum_id], known)
    row.stage, row.times, row.answered_on = stage, row.times + 1, None
    row.through_id = known[row.forum_id].through
    hand(row, holder, book, day_of(at))
    taken = Taken(
        kind=StepKind.ASKED_AGAIN,
        on_day=decided_on,
        reasons=facts,
        minute=minute,
        here=Holder(known[row.forum_id].layer, row.forum_id),
        next=holder,
        due_on=row.due_on,
    )
    await keep(writing, row, taken, by=by, at=at)
    return holder


async def _own_words_again(writing: AsyncSession, row: Recommendation, facts: Words, by: UUID, at: datetime) -> None:
    """The forum's own last wording becomes the newest version, with the new facts."""
    own = await writing.scalar(
        select(RecommendationVersion)
        .where(RecommendationVersion.recommendation_id == row.id, RecommendationVersion.forum_id == row.forum_id)
        .order_by(RecommendationVersion.number.desc())
        .limit(1)
    )
    assert own is not None
    row.version += 1
    made = RecommendationVersion(
        recommendation_id=row.id,
        number=row.version,
        title=own.title,
        text=own.text,
        easy=own.easy,
        facts=said(facts),
        forum_id=row.forum_id,
        written_by=by,
        written_at=at,
    )
    writing.add(made)
    await writing.flush()


async def appeal(
    writing: AsyncSession,
    recommendation_id: UUID,
    numbers: Collection[str],
    words: Words,
    *,
    unrelated: bool,
    by: UUID,
    at: datetime,
) -> None:
    """People appeal together, as the rules ask: so many, unrelated, to the next step (M25).

    `numbers` are theirs in the register. Raises `WrongMoment`, `NotAllowed`, `NotValid`.
    """
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.APPEAL)
    book = await book_of(writing, at)
    people = []
    for number in dict.fromkeys(numbers):
        found = await register.person_with_number(writing, number)
        if found is None:
            raise NotValid(
                "No member has the number {number}. Look at it again.", field="appeal_people", number=number[:40]
            )
        people.append(found)
    tied = await register.ties_between(writing, people, day_of(at))
    reasons = " ".join(words.values())
    rules.check_appeal(book, row.appeal_number, people, reasons, unrelated=unrelated, tied=tied)
    row.stage, row.appeal_number = stage, row.appeal_number + 1
    writing.add_all(
        Appellant(recommendation_id=row.id, number=row.appeal_number, person_id=one) for one in dict.fromkeys(people)
    )
    taken = Taken(kind=StepKind.APPEALED, on_day=day_of(at), reasons=words, here=_here(row))
    await keep(writing, row, taken, by=by, at=at)


async def ask_motion(
    writing: AsyncSession, recommendation_id: UUID, words: Words, minute: str, *, by: UUID, at: datetime
) -> None:
    """The forum asks the secretary to put it to the members in a general meeting. Raises `NotValid`."""
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.MOVE)
    if not any(words.values()):
        raise NotValid("Type the motion: what the members shall decide.", field="motion")
    row.stage = stage
    taken = Taken(kind=StepKind.MOTION, on_day=day_of(at), reasons=words, minute=minute, here=_here(row))
    await keep(writing, row, taken, by=by, at=at)


async def settle(
    writing: AsyncSession,
    recommendation_id: UUID,
    outcome: Words,
    minute: str,
    decided_on: date,
    *,
    site: Site,
    by: UUID,
    at: datetime,
) -> None:
    """What came of the appeal or of the general meeting; everybody who raised it hears of it. Raises `NotValid`."""
    row = await locked(writing, Recommendation, recommendation_id)
    stage = rules.after(row.stage, Step.SETTLE)
    if not any(outcome.values()):
        raise NotValid("Say what came of it, and why.", field="outcome")
    if not minute.strip():
        raise NotValid("Say where this stands, like “Minutes of 3 February, item 4”.", field="minute")
    if decided_on > day_of(at):
        raise NotValid("This day is still to come. Write it down once it is decided.", field="decided_on")
    row.stage = stage
    await keep(
        writing,
        row,
        Taken(kind=StepKind.SETTLED, on_day=decided_on, reasons=outcome, minute=minute),
        by=by,
        at=at,
    )
    await send_answers(writing, row, site=site, at=at)


async def note_given(
    writing: AsyncSession, recommendation_id: UUID, person_id: UUID, times: int, *, by: UUID, at: datetime
) -> None:
    """The letter is in the post, or somebody has told them. Raises `NotFound`."""
    within = times in range(MOST_ANSWERS)
    found = await writing.get(AnswerBack, (recommendation_id, person_id, times)) if within else None
    if found is None:
        raise NotFound("There is no such answer to give. Look at the list again.")
    if found.given_at is None:
        found.given_at, found.given_by = at, by
        await writing.flush()
        await note(writing, "recommendation.answer_given", recommendation_id, by, at, way=found.way.value)
