"""Recommendations in lists: the map of those on their way, those answered, a forum's own, what somebody owes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.forums.gatherings import queries as gatherings
from govern.forums.recommendations.lifecycle.telling import outcome_of
from govern.forums.recommendations.models import Raiser, Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.queries.seeing import Called, Standing, called_for
from govern.forums.recommendations.rules import ANSWERED, INSIDE, OWED, Holder, Stage, days_late
from govern.forums.recommendations.rules.journey import ANSWERS, StepKind
from govern.sentences import Sentence

#: How many answered ones stand on one page.
ON_A_PAGE = 25
#: How many of their own stand on somebody's page.
MINE = 5


class Line(Standing, frozen=True, kw_only=True):
    """A recommendation in a list."""

    id: UUID
    title: str
    order: int
    layer: Sentence | str
    holder: Sentence | str
    agreed_on: date | None
    came_on: date | None
    times: int
    answered_on: date | None


class Rung(msgspec.Struct, frozen=True):
    """One layer of the map, with what it has now. `late` is how many of them are late."""

    name: Sentence | str
    lines: tuple[Line, ...]
    late: int


class Said(msgspec.Struct, frozen=True):
    """“You said, we did, or why not”: what was asked and what came of it."""

    line: Line
    what: StepKind
    who: Sentence | str
    on_day: date
    reasons: str
    did: bool


class AnsweredPage(msgspec.Struct, frozen=True):
    """One page of what is answered, newest first."""

    said: tuple[Said, ...]
    number: int
    pages: int


async def _found(
    reading: AsyncSession,
    which: ColumnElement[bool],
    names: Called,
    on: date,
    language: str,
    *,
    first: int = 0,
    most: int | None = None,
) -> tuple[Line, ...]:
    question = (
        select(Recommendation, RecommendationVersion.title)
        .join(
            RecommendationVersion,
            (RecommendationVersion.recommendation_id == Recommendation.id)
            & (RecommendationVersion.number == Recommendation.version),
        )
        .where(which)
        .order_by(
            Recommendation.answered_on.desc(), Recommendation.due_on, Recommendation.written_at, Recommendation.id
        )
        .offset(first)
    )
    rows = await reading.execute(question if most is None else question.limit(most))
    return tuple(_line(row, title, names, on, language) for row, title in rows)


def _line(row: Recommendation, title: Mapping[str, str], names: Called, on: date, language: str) -> Line:
    orders = {layer.id: layer.order for layer in names.book.forum_layers}
    top = max(orders.values(), default=0) + 1
    return Line(
        id=row.id,
        title=in_language(dict(title), language),
        stage=row.stage,
        asks=names.forum(row.forum_id),
        through=names.is_hidden(row.forum_id),
        order=orders.get(row.layer, top) if row.layer is not None else top,
        layer=names.layer(row.layer),
        holder=names.holder(Holder(row.layer, row.with_forum_id, row.with_body)),
        agreed_on=row.agreed_on,
        came_on=row.came_on,
        due_on=row.due_on,
        late=days_late(row.due_on, on) if row.stage in OWED else 0,
        times=row.times,
        answered_on=row.answered_on,
    )


async def _names(reading: AsyncSession, person_id: UUID, on: date) -> Called:
    book = (await rulebook.in_force(reading, on)).rulebook
    return await called_for(reading, book, person_id, on)


async def _there_for(reading: AsyncSession, person_id: UUID, on: date, *, officer: bool) -> ColumnElement[bool]:
    """What is on its way is there for members and officers; for others only what their own forums asked."""
    outside = Recommendation.stage.not_in(list(INSIDE))
    if officer or await register.constituencies_of(reading, person_id, on):
        return outside
    mine = [line.id for line in await gatherings.forums_of(reading, person_id, on, "en")]
    return outside & Recommendation.forum_id.in_(mine)


async def there_for(
    reading: AsyncSession, ids: Collection[UUID], person_id: UUID, on: date, *, officer: bool = False
) -> frozenset[UUID]:
    """Those of these recommendations that have left their forum and are there for somebody."""
    theirs = await _there_for(reading, person_id, on, officer=officer)
    return frozenset(await reading.scalars(select(Recommendation.id).where(Recommendation.id.in_(ids), theirs)))


async def on_their_way(
    reading: AsyncSession, person_id: UUID, on: date, language: str, *, officer: bool = False
) -> tuple[tuple[Rung, ...], tuple[Line, ...]]:
    """The map: what each layer has now, the highest first; and the answers on their way back."""
    names = await _names(reading, person_id, on)
    going = Recommendation.stage.in_([*OWED, Stage.ANSWER_DUE])
    seen = await _there_for(reading, person_id, on, officer=officer)
    lines = await _found(reading, going & seen, names, on, language)
    up = [line for line in lines if line.stage in OWED]
    rungs = []
    for order in sorted({line.order for line in up}, reverse=True):
        here = tuple(sorted((line for line in up if line.order == order), key=lambda line: (-line.late, line.due_on)))
        rungs.append(Rung(here[0].layer, here, sum(line.late > 0 for line in here)))
    return tuple(rungs), tuple(line for line in lines if line.stage is Stage.ANSWER_DUE)


async def answered(
    reading: AsyncSession, person_id: UUID, on: date, language: str, *, number: int = 1, officer: bool = False
) -> AnsweredPage:
    """What was asked and what came of it, newest first, a page at a time."""
    names = await _names(reading, person_id, on)
    which = Recommendation.stage.in_(list(ANSWERED)) & await _there_for(reading, person_id, on, officer=officer)
    count = await reading.scalar(select(func.count()).select_from(Recommendation).where(which)) or 0
    pages = max(1, -(-count // ON_A_PAGE))
    number = min(max(number, 1), pages)
    lines = await _found(reading, which, names, on, language, first=(number - 1) * ON_A_PAGE, most=ON_A_PAGE)
    last = await _last_answers(reading, [line.id for line in lines])
    said = (_said(line, last[line.id], names, language) for line in lines if line.id in last)
    return AnsweredPage(tuple(said), number, pages)


def _said(line: Line, step: RecommendationStep, names: Called, language: str) -> Said:
    board = Holder(None, None, names.book.board().id)
    here = Holder(step.layer, step.forum_id, step.body)
    return Said(
        line=line,
        what=step.kind,
        who=names.holder(here if step.forum_id or step.body else board),
        on_day=step.on_day,
        reasons=in_language(step.reasons, language),
        did=step.kind in (StepKind.ADOPT, StepKind.AMEND),
    )


async def _last_answers(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, RecommendationStep]:
    kinds = [*ANSWERS, StepKind.SETTLED]
    steps = await reading.scalars(
        select(RecommendationStep)
        .where(RecommendationStep.recommendation_id.in_(list(ids)), RecommendationStep.kind.in_(kinds))
        .order_by(RecommendationStep.position)
    )
    return {step.recommendation_id: step for step in steps}


async def of_forum(
    reading: AsyncSession, forum_id: UUID, person_id: UUID, on: date, language: str, *, inside: bool
) -> tuple[Line, ...]:
    """What one forum asks and asked; its drafts only for those who belong to it."""
    which = Recommendation.forum_id == forum_id
    which &= Recommendation.stage != Stage.DROPPED if inside else Recommendation.stage.not_in(list(INSIDE))
    return await _found(reading, which, await _names(reading, person_id, on), on, language)


class Mine(msgspec.Struct, frozen=True):
    """Something somebody raised, and what came of it so far: the newest answer, with whoever gave it."""

    line: Line
    what: Sentence | None
    who: Sentence | str


async def raised_by(
    reading: AsyncSession, person_id: UUID, on: date, language: str, *, since: date
) -> tuple[Mine, ...]:
    """For somebody's own page: what they raised that is on its way, or was answered since a day; the newest first."""
    raised = Recommendation.id.in_(select(Raiser.recommendation_id).where(Raiser.person_id == person_id))
    lately = or_(Recommendation.stage.in_(list(OWED)), Recommendation.answered_on >= since)
    which = raised & Recommendation.stage.not_in(list(INSIDE)) & lately
    if await reading.scalar(select(Recommendation.id).where(which).limit(1)) is None:
        return ()
    names = await _names(reading, person_id, on)
    lines = await _found(reading, which, names, on, language, most=MINE)
    last = await _last_answers(reading, [line.id for line in lines])
    board = Holder(None, None, names.book.board().id)

    def mine(line: Line) -> Mine:
        step = last.get(line.id)
        if step is None or step.times != line.times:
            return Mine(line, None, "")
        here = Holder(step.layer, step.forum_id, step.body)
        return Mine(line, outcome_of(step.kind), names.holder(here if step.forum_id or step.body else board))

    return tuple(mine(line) for line in lines)


def _owed_by(forums: Collection[UUID]) -> ColumnElement[bool]:
    """What these forums owe an answer to, and no body for them."""
    theirs = Recommendation.with_forum_id.in_(forums) & Recommendation.with_body.is_(None)
    return theirs & Recommendation.stage.in_(list(OWED))


async def owed_by(
    reading: AsyncSession, forums: Collection[UUID], person_id: UUID, on: date, language: str
) -> tuple[Line, ...]:
    """What the forums somebody leads owe an answer to, what is late first. One question where that is nothing."""
    if await reading.scalar(select(Recommendation.id).where(_owed_by(forums)).limit(1)) is None:
        return ()
    return _late_first(await _found(reading, _owed_by(forums), await _names(reading, person_id, on), on, language))


async def led_by(
    reading: AsyncSession, person_id: UUID, on: date, language: str
) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """For a facilitator: what the forums they lead owe an answer to; and what those forums themselves asked."""
    led = [line.id for line in await gatherings.forums_led_by(reading, person_id, on, language)]
    own = Recommendation.forum_id.in_(led) & Recommendation.stage.not_in([Stage.DROPPED, Stage.ACCEPTED])
    owed = await owed_by(reading, led, person_id, on, language)
    return owed, await _found(reading, own, await _names(reading, person_id, on), on, language)


def _late_first(lines: Iterable[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: (-line.late, line.due_on or date.max)))


async def owed_in_office(
    reading: AsyncSession, person_id: UUID, on: date, language: str
) -> tuple[tuple[Line, ...], tuple[Line, ...], tuple[Line, ...]]:
    """For the secretary and the chair: what bodies owe an answer to, and forums that nobody leads; appeals and
    motions that wait for what comes of them; and what is late with forums."""
    names = await _names(reading, person_id, on)
    which = Recommendation.stage.in_([*OWED, Stage.APPEALED, Stage.MOVED])
    lines = await _found(reading, which, names, on, language)
    ours = {
        one
        for (one,) in await reading.execute(
            select(Recommendation.id).where(Recommendation.stage.in_(list(OWED)), in_office(on))
        )
    }
    to_answer = _late_first(line for line in lines if line.id in ours)
    waiting = tuple(line for line in lines if line.stage in (Stage.APPEALED, Stage.MOVED))
    late = _late_first(line for line in lines if line.late and line.id not in ours)
    return to_answer, waiting, late


def in_office(on: date) -> ColumnElement[bool]:
    """A body owes it, or a forum that nobody leads now."""
    return or_(Recommendation.with_body.is_not(None), Recommendation.with_forum_id.not_in(gatherings.led(on)))
