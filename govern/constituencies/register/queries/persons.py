"""What became of a person's entry: deaths, corrections, records that became one, wishes for erasure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from datetime import date, datetime
from itertools import combinations, groupby
from uuid import UUID

import msgspec
from sqlalchemy import ColumnClause, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.models import (
    Correction,
    Death,
    Erasure,
    Member,
    Membership,
    MembershipCorrection,
    MergedRecord,
    people,
)
from govern.constituencies.register.queries.standing import portions
from govern.constituencies.register.rules.persons import About, AskStage, Likeness, names_alike
from govern.errors import NotFound
from govern.sentences import Sentence

MOST_DOUBLES = 100
MERGED_ENTRY = Sentence("This record became part of another one of the same person. Use the number of that one.")
ERASED_ENTRY = Sentence("This person was erased at their wish. If they come back, enter them as a new member.")
DEAD_ENTRY = Sentence("A death is noted here. If that is a mistake, a second officer can put it right first.")
#: Of so many records with one address or mailbox (a care home) pairs are made.
MOST_ALIKE = 20
Found = tuple[UUID, str, *tuple[object, ...]]


class DeathView(msgspec.Struct, frozen=True):
    """A death as the entry shows it."""

    id: UUID
    person_id: UUID
    died_on: date
    told_by: str
    noted_by: UUID | None
    noted_at: datetime
    undone_at: datetime | None
    undone_reason: str | None


class CorrectionView(msgspec.Struct, frozen=True):
    """Something a person asked to have corrected."""

    id: UUID
    person_id: UUID
    stage: AskStage
    about: About
    wanted: str
    reason: str
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    name: str = ""

    @property
    def wanted_day(self) -> date | None:
        """The birth date that would be right, where that is what they ask for."""
        return date.fromisoformat(self.wanted.strip()) if self.about is About.BORN else None


class ErasureView(msgspec.Struct, frozen=True):
    """Somebody's wish that what is held of them goes."""

    id: UUID
    person_id: UUID
    stage: AskStage
    on_paper: str | None
    asked_at: datetime
    answer: str | None
    answered_at: datetime | None
    name: str = ""


class SpanView(msgspec.Struct, frozen=True):
    """A membership by its row, for steps that name one."""

    id: UUID
    person_id: UUID
    group: str
    joined_on: date
    ended_on: date | None
    was: tuple[tuple[date, date | None, str, datetime], ...] = ()


class Double(msgspec.Struct, frozen=True):
    """Two records that may be of one person, and why it seems so. Whoever is in no register has no number."""

    first: UUID
    first_name: str
    second: UUID
    second_name: str
    why: Likeness
    first_number: str | None = None
    second_number: str | None = None


async def death_of(reading: AsyncSession, person_id: UUID) -> DeathView | None:
    """The death noted of somebody, unless it was put right."""
    question = select(Death).where(Death.person_id == person_id, Death.undone_at.is_(None))
    found = (await reading.scalars(question)).first()
    return None if found is None else _death(found)


async def death(reading: AsyncSession, death_id: UUID) -> DeathView:
    """Raises `NotFound`."""
    found = await reading.get(Death, death_id)
    if found is None:
        raise NotFound("We cannot find this. Go to the register and search for the person.")
    return _death(found)


async def deaths(reading: AsyncSession, *, limit: int = 200) -> tuple[tuple[DeathView, str], ...]:
    """Deaths that were noted, the newest first, each with the name."""
    question = select(Death, people.c.name).join(people, people.c.id == Death.person_id)
    rows = await reading.execute(question.order_by(Death.noted_at.desc(), Death.id).limit(limit))
    return tuple((_death(row), name) for row, name in rows)


async def died_among(reading: AsyncSession, person_ids: Sequence[UUID]) -> frozenset[UUID]:
    """Those of them whose death is noted."""
    found: set[UUID] = set()
    for ids in portions(person_ids):
        question = select(Death.person_id).where(Death.person_id.in_(ids), Death.undone_at.is_(None))
        found |= set(await reading.scalars(question))
    return frozenset(found)


async def gone_among(
    reading: AsyncSession, person_ids: Collection[UUID], on: date
) -> tuple[dict[UUID, date], dict[UUID, date]]:
    """Those of them who died, and those who belonged and belong no more, each with the day. Who never belonged, or
    does from a later day, is in neither."""
    died: dict[UUID, date] = {}
    left: dict[UUID, date] = {}
    last = func.max(Membership.ended_on)
    for ids in portions(person_ids):
        deaths = select(Death.person_id, Death.died_on).where(Death.person_id.in_(ids), Death.undone_at.is_(None))
        died |= {row.person_id: row.died_on for row in await reading.execute(deaths)}
        ended = (
            select(Membership.person_id, last)
            .where(Membership.person_id.in_(ids), Membership.joined_on <= on)
            .group_by(Membership.person_id)
            .having(func.count() == func.count(Membership.ended_on), last <= on)
        )
        left |= {person: day for person, day in await reading.execute(ended) if day is not None}
    return died, {person: day for person, day in left.items() if person not in died}


def _death(row: Death) -> DeathView:
    return DeathView(
        *(row.id, row.person_id, row.died_on, row.told_by, row.noted_by, row.noted_at),
        *(row.undone_at, row.undone_reason),
    )


async def corrections(
    reading: AsyncSession, *, person_id: UUID | None = None, stage: AskStage | None = None, limit: int = 200
) -> tuple[CorrectionView, ...]:
    """Corrections that were asked for, the newest first: of one person, or at one stage."""
    question = select(Correction, people.c.name).join(people, people.c.id == Correction.person_id)
    if person_id is not None:
        question = question.where(Correction.person_id == person_id)
    if stage is not None:
        question = question.where(Correction.stage == stage)
    rows = await reading.execute(question.order_by(Correction.asked_at.desc(), Correction.id).limit(limit))
    return tuple(_correction(row, name) for row, name in rows)


async def correction(reading: AsyncSession, correction_id: UUID) -> CorrectionView:
    """Raises `NotFound`."""
    question = select(Correction, people.c.name).join(people, people.c.id == Correction.person_id)
    found = (await reading.execute(question.where(Correction.id == correction_id))).one_or_none()
    if found is None:
        raise NotFound("We cannot find this correction. Go to the list and choose again.")
    return _correction(*found)


def _correction(row: Correction, name: str) -> CorrectionView:
    return CorrectionView(
        *(row.id, row.person_id, row.stage, row.about, row.wanted, row.reason, row.asked_at),
        *(row.answer, row.answered_at, name),
    )


async def erasures(
    reading: AsyncSession, *, person_id: UUID | None = None, stage: AskStage | None = None, limit: int = 200
) -> tuple[ErasureView, ...]:
    """Wishes for erasure, the newest first: of one person, or at one stage."""
    question = select(Erasure, people.c.name).join(people, people.c.id == Erasure.person_id)
    if person_id is not None:
        question = question.where(Erasure.person_id == person_id)
    if stage is not None:
        question = question.where(Erasure.stage == stage)
    rows = await reading.execute(question.order_by(Erasure.asked_at.desc(), Erasure.id).limit(limit))
    return tuple(_erasure(row, name) for row, name in rows)


async def erasure(reading: AsyncSession, erasure_id: UUID) -> ErasureView:
    """Raises `NotFound`."""
    question = select(Erasure, people.c.name).join(people, people.c.id == Erasure.person_id)
    found = (await reading.execute(question.where(Erasure.id == erasure_id))).one_or_none()
    if found is None:
        raise NotFound("We cannot find this. Go to the list and choose again.")
    return _erasure(*found)


def _erasure(row: Erasure, name: str) -> ErasureView:
    return ErasureView(
        *(row.id, row.person_id, row.stage, row.on_paper, row.asked_at, row.answer, row.answered_at, name)
    )


async def waiting(reading: AsyncSession) -> tuple[int, int]:
    """How many corrections and how many wishes for erasure wait for an answer."""
    counts = []
    for table in (Correction, Erasure):
        question = select(func.count()).select_from(table).where(table.stage == AskStage.ASKED)
        counts.append(await reading.scalar(question) or 0)
    return counts[0], counts[1]


async def spans_of(reading: AsyncSession, person_id: UUID) -> tuple[SpanView, ...]:
    """Memberships of a person by row, the newest first, with what they said before a correction."""
    rows = list(
        await reading.scalars(
            select(Membership).where(Membership.person_id == person_id).order_by(Membership.joined_on.desc())
        )
    )
    before = select(MembershipCorrection).where(MembershipCorrection.membership_id.in_([row.id for row in rows]))
    was: dict[UUID, list[tuple[date, date | None, str, datetime]]] = {}
    for one in await reading.scalars(before.order_by(MembershipCorrection.at)):
        was.setdefault(one.membership_id, []).append((one.was_joined_on, one.was_ended_on, one.reason, one.at))
    return tuple(
        SpanView(m.id, m.person_id, m.constituency, m.joined_on, m.ended_on, tuple(was.get(m.id, ()))) for m in rows
    )


async def span(reading: AsyncSession, membership_id: UUID) -> SpanView:
    """One membership. Raises `NotFound`."""
    found = await reading.get(Membership, membership_id)
    if found is None:
        raise NotFound("We cannot find this membership. Go to the register and search for the person.")
    return next(one for one in await spans_of(reading, found.person_id) if one.id == membership_id)


# --- Two records of one person --------------------------------------------------------------------------------------


async def merged_into(reading: AsyncSession, person_id: UUID) -> UUID | None:
    """The record that this one became part of, if it did."""
    found: UUID | None = await reading.scalar(select(people.c.merged_into_id).where(people.c.id == person_id))
    return found


async def closed_entries(reading: AsyncSession, person_ids: Sequence[UUID]) -> dict[UUID, Sentence]:
    """Those of them who cannot become a member or be changed any more, and why."""
    found: dict[UUID, Sentence] = {}
    for ids in portions(person_ids):
        rows = select(people.c.id, people.c.merged_into_id, people.c.erased_at).where(people.c.id.in_(ids))
        for person_id, merged, erased in await reading.execute(rows):
            if merged is not None:
                found[person_id] = MERGED_ENTRY
            elif erased is not None:
                found[person_id] = ERASED_ENTRY
    return dict.fromkeys(await died_among(reading, person_ids), DEAD_ENTRY) | found


async def became_part_of(reading: AsyncSession, person_id: UUID) -> tuple[UUID, ...]:
    """Records that became part of this one."""
    return tuple(await reading.scalars(select(MergedRecord.gone_id).where(MergedRecord.kept_id == person_id)))


async def likely_doubles(reading: AsyncSession) -> tuple[Double, ...]:
    """Pairs of records that may be of one person: one mailbox and a name alike, one name and birth date, one postal
    address and a name alike. The database finds what is equal; names are compared here."""
    found: dict[frozenset[UUID], Double] = {}
    for why, question in (
        (Likeness.EMAIL, _equal(people.c.email)),
        (Likeness.BIRTHDAY, _equal(people.c.born_on, people.c.name)),
        (Likeness.ADDRESS, _equal(people.c.postal_address)),
    ):
        for one, other in _pairs([(row[0], row[1], *row[2:]) for row in await reading.execute(question)]):
            if why is not Likeness.BIRTHDAY and not names_alike(one[1], other[1]):
                continue
            found.setdefault(frozenset((one[0], other[0])), Double(one[0], one[1], other[0], other[1], why))
    ordered = sorted(found.values(), key=lambda pair: (pair.first_name, pair.second_name))[:MOST_DOUBLES]
    question = select(Member.person_id, Member.number)
    ids = {person_id for pair in ordered for person_id in (pair.first, pair.second)}
    numbers = {row[0]: row[1] for row in await reading.execute(question.where(Member.person_id.in_(ids)))}
    return tuple(
        msgspec.structs.replace(pair, first_number=numbers.get(pair.first), second_number=numbers.get(pair.second))
        for pair in ordered
    )


def _equal(*columns: ColumnClause[object]) -> Select[UUID, str, *tuple[object, ...]]:
    """Records that share these facts with another, those with the same facts one after the other."""
    there = [people.c.merged_into_id.is_(None), *(column.is_not(None) for column in columns)]
    twice = select(*columns).where(*there).group_by(*columns).having(func.count() > 1).limit(MOST_DOUBLES).subquery()
    same = [column == twice.c[column.name] for column in columns]
    return (
        select(people.c.id, people.c.name, *columns)
        .join(twice, and_(*same))
        .where(*there)
        .order_by(*columns, people.c.added_at, people.c.id)
    )


def _pairs(rows: Sequence[Found]) -> Iterator[tuple[Found, Found]]:
    for _, same in groupby(rows, key=lambda row: row[2:]):
        yield from combinations(list(same)[:MOST_ALIKE], 2)
