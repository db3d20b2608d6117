"""A vote by telephone: an officer reads the paper to a caller while a second officer listens.

    begin_call ──> the paper is read, the answers pressed ──> check page, read back ──> heard ──> cast ──> gone
               └── end_call: nothing is sent

A call stands in its table while it goes on and no longer. What stays is what stays of every help with a vote: who
helped whom on which day. The caster asks for the second officer's word when the vote goes in.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.casting.supporters import candidates_of, scrutineers_of
from govern.ballots.models import Ballot, MemberHandle, TelephoneCall
from govern.ballots.queries.gathering import book_while_open
from govern.ballots.rules import supporting
from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.identity.rules import day_of
from govern.record import Event


async def begin_call(
    writing: AsyncSession, ballot_id: UUID, number: str, born: date, *, by: UUID, at: datetime
) -> UUID:
    """A caller said a member's number and birth date, and they fit. Noted is that they were asked, not what was said.

    Raises WrongMoment where voting is not open, NotAllowed for an officer who stands (invariant 59) or helps to
    open it, NotValid.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    await book_while_open(writing, ballot, at)
    await check_officer(writing, ballot_id, by, at)
    member = await register.person_with_number(writing, number.strip())
    known = None if member is None else await register.born_on(writing, member)
    supporting.check_caller(
        number_fits=member is not None, born_fits=None if member is not None and known is None else known == born
    )
    assert member is not None
    if member == by:
        raise NotValid("This is your own number. Vote on your own page.", field="number")
    on_roll = select(MemberHandle.handle).where(MemberHandle.ballot_id == ballot_id, MemberHandle.person_id == member)
    if await writing.scalar(on_roll) is None:
        raise rules.not_on_the_roll()
    over = TelephoneCall.began_at < at - supporting.CALL_FOR
    same = (TelephoneCall.ballot_id == ballot_id) & (TelephoneCall.member_id == member)
    await writing.execute(delete(TelephoneCall).where(over | same))
    call = TelephoneCall(id=uuid4(), ballot_id=ballot_id, member_id=member, officer_id=by, began_at=at)
    writing.add(call)
    await writing.flush()
    await record.add(writing, Event("call.began", f"ballot:{ballot_id}", at, by, {"asked": "number, birth date"}))
    return call.id


async def heard(writing: AsyncSession, ballot_id: UUID, call_id: UUID, *, by: UUID, at: datetime) -> None:
    """A second officer says, from their own sign-in, that they heard the choices read back. Once more is no harm.

    Raises NotAllowed for the officer who reads, and for one who stands (invariant 59); WrongMoment when it is over.
    """
    call = await _call(writing, ballot_id, call_id, at)
    supporting.check_listener(call.officer_id, by)
    supporting.check_listener(call.member_id, by)
    await check_officer(writing, ballot_id, by, at)
    call.listener_id, call.listened_at = by, at
    await record.add(writing, Event("call.heard", f"ballot:{ballot_id}", at, by))


async def end_call(writing: AsyncSession, ballot_id: UUID, call_id: UUID, *, by: UUID, at: datetime) -> None:
    """Nothing is sent. Raises `NotFound` for a call that another officer leads."""
    call = await _call(writing, ballot_id, call_id, at)
    if call.officer_id != by:
        raise NotFound("This call is led by another officer. Go back to the list of calls.")
    await writing.delete(call)
    await record.add(writing, Event("call.ended", f"ballot:{ballot_id}", at, by))


async def _call(writing: AsyncSession, ballot_id: UUID, call_id: UUID, at: datetime) -> TelephoneCall:
    call = await writing.get(TelephoneCall, call_id, with_for_update=True)
    if call is None or call.ballot_id != ballot_id:
        raise supporting.call_over()
    supporting.check_call_open(call.began_at, at)
    return call


async def check_officer(reading: AsyncSession, ballot_id: UUID, officer: UUID, at: datetime) -> None:
    """Invariant 59: neither somebody who stands nor a close relative of theirs; nor who opens this ballot. Raises
    `NotAllowed`."""
    standing = await candidates_of(reading, ballot_id)
    relatives = await register.tied(reading, officer, TieKind.CLOSE_RELATIVE, day_of(at))
    opens = officer in await scrutineers_of(reading, ballot_id, day_of(at))
    supporting.check_officer(stands=officer in standing, related=bool(relatives & standing), opens=opens)
