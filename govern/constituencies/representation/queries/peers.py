"""Who the peers are, whom each carries on a day, which reviews are due, and who votes for a member."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.rules import ImportStage
from govern.constituencies.representation import rules
from govern.constituencies.representation.lifecycle.standing import someone
from govern.constituencies.representation.models import MandateFile, PeerMandate, PeerOffice
from govern.constituencies.representation.rules import Carried, HowChosen, Someone, Standing, WhyEnded, WhyOver
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.errors import NotFound
from govern.sentences import Sentence

#: A review is due when it comes within so many days.
DUE_SOON = timedelta(days=60)


class MandateView(msgspec.Struct, frozen=True, kw_only=True):
    """A mandate as it stands on the day asked."""

    id: UUID
    office_id: UUID
    peer: str
    member: str
    group: str
    place: str
    from_on: date
    review_by: date
    scope: tuple[Sentence | str, ...]
    how: HowChosen
    supporter: str
    ended_on: date | None
    why_ended: WhyEnded | None
    standing: Standing
    due_soon: bool


class PeerLine(msgspec.Struct, frozen=True, kw_only=True):
    """A peer in a list: how many they carry of how many, and how many reviews are due."""

    id: UUID
    name: str
    group: str
    place: str
    from_on: date
    to_on: date
    carried: int
    most: int | None
    reviews_due: int
    may: bool
    elected_by: str
    why_over: WhyOver | None
    over_by: str


class PeerPage(msgspec.Struct, frozen=True):
    """One peer with every mandate they have carried, those that hold first."""

    line: PeerLine
    mandates: tuple[MandateView, ...]


class Peers(msgspec.Struct, frozen=True):
    """Whether peers vote for others here, for which groups, and who they are: now, and whose office is over."""

    enabled: bool
    groups: tuple[tuple[str, str], ...]
    now: tuple[PeerLine, ...]
    over: tuple[PeerLine, ...]


class FileView(msgspec.Struct, frozen=True):
    """A file of mandates that was sent."""

    id: UUID
    stage: ImportStage
    original_name: str
    mandates: int
    refused: int
    uploaded_by: UUID | None
    uploaded_at: datetime
    approved_by: UUID | None
    applied_at: datetime | None


async def peers(reading: AsyncSession, on: date, language: str) -> Peers:
    """The peers by group and place, with what each carries on this day."""
    book = (await rulebook.in_force(reading, on)).rulebook
    rows = tuple(await reading.scalars(select(PeerOffice).order_by(PeerOffice.constituency, PeerOffice.place)))
    lines = {page.line.id: page.line for page in await _pages(reading, rows, book, on, language)}
    groups = tuple((one, group_name(book.constituency(one), language)) for one in book.peer.constituencies)
    now = tuple(lines[row.id] for row in rows if row.to_on > on)
    over = tuple(lines[row.id] for row in rows if row.to_on <= on)
    return Peers(rules.peers_vote(book), groups if rules.peers_vote(book) else (), now, over)


async def peer(reading: AsyncSession, office_id: UUID, on: date, language: str) -> PeerPage:
    """Raises `NotFound`."""
    row = await reading.get(PeerOffice, office_id)
    if row is None:
        raise NotFound("There is no such peer. Go to the list of peers and choose from there.")
    book = (await rulebook.in_force(reading, on)).rulebook
    return (await _pages(reading, [row], book, on, language))[0]


async def offices_of(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[PeerPage, ...]:
    """The offices of peer that somebody holds on a day, each with whom it carries."""
    book = (await rulebook.in_force(reading, on)).rulebook
    held = select(PeerOffice).where(
        PeerOffice.person_id == person_id, PeerOffice.from_on <= on, PeerOffice.to_on > on
    )
    rows = tuple(await reading.scalars(held.order_by(PeerOffice.constituency)))
    return await _pages(reading, rows, book, on, language) if rows else ()


async def held_by(reading: AsyncSession, person_id: UUID, constituency: str, on: date) -> tuple[UUID, ...]:
    """The offices of a group that somebody holds before a day and still on it."""
    held = select(PeerOffice.id).where(
        PeerOffice.person_id == person_id,
        PeerOffice.constituency == constituency,
        PeerOffice.from_on < on,
        PeerOffice.to_on > on,
    )
    return tuple(await reading.scalars(held))


async def peers_vote(reading: AsyncSession, on: date) -> bool:
    """Whether peers vote for others by the rules of a day."""
    return rules.peers_vote((await rulebook.in_force(reading, on)).rulebook)


async def is_peer(reading: AsyncSession, person_id: UUID, on: date) -> bool:
    """Whether somebody holds an office of peer on a day."""
    held = select(PeerOffice.id).where(
        PeerOffice.person_id == person_id, PeerOffice.from_on <= on, PeerOffice.to_on > on
    )
    return await reading.scalar(held.limit(1)) is not None


async def mandate(reading: AsyncSession, mandate_id: UUID, on: date, language: str) -> MandateView:
    """Raises `NotFound`."""
    row = await reading.get(PeerMandate, mandate_id)
    if row is None:
        raise NotFound("There is no such mandate. Go to the list of peers and choose from there.")
    page = await peer(reading, row.office_id, on, language)
    return next(one for one in page.mandates if one.id == mandate_id)


async def who_votes_for(
    reading: AsyncSession, person_id: UUID, on: date, language: str
) -> tuple[MandateView, ...] | None:
    """The mandates that hold for a member on a day, one a group at most; those that lapsed in the last year too.

    None where nobody votes for others by the rules.
    """
    book = (await rulebook.in_force(reading, on)).rulebook
    if not rules.peers_vote(book):
        return None
    found = await reading.scalars(
        select(PeerMandate).where(
            PeerMandate.member_id == person_id,
            PeerMandate.ended_on.is_(None),
            PeerMandate.review_by > on - timedelta(days=365),
        )
    )
    mine = {row.id: row.office_id for row in found}
    if not mine:
        return ()
    offices = tuple(await reading.scalars(select(PeerOffice).where(PeerOffice.id.in_(set(mine.values())))))
    pages = await _pages(reading, offices, book, on, language)
    shown = (Standing.ACTIVE, Standing.LAPSED, Standing.OFFICE_OVER, Standing.PEER_LEFT)
    every = [one for page in pages for one in page.mandates if one.id in mine and one.standing in shown]
    held = {one.group for one in every if one.standing is Standing.ACTIVE}
    return tuple(one for one in every if one.standing is Standing.ACTIVE or one.group not in held)


async def carried_on(reading: AsyncSession, on: date, members: Collection[UUID] | None = None) -> tuple[Carried, ...]:
    """Every mandate that holds on a day, of these members or of all: who votes for whom, in which group, on what.

    Empty where nobody votes for others by the rules.
    """
    book = (await rulebook.in_force(reading, on)).rulebook
    if not rules.peers_vote(book):
        return ()
    question = (
        select(PeerMandate, PeerOffice)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(
            PeerMandate.from_on <= on,
            PeerMandate.review_by >= on,
            or_(PeerMandate.ended_on.is_(None), PeerMandate.ended_on > on),
            or_(PeerMandate.to_on.is_(None), PeerMandate.to_on > on),
            PeerOffice.to_on > on,
        )
        .order_by(PeerMandate.noted_at, PeerMandate.id)
    )
    if members is not None:
        question = question.where(PeerMandate.member_id.in_(members))
    rows = [(mandate, office) for mandate, office in await reading.execute(question)]
    people = await someone(reading, {m.member_id for m, _ in rows} | {o.person_id for _, o in rows}, on)
    return tuple(
        Carried(mandate.member_id, office.person_id, office.constituency, tuple(mandate.scope.split(",")))
        for mandate, office in rows
        if office.constituency in people[mandate.member_id].groups
        and rules.may_be_peer(book, people[office.person_id], office.constituency)
    )


async def lines_of(
    reading: AsyncSession, offices: Sequence[PeerOffice], book: Rulebook, on: date, language: str
) -> tuple[PeerLine, ...]:
    """These offices as lines of a list, in the same order."""
    return tuple(page.line for page in await _pages(reading, offices, book, on, language))


async def is_of(reading: AsyncSession, mandate_id: UUID, member_id: UUID) -> bool:
    """Whether a mandate is this member's."""
    row = await reading.get(PeerMandate, mandate_id)
    return row is not None and row.member_id == member_id


async def member_of(reading: AsyncSession, mandate_id: UUID) -> UUID:
    """Whose mandate it is. Raises `NotFound`."""
    row = await reading.get(PeerMandate, mandate_id)
    if row is None:
        raise NotFound("There is no such mandate. Go to the list of peers and choose from there.")
    return row.member_id


async def group_of(reading: AsyncSession, office_id: UUID) -> str:
    """The group that an office speaks for. Raises `NotFound`."""
    row = await reading.get(PeerOffice, office_id)
    if row is None:
        raise NotFound("There is no such peer. Go to the list of peers and choose from there.")
    return row.constituency


async def members_of(reading: AsyncSession, office_id: UUID) -> frozenset[UUID]:
    """Everybody whom this office has ever carried: whose open votes may change when it does."""
    return frozenset(await reading.scalars(select(PeerMandate.member_id).where(PeerMandate.office_id == office_id)))


async def touched_by(reading: AsyncSession, people: Collection[UUID]) -> frozenset[UUID]:
    """Whose open votes may change when something changes about these people: their own, and of those they carry."""
    carried = await reading.scalars(
        select(PeerMandate.member_id)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(PeerOffice.person_id.in_(people))
    )
    return frozenset(people) | frozenset(carried)


async def _pages(
    reading: AsyncSession, offices: Sequence[PeerOffice], book: Rulebook, on: date, language: str
) -> tuple[PeerPage, ...]:
    rows = tuple(
        await reading.scalars(
            select(PeerMandate)
            .where(PeerMandate.office_id.in_([office.id for office in offices]))
            .order_by(PeerMandate.review_by)
        )
    )
    ids = {office.person_id for office in offices} | {row.member_id for row in rows}
    people = await someone(reading, ids, on)
    return tuple(
        _page(office, [row for row in rows if row.office_id == office.id], people, book, on, language)
        for office in offices
    )


def _page(
    office: PeerOffice,
    rows: Sequence[PeerMandate],
    people: dict[UUID, Someone],
    book: Rulebook,
    on: date,
    language: str,
) -> PeerPage:
    holder = people[office.person_id]
    may = rules.may_be_peer(book, holder, office.constituency)
    group = next((group_name(g, language) for g in book.constituencies if g.id == office.constituency), "–")
    views = [_mandate(row, office, people, book, on, language, may=may, group=group) for row in rows]
    active = [one for one in views if one.standing is Standing.ACTIVE]
    line = PeerLine(
        id=office.id,
        name=holder.name,
        group=group,
        place=office.place,
        from_on=office.from_on,
        to_on=office.to_on,
        carried=len(active),
        most=book.peer.max_represented,
        reviews_due=sum(one.due_soon for one in active),
        may=may,
        elected_by=office.elected_by,
        why_over=office.why_over,
        over_by=office.over_by,
    )
    return PeerPage(line, tuple(sorted(views, key=lambda one: (one.standing is not Standing.ACTIVE, one.review_by))))


def _mandate(
    row: PeerMandate,
    office: PeerOffice,
    people: dict[UUID, Someone],
    book: Rulebook,
    on: date,
    language: str,
    *,
    may: bool,
    group: str,
) -> MandateView:
    member = people[row.member_id]
    standing = rules.standing_on(
        on,
        from_on=row.from_on,
        ended_on=min((day for day in (row.ended_on, row.to_on) if day is not None), default=None),
        review_by=row.review_by,
        office_over=office.to_on,
        member_belongs=office.constituency in member.groups,
        peer_may=may,
    )
    return MandateView(
        id=row.id,
        office_id=office.id,
        peer=people[office.person_id].name,
        member=member.name,
        group=group,
        place=office.place,
        from_on=row.from_on,
        review_by=row.review_by,
        scope=rules.said_scope(book, row.scope.split(","), language),
        how=row.how_chosen,
        supporter=row.supporter,
        ended_on=row.ended_on,
        why_ended=row.why_ended,
        standing=standing,
        due_soon=standing is Standing.ACTIVE and row.review_by <= on + DUE_SOON,
    )


async def mandate_file(reading: AsyncSession, file_id: UUID) -> FileView:
    """Raises `NotFound`."""
    row = await reading.get(MandateFile, file_id)
    if row is None:
        raise NotFound("We do not have this file. Send it again.")
    return _file(row)


async def mandate_files(reading: AsyncSession) -> tuple[FileView, ...]:
    """The latest files, the newest first."""
    rows = await reading.scalars(select(MandateFile).order_by(MandateFile.uploaded_at.desc()).limit(20))
    return tuple(_file(row) for row in rows)


def _file(row: MandateFile) -> FileView:
    return FileView(**{name: getattr(row, name) for name in FileView.__struct_fields__})
