"""Who is to be asked, by whom, in which way: a page of them, the askers with their numbers, and who might be asked.

However many people there are, a page takes the same number of questions to the database.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.models import Tie
from govern.constituencies.register.queries.holdings import is_tied
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation.models import Supporter
from govern.constituencies.representation.rules import Consent, SupporterKind
from govern.forums.consultations.models import (
    CareLink,
    CommunicationProfile,
    Consultation,
    ConsultationAsker,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Adaptation, Heard, Over
from govern.forums.gatherings import queries as gatherings
from govern.identity import queries as identity
from govern.permissions import Role

PEOPLE_ON_A_PAGE = 50


class AskerLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who asks. `waiting`: whom they have not asked yet."""

    person_id: UUID
    name: str
    runs: bool
    people: int
    waiting: int


class AskedLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is to be asked. `cared_for`: by whoever is to ask them, which may not be (M94)."""

    person_id: UUID
    name: str
    code: str
    asker_id: UUID | None
    asker: str
    planned: Adaptation | None
    heard: Heard
    over_because: Over | None
    cared_for: bool


class AskedPage(msgspec.Struct, frozen=True, kw_only=True):
    """Some of them, in order of name; the numbers are of all."""

    lines: tuple[AskedLine, ...]
    number: int
    pages: int
    all: int
    without_asker: int
    cared_for: int
    heard: dict[Heard, int]


async def care_among(reading: AsyncSession, people: Collection[UUID], on: date) -> frozenset[tuple[UUID, UUID]]:
    """(Who delivers care, to whom) for all of these people, as `delivers_care` says it of two. Three questions."""
    if not people:
        return frozenset()
    wanted = set(people)
    links = select(CareLink.carer_id, CareLink.person_id).where(
        CareLink.from_on <= on, CareLink.to_on.is_(None) | (CareLink.to_on > on)
    )
    ties = select(Tie.person_id, Tie.other_id).where(Tie.kind == TieKind.DELIVERS_CARE_TO, is_tied(on))
    found = {(carer, person) for carer, person in await reading.execute(links)}
    for one, other in await reading.execute(ties):
        found |= {(one, other), (other, one)}
    workers = select(Supporter).where(Supporter.kind == SupporterKind.WORKER, Supporter.ended_at.is_(None))
    found |= {
        (row.supporter_id, row.member_id)
        for row in await reading.scalars(workers)
        if Consent(row.from_on, row.to_on, row.ended_at).holds(on)
    }
    return frozenset(pair for pair in found if pair[1] in wanted)


async def askers_of(reading: AsyncSession, row: Consultation) -> tuple[AskerLine, ...]:
    """Who asks here, whoever runs it first, each with how many people they have. Four questions. Whoever
    runs it and has died asks nobody."""
    named = await reading.scalars(
        select(ConsultationAsker.person_id).where(
            ConsultationAsker.consultation_id == row.id, ConsultationAsker.ended_at.is_(None)
        )
    )
    died = await register.died_among(reading, (row.runs_id,))
    ids = [one for one in dict.fromkeys((row.runs_id, *named)) if one not in died]
    names = await identity.people_by_id(reading, ids)
    counts = await reading.execute(
        select(ConsultationResponse.asker_id, ConsultationResponse.heard, func.count())
        .where(ConsultationResponse.consultation_id == row.id)
        .group_by(ConsultationResponse.asker_id, ConsultationResponse.heard)
    )
    people: Counter[UUID | None] = Counter()
    waiting: Counter[UUID | None] = Counter()
    for asker_id, heard, count in counts:
        people[asker_id] += count
        waiting[asker_id] += count if heard is Heard.INVITED else 0
    lines = [
        AskerLine(
            person_id=one,
            name=names[one].name if one in names else "",
            runs=one == row.runs_id,
            people=people[one],
            waiting=waiting[one],
        )
        for one in ids
    ]
    return tuple(sorted(lines, key=lambda line: (not line.runs, line.name)))


async def asked_page(
    reading: AsyncSession, consultation_id: UUID, number: int, on: date, *, asker_id: UUID | None = None
) -> AskedPage:
    """One page, from 1; a number beyond the last shows the last. With `asker_id` those of one asker."""
    question = select(ConsultationResponse).where(ConsultationResponse.consultation_id == consultation_id)
    if asker_id is not None:
        question = question.where(ConsultationResponse.asker_id == asker_id)
    rows = list(await reading.scalars(question))
    ids = {row.person_id for row in rows} | {row.asker_id for row in rows if row.asker_id}
    names = {key: one.name for key, one in (await identity.people_by_id(reading, ids)).items()}
    care = await care_among(reading, {row.person_id for row in rows}, on)
    rows.sort(key=lambda row: (names.get(row.person_id, ""), row.person_id))
    pages = max(1, -(-len(rows) // PEOPLE_ON_A_PAGE))
    shown = min(max(1, number), pages)
    first = (shown - 1) * PEOPLE_ON_A_PAGE
    lines = [
        AskedLine(
            person_id=row.person_id,
            name=names.get(row.person_id, ""),
            code=row.code,
            asker_id=row.asker_id,
            asker=names.get(row.asker_id, "") if row.asker_id else "",
            planned=row.planned,
            heard=row.heard,
            over_because=row.over_because,
            cared_for=row.over_on is None and row.asker_id is not None and (row.asker_id, row.person_id) in care,
        )
        for row in rows
    ]
    return AskedPage(
        lines=tuple(lines[first : first + PEOPLE_ON_A_PAGE]),
        number=shown,
        pages=pages,
        all=len(lines),
        without_asker=sum(line.asker_id is None and line.over_because is None for line in lines),
        cared_for=sum(line.cared_for for line in lines),
        heard=dict(Counter(line.heard for line in lines)),
    )


async def counted(reading: AsyncSession, consultation_id: UUID) -> dict[Heard, int]:
    """How many people stand where. One question."""
    rows = await reading.execute(
        select(ConsultationResponse.heard, func.count())
        .where(ConsultationResponse.consultation_id == consultation_id)
        .group_by(ConsultationResponse.heard)
    )
    return dict(rows.tuples().all())


async def best_ways(reading: AsyncSession, people: Collection[UUID]) -> dict[UUID, Adaptation]:
    """The way that works best for each, as the newest version of their own page says it. One question."""
    newest = (
        select(CommunicationProfile.person_id, func.max(CommunicationProfile.version).label("version"))
        .group_by(CommunicationProfile.person_id)
        .subquery()
    )
    rows = await reading.execute(
        select(CommunicationProfile.person_id, CommunicationProfile.best_way).join(
            newest,
            (newest.c.person_id == CommunicationProfile.person_id)
            & (newest.c.version == CommunicationProfile.version),
        )
    )
    wanted = set(people)
    return {person: way for person, way in rows if way is not None and person in wanted}


async def not_on_the_list(
    reading: AsyncSession, row: Consultation, *, never_heard: bool = False
) -> tuple[tuple[UUID, str], ...]:
    """People of the forum who are not to be asked yet; with `never_heard` those no consultation has heard."""
    if row.forum_id is None:
        return ()
    there = set(
        await reading.scalars(
            select(ConsultationResponse.person_id).where(ConsultationResponse.consultation_id == row.id)
        )
    )
    if never_heard:
        there |= set(
            await reading.scalars(
                select(ConsultationResponse.person_id).where(
                    ConsultationResponse.heard.in_((Heard.RECORDED, Heard.FINAL))
                )
            )
        )
    people = await gatherings.people_of(reading, row.forum_id)
    return tuple((one.person_id, one.name) for one in people if one.person_id not in there)


async def found_named(reading: AsyncSession, row: Consultation, words: str) -> tuple[tuple[UUID, str], ...]:
    """People whose name begins like this: of the forum where it is one forum's, else of the society."""
    if not words.strip():
        return ()
    if row.forum_id is None:
        known = await identity.people_named(reading, words)
        died = await register.died_among(reading, [one.id for one in known])
        return tuple((one.id, one.name) for one in known if one.id not in died)
    parts = words.casefold().split()
    people = await gatherings.people_of(reading, row.forum_id)
    return tuple(
        (one.person_id, one.name)
        for one in people
        if all(any(name.startswith(part) for name in one.name.casefold().split()) for part in parts)
    )[:20]


async def may_ask(reading: AsyncSession, row: Consultation, on: date) -> tuple[tuple[UUID, str], ...]:
    """Facilitators, and the secretary, who do not ask here yet."""
    there = {line.person_id for line in await askers_of(reading, row)}
    found = {
        one.id: one.name
        for role in (Role.FACILITATOR, Role.SECRETARY)
        for one in await identity.holders(reading, role, on)
    }
    return tuple(sorted(((key, name) for key, name in found.items() if key not in there), key=lambda pair: pair[1]))
