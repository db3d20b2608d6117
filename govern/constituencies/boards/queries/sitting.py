"""Who sits on which seat on a day, who sat before, and which caps are not kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.models import Tenure
from govern.constituencies.boards.rules import Holder, Serving, Span, Standing
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotFound
from govern.identity import queries as identity


class Sitting(msgspec.Struct, frozen=True):
    """Somebody on a seat. `constituency` is the row of seats: a group, "any" or "none"; `attributes` of the day.

    `votes` is whether the seat has a vote: a partner may sit without one (M40). `row` names the row in forms.
    `represents`: the register says that they act for the organisation for which they sit.
    """

    person_id: UUID
    name: str
    constituency: str
    from_on: date
    due_on: date | None
    attributes: frozenset[str]
    tenure_id: UUID
    how_filled: str
    groups: frozenset[str] = frozenset()
    row: str = ""
    votes: bool = True
    unit: str | None = None
    organisation_id: UUID | None = None
    organisation: str | None = None
    through_id: UUID | None = None
    office: str | None = None
    nominated_by: str | None = None
    until_elections: bool = False
    casual: bool = False
    elected_on: date | None = None
    represents: bool = False

    def as_holder(self) -> Holder:
        return Holder(
            self.person_id,
            self.name,
            self.constituency,
            self.groups,
            self.attributes,
            self.how_filled,
            self.from_on,
            self.unit,
            self.organisation_id,
            self.represents,
        )

    def as_serving(self) -> Serving:
        """As rotation sees them."""
        elected = self.elected_on or self.from_on
        return Serving(
            str(self.tenure_id), self.name, self.constituency, self.how_filled, elected, self.due_on, self.casual
        )


class Past(msgspec.Struct, frozen=True):
    """Somebody who sat, and until when."""

    name: str
    constituency: str
    from_on: date
    to_on: date
    why: str | None = None


async def sitting(reading: AsyncSession, body: str, on: date) -> tuple[Sitting, ...]:
    """Everybody on a seat of this body on a day, in the order in which they came to it."""
    tenures = tuple(await reading.scalars(select(Tenure).where(Tenure.body == body, goes_on(on))))
    if not tenures:
        return ()
    ids = [tenure.person_id for tenure in tenures]
    asked = list({*ids, *(t.organisation_id for t in tenures if t.organisation_id is not None)})
    people = await identity.people_by_id(reading, asked)
    attributes = await register.attributes_on(reading, asked, on)
    groups = await register.groups_on(reading, asked, on)
    pairs = [(t.organisation_id, t.person_id) for t in tenures if t.organisation_id is not None]
    acting = await register.representing(reading, pairs, on)
    there = []
    for t in tenures:
        stands_for = [who for who in (t.person_id, t.organisation_id) if who is not None]
        there.append(
            Sitting(
                t.person_id,
                people[t.person_id].name,
                t.constituency,
                t.from_on,
                t.due_on,
                frozenset().union(*(attributes.get(who, frozenset()) for who in stands_for)),
                t.id,
                t.how_filled,
                frozenset().union(*(groups.get(who, ()) for who in stands_for)),
                unit=t.unit,
                organisation_id=t.organisation_id,
                organisation=people[t.organisation_id].name if t.organisation_id is not None else None,
                through_id=t.through_id,
                office=t.office,
                nominated_by=t.nominated_by,
                until_elections=t.until_elections,
                casual=t.casual,
                elected_on=t.elected_on,
                represents=(t.organisation_id, t.person_id) in acting,
            )
        )
    book = (await rulebook.in_force(reading, on)).rulebook
    return _in_rows(book, body, sorted(there, key=lambda s: (s.from_on, s.name)))


def _in_rows(book: Rulebook, body: str, there: Sequence[Sitting]) -> tuple[Sitting, ...]:
    """Each on the row that is theirs, with or without a vote."""
    by_person: dict[UUID, tuple[str, bool]] = {}
    for row, holders in rules.seated(book, body, [one.as_holder() for one in there]):
        key = rules.key_of(book, body, row)
        by_person |= {holder.person_id: (key, row.seat_vote) for holder in holders}
    out = []
    for one in there:
        row_key, votes = by_person.get(one.person_id, (one.constituency, True))
        out.append(msgspec.structs.replace(one, row=row_key, votes=votes))
    return tuple(out)


def goes_on(on: date) -> ColumnElement[bool]:
    return and_(Tenure.from_on <= on, or_(Tenure.to_on.is_(None), Tenure.to_on > on))


async def breaches(reading: AsyncSession, body: str, on: date) -> tuple[Standing, ...]:
    """Caps and quotas of a body that are not kept on a day."""
    book = (await rulebook.in_force(reading, on)).rulebook
    holders = [s.as_holder() for s in await sitting(reading, body, on)]
    return rules.over_caps(book, body, holders)


async def past(reading: AsyncSession, body: str, on: date) -> tuple[Past, ...]:
    """Those who sat on a body and no longer do, the latest first."""
    tenures = tuple(
        await reading.scalars(
            select(Tenure).where(Tenure.body == body, Tenure.to_on <= on).order_by(Tenure.to_on.desc()).limit(100)
        )
    )
    people = await identity.people_by_id(reading, [tenure.person_id for tenure in tenures])
    return tuple(
        Past(people[t.person_id].name, t.constituency, t.from_on, t.to_on, t.ended_why)
        for t in tenures
        if t.to_on is not None
    )


async def tenure(reading: AsyncSession, tenure_id: UUID, on: date) -> tuple[str, Sitting]:
    """A tenure that goes on, with its body. Raises `NotFound`."""
    row = await reading.get(Tenure, tenure_id)
    if row is not None:
        for one in await sitting(reading, row.body, on):
            if one.tenure_id == tenure_id:
                return row.body, one
    raise NotFound("Nobody sits there now. Go back to the boards and choose again.")


async def spans_of(reading: AsyncSession, body: str, person_id: UUID) -> tuple[Span, ...]:
    """All times that somebody has sat on a body, for the limit of terms in a row. One without an end and without a
    day on which it is due goes on for ever."""
    tenures = await reading.scalars(select(Tenure).where(Tenure.body == body, Tenure.person_id == person_id))
    return tuple(Span(t.from_on, t.to_on or t.due_on or date.max, t.terms_before) for t in tenures)


async def check_terms(reading: AsyncSession, body: str, person_id: UUID, from_on: date, due_on: date | None) -> None:
    """Whether somebody may serve from a day on. Raises `TermLimit`; asked before they stand, and when they sit."""
    book = (await rulebook.in_force(reading, from_on)).rulebook
    name = (await identity.person(reading, person_id)).name
    rules.may_serve(book.terms, await spans_of(reading, body, person_id), from_on, due_on, name)
