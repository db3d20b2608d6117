"""Members join a group, move to another, leave; and what is true of them is noted for as long as it is."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.incoming import attributes_asked
from govern.constituencies.register.lifecycle import limiting
from govern.constituencies.register.models import AttributeSpan, Member, Membership
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import citation
from govern.constituencies.rulebook.rules import called
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import NewPerson
from govern.identity.rules import day_of


async def enter(
    writing: AsyncSession,
    person: NewPerson,
    constituency: str,
    on: date,
    reason: str,
    *,
    number: str | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody new: known to the society and member of a group from a day on. Returns the person's id."""
    _not_to_come(on, at, field="joined")
    (person_id,) = await identity.add_people(writing, [person], by=by, at=at)
    await admit(writing, person_id, constituency, on, reason, number=number, by=by, at=at)
    return person_id


async def admit(
    writing: AsyncSession,
    person_id: UUID,
    constituency: str,
    on: date,
    reason: str,
    *,
    number: str | None = None,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """Somebody belongs to a group from a day on; the first time they also get their number in the register.

    Raises `NotFound` for a group the rules do not have, `NotAllowed` for a closed group, one that does not take
    their kind, a day to come, somebody too young or a limit on the membership that they would break (W19),
    `AlreadyDone` where they belong to it already or the number is taken.
    """
    book = (await rulebook.in_force(writing, on)).rulebook
    group = book.constituency(constituency)
    if group.closed:
        raise NotAllowed(
            "{group} takes no new members ({rule}). Choose another group.",
            field="group",
            group=called(group),
            rule=citation(f"constituency.{group.id}", book),
        )
    rules.may_belong(book, group, await queries.kind_of(writing, person_id))
    _not_to_come(on, at)
    closed = await queries.closed_entries(writing, [person_id])
    if closed:
        raise NotAllowed(closed[person_id])
    if not rules.old_enough(await queries.born_on(writing, person_id), on, book.society.member_age):
        raise NotAllowed(
            "Members are at least {age} ({rule}). This person was younger on that day.",
            age=book.society.member_age,
            rule=citation("society.member_age", book),
        )
    await _hold_number(writing, person_id, on, number)
    overlapping = select(Membership.id).where(
        Membership.person_id == person_id,
        Membership.constituency == constituency,
        Membership.ended_on.is_(None) | (Membership.ended_on > on),
    )
    if await writing.scalar(overlapping.limit(1)) is not None:
        raise AlreadyDone("This person belongs to {group} already.", field="group", group=called(group))
    await limiting.check_admission(writing, person_id, group, day_of(at))
    membership = Membership(
        id=uuid4(), person_id=person_id, constituency=constituency, joined_on=on, joined_reason=reason
    )
    writing.add(membership)
    await writing.flush()
    await record.add(writing, joined_event(membership.id, person_id, constituency, on, by=by, at=at))
    return membership.id


async def move(
    writing: AsyncSession,
    person_id: UUID,
    from_group: str,
    to_group: str,
    on: date,
    reason: str,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """From one group to another on the same day: the one ends, the other begins."""
    await end_membership(writing, person_id, from_group, on, reason, by=by, at=at)
    await admit(writing, person_id, to_group, on, reason, by=by, at=at)


async def end_membership(
    writing: AsyncSession, person_id: UUID, constituency: str, on: date, reason: str, *, by: UUID | None, at: datetime
) -> None:
    """The membership holds no longer from this day on. Raises `NotFound`, or `NotValid` for a day before it began."""
    membership = await writing.scalar(
        select(Membership)
        .where(
            Membership.person_id == person_id,
            Membership.constituency == constituency,
            Membership.ended_on.is_(None),
        )
        .with_for_update()
    )
    if membership is None:
        raise NotFound("This person does not belong to this group, so they cannot leave it.", field="group")
    if on < membership.joined_on:
        raise NotValid(
            "They joined on {day}. The day of leaving cannot be before.", field="on", day=membership.joined_on
        )
    membership.ended_on, membership.ended_reason = on, reason
    await writing.flush()
    await record.add(writing, ended_event(membership.id, person_id, constituency, on, by=by, at=at))


async def note_attribute(
    writing: AsyncSession,
    person_id: UUID,
    attribute: str,
    from_on: date,
    source: str,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Something the rules ask about is true of a person from a day on. Raises `NotValid` or `AlreadyDone`."""
    asked = attributes_asked((await rulebook.in_force(writing, from_on)).rulebook)
    if attribute not in asked:
        raise NotValid("The rules do not ask about “{attribute}”.", field="attribute", attribute=attribute)
    overlapping = select(AttributeSpan.id).where(
        AttributeSpan.person_id == person_id,
        AttributeSpan.attribute == attribute,
        AttributeSpan.to_on.is_(None) | (AttributeSpan.to_on > from_on),
    )
    if await writing.scalar(overlapping.limit(1)) is not None:
        raise AlreadyDone("This is noted already.", field="attribute")
    span = AttributeSpan(id=uuid4(), person_id=person_id, attribute=attribute, from_on=from_on, source=source)
    writing.add(span)
    await writing.flush()
    await record.add(writing, attribute_event("noted", person_id, attribute, from_on, by=by, at=at))


async def end_attribute(
    writing: AsyncSession, person_id: UUID, attribute: str, to_on: date, *, by: UUID | None, at: datetime
) -> None:
    """It is true no longer from this day on. Raises `NotFound`, or `NotValid` for a day before it began."""
    span = await writing.scalar(
        select(AttributeSpan)
        .where(
            AttributeSpan.person_id == person_id,
            AttributeSpan.attribute == attribute,
            AttributeSpan.to_on.is_(None),
        )
        .with_for_update()
    )
    if span is None:
        raise NotFound("This is not noted of this person, so it cannot end.", field="attribute")
    if to_on < span.from_on:
        raise NotValid("It has been so since {day}. It cannot end before.", field="on", day=span.from_on)
    span.to_on = to_on
    await writing.flush()
    await record.add(writing, attribute_event("ended", person_id, attribute, to_on, by=by, at=at))


def joined_event(
    membership_id: UUID, person_id: UUID, constituency: str, on: date, *, by: UUID | None, at: datetime
) -> record.Event:
    """The line of the record. The reason stays in the register, where it can be read by those who may."""
    return _membership_event("began", membership_id, person_id, constituency, on, by=by, at=at)


def ended_event(
    membership_id: UUID, person_id: UUID, constituency: str, on: date, *, by: UUID | None, at: datetime
) -> record.Event:
    return _membership_event("ended", membership_id, person_id, constituency, on, by=by, at=at)


def _membership_event(
    what: str, membership_id: UUID, person_id: UUID, constituency: str, on: date, *, by: UUID | None, at: datetime
) -> record.Event:
    facts: dict[str, str | int | bool | None] = {
        "person": str(person_id),
        "group": constituency,
        "on": on.isoformat(),
    }
    return record.Event(f"membership.{what}", f"membership:{membership_id}", at, by, facts)


def attribute_event(
    what: str, person_id: UUID, attribute: str, on: date, *, by: UUID | None, at: datetime
) -> record.Event:
    facts: dict[str, str | int | bool | None] = {"attribute": attribute, "on": on.isoformat()}
    return record.Event(f"attribute.{what}", f"person:{person_id}", at, by, facts)


async def free_number(writing: AsyncSession) -> str:
    """The next number: one more than there are members, or the next after it that nobody has had."""
    number = (await writing.scalar(select(func.count()).select_from(Member)) or 0) + 1
    while await writing.scalar(select(Member.person_id).where(Member.number == str(number))) is not None:
        number += 1
    return str(number)


async def _hold_number(writing: AsyncSession, person_id: UUID, on: date, number: str | None) -> None:
    member = await writing.get(Member, person_id, with_for_update=True)
    if member is not None:
        return
    if number is None:
        number = await free_number(writing)
    elif (
        await writing.scalar(select(Member.person_id).where(func.lower(Member.number) == number.lower())) is not None
    ):
        raise AlreadyDone(
            "Number {number} belongs to another member. Type another one, or leave it empty.",
            field="number",
            number=number,
        )
    writing.add(Member(person_id=person_id, number=number, entered_on=on))
    await writing.flush()


def _not_to_come(on: date, at: datetime, *, field: str = "on") -> None:
    if on > day_of(at):
        raise NotAllowed("{day} has not come yet. Enter them on the day.", field=field, day=on)
