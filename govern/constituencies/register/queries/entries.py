"""One person's entry in the register."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import AttributeSpan, Member, Membership, people
from govern.constituencies.register.queries.standing import implied_by
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound


class Span(msgspec.Struct, frozen=True):
    """A membership or an attribute, from one day to another, with why (or where we know it from)."""

    what: str
    from_on: date
    to_on: date | None
    why: str
    why_ended: str | None = None


class MemberPage(msgspec.Struct, frozen=True):
    """Everything the register holds of one person."""

    person_id: UUID
    number: str
    entered_on: date
    name: str
    first_name: str
    email: str | None
    phone: str | None
    postal_address: str | None
    born_on: date | None
    language: str
    format: str
    memberships: tuple[Span, ...]
    attributes: tuple[Span, ...]
    groups_now: tuple[str, ...]
    attributes_now: frozenset[str]
    votes_in: tuple[str, ...]


async def member_page(reading: AsyncSession, person_id: UUID, on: date) -> MemberPage:
    """One person's entry. Raises `NotFound` for somebody who is not in the register."""
    row = (
        await reading.execute(
            select(Member.number, Member.entered_on, people)
            .join(people, people.c.id == Member.person_id)
            .where(Member.person_id == person_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound("There is nobody of that name in the register. Go to the register and search for them.")
    memberships = tuple(
        await reading.scalars(
            select(Membership).where(Membership.person_id == person_id).order_by(Membership.joined_on.desc())
        )
    )
    spans = tuple(
        await reading.scalars(
            select(AttributeSpan).where(AttributeSpan.person_id == person_id).order_by(AttributeSpan.from_on.desc())
        )
    )
    book = (await rulebook.in_force(reading, on)).rulebook
    open_now = [(m.constituency, m.joined_on) for m in memberships if rules.holds_on(on, m.joined_on, m.ended_on)]
    order = tuple(group.id for group in book.voting_constituencies())
    return MemberPage(
        person_id=person_id,
        number=row.number,
        entered_on=row.entered_on,
        **{name: getattr(row, name) for name in _CONTACT},
        memberships=tuple(
            Span(m.constituency, m.joined_on, m.ended_on, m.joined_reason, m.ended_reason) for m in memberships
        ),
        attributes=tuple(Span(s.attribute, s.from_on, s.to_on, s.source) for s in spans),
        groups_now=tuple(group for group, _ in open_now),
        attributes_now=rules.attributes_of(
            (s.attribute for s in spans if rules.holds_on(on, s.from_on, s.to_on)),
            (group for group, _ in open_now),
            implied_by(book),
        ),
        votes_in=rules.voting_groups(open_now, order, book.voting.multi_class),
    )


_CONTACT = ("name", "first_name", "email", "phone", "postal_address", "born_on", "language", "format")
