"""Which forums there are for somebody, and one of them with its people and what waits in it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, case, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.constituencies.rulebook.rules import layer_name
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.gatherings.models import Belonging, FacilitatorTerm, Forum, ForumItem
from govern.forums.gatherings.rules import ItemKind, Reach, Standing, advice_on_size, check_reaches, reach_of
from govern.identity import queries as identity
from govern.identity.models import Person
from govern.sentences import Sentence

PEOPLE_ON_A_PAGE = 50


class ForumLine(msgspec.Struct, frozen=True, kw_only=True):
    """A forum in a list. `mine`: the person who asks belongs to it."""

    id: UUID
    name: str
    layer: str
    layer_name: str
    order: int
    place: str
    restricted: bool
    parent_id: UUID | None
    linked_to_id: UUID | None
    members: int
    mine: bool
    closed_on: date | None


class ForumView(msgspec.Struct, frozen=True, kw_only=True):
    """One forum, in one language, as far as it opens to whoever asks (`reach`)."""

    id: UUID
    name: str
    names: dict[str, str]
    place: str
    places: dict[str, str]
    about: str
    abouts: dict[str, str]
    layer: str
    layer_name: str
    restricted: bool
    parent_id: UUID | None
    linked_to_id: UUID | None
    closed_on: date | None
    reach: Reach


class BelongingLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who belongs to a forum now."""

    person_id: UUID
    name: str
    standing: Standing
    constituency: str | None
    speaks_for: str | None
    from_on: date


class FacilitatorView(msgspec.Struct, frozen=True, kw_only=True):
    """Whoever leads a forum now, since when and until when by the rules."""

    person_id: UUID
    name: str
    from_on: date
    due_on: date | None
    extended_by_minute: str | None


class ItemLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something raised that waits for a gathering. `owed`: an answer that cannot be taken back (invariant 66)."""

    id: UUID
    kind: ItemKind
    title: str
    words: str
    raised_by: UUID | None
    raiser: str
    raised_at: datetime
    owed_id: UUID | None
    from_forum_id: UUID | None
    about_id: UUID | None
    asked_id: UUID | None
    planned_id: UUID | None


def _belongs(person_id: UUID) -> ColumnElement[bool]:
    return Forum.id.in_(select(Belonging.forum_id).where(Belonging.person_id == person_id, Belonging.to_on.is_(None)))


def _leads(person_id: UUID, on: date) -> ColumnElement[bool]:
    return Forum.id.in_(
        select(FacilitatorTerm.forum_id).where(
            FacilitatorTerm.person_id == person_id,
            FacilitatorTerm.from_on <= on,
            or_(FacilitatorTerm.to_on.is_(None), FacilitatorTerm.to_on > on),
        )
    )


def led(on: date) -> Select[UUID]:
    """The forums that somebody leads on a day, as a question inside another."""
    return select(FacilitatorTerm.forum_id).where(
        FacilitatorTerm.from_on <= on, or_(FacilitatorTerm.to_on.is_(None), FacilitatorTerm.to_on > on)
    )


async def forums(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[ForumLine, ...]:
    """The forums that are there for somebody (invariant 61): open ones for members, and those they belong to or lead.

    Three questions, however many forums there are.
    """
    of_the_society = bool(await register.constituencies_of(reading, person_id, on))
    seen = or_(_belongs(person_id), _leads(person_id, on))
    if of_the_society:
        seen = or_(seen, Forum.restricted.is_(False))
    return await _lines(reading, seen, person_id, on, language)


async def forums_of(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[ForumLine, ...]:
    """The forums somebody belongs to."""
    return await _lines(reading, _belongs(person_id), person_id, on, language)


async def forums_led_by(reading: AsyncSession, person_id: UUID, on: date, language: str) -> tuple[ForumLine, ...]:
    """The forums somebody leads now."""
    return await _lines(reading, _leads(person_id, on), person_id, on, language)


async def tree(reading: AsyncSession, on: date, language: str) -> tuple[ForumLine, ...]:
    """Every forum, for the office: that there is such a forum and who leads it, nothing that is said in it."""
    return await _lines(reading, Forum.closed_on.is_(None), None, on, language)


async def line(reading: AsyncSession, forum_id: UUID, on: date, language: str) -> ForumLine:
    """One forum, for the office. Raises `NotFound`."""
    found = await _lines(reading, Forum.id == forum_id, None, on, language)
    if not found:
        raise NotFound("There is no such forum. Go back to the list of forums.")
    return found[0]


async def _lines(
    reading: AsyncSession, which: ColumnElement[bool], person_id: UUID | None, on: date, language: str
) -> tuple[ForumLine, ...]:
    layers = {layer.id: layer for layer in (await rulebook.in_force(reading, on)).rulebook.forum_layers}
    here = (
        select(Belonging.forum_id, func.count().label("members"))
        .where(Belonging.to_on.is_(None), Belonging.standing == Standing.MEMBER)
        .group_by(Belonging.forum_id)
        .subquery()
    )
    mine = (
        select(Belonging.forum_id.label("mine"))
        .where(Belonging.to_on.is_(None), Belonging.person_id == person_id)
        .subquery()
    )
    question = (
        select(Forum, here.c.members, mine.c.mine)
        .outerjoin(here, here.c.forum_id == Forum.id)
        .outerjoin(mine, mine.c.mine == Forum.id)
        .where(which)
    )
    found = [
        ForumLine(
            id=row.id,
            name=in_language(row.name, language),
            layer=row.layer,
            layer_name=layer_name(layers[row.layer], language) if row.layer in layers else "",
            order=layers[row.layer].order if row.layer in layers else 0,
            place=in_language(row.place, language),
            restricted=row.restricted,
            parent_id=row.parent_id,
            linked_to_id=row.linked_to_id,
            members=members or 0,
            mine=own is not None,
            closed_on=row.closed_on,
        )
        for row, members, own in await reading.execute(question)
    ]
    return tuple(sorted(found, key=lambda line: (line.closed_on is not None, line.order, line.name)))


async def reach(reading: AsyncSession, forum_id: UUID, person_id: UUID | None, on: date) -> Reach:
    """How far a forum opens to somebody. NOT_THERE too where there is no such forum."""
    row = await reading.get(Forum, forum_id)
    if row is None or person_id is None:
        return Reach.NOT_THERE
    standing = await reading.scalar(
        select(Belonging.standing).where(
            Belonging.forum_id == forum_id, Belonging.person_id == person_id, Belonging.to_on.is_(None)
        )
    )
    leads = await reading.scalar(select(Forum.id).where(Forum.id == forum_id, _leads(person_id, on))) is not None
    of_the_society = bool(await register.constituencies_of(reading, person_id, on))
    return reach_of(restricted=row.restricted, leads=leads, standing=standing, of_the_society=of_the_society)


async def there_for(reading: AsyncSession, ids: Collection[UUID], person_id: UUID, on: date) -> frozenset[UUID]:
    """Those of these forums that are there for somebody (invariant 61), as `reach` says of one."""
    seen = or_(_belongs(person_id), _leads(person_id, on))
    if await register.constituencies_of(reading, person_id, on):
        seen = or_(seen, Forum.restricted.is_(False))
    return frozenset(await reading.scalars(select(Forum.id).where(Forum.id.in_(ids), seen)))


async def forum(
    reading: AsyncSession,
    forum_id: UUID,
    person_id: UUID | None,
    on: date,
    language: str,
    needed: Reach = Reach.LOOKS,
) -> ForumView:
    """One forum for somebody. The one gate to all that is in it.

    Raises `NotFound` where it is not there for them, `NotAllowed` where it does not open as far as is `needed`.
    """
    far = await reach(reading, forum_id, person_id, on)
    check_reaches(far, needed)
    row = await reading.get(Forum, forum_id)
    if row is None:
        raise NotFound("There is no such forum. Go back to the list of forums.")
    layers = {layer.id: layer for layer in (await rulebook.in_force(reading, on)).rulebook.forum_layers}
    return ForumView(
        id=row.id,
        name=in_language(row.name, language),
        names=row.name,
        place=in_language(row.place, language),
        places=row.place,
        about=in_language(row.about, language),
        abouts=row.about,
        layer=row.layer,
        layer_name=layer_name(layers[row.layer], language) if row.layer in layers else "",
        restricted=row.restricted,
        parent_id=row.parent_id,
        linked_to_id=row.linked_to_id,
        closed_on=row.closed_on,
        reach=far,
    )


class PeoplePage(msgspec.Struct, frozen=True):
    """Some of those who belong to a forum, in the order of `people_of`. `belongs`: whoever asks is one of them."""

    people: tuple[BelongingLine, ...]
    number: int
    pages: int
    belongs: bool
    advice: Sentence | None = None


async def people_page(
    reading: AsyncSession, forum_id: UUID, number: int, me: UUID, layer: ForumLayer | None = None
) -> PeoplePage:
    """One page of them, from 1; a number beyond the last shows the last. With the `layer`, what it advises (M78).

    Only those on the page are read: of a forum of hundreds fifty rows, not all.
    """
    now = Belonging.forum_id == forum_id, Belonging.to_on.is_(None)
    mine = func.max(case((Belonging.person_id == me, 1), else_=0))
    counts = await reading.execute(
        select(Belonging.standing, func.count(), mine).where(*now).group_by(Belonging.standing)
    )
    found: dict[Standing, int] = {}
    belongs = False
    for standing, count, own in counts:
        found[standing], belongs = count, belongs or bool(own)
    pages = max(1, -(-sum(found.values()) // PEOPLE_ON_A_PAGE))
    shown = min(number, pages)
    rows = await reading.execute(
        select(Belonging, Person.name)
        .join(Person, Person.id == Belonging.person_id)
        .where(*now)
        .order_by(case(*((Belonging.standing == one, place) for place, one in enumerate(Standing))), Person.name)
        .order_by(Person.id)
        .offset((shown - 1) * PEOPLE_ON_A_PAGE)
        .limit(PEOPLE_ON_A_PAGE)
    )
    advice = None if layer is None else advice_on_size(layer, found.get(Standing.MEMBER, 0))
    return PeoplePage(tuple(_belonging(row, name) for row, name in rows), shown, pages, belongs, advice)


def _belonging(row: Belonging, name: str) -> BelongingLine:
    return BelongingLine(
        person_id=row.person_id,
        name=name,
        standing=row.standing,
        constituency=row.constituency,
        speaks_for=row.speaks_for,
        from_on=row.from_on,
    )


async def people_of(reading: AsyncSession, forum_id: UUID) -> tuple[BelongingLine, ...]:
    """Who belongs to a forum now, members first."""
    rows = list(
        await reading.scalars(select(Belonging).where(Belonging.forum_id == forum_id, Belonging.to_on.is_(None)))
    )
    names = await identity.people_by_id(reading, [row.person_id for row in rows])
    order = list(Standing)
    found = [_belonging(row, names[row.person_id].name) for row in rows]
    return tuple(sorted(found, key=lambda line: (order.index(line.standing), line.name)))


async def facilitator_of(reading: AsyncSession, forum_id: UUID, on: date) -> FacilitatorView | None:
    """Whoever leads a forum on a day."""
    row = await reading.scalar(
        select(FacilitatorTerm)
        .where(
            FacilitatorTerm.forum_id == forum_id,
            FacilitatorTerm.from_on <= on,
            or_(FacilitatorTerm.to_on.is_(None), FacilitatorTerm.to_on > on),
        )
        .order_by(FacilitatorTerm.from_on.desc())
        .limit(1)
    )
    if row is None:
        return None
    person = await identity.person(reading, row.person_id)
    return FacilitatorView(
        person_id=row.person_id,
        name=person.name,
        from_on=row.from_on,
        due_on=row.due_on,
        extended_by_minute=row.extended_by_minute,
    )


async def items_waiting(reading: AsyncSession, forum_id: UUID, language: str) -> tuple[ItemLine, ...]:
    """What was raised and no gathering has taken up, answers owed first."""
    rows = list(
        await reading.scalars(
            select(ForumItem)
            .where(
                ForumItem.forum_id == forum_id,
                ForumItem.meeting_id.is_(None),
                ForumItem.taken_back_at.is_(None),
                ForumItem.settled_at.is_(None),
            )
            .order_by(ForumItem.owed_id.is_(None), ForumItem.raised_at)
        )
    )
    names = await identity.people_by_id(reading, [row.raised_by for row in rows if row.raised_by])
    return tuple(
        ItemLine(
            id=row.id,
            kind=row.kind,
            title=in_language(row.title, language),
            words=row.words,
            raised_by=row.raised_by,
            raiser=names[row.raised_by].name if row.raised_by in names else "",
            raised_at=row.raised_at,
            owed_id=row.owed_id,
            from_forum_id=row.from_forum_id,
            about_id=row.about_id,
            asked_id=row.asked_id,
            planned_id=row.planned_id,
        )
        for row in rows
    )
