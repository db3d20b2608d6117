"""The life of a peer's office and of the mandates it carries.

    open_office ──> peer ──> give ──> carried ──┬── renew: it ends, and begins anew by the member's act
                                                ├── end: withdrawn, the peer stopped, a mistake
                                                └── lapses by itself: review, office over, membership ended

What lapses by itself is asked of the days and of the register, so nothing has to be done for it.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import rules
from govern.constituencies.representation.models import PeerMandate, PeerOffice
from govern.constituencies.representation.rules import (
    HowChosen,
    Office,
    Someone,
    Span,
    Wanted,
    WantedOffice,
    WhyEnded,
    WhyOver,
)
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.record import Event, RecordHead

Facts = dict[str, str | int | bool | None]


async def open_office(
    writing: AsyncSession, person_id: UUID, wanted: WantedOffice, *, by: UUID | None, at: datetime
) -> UUID:
    """A member is a peer from a day on. Raises what `rules.check_office` raises, and `AlreadyDone`."""
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    peer = (await someone(writing, [person_id], max(wanted.from_on, today)))[person_id]
    rules.check_office(book, peer, wanted)
    await _hold(writing)
    same = select(PeerOffice.id).where(
        PeerOffice.person_id == person_id,
        PeerOffice.constituency == wanted.constituency,
        PeerOffice.from_on < wanted.to_on,
        PeerOffice.to_on > wanted.from_on,
    )
    if await writing.scalar(same.limit(1)) is not None:
        raise AlreadyDone("{name} is a peer of this group in these days already.", field="peer", name=peer.name)
    office = PeerOffice(
        id=uuid4(),
        person_id=person_id,
        constituency=wanted.constituency,
        layer=wanted.layer,
        place=wanted.place,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        elected_by=wanted.elected_by,
    )
    writing.add(office)
    await writing.flush()
    facts: Facts = {"person": str(person_id), "group": wanted.constituency}
    facts |= {"from": wanted.from_on.isoformat(), "to": wanted.to_on.isoformat()}
    await record.add(writing, Event("peer.opened", f"peer_office:{office.id}", at, by, facts))
    return office.id


async def end_office(
    writing: AsyncSession,
    office_id: UUID,
    on: date,
    why: WhyOver = WhyOver.STOPPED,
    decision: str = "",
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """The peer stops before the term ends; whom they carried has nobody from that day. Raises `NotValid`.

    A recall cites the number of the vote in which the group decided it; the caller has seen that it did.
    """
    office = await locked(writing, PeerOffice, office_id)
    if not office.from_on < on <= office.to_on:
        raise NotValid(
            "The office lasts from {from_on} until {to_on}. Type a day between them.",
            field="office_ends_on",
            from_on=office.from_on,
            to_on=office.to_on,
        )
    facts: Facts = {"was_to": office.to_on.isoformat(), "to": on.isoformat(), "why": why.value}
    office.to_on, office.why_over, office.over_by = on, why, decision
    await record.add(writing, Event("peer.ended", f"peer_office:{office_id}", at, by, facts))


async def give(
    writing: AsyncSession, office_id: UUID, member_id: UUID, wanted: Wanted, *, by: UUID | None, at: datetime
) -> UUID:
    """A member is carried by a peer, by their own act or a supported choice (invariants 48 and 49).

    Raises what `rules.check_mandate` raises.
    """
    today = day_of(at)
    await _hold(writing)
    row = await writing.get(PeerOffice, office_id)
    if row is None:
        raise NotFound("There is no such peer. Go to the list of peers and choose from there.")
    office = office_of(row)
    book = (await rulebook.in_force(writing, today)).rulebook
    people = await someone(writing, [office.person_id, member_id], max(wanted.from_on, today))
    spans = await spans_touching(writing, {office_id}, {member_id}, today)
    rules.check_mandate(book, office, people[office.person_id], people[member_id], wanted, spans)
    if wanted.how is HowChosen.SUPPORTED and by is not None:
        await check_stands_apart(writing, by, member_id, office.person_id, today)
    mandate = PeerMandate(
        id=uuid4(),
        office_id=office_id,
        member_id=member_id,
        from_on=wanted.from_on,
        to_on=wanted.to_on,
        scope=",".join(wanted.scope),
        review_by=wanted.review_by,
        how_chosen=wanted.how,
        supporter=wanted.supporter.strip(),
        noted_at=at,
        noted_by=by,
        expressed=wanted.expressed,
    )
    writing.add(mandate)
    await writing.flush()
    facts: Facts = {"office": str(office_id), "member": str(member_id), "how": wanted.how.value}
    facts |= {"from": wanted.from_on.isoformat(), "review_by": wanted.review_by.isoformat()}
    if wanted.expressed is not None:
        facts["expressed"] = wanted.expressed.value
    await record.add(writing, Event("mandate.given", f"mandate:{mandate.id}", at, by, facts))
    return mandate.id


async def check_stands_apart(reading: AsyncSession, noter_id: UUID, member_id: UUID, peer_id: UUID, on: date) -> None:
    """Neither whoever delivers the member's care nor the peer writes down what they want. Raises `NotAllowed`."""
    cares_for = await register.tied(reading, noter_id, TieKind.DELIVERS_CARE_TO, on)
    rules.check_apart(noter_id, member_id, peer_id, cares_for)


async def renew(
    writing: AsyncSession,
    mandate_id: UUID,
    review_by: date,
    how: HowChosen,
    supporter: str,
    *,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """The member chooses the same peer again: the mandate ends today and a new one begins. Returns the new one.

    Raises `WrongMoment` for one that has lapsed or ended, and what `give` raises.
    """
    mandate = await locked(writing, PeerMandate, mandate_id)
    today = day_of(at)
    if mandate.ended_on is not None or mandate.review_by < today or mandate.from_on > today:
        raise WrongMoment("This mandate does not hold today, so it cannot be renewed. The member chooses anew.")
    await _end(writing, mandate, today, WhyEnded.RENEWED, by=by, at=at)
    await writing.flush()
    wanted = Wanted(today, review_by, how, tuple(mandate.scope.split(",")), supporter, mandate.to_on)
    return await give(writing, mandate.office_id, mandate.member_id, wanted, by=by, at=at)


async def end(
    writing: AsyncSession, mandate_id: UUID, on: date, why: WhyEnded, *, by: UUID | None, at: datetime
) -> UUID:
    """From this day the peer carries the member no longer. Returns the office; raises `AlreadyDone`, `NotValid`."""
    mandate = await locked(writing, PeerMandate, mandate_id)
    rules.check_end(mandate.from_on, mandate.ended_on, on, day_of(at))
    if why is WhyEnded.RENEWED:
        raise NotValid("A renewal is noted as a renewal. Go back and choose it there.", field="why")
    await _end(writing, mandate, on, why, by=by, at=at)
    return mandate.office_id


async def _end(
    writing: AsyncSession, mandate: PeerMandate, on: date, why: WhyEnded, *, by: UUID | None, at: datetime
) -> None:
    mandate.ended_on, mandate.why_ended = on, why
    facts: Facts = {"on": on.isoformat(), "why": why.value}
    await record.add(writing, Event("mandate.ended", f"mandate:{mandate.id}", at, by, facts))


async def held_in(reading: AsyncSession, member_id: UUID, constituency: str, on: date) -> tuple[UUID, ...]:
    """A member's mandates in a group, not ended and not yet at their review, whether or not they hold."""
    found = await reading.scalars(
        select(PeerMandate.id)
        .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
        .where(
            PeerMandate.member_id == member_id,
            PeerOffice.constituency == constituency,
            PeerMandate.from_on <= on,
            PeerMandate.review_by >= on,
            PeerMandate.ended_on.is_(None),
        )
    )
    return tuple(found)


async def someone(reading: AsyncSession, ids: Collection[UUID], on: date) -> dict[UUID, Someone]:
    """People as the register has them on a day. Raises `NotFound` for somebody nobody knows."""
    people = await identity.people_by_id(reading, ids)
    if len(people) < len(set(ids)):
        raise NotFound("We do not know this person. Look them up in the register.")
    groups = await register.groups_on(reading, ids, on)
    attributes = await register.attributes_on(reading, ids, on)
    return {
        one: Someone(one, people[one].name, frozenset(groups.get(one, ())), attributes.get(one, frozenset()))
        for one in set(ids)
    }


def office_of(row: PeerOffice) -> Office:
    return Office(row.id, row.person_id, row.constituency, row.from_on, row.to_on)


async def spans_touching(
    reading: AsyncSession, offices: Collection[UUID], members: Collection[UUID], today: date
) -> tuple[Span, ...]:
    """The days of every mandate of these offices or of these members that goes on today or later.

    A member who has left the group is carried no longer, so their place is free.
    """
    rows = tuple(
        await reading.execute(
            select(PeerMandate, PeerOffice)
            .join(PeerOffice, PeerOffice.id == PeerMandate.office_id)
            .where(
                or_(PeerMandate.office_id.in_(offices), PeerMandate.member_id.in_(members)),
                PeerMandate.review_by >= today,
                or_(PeerMandate.ended_on.is_(None), PeerMandate.ended_on > PeerMandate.from_on),
            )
        )
    )
    groups = await register.groups_on(reading, {mandate.member_id for mandate, _ in rows}, today)
    return tuple(
        span_of(mandate, office)
        for mandate, office in rows
        if mandate.from_on > today or office.constituency in groups.get(mandate.member_id, ())
    )


def span_of(mandate: PeerMandate, office: PeerOffice) -> Span:
    """From its first day until before the first on which it no longer holds."""
    ends = (mandate.ended_on, mandate.to_on, office.to_on, mandate.review_by + timedelta(days=1))
    until = min(day for day in ends if day is not None)
    return Span(mandate.id, office.id, mandate.member_id, office.constituency, mandate.from_on, until)


async def _hold(writing: AsyncSession) -> None:
    """Two officers cannot both give the last place: whoever does holds the end of the record until done."""
    await writing.execute(select(RecordHead).with_for_update())
