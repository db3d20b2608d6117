"""One recommendation with its journey, as far as it opens to whoever reads it."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations.lifecycle.keeping import easy_of, holder_of
from govern.forums.recommendations.models import (
    AnswerBack,
    Raiser,
    Recommendation,
    RecommendationStep,
    RecommendationVersion,
)
from govern.forums.recommendations.queries.seeing import Called, Gate, Standing, called_for, nothing
from govern.forums.recommendations.rules import (
    ANSWERED,
    INSIDE,
    OWED,
    EasyLine,
    EasyLines,
    Holder,
    Way,
    appeal_step,
    appeal_words,
    clock_of,
    days_late,
    may_ask_again,
    told_late,
    told_step,
)
from govern.forums.recommendations.rules.journey import ANSWERS, StepKind
from govern.identity import queries as identity
from govern.meetings.lifecycle.preparing import spoken
from govern.sentences import Sentence


class VersionView(msgspec.Struct, frozen=True):
    """One wording: whose it is, when, its words in one language and in all."""

    number: int
    who: Sentence | str
    title: str
    text: str
    facts: str
    titles: dict[str, str]
    texts: dict[str, str]
    easy: tuple[EasyLine, ...]
    easies: EasyLines


class StepView(msgspec.Struct, frozen=True, kw_only=True):
    """One step of the journey. `late` is how many days after its last day an answer came."""

    kind: StepKind
    who: Sentence | str
    on_day: date
    reasons: str
    easy: tuple[str, ...]
    minute: str
    version: int
    times: int
    to: Sentence | str | None
    due_on: date | None
    late: int
    until: date | None

    @property
    def answers(self) -> bool:
        return self.kind in ANSWERS

    @property
    def words(self) -> Sentence:
        return told_step(self.kind, self.who, self.on_day, number=self.version, until=self.until)

    @property
    def lateness(self) -> Sentence:
        return told_late(self.late)


class RaiserView(msgspec.Struct, frozen=True):
    """Somebody who raised it, with their wish."""

    person_id: UUID
    name: str
    show_name: bool
    way: Way | None
    format: str | None


class BackView(msgspec.Struct, frozen=True):
    """An answer that is to be given on paper or told in person, or was."""

    person_id: UUID
    name: str
    times: int
    way: Way
    format: str
    given: bool


class View(Standing, frozen=True, kw_only=True):
    """All of it for one reader. `raisers` are those this reader may know."""

    id: UUID
    forum_id: UUID
    layer: Sentence | str
    clock: str
    came_on: date | None
    version: VersionView
    earlier: tuple[VersionView, ...]
    steps: tuple[StepView, ...]
    raisers: tuple[RaiserView, ...]
    mine: RaiserView | None
    times: int
    may_ask_again: bool
    appeal_to: Sentence | str | None
    appellants: int
    inside: bool
    leads: bool
    restricted: bool
    languages: tuple[str, ...]

    @property
    def answered(self) -> bool:
        return self.stage in ANSWERED

    @property
    def answer(self) -> StepView | None:
        """The newest answer for good, where there is one."""
        return next((s for s in reversed(self.steps) if s.answers or s.kind is StepKind.SETTLED), None)


async def as_everybody(reading: AsyncSession, recommendation_id: UUID, on: date, language: str) -> View:
    """One that left its forum, with the names that everybody may know. Raises `NotFound` for a draft."""
    row = await reading.get(Recommendation, recommendation_id)
    if row is None or row.stage in INSIDE:
        raise nothing()
    return await view(reading, Gate(row, Reach.NOT_THERE, Reach.NOT_THERE), None, on, language)


async def view(reading: AsyncSession, found: Gate, person_id: UUID | None, on: date, language: str) -> View:
    """One recommendation for somebody who came through the gate. As many questions, however long its way."""
    row = found.row
    book = (await rulebook.in_force(reading, on)).rulebook
    names = await called_for(reading, book, person_id, on)
    versions = await _versions(reading, row.id, names, language)
    raisers = await _raisers(reading, row.id)
    hidden = names.is_hidden(row.forum_id)
    holder = holder_of(row)
    step = appeal_step(book, row.appeal_number)
    return View(
        id=row.id,
        forum_id=row.forum_id,
        stage=row.stage,
        asks=names.forum(row.forum_id),
        through=hidden,
        holder=names.holder(holder) if row.stage in OWED else None,
        layer=names.layer(row.layer),
        clock=f"forum_layer.{clock_of(book, holder).id}",
        came_on=row.came_on,
        due_on=row.due_on,
        late=days_late(row.due_on, on) if row.stage in OWED else 0,
        version=next(one for one in versions if one.number == row.version),
        earlier=tuple(one for one in versions if one.number != row.version),
        steps=await _steps(reading, row.id, names, language),
        raisers=tuple(one for one in raisers if found.leads or (one.show_name and not hidden)),
        mine=next((one for one in raisers if one.person_id == person_id), None),
        times=row.times,
        may_ask_again=may_ask_again(book, row.times),
        appeal_to=appeal_words(book, step) if step is not None else None,
        appellants=book.recommendation.appeal.people if book.recommendation.appeal else 0,
        inside=found.inside,
        leads=found.leads,
        restricted=row.forum_id in names.through,
        languages=spoken(book),
    )


async def _versions(
    reading: AsyncSession, recommendation_id: UUID, names: Called, language: str
) -> tuple[VersionView, ...]:
    rows = await reading.scalars(
        select(RecommendationVersion)
        .where(RecommendationVersion.recommendation_id == recommendation_id)
        .order_by(RecommendationVersion.number)
    )
    return tuple(
        VersionView(
            number=row.number,
            who=names.holder(Holder(None, row.forum_id, row.body)),
            title=in_language(row.title, language),
            text=in_language(row.text, language),
            facts=in_language(row.facts, language),
            titles=row.title,
            texts=row.text,
            easy=_easy(row, language),
            easies=easy_of(row),
        )
        for row in rows
    )


def _easy(row: RecommendationVersion, language: str) -> tuple[EasyLine, ...]:
    easy = easy_of(row)
    return easy.get(language) or easy.get("en") or ()


async def _steps(
    reading: AsyncSession, recommendation_id: UUID, names: Called, language: str
) -> tuple[StepView, ...]:
    rows = await reading.scalars(
        select(RecommendationStep)
        .where(RecommendationStep.recommendation_id == recommendation_id)
        .order_by(RecommendationStep.position)
    )
    return tuple(_step(row, names, language) for row in rows)


def _step(row: RecommendationStep, names: Called, language: str) -> StepView:
    """Where a restricted forum's own notes are is told inside it alone: their name would say which forum it is."""
    secret = row.forum_id is not None and names.is_hidden(row.forum_id)
    to = Holder(row.to_layer, row.to_forum_id, row.to_body)
    goes_on = row.to_forum_id is not None or row.to_body is not None
    return StepView(
        kind=row.kind,
        who=names.holder(Holder(row.layer, row.forum_id, row.body)) if row.forum_id or row.body else "",
        on_day=row.on_day,
        reasons=in_language(row.reasons, language),
        easy=tuple(line.strip() for line in in_language(row.easy, language).splitlines() if line.strip()),
        minute="" if secret else row.minute,
        version=row.version,
        times=row.times,
        to=names.holder(to) if goes_on else None,
        due_on=row.due_on,
        late=days_late(row.due_on, row.on_day) if row.kind in ANSWERS else 0,
        until=row.until,
    )


async def _raisers(reading: AsyncSession, recommendation_id: UUID) -> tuple[RaiserView, ...]:
    rows = list(await reading.scalars(select(Raiser).where(Raiser.recommendation_id == recommendation_id)))
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = (
        RaiserView(row.person_id, people[row.person_id].name, row.show_name, row.way, row.format) for row in rows
    )
    return tuple(sorted(found, key=lambda one: one.name))


async def answers_to_give(reading: AsyncSession, recommendation_id: UUID) -> tuple[BackView, ...]:
    """Whom the newest answer comes to, and how. For the facilitator of the forum that asked alone."""
    rows = list(await reading.scalars(select(AnswerBack).where(AnswerBack.recommendation_id == recommendation_id)))
    newest = max((row.times for row in rows), default=0)
    rows = [row for row in rows if row.times == newest]
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    found = (
        BackView(row.person_id, people[row.person_id].name, row.times, row.way, row.format, row.given_at is not None)
        for row in rows
    )
    return tuple(sorted(found, key=lambda one: (one.given, one.name)))
