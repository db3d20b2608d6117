"""What every chapter needs: the row held for this step, the rules of the day, the forums on the way, a step kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotFound
from govern.forums.gatherings.models import Forum
from govern.forums.recommendations.models import Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.rules import EasyLine, EasyLines, Holder, Place, Wording, due_on
from govern.forums.recommendations.rules.journey import StepKind
from govern.identity.rules import day_of
from govern.record import Event

Words = Mapping[str, str]


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A step as it is kept: on which day, why, where it stands; by which layer, and who has it next."""

    kind: StepKind
    on_day: date
    reasons: Words = {}
    easy: Words = {}
    minute: str = ""
    here: Holder | None = None
    next: Holder | None = None
    due_on: date | None = None
    came_on: date | None = None
    until: date | None = None


async def book_of(reading: AsyncSession, at: datetime) -> Rulebook:
    return (await rulebook.in_force(reading, day_of(at))).rulebook


async def places(reading: AsyncSession) -> dict[UUID, Place]:
    """Every forum as far as the way up asks: one question."""
    asked = select(Forum.id, Forum.layer, Forum.parent_id, Forum.linked_to_id, Forum.restricted, Forum.closed_on)
    return {
        forum_id: Place(forum_id, layer, parent, linked_to if restricted else None, closed_on is not None)
        for forum_id, layer, parent, linked_to, restricted, closed_on in await reading.execute(asked)
    }


def holder_of(row: Recommendation) -> Holder:
    return Holder(row.layer, row.with_forum_id, row.with_body)


def hand(row: Recommendation, holder: Holder, book: Rulebook, today: date) -> None:
    """Somebody else owes the answer from today, by their own clock."""
    row.layer, row.with_forum_id, row.with_body = holder.layer, holder.forum, holder.body
    row.came_on, row.due_on = today, due_on(book, holder, today)
    row.told_on = row.reminded_on = None


async def version_of(reading: AsyncSession, row: Recommendation, number: int | None = None) -> RecommendationVersion:
    """The wording that counts now, or another one."""
    found = await reading.get(RecommendationVersion, (row.id, number or row.version))
    if found is None:
        raise NotFound("There is no such wording. Go back and look at the words as they are now.")
    return found


def easy_of(version: RecommendationVersion) -> EasyLines:
    return msgspec.json.decode(version.easy, type=dict[str, tuple[EasyLine, ...]])


def wording_of(version: RecommendationVersion) -> Wording:
    return Wording(title=version.title, text=version.text, easy=easy_of(version))


async def keep(
    writing: AsyncSession, row: Recommendation, taken: Taken, *, by: UUID | None, at: datetime
) -> RecommendationStep:
    """The step at the end of the journey, and its line in the record. Neither says who raised it."""
    last = await writing.scalar(
        select(func.max(RecommendationStep.position)).where(RecommendationStep.recommendation_id == row.id)
    )
    here, to = taken.here or Holder(None), taken.next or Holder(None)
    step = RecommendationStep(
        id=uuid4(),
        recommendation_id=row.id,
        position=(last or 0) + 1,
        kind=taken.kind,
        times=row.times,
        version=row.version,
        layer=here.layer,
        forum_id=here.forum,
        body=here.body,
        on_day=taken.on_day,
        came_on=taken.came_on,
        due_on=taken.due_on,
        reasons=said(taken.reasons),
        easy=said(taken.easy),
        minute=taken.minute.strip(),
        until=taken.until,
        to_layer=to.layer,
        to_forum_id=to.forum,
        to_body=to.body,
        by=by,
        at=at,
    )
    writing.add(step)
    await writing.flush()
    await note(writing, f"recommendation.{taken.kind.value}", row.id, by, at, step=step.position)
    return step


def said(words: Words) -> dict[str, str]:
    """A text without what is empty."""
    return {code: text.strip() for code, text in words.items() if text and text.strip()}


async def note(
    writing: AsyncSession, verb: str, recommendation_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"recommendation:{recommendation_id}", at, by, dict(facts)))
