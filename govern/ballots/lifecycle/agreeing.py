"""Where no single machine opens the box, no single officer freezes, opens or closes either: one proposes, another
agrees, and the step itself asks whether that is so.

The clock opens and closes at the times that stand in the manifest, since two officers fixed them when they froze it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import Ballot, StepProposal
from govern.ballots.queries.gathering import facts_of, gather
from govern.ballots.rules import Step
from govern.ballots.seal.documents import Level
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, WrongMoment
from govern.record import Event

BY_TWO = (Step.FREEZE, Step.OPEN, Step.CLOSE)
ALONE = "A second officer has to agree. You cannot agree with yourself."


async def propose_step(writing: AsyncSession, ballot_id: UUID, step: Step, *, by: UUID, at: datetime) -> None:
    """The first officer proposes to freeze, open or close. Raises WrongMoment where the step is not next or something
    is missing, and where this vote needs no second officer; AlreadyDone."""
    ballot = await locked(writing, Ballot, ballot_id)
    rules.after(ballot.stage, step)
    if not needs_two(ballot, step):
        raise WrongMoment("This vote needs no second officer for this step. Take the step itself.")
    if step is not Step.CLOSE:
        found = await gather(writing, ballot_id)
        rules.check_ready(await facts_of(writing, found, at), step)
    if step is Step.OPEN and at < ballot.opens_at:
        raise WrongMoment("This vote opens on {day}. Please come back then.", day=ballot.opens_at)
    if await writing.get(StepProposal, (ballot_id, step)) is not None:
        raise AlreadyDone("This was proposed already. Another officer has to agree to it.")
    writing.add(StepProposal(ballot_id=ballot_id, step=step, proposed_by=by, proposed_at=at))
    facts: dict[str, str | int | bool | None] = {"step": step.value}
    await record.add(writing, Event("ballot.step_proposed", f"ballot:{ballot_id}", at, by, facts))


def needs_two(ballot: Ballot, step: Step) -> bool:
    return ballot.level is not Level.EVERYDAY and step in BY_TWO


async def check_agreed(writing: AsyncSession, ballot: Ballot, step: Step, *, by: UUID | None, at: datetime) -> None:
    """Whether this officer is the second one; the proposal is kept with both. The clock (`by` None) opens and closes
    alone, and the step itself sees that it is time. Raises NotAllowed for one officer alone."""
    if not needs_two(ballot, step) or (by is None and step is not Step.FREEZE):
        return
    proposed = await writing.get(StepProposal, (ballot.id, step))
    if proposed is None or by is None:
        raise NotAllowed(
            "Two officers take this step in a vote of the level AGM. Propose it, then another officer agrees."
        )
    if proposed.proposed_by == by:
        raise NotAllowed(ALONE)
    proposed.approved_by, proposed.approved_at = by, at


async def take_back_step(writing: AsyncSession, ballot_id: UUID, step: Step, *, by: UUID, at: datetime) -> None:
    """A step that was proposed and not taken yet is proposed no more: by whoever proposed it, or by the officer who
    does not agree. Raises NotFound where nobody proposed it, AlreadyDone where another has agreed."""
    await locked(writing, Ballot, ballot_id)
    proposed = await writing.get(StepProposal, (ballot_id, step))
    if proposed is None:
        raise NotFound("Nobody proposes this step now. Go back to the page of the vote and look again.")
    if proposed.approved_by is not None:
        raise AlreadyDone("Two officers agreed on this, and it is done. It cannot be taken back.")
    await writing.delete(proposed)
    facts: dict[str, str | int | bool | None] = {"step": step.value}
    await record.add(writing, Event("ballot.step_taken_back", f"ballot:{ballot_id}", at, by, facts))


async def drop_proposal(writing: AsyncSession, ballot_id: UUID, step: Step) -> None:
    """What was proposed has changed since, so it is proposed anew."""
    await writing.execute(delete(StepProposal).where(StepProposal.ballot_id == ballot_id, StepProposal.step == step))


__all__ = ["BY_TWO", "check_agreed", "drop_proposal", "needs_two", "propose_step", "take_back_step"]
