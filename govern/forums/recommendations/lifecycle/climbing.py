"""Second chapter: whoever owes the answer gives it, with reasons, and it climbs, waits or ends."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.recommendations import rules
from govern.forums.recommendations.lifecycle.citing import Because, cite_people
from govern.forums.recommendations.lifecycle.keeping import (
    Taken,
    book_of,
    hand,
    holder_of,
    keep,
    places,
    said,
    version_of,
)
from govern.forums.recommendations.lifecycle.telling import send_answers
from govern.forums.recommendations.models import Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.rules import Answer, Been, Holder, Reply, Step
from govern.forums.recommendations.rules.journey import StepKind
from govern.identity.rules import Site, day_of
from govern.meetings import lifecycle as meetings


async def answer(
    writing: AsyncSession,
    recommendation_id: UUID,
    reply: Reply,
    *,
    because: Because | None = None,
    site: Site,
    by: UUID,
    at: datetime,
) -> Step:
    """The layer that has it answers. What was late is settled with it (invariant 66). Where people were asked one by
    one, it says what changed because of them, or why nothing did (invariant 78).

    Raises `WrongMoment` where nobody owes an answer, `NotValid` or `NotAllowed` beside the field (invariant 65).
    """
    row = await locked(writing, Recommendation, recommendation_id)
    rules.after(row.stage, Step.END)
    today = day_of(at)
    book = await book_of(writing, at)
    here = holder_of(row)
    rules.check_answer(book, here, reply, await been_of(writing, row), today)
    after = rules.next_holder(book, here, await places(writing))
    said_because = because or Because()
    if reply.kind not in (Answer.HOLD, Answer.REFER):
        await cite_people(writing, row, here, reply, said_because, book, by=by, at=at)
    step = rules.step_of(reply.kind, last_word=after is None)
    row.stage = rules.after(row.stage, step)
    clock = row.came_on, row.due_on
    if reply.kind is Answer.AMEND:
        await _amended(writing, row, here, reply, by, at)
    to = _move(row, book, step, reply, here, after, at)
    taken = Taken(
        kind=StepKind(reply.kind.value),
        on_day=reply.given_on,
        reasons=reply.reasons,
        easy=said_because.easy,
        minute=reply.minute,
        here=here,
        next=to,
        came_on=clock[0],
        due_on=clock[1],
        until=reply.until if reply.kind is Answer.HOLD else None,
    )
    await keep(writing, row, taken, by=by, at=at)
    await gatherings.answered(writing, row.id, by=by, at=at)
    await meetings.settle_owed(writing, row.id, by=by, at=at)
    if step is Step.END:
        await send_answers(writing, row, site=site, at=at)
    return step


async def been_of(reading: AsyncSession, row: Recommendation) -> Been:
    """What has happened since it was last asked: whether they put it off, which bodies passed it on, its words."""
    found = await reading.scalars(
        select(RecommendationStep)
        .where(RecommendationStep.recommendation_id == row.id, RecommendationStep.times == row.times)
        .order_by(RecommendationStep.position)
    )
    here = (row.layer, row.with_forum_id, row.with_body)
    steps = list(found)
    held = any(step.kind is StepKind.HOLD and (step.layer, step.forum_id, step.body) == here for step in steps)
    bodies = tuple(step.body for step in steps if step.kind is StepKind.REFER and step.body is not None)
    text = (await version_of(reading, row)).text
    return Been(row.came_on or day_of(row.written_at), held, bodies, text)


def _move(
    row: Recommendation,
    book: Rulebook,
    step: Step,
    reply: Reply,
    here: Holder,
    after: Holder | None,
    at: datetime,
) -> Holder | None:
    """Who has it now, and until when."""
    if step is Step.HOLD:
        row.due_on, row.reminded_on = reply.until, None
        return None
    if step is Step.END:
        row.layer = row.with_forum_id = row.with_body = row.due_on = None
        row.answered_on = reply.given_on
        return None
    to = msgspec.structs.replace(here, body=reply.to_body) if reply.kind is Answer.REFER else after
    assert to is not None
    hand(row, to, book, day_of(at))
    return to


async def _amended(
    writing: AsyncSession, row: Recommendation, here: Holder, reply: Reply, by: UUID, at: datetime
) -> None:
    """A new wording as the layer's own; the one that came stays as it was (invariant 64)."""
    before = await version_of(writing, row)
    row.version += 1
    made = RecommendationVersion(
        recommendation_id=row.id,
        number=row.version,
        title=said(reply.title) or before.title,
        text=said(reply.text),
        easy="{}",
        facts=before.facts,
        forum_id=None if here.body else here.forum,
        body=here.body,
        written_by=by,
        written_at=at,
    )
    writing.add(made)
    await writing.flush()
