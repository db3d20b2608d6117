"""Who stood in the last election of a row of seats and was not elected, the nearest to a seat first.

A seat that falls empty early may go to the next of them. Who stayed in the count longest comes first, then who had
most votes when they left it.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Ballot, Candidate, Contest, CountRun
from govern.ballots.rules import ElectionOutcome
from govern.ballots.rules.outcome import Fate
from govern.constituencies.boards.lifecycle import Unelected


class LastElection(msgspec.Struct, frozen=True):
    """The last declared election of a row: when it took effect, and those not elected, in order."""

    ballot_id: UUID
    elected_on: date
    unelected: tuple[Unelected, ...]


async def last_election(reading: AsyncSession, body: str, constituency: str) -> LastElection | None:
    """None where this row was never elected to by a vote that was counted here."""
    row = Contest.seat_constituency == constituency
    if constituency == rules.ANY:
        row = or_(row, Contest.seat_constituency.is_(None))
    question = (
        select(Contest, Ballot)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(Contest.body == body, row, Ballot.declared_at.is_not(None))
        .order_by(Ballot.declared_at.desc())
        .limit(1)
    )
    found = (await reading.execute(question)).first()
    if found is None:
        return None
    contest, ballot = found[0], found[1]
    run = await reading.scalar(
        select(CountRun).where(CountRun.ballot_id == ballot.id).order_by(CountRun.run.desc()).limit(1)
    )
    if run is None:
        return None
    outcome = next(iter(rules.outcomes_from_text(run.result).values()))
    election = next((c.election for c in outcome.contests if c.contest == str(contest.id)), None)
    if election is None or election.serves_from is None:
        return None
    left = select(Candidate.id).where(Candidate.contest_id == contest.id, Candidate.withdrawn_at.is_not(None))
    withdrawn = {str(candidate) for candidate in await reading.scalars(left)}
    return LastElection(ballot.id, election.serves_from, _in_order(election, withdrawn))


def _in_order(election: ElectionOutcome, withdrawn: set[str]) -> tuple[Unelected, ...]:
    fates = [fate for fate in election.fates if not fate.elected and fate.candidate not in withdrawn]
    return tuple(Unelected(UUID(fate.person), fate.name) for fate in sorted(fates, key=_nearness, reverse=True))


def _nearness(fate: Fate) -> tuple[int, object, str]:
    """How near somebody was to a seat: stages stayed, votes at the end; the id makes the order the same each time."""
    votes = [vote for vote in fate.votes if vote is not None]
    stage = fate.stage if fate.stage is not None else len(fate.votes) + 1
    return stage, max(votes[-1:], default=0), fate.candidate
