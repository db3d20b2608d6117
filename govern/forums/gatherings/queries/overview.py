"""A forum's gatherings and what goes with them: delegates both ways, what was passed on, what was taken off."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import group_name
from govern.database import in_language
from govern.errors import NotFound
from govern.forums.gatherings.models import Belonging, Delegate, Forum, ForumItem, SafeguardingContact
from govern.forums.gatherings.queries.forums import ForumView, ItemLine
from govern.forums.gatherings.queries.gathering import TaskLine, tasks_open
from govern.forums.gatherings.rules import COUNTS, Reach
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.meetings import queries as meetings
from govern.meetings.queries import GatheringLine
from govern.meetings.rules import Stage


class DelegateLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is sent to the forum above. `other` is the forum at the other end, where it is there for whoever
    asks."""

    id: UUID
    person_id: UUID
    name: str
    group: str
    from_on: date
    due_on: date
    other: str
    ours: bool


class PassedOn(msgspec.Struct, frozen=True):
    """What went over to the forum this one speaks through, and whether it was dealt with there."""

    title: str
    settled: bool
    waits_for_a_gathering: bool


class TakenOff(msgspec.Struct, frozen=True):
    """Something of one's own that the facilitator took off, with the reason."""

    title: str
    why: str
    on: datetime


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All gatherings of a forum as far as it opens. `drafts` are there for whoever leads it."""

    to_come: tuple[GatheringLine, ...]
    past: tuple[GatheringLine, ...]
    drafts: tuple[GatheringLine, ...]
    delegates: tuple[DelegateLine, ...]
    tasks: tuple[TaskLine, ...]
    passed_on: tuple[PassedOn, ...]
    taken_off: tuple[TakenOff, ...]


TO_COME = (Stage.NOTICED, Stage.OPEN)


async def overview(
    reading: AsyncSession, view: ForumView, person_id: UUID, at: datetime, on: date, language: str
) -> Overview:
    """A forum that was opened by `queries.forum`. The same number of questions, however much there was."""
    found = await meetings.gatherings_of(reading, [view.id], language, stages=tuple(Stage), limit=200)
    inside = view.reach >= Reach.TAKES_PART
    return Overview(
        to_come=tuple(sorted((one for one in found if one.stage in TO_COME), key=lambda one: one.starts_at)),
        past=tuple(one for one in found if one.stage is Stage.CLOSED),
        drafts=tuple(one for one in found if one.stage is Stage.DRAFT and view.reach is Reach.LEADS),
        delegates=await delegates_of(reading, view, on, language),
        tasks=await tasks_open(reading, view, at),
        passed_on=await _passed_on(reading, view.id, language) if inside and view.linked_to_id else (),
        taken_off=await _taken_off(reading, view.id, person_id, language),
    )


async def gatherings_to_come(
    reading: AsyncSession, person_id: UUID, language: str, *, limit: int = 3
) -> tuple[tuple[str, GatheringLine], ...]:
    """For somebody's own page: the next gatherings of the forums they belong to, with the name of each forum."""
    rows = await reading.scalars(
        select(Forum).where(
            Forum.id.in_(
                select(Belonging.forum_id).where(Belonging.person_id == person_id, Belonging.to_on.is_(None))
            )
        )
    )
    names = {row.id: in_language(row.name, language) for row in rows}
    if not names:
        return ()
    found = await meetings.gatherings_of(reading, list(names), language, stages=TO_COME)
    coming = sorted(found, key=lambda one: one.starts_at)[:limit]
    return tuple((names[one.forum_id], one) for one in coming)


async def delegates_of(reading: AsyncSession, view: ForumView, on: date, language: str) -> tuple[DelegateLine, ...]:
    """Those this forum sends, and those who are sent to it: shown in both forums (invariant 63)."""
    now = Delegate.to_on.is_(None)
    rows = list(
        await reading.scalars(
            select(Delegate)
            .where(now, or_(Delegate.forum_id == view.id, Delegate.to_forum_id == view.id))
            .order_by(Delegate.from_on)
        )
    )
    others = {row.to_forum_id if row.forum_id == view.id else row.forum_id for row in rows}
    forums = {row.id: row for row in await reading.scalars(select(Forum).where(Forum.id.in_(others)))}
    people = await identity.people_by_id(reading, [row.person_id for row in rows])
    book = (await rulebook.in_force(reading, on)).rulebook
    groups = {group.id: group_name(group, language) for group in book.constituencies}

    def other(row: Delegate) -> str:
        there = forums[row.to_forum_id if row.forum_id == view.id else row.forum_id]
        # The forum above is known to those below; a restricted one below is not told of above (invariant 61).
        return "" if there.restricted else in_language(there.name, language)

    return tuple(
        DelegateLine(
            id=row.id,
            person_id=row.person_id,
            name=people[row.person_id].name,
            group=groups.get(row.constituency, ""),
            from_on=row.from_on,
            due_on=row.due_on,
            other=other(row),
            ours=row.forum_id == view.id,
        )
        for row in rows
    )


async def _passed_on(reading: AsyncSession, forum_id: UUID, language: str) -> tuple[PassedOn, ...]:
    passed = select(ForumItem.passed_to_id).where(ForumItem.forum_id == forum_id, ForumItem.passed_to_id.is_not(None))
    rows = await reading.scalars(
        select(ForumItem).where(ForumItem.id.in_(passed)).order_by(ForumItem.raised_at.desc()).limit(50)
    )
    return tuple(
        PassedOn(in_language(row.title, language), row.settled_at is not None, row.meeting_id is None) for row in rows
    )


async def _taken_off(reading: AsyncSession, forum_id: UUID, person_id: UUID, language: str) -> tuple[TakenOff, ...]:
    rows = await reading.scalars(
        select(ForumItem)
        .where(ForumItem.forum_id == forum_id, ForumItem.raised_by == person_id, ForumItem.taken_off_by.is_not(None))
        .order_by(ForumItem.taken_back_at.desc())
        .limit(20)
    )
    return tuple(
        TakenOff(in_language(row.title, language), row.taken_off_why, row.taken_back_at)
        for row in rows
        if row.taken_back_at is not None
    )


class MemberChoice(msgspec.Struct, frozen=True):
    """Somebody who may be sent, with the groups they may be sent for: (word, name)."""

    person_id: UUID
    name: str
    groups: tuple[tuple[str, str], ...]


async def may_be_sent(reading: AsyncSession, forum_id: UUID, on: date, language: str) -> tuple[MemberChoice, ...]:
    """The members of a forum, each with the groups they belong to now."""
    ids = list(
        await reading.scalars(
            select(Belonging.person_id).where(
                Belonging.forum_id == forum_id, Belonging.to_on.is_(None), Belonging.standing.in_(COUNTS)
            )
        )
    )
    people: dict[UUID, PersonView] = await identity.people_by_id(reading, ids)
    book = (await rulebook.in_force(reading, on)).rulebook
    names = {group.id: group_name(group, language) for group in book.constituencies}
    groups = await register.groups_on(reading, ids, on)
    choices = (
        MemberChoice(one, person.name, tuple((group, names.get(group, group)) for group in groups.get(one, ())))
        for one, person in people.items()
    )
    return tuple(sorted(choices, key=lambda one: one.name))


class ToHandOver(msgspec.Struct, frozen=True):
    """Somebody who gets the agenda on paper, and where they live, if that is known."""

    name: str
    postal_address: str | None
    language: str


async def agenda_on_paper(reading: AsyncSession, view: ForumView, meeting_id: UUID) -> tuple[ToHandOver, ...]:
    """Whom the agenda last sent goes to on paper. Raises `NotFound`."""
    await meetings.found(reading, meeting_id, view.id)
    people = await meetings.to_post(reading, meeting_id)
    return tuple(ToHandOver(one.name, one.postal_address, one.language) for one in people)


class Contact(msgspec.Struct, frozen=True):
    """Somebody outside the service who is told when a person may not be safe."""

    name: str
    phone: str
    email: str


async def contact_of(reading: AsyncSession, forum_id: UUID | None) -> Contact | None:
    """The forum's own contact, else the society's; the newest of each."""
    row = await reading.scalar(
        select(SafeguardingContact)
        .where(or_(SafeguardingContact.forum_id.is_(None), SafeguardingContact.forum_id == forum_id))
        .order_by(SafeguardingContact.forum_id.is_(None), SafeguardingContact.named_at.desc())
        .limit(1)
    )
    return None if row is None else Contact(row.name, row.phone, row.email)


async def raised(reading: AsyncSession, forum_id: UUID, raised_id: UUID, language: str) -> ItemLine:
    """Something raised in a forum that stands, without who raised it. Raises `NotFound`."""
    row = await reading.get(ForumItem, raised_id)
    if row is None or row.forum_id != forum_id or row.taken_back_at is not None:
        raise NotFound("There is nothing of the kind in this forum. Look at the list again.")
    return ItemLine(
        id=row.id,
        kind=row.kind,
        title=in_language(row.title, language),
        words=row.words,
        raised_by=row.raised_by,
        raiser="",
        raised_at=row.raised_at,
        owed_id=row.owed_id,
        from_forum_id=row.from_forum_id,
        about_id=row.about_id,
        asked_id=row.asked_id,
        planned_id=row.planned_id,
    )
