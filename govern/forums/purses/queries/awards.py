"""Rounds of awards as members and the office see them. Numbers are read from the ballot, once it is declared and the
meeting has begun, and from nowhere else (invariant 87)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.models import Ballot
from govern.ballots.rules import Stage
from govern.constituencies.rulebook import queries as rulebook
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.purses import rules
from govern.forums.purses.models import AwardCategory, AwardNaming, AwardRound
from govern.forums.purses.rules import AwardStage
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.sentences import Sentence

DECLARED = (Stage.DECLARED, Stage.ARCHIVED)


class RoundLine(msgspec.Struct, frozen=True):
    """A round in a list."""

    id: UUID
    title: str
    stage: AwardStage


class OwnNaming(msgspec.Struct, frozen=True, kw_only=True):
    """A naming that concerns whoever reads: of them by somebody, or of somebody by them (`name`)."""

    id: UUID
    category: str
    name: str
    reason: str
    accepted: bool | None


class CategoryView(msgspec.Struct, frozen=True, kw_only=True):
    """One award. `accepted` is for the office alone; `came` is there once it is announced."""

    id: UUID
    title: str
    accepted: tuple[str, ...]
    came: Sentence | None


class RoundView(msgspec.Struct, frozen=True, kw_only=True):
    """A round for somebody."""

    id: UUID
    title: str
    stage: AwardStage
    names_until: date
    announce_at: datetime
    ballot_id: UUID | None
    categories: tuple[CategoryView, ...]
    of_me: tuple[OwnNaming, ...]
    by_me: tuple[OwnNaming, ...]


async def stage_now(reading: AsyncSession, row: AwardRound, at: datetime) -> AwardStage:
    """Where a round stands."""
    ballot = await reading.get(Ballot, row.ballot_id) if row.ballot_id else None
    return rules.stage_of(
        names_until=row.names_until,
        today=day_of(at),
        announce_at=row.announce_at,
        at=at,
        to_vote=ballot is not None,
        declared=ballot is not None and ballot.stage in DECLARED,
    )


async def accepted_in(reading: AsyncSession, category_id: UUID) -> tuple[tuple[UUID, str], ...]:
    """Who accepted for an award, once each, with the first reason; in the order of their names."""
    rows = await reading.scalars(
        select(AwardNaming)
        .where(AwardNaming.category_id == category_id, AwardNaming.accepted.is_(True))
        .order_by(AwardNaming.named_on, AwardNaming.id)
    )
    reasons: dict[UUID, str] = {}
    for row in rows:
        reasons.setdefault(row.nominee_id, row.reason)
    names = await identity.people_by_id(reading, list(reasons))
    return tuple(sorted(reasons.items(), key=lambda one: names[one[0]].name))


async def award_rounds(reading: AsyncSession, at: datetime, language: str) -> tuple[RoundLine, ...]:
    """Every round, the newest first. Raises `NotFound` where the rules know no awards."""
    rules.check_awards((await rulebook.in_force(reading, day_of(at))).rulebook)
    rows = list(await reading.scalars(select(AwardRound).order_by(AwardRound.announce_at.desc())))
    return tuple([RoundLine(r.id, in_language(r.title, language), await stage_now(reading, r, at)) for r in rows])


async def award_round(
    reading: AsyncSession, round_id: UUID, person_id: UUID, at: datetime, language: str, *, office: bool = False
) -> RoundView:
    """One round for somebody. Who accepted is told to the office, for the paper; counts to nobody before it is
    announced. Raises `NotFound`."""
    row = await reading.get(AwardRound, round_id)
    if row is None:
        raise NotFound("There are no such awards. Look at the list of awards.")
    stage = await stage_now(reading, row, at)
    found = select(AwardCategory).where(AwardCategory.round_id == round_id).order_by(AwardCategory.position)
    categories = list(await reading.scalars(found))
    titles = {category.id: in_language(category.title, language) for category in categories}
    came = await _came(reading, row, categories, language) if stage is AwardStage.ANNOUNCED else {}
    mine = select(AwardNaming).where(
        AwardNaming.category_id.in_(titles),
        (AwardNaming.nominee_id == person_id) | (AwardNaming.named_by == person_id),
    )
    namings = list(await reading.scalars(mine.order_by(AwardNaming.named_on, AwardNaming.id)))
    told = {c.id: await accepted_in(reading, c.id) if office else () for c in categories}
    people = {n.nominee_id for n in namings} | {person for some in told.values() for person, _ in some}
    names = {key: one.name for key, one in (await identity.people_by_id(reading, people)).items()}

    def shown(naming: AwardNaming) -> OwnNaming:
        return OwnNaming(
            id=naming.id,
            category=titles[naming.category_id],
            name=names[naming.nominee_id],
            reason=naming.reason,
            accepted=naming.accepted,
        )

    return RoundView(
        id=row.id,
        title=in_language(row.title, language),
        stage=stage,
        names_until=row.names_until,
        announce_at=row.announce_at,
        ballot_id=row.ballot_id,
        categories=tuple(
            CategoryView(
                id=c.id,
                title=titles[c.id],
                accepted=tuple(names[person] for person, _ in told[c.id]),
                came=came.get(c.id),
            )
            for c in categories
        ),
        of_me=tuple(shown(n) for n in namings if n.nominee_id == person_id),
        by_me=tuple(shown(n) for n in namings if n.named_by == person_id),
    )


async def _came(
    reading: AsyncSession, row: AwardRound, categories: list[AwardCategory], language: str
) -> dict[UUID, Sentence]:
    """Who got each award: by the declared vote; the only one who accepted; or nobody."""
    assert row.ballot_id is not None
    result = await ballots.result(reading, row.ballot_id, language)
    said = {one.contest.id: one.outcome.said for one in result.contests}
    found: dict[UUID, Sentence] = {}
    for category in categories:
        if category.contest_id is not None:
            found[category.id] = said[category.contest_id]
            continue
        people = await accepted_in(reading, category.id)
        names = await identity.people_by_id(reading, [person for person, _ in people])
        found[category.id] = (
            Sentence("{name} was the only one named, and gets the award.", name=names[people[0][0]].name)
            if people
            else Sentence("Nobody was named.")
        )
    return found
