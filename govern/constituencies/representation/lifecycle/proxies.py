"""The life of a legal proxy, for one meeting of one member.

    appoint ──────────┬── stands ──┬── directed: sealed by the member for one vote
    enter_paper ──┬───┘            ├── revoked, replaced, declined
                  └── refused, and kept with its reason

Open votes follow: whoever calls a function here calls `ballots.lifecycle.follow_proxies` in the same transaction.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.constituencies.representation.models import ProxyAppointment, ProxyDirection
from govern.constituencies.representation.rules import proxies as rules
from govern.constituencies.representation.rules.proxies import (
    CannotAppoint,
    ForMeeting,
    HowGiven,
    ProxyStage,
    Voter,
    WantedProxy,
)
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.database import locked
from govern.errors import NotAllowed, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.rules import day_of
from govern.record import Event, RecordHead


async def appoint(
    writing: AsyncSession, meeting: ForMeeting, member_id: UUID, wanted: WantedProxy, *, by: UUID, at: datetime
) -> UUID:
    """A member names somebody on the page. Raises `CannotAppoint`; nothing is kept then."""
    found = await _check(writing, meeting, member_id, wanted, at, at)
    return await _keep(writing, meeting, member_id, wanted, found, HowGiven.PAGE, at, by=by, at=at)


async def enter_paper(
    writing: AsyncSession,
    meeting: ForMeeting,
    member_id: UUID,
    wanted: WantedProxy,
    received_at: datetime,
    *,
    by: UUID,
    at: datetime,
) -> tuple[UUID, CannotAppoint | None]:
    """An officer enters a form or a letter. What cannot be is kept as refused, with its reason; which is returned.

    The moment at which it came decides, not the one at which it is entered. Raises `NotValid` for one to come.
    """
    if received_at > at:
        raise NotValid("This is in the future. Type the day and the time at which the paper came.", field="received")
    try:
        found = await _check(writing, meeting, member_id, wanted, received_at, at)
    except CannotAppoint as refusal:
        row = _row(meeting, member_id, wanted, HowGiven.PAPER, received_at, by=by, at=at)
        row.stage, row.why_refused, row.ended_at = ProxyStage.REFUSED, refusal.why, at
        writing.add(row)
        await writing.flush()
        await _note(writing, "proxy.refused", row, by, at, why=refusal.why.value)
        return row.id, refusal
    kept = await _keep(writing, meeting, member_id, wanted, found, HowGiven.PAPER, received_at, by=by, at=at)
    return kept, None


async def _check(
    writing: AsyncSession,
    meeting: ForMeeting,
    member_id: UUID,
    wanted: WantedProxy,
    received_at: datetime,
    at: datetime,
) -> ProxyAppointment | None:
    """Everything that must hold. Returns the appointment that this one takes the place of."""
    await writing.execute(select(RecordHead).with_for_update())  # two cannot both give the last place
    book = (await rulebook.in_force(writing, meeting.on)).rulebook
    rules.check_allowed(book)
    rules.check_in_time(book, meeting.until, received_at)
    day = day_of(at)
    member = await voter(writing, book, member_id, min(meeting.record_on, day))
    rules.check_member(book, member)
    stands = await _standing(writing, meeting.id, member_id)
    rules.check_one_at_a_time(stands.id if stands else None, replaces=wanted.replaces)
    holder = None if wanted.holder_id is None else await _holder(writing, book, wanted.holder_id, day)
    rules.check_holder(book, member, holder)
    held = await writing.scalar(
        select(func.count())
        .select_from(ProxyAppointment)
        .where(
            ProxyAppointment.meeting_id == meeting.id,
            ProxyAppointment.holder_id == wanted.holder_id,
            ProxyAppointment.member_id != member_id,
            ProxyAppointment.stage == ProxyStage.STANDS,
        )
    )
    rules.check_room_left(book, held or 0)
    return stands


async def voter(reading: AsyncSession, book: Rulebook, person_id: UUID, on: date) -> Voter:
    """Somebody as the register has them on a day. Raises `NotFound`."""
    person = await people.person(reading, person_id)
    groups = frozenset(await register.constituencies_of(reading, person_id, on))
    votes = any(group.id in groups for group in book.voting_constituencies())
    return Voter(person_id, groups, votes, not person.is_organisation)


async def _holder(reading: AsyncSession, book: Rulebook, person_id: UUID, on: date) -> Voter:
    """Who would come. A member that is an organisation comes as the human who acts for it, in its groups (W24)."""
    found, groups = await voter(reading, book, person_id, on), set[str]()
    acts_for = frozenset(one for one, _ in await register.acted_for(reading, [person_id], on))
    for organisation in acts_for:
        groups.update(await register.constituencies_of(reading, organisation, on))
    return msgspec.structs.replace(found, groups=found.groups | groups, acts_for=acts_for)


async def _standing(reading: AsyncSession, meeting_id: UUID, member_id: UUID) -> ProxyAppointment | None:
    found: ProxyAppointment | None = await reading.scalar(
        select(ProxyAppointment).where(
            ProxyAppointment.meeting_id == meeting_id,
            ProxyAppointment.member_id == member_id,
            ProxyAppointment.stage == ProxyStage.STANDS,
        )
    )
    return found


def _row(
    meeting: ForMeeting,
    member_id: UUID,
    wanted: WantedProxy,
    how: HowGiven,
    received_at: datetime,
    *,
    by: UUID,
    at: datetime,
) -> ProxyAppointment:
    return ProxyAppointment(
        id=uuid4(),
        meeting_id=meeting.id,
        member_id=member_id,
        holder_id=wanted.holder_id,
        as_chair=wanted.as_chair,
        named=wanted.named,
        how=how,
        stage=ProxyStage.STANDS,
        until=meeting.until,
        received_at=received_at,
        entered_at=at,
        entered_by=by,
        holder_here=False,
    )


async def _keep(
    writing: AsyncSession,
    meeting: ForMeeting,
    member_id: UUID,
    wanted: WantedProxy,
    before: ProxyAppointment | None,
    how: HowGiven,
    received_at: datetime,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    if before is not None:
        await end(writing, before, ProxyStage.REPLACED, by=by, at=at)
    row = _row(meeting, member_id, wanted, how, received_at, by=by, at=at)
    writing.add(row)
    await writing.flush()
    await _note(writing, "proxy.appointed", row, by, at, how=how.value, as_chair=wanted.as_chair)
    return row.id


# --- Somebody whom nobody knows yet ---------------------------------------------------------------------------------


async def outside_person(
    writing: AsyncSession, name: str, address: str | None, email: str | None, *, by: UUID, at: datetime
) -> UUID:
    """Somebody who is no member: the one known by this name and mail address, else a new one. Raises `NotValid`."""
    if email:
        for known in await people.people_at(writing, email):
            if known.name.casefold() == " ".join(name.split()).casefold():
                return known.id
    return await identity.add_person(writing, name=name, email=email, postal_address=address, by=by, at=at)


# --- Directions, and the end ----------------------------------------------------------------------------------------


async def note_directed(
    writing: AsyncSession,
    appointment_id: UUID,
    ballot_id: UUID,
    contests: tuple[str, ...] | None = None,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """Directions are sealed for one vote, by the member or from their paper; for some questions or for all of them.

    Raises `AlreadyDone` after the end.
    """
    row = await locked(writing, ProxyAppointment, appointment_id)
    rules.check_open(row.stage)
    known = await writing.get(ProxyDirection, (appointment_id, ballot_id))
    if known is None:
        known = ProxyDirection(appointment_id=appointment_id, ballot_id=ballot_id)
        writing.add(known)
    known.at, known.contests = at, None if contests is None else ",".join(contests)
    await writing.flush()
    await _note(writing, "proxy.directed", row, by, at)


async def leave_to_holder(writing: AsyncSession, appointment_id: UUID, ballot_id: UUID, *, at: datetime) -> None:
    """The member lets the holder decide after all: what they sealed for this vote does not count any more."""
    row = await locked(writing, ProxyAppointment, appointment_id)
    rules.check_open(row.stage)
    known = await writing.get(ProxyDirection, (appointment_id, ballot_id))
    if known is not None:
        await writing.delete(known)
        await writing.flush()
    await _note(writing, "proxy.left-to-holder", row, None, at)


async def revoke(writing: AsyncSession, appointment_id: UUID, *, by: UUID, at: datetime) -> ProxyAppointment:
    """The member takes it back, in one press; or an officer enters that they did. Raises `AlreadyDone`."""
    row = await locked(writing, ProxyAppointment, appointment_id)
    rules.check_open(row.stage)
    await end(writing, row, ProxyStage.REVOKED, by=by, at=at)
    return row


async def decline(writing: AsyncSession, appointment_id: UUID, *, by: UUID, at: datetime) -> ProxyAppointment:
    """Whoever was named does not want it. Raises `NotAllowed` for anybody else, `AlreadyDone`."""
    row = await locked(writing, ProxyAppointment, appointment_id)
    if row.holder_id != by:
        raise NotAllowed("Only the person who was named can say that they do not do it.")
    rules.check_open(row.stage)
    await end(writing, row, ProxyStage.DECLINED, by=by, at=at)
    return row


async def lapse(writing: AsyncSession, appointment_id: UUID, *, by: UUID, at: datetime) -> ProxyAppointment:
    """Whoever was named died or cannot do it: as if they had said so. Raises `AlreadyDone`."""
    row = await locked(writing, ProxyAppointment, appointment_id)
    rules.check_open(row.stage)
    await end(writing, row, ProxyStage.DECLINED, by=by, at=at)
    return row


async def end(
    writing: AsyncSession, row: ProxyAppointment, stage: ProxyStage, *, by: UUID | None, at: datetime
) -> None:
    """It does not stand any more, for this reason."""
    row.stage, row.ended_at = stage, at
    await writing.flush()
    await _note(writing, f"proxy.{stage.value}", row, by, at)


async def hand_to_chair(writing: AsyncSession, meeting_id: UUID, chair_id: UUID, *, at: datetime) -> int:
    """The meeting has its chair: what was given to "the chair" is theirs. Their own appointment ends: they are here.

    Returns how many changed hands.
    """
    rows = await writing.scalars(
        select(ProxyAppointment).where(
            ProxyAppointment.meeting_id == meeting_id,
            ProxyAppointment.as_chair.is_(True),
            ProxyAppointment.stage == ProxyStage.STANDS,
            ProxyAppointment.holder_id != chair_id,
        )
    )
    changed = 0
    for row in list(rows):
        if row.member_id == chair_id:
            await end(writing, row, ProxyStage.REVOKED, by=None, at=at)
            continue
        row.holder_id, row.holder_here = chair_id, True
        await _note(writing, "proxy.with-the-chair", row, None, at)
        changed += 1
    await writing.flush()
    return changed


async def holder_is_here(
    writing: AsyncSession, meeting_id: UUID, person_id: UUID, *, here: bool, at: datetime
) -> None:
    """Somebody came to the meeting or left it: where the rules ask for it, they vote for others only while here.

    The record of who came is the meeting's. An organisation is here as whoever acts for it.
    """
    came = {person_id, *(await register.representatives_of(writing, [person_id], day_of(at))).values()}
    await writing.execute(
        update(ProxyAppointment)
        .where(ProxyAppointment.meeting_id == meeting_id, ProxyAppointment.holder_id.in_(came))
        .values(holder_here=here)
    )


async def carry_on(writing: AsyncSession, meeting_id: UUID, until: datetime) -> None:
    """The meeting is adjourned: who was named stays named, has to come again, and can be changed until then."""
    stands = (ProxyAppointment.meeting_id == meeting_id) & (ProxyAppointment.stage == ProxyStage.STANDS)
    await writing.execute(update(ProxyAppointment).where(stands).values(until=until, holder_here=False))


async def _note(
    writing: AsyncSession,
    verb: str,
    row: ProxyAppointment,
    by: UUID | None,
    at: datetime,
    **facts: str | int | bool | None,
) -> None:
    about: dict[str, str | int | bool | None] = {"proxy": str(row.id), **facts}
    await record.add(writing, Event(verb, f"meeting:{row.meeting_id}", at, by, about))


__all__ = [
    "appoint",
    "carry_on",
    "decline",
    "end",
    "enter_paper",
    "hand_to_chair",
    "holder_is_here",
    "lapse",
    "leave_to_holder",
    "note_directed",
    "outside_person",
    "revoke",
    "voter",
]
