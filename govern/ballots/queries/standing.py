"""Who stands and who goes on sitting, as the limits on seats see them."""

from __future__ import annotations

from datetime import date

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Candidate, Contest
from govern.ballots.queries.gathering import Gathered
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.boards.rules import Holder


def rows_elected(found: Gathered, body: str) -> frozenset[str]:
    """The rows of seats of a body that this ballot elects to."""
    return frozenset(c.seat_constituency or rules.ANY for c, _ in found.contests if c.body == body)


async def staying(reading: AsyncSession, found: Gathered, body: str, on: date) -> tuple[Holder, ...]:
    """Those who sit on a body and go on sitting after this ballot's elections."""
    rows = rows_elected(found, body)
    return tuple(
        one.as_holder()
        for one in await boards_now.sitting(reading, body, on)
        if not one.until_elections and not rules.retires(one.constituency, one.due_on, rows, on)
    )


def as_holder(contest: Contest, candidate: Candidate) -> Holder:
    """Somebody who stands, as they would sit."""
    return Holder(
        candidate.person_id,
        candidate.name,
        contest.seat_constituency or rules.ANY,
        frozenset((candidate.constituency,)),
        frozenset(candidate.attributes),
        organisation=candidate.organisation_id,
    )


def standing(found: Gathered, body: str) -> tuple[Holder, ...]:
    """Everybody who stands for a seat of a body in this ballot and has not taken their name back."""
    return tuple(
        as_holder(contest, candidate)
        for contest, candidates in found.contests
        if contest.body == body
        for candidate in candidates
        if candidate.withdrawn_at is None
    )
