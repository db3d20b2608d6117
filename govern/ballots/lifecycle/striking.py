"""Entries are struck from a frozen roll before voting opens, when somebody has died or is no member any more.

The roll itself stays as it was frozen: its rows and its hash do not change (invariant 2). A strike stands beside it
with its reason, in the audit record at once, and in the log of the ballot as soon as there is one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.lifecycle.candidates import withdraw_candidate
from govern.ballots.models import Ballot, Candidate, Contest, MemberHandle, RollStrike, table_of
from govern.ballots.rules import STRUCK_BEFORE_OPENING, Stage, WhyStruck
from govern.ballots.seal.documents import Struck
from govern.constituencies.register import queries as register
from govern.database import locked
from govern.record import Event

#: Who says so on the log: the secretary, who keeps the register, and the returning officer, who opens the vote.
OFFICERS = ("secretary", "returning officer")
AT_ONCE = 500


async def strike_before_opening(
    writing: AsyncSession,
    person_id: UUID,
    why: WhyStruck,
    *,
    by: UUID | None,
    at: datetime,
    where_also: UUID | None = None,
) -> int:
    """Take one person off every frozen roll of which voting has not begun. Returns how many rolls.

    With `where_also` only off those where that other record of the same person stands too. Where voting is open or
    over nothing changes: what they cast then counts.
    """
    frozen = (
        select(Ballot.id)
        .join(MemberHandle, MemberHandle.ballot_id == Ballot.id)
        .where(Ballot.stage == Stage.FROZEN, MemberHandle.person_id == person_id)
        .order_by(Ballot.id)
    )
    if where_also is not None:
        theirs = select(MemberHandle.ballot_id).where(MemberHandle.person_id == where_also)
        frozen = frozen.where(Ballot.id.in_(theirs))
    found = list(await writing.scalars(frozen))
    for ballot_id in found:
        await locked(writing, Ballot, ballot_id)
        await _strike(writing, ballot_id, [person_id], why, by=by, at=at)
    return len(found)


async def put_back_before_opening(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """They were struck by mistake: back on the rolls of votes that have not opened. Returns how many rolls."""
    struck = (
        select(RollStrike)
        .join(Ballot, Ballot.id == RollStrike.ballot_id)
        .where(Ballot.stage == Stage.FROZEN, RollStrike.person_id == person_id, RollStrike.why == WhyStruck.DIED)
    )
    found = list(await writing.scalars(struck))
    for strike in found:
        await locked(writing, Ballot, strike.ballot_id)
        writing.add(MemberHandle(ballot_id=strike.ballot_id, person_id=person_id, handle=strike.handle))
        await writing.delete(strike)
        await writing.flush()
        facts: dict[str, str | int | bool | None] = {"entries": 1}
        await record.add(writing, Event("roll.put_back", f"ballot:{strike.ballot_id}", at, by, facts))
    return len(found)


async def strike_who_left(writing: AsyncSession, ballot_id: UUID, on: date, *, at: datetime) -> int:
    """At opening: whoever is on the roll and no member any more is struck, however their membership ended."""
    gone = select(MemberHandle.person_id).where(
        MemberHandle.ballot_id == ballot_id, MemberHandle.person_id.not_in(register.belonging(on))
    )
    people = list(await writing.scalars(gone))
    died = await register.died_among(writing, people)
    for why, those in (
        (WhyStruck.DIED, [person for person in people if person in died]),
        (WhyStruck.LEFT, [person for person in people if person not in died]),
    ):
        for start in range(0, len(those), AT_ONCE):
            await _strike(writing, ballot_id, those[start : start + AT_ONCE], why, by=None, at=at)
    return len(people)


async def leaves_of_strikes(writing: AsyncSession, ballot_id: UUID) -> list[Struck]:
    """What the log says of the strikes first thing after the opening. From here nothing ties them to people."""
    strikes = list(
        await writing.scalars(select(RollStrike).where(RollStrike.ballot_id == ballot_id).order_by(RollStrike.handle))
    )
    await writing.execute(update(RollStrike).where(RollStrike.ballot_id == ballot_id).values(person_id=None))
    return [Struck(strike.handle, STRUCK_BEFORE_OPENING[strike.why], OFFICERS) for strike in strikes]


async def take_names_back(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """Their names are taken back from every election that has not closed. Returns how many."""
    standing = (
        select(Candidate.id)
        .join(Contest, Contest.id == Candidate.contest_id)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(
            Candidate.person_id == person_id,
            Candidate.withdrawn_at.is_(None),
            Ballot.stage.in_((Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN)),
        )
    )
    found = list(await writing.scalars(standing))
    for candidate_id in found:
        await withdraw_candidate(writing, candidate_id, by=by, at=at)
    return len(found)


async def _strike(
    writing: AsyncSession,
    ballot_id: UUID,
    people: Sequence[UUID],
    why: WhyStruck,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    theirs = (MemberHandle.ballot_id == ballot_id) & MemberHandle.person_id.in_(people)
    rows = [
        {
            "ballot_id": ballot_id,
            "handle": handle,
            "person_id": person_id,
            "why": why,
            "struck_at": at,
            "by": by,
        }
        for handle, person_id in await writing.execute(
            select(MemberHandle.handle, MemberHandle.person_id).where(theirs)
        )
    ]
    await writing.execute(delete(MemberHandle).where(theirs))
    await writing.execute(insert(table_of(RollStrike)), rows)
    facts: dict[str, str | int | bool | None] = {"why": why, "entries": len(rows)}
    await record.add(writing, Event("roll.struck", f"ballot:{ballot_id}", at, by, facts))


__all__ = [
    "leaves_of_strikes",
    "put_back_before_opening",
    "strike_before_opening",
    "strike_who_left",
    "take_names_back",
]
