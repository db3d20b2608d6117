"""The end of a vote's life: what ties its handles to people is erased, and the log stays for ever (decision 31).

Nothing in the log changes, so receipts, the counted list and the count can be checked afterwards as before. What
would have to know a person by their handle is not possible any more: their own envelope on the page of the box, what
a peer wrote to those whom they carried, who said "I did not cast this vote". Seats that fall empty are filled from
the papers that the count kept: they have a group and a choice each, and never had a handle.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.casting import heads
from govern.ballots.lifecycle.reading import forget_readers
from govern.ballots.lifecycle.reporting import forget_reports
from govern.ballots.models import (
    Appointment,
    Ballot,
    CastToken,
    Challenge,
    DutyFile,
    InTheRoom,
    KnownPosition,
    MemberHandle,
    PaperWish,
    RollStrike,
    StepProposal,
    TelephoneCall,
    VoteSupport,
)
from govern.ballots.rules import Stage, Step
from govern.ballots.rules.keeping import archived_already, keeping
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import folder_beside, locked, once_committed
from govern.errors import GovernError
from govern.languages import LANGUAGES
from govern.post import lifecycle as post
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

#: Of the ballot nothing stays in these.
EMPTIED = (MemberHandle, Appointment, KnownPosition, InTheRoom, CastToken, PaperWish, VoteSupport, TelephoneCall)
#: Rows of these stay, and the person in them goes.
CUT = (Challenge, RollStrike)
#: Where something of these votes may lie in the files of a database after it was deleted.
TOUCHED = (*EMPTIED, *CUT)


async def archive(writing: AsyncSession, ballot_id: UUID, *, by: UUID | None, at: datetime) -> None:
    """The time for challenge is over: what ties handles to people is erased, letters too; nobody is written to.

    An officer may do it from the end of that time on, the clock does it when the rules say that it must be done.
    Raises `WrongMoment` before, `AlreadyDone` a second time. `wipe` afterwards, once it is committed.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.archived_at is not None:
        raise archived_already()
    withdrawn = ballot.stage is Stage.WITHDRAWN
    stage = Stage.WITHDRAWN if withdrawn else rules.after(ballot.stage, Step.ARCHIVE)
    book = (await rulebooks.version(writing, ballot.rulebook_version_id)).rulebook
    times = keeping(ballot.declared_at, ballot.withdrawn_at, book.ballot.challenge_days, book.retention.handles_days)
    assert times is not None
    times.check(at, by_an_officer=by is not None)
    await _forget(writing, ballot)
    letters = await post.erase_about(writing, [f"ballot:{ballot_id}"])
    ballot.stage, ballot.archived_at = stage, at
    facts: dict[str, str | int | bool | None] = {"letters": letters, "withdrawn": withdrawn}
    _forget_head(writing, ballot_id)
    await record.add(writing, Event("ballot.archived", f"ballot:{ballot_id}", at, by, facts))


async def _forget(writing: AsyncSession, ballot: Ballot) -> None:
    await forget_reports(writing, ballot.id)
    await forget_readers(writing, ballot.id)
    for table in EMPTIED:
        await writing.execute(delete(table).where(table.ballot_id == ballot.id))
    # A strike in the log would otherwise lead from a handle to whoever asked for it, or whose death it was.
    said = update(Challenge).where(Challenge.ballot_id == ballot.id)
    await writing.execute(said.values(person_id=None, words="", note=None))
    struck = update(RollStrike).where(RollStrike.ballot_id == ballot.id)
    await writing.execute(struck.values(person_id=None, by=None, struck_at=ballot.frozen_at))
    await record.erase(writing, [f"ballot:{ballot.id}"], verbs=("vote.cast",))


def _forget_head(writing: AsyncSession, ballot_id: UUID) -> None:
    folder = folder_beside(writing)
    if folder is None:
        return

    async def forgetting() -> None:
        await asyncio.to_thread(heads.forget, folder, ballot_id)

    once_committed(writing, ("head", ballot_id), forgetting)


#: Votes of which something is under keys that a rehearsal has not.
UNDER_WAY = (Stage.FROZEN, Stage.OPEN, Stage.CLOSED, Stage.COUNTED)
LEFT_OUT = Sentence("This vote goes on in the society itself. It is not part of this rehearsal.")


async def leave_out(writing: AsyncSession, *, at: datetime) -> int:
    """A rehearsal begins: votes under way are withdrawn in this copy, and it ties no handle to anybody.

    Nothing is put into their logs, for the copy has not the key. What was handed in for votes to come stays with the
    society: whoever has a duty there rehearses with a card for rehearsals. Returns how many were under way.
    """
    found = select(Ballot).where(Ballot.stage.in_((*UNDER_WAY, Stage.DECLARED, Stage.WITHDRAWN)))
    why, under_way = " / ".join(dict.fromkeys(one.say(LEFT_OUT) for one in LANGUAGES.values()))[:200], 0
    for ballot in list(await writing.scalars(found.where(Ballot.archived_at.is_(None)))):
        if ballot.stage in UNDER_WAY:
            ballot.stage, ballot.withdrawn_at, ballot.withdrawn_reason = Stage.WITHDRAWN, at, why
            under_way += 1
        elif ballot.stage is Stage.DECLARED:
            ballot.stage = Stage.ARCHIVED
        ballot.archived_at = at
        await _forget(writing, ballot)
        await post.erase_about(writing, [f"ballot:{ballot.id}"])
    coming = select(Ballot.id).where(Ballot.stage.in_((Stage.DRAFT, Stage.PUBLISHED)))
    for table in (DutyFile, StepProposal):
        await writing.execute(delete(table).where(table.ballot_id.in_(coming)))
    return under_way


async def wipe(society: Society) -> bool:
    """What was deleted goes from the database's files too. False where somebody reads just now: try again later."""
    return await society.store.wipe([table.__tablename__ for table in TOUCHED])


async def archive_due(society: Society, *, at: datetime) -> tuple[UUID, ...]:
    """Archive every vote of which the time is over. Returns those that went."""
    async with society.store.reading() as reading:
        over = select(Ballot.id).where(
            Ballot.stage.in_((Stage.DECLARED, Stage.WITHDRAWN)), Ballot.archived_at.is_(None)
        )
        waiting = list(await reading.scalars(over.order_by(Ballot.drafted_at)))
    archived = []
    for ballot_id in waiting:
        try:
            async with society.store.writing() as writing:
                await archive(writing, ballot_id, by=None, at=at)
        except GovernError:
            continue  # its time is not over, or an officer did it at this moment
        archived.append(ballot_id)
    if archived:
        await wipe(society)
    return tuple(archived)


__all__ = ["CUT", "EMPTIED", "archive", "archive_due", "leave_out", "wipe"]
