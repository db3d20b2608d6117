"""Two records turn out to be of one person: circles and reports, which may name both, go over to the one that stays.

What both said in one circle stays as each said it: it is written in minutes.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from govern.ballots.deciding.consent import Phase
from govern.ballots.models import (
    ConsentAnswer,
    ConsentFinding,
    ConsentMember,
    ConsentProposal,
    ConsentVote,
    PeerReport,
)
from govern.database import Base, in_language

#: While a circle decides, who is in it is counted.
DECIDING = (
    *(Phase.PRESENTED, Phase.CLARIFYING, Phase.REACTING, Phase.ROUND, Phase.INTEGRATING),
    *(Phase.PROVISIONAL, Phase.FALLBACK, Phase.VOTING),
)


async def both_in_a_circle(reading: AsyncSession, kept: UUID, gone: UUID) -> str | None:
    """The title of a proposal that a circle with both records in it decides now; None where there is none."""
    mine = select(ConsentMember.proposal_id).where(ConsentMember.person_id == kept)
    found = await reading.scalar(
        select(ConsentProposal.title)
        .join(ConsentMember, ConsentMember.proposal_id == ConsentProposal.id)
        .where(ConsentMember.person_id == gone, ConsentProposal.id.in_(mine), ConsentProposal.phase.in_(DECIDING))
        .limit(1)
    )
    return None if found is None else in_language(found, "en")


async def take_over(writing: AsyncSession, kept: UUID, gone: UUID) -> dict[str, int]:
    """What went over, by table."""
    return {
        "consent_member": await _move(writing, ConsentMember, "person_id", ("proposal_id",), kept, gone),
        "consent_answer": await _move(writing, ConsentAnswer, "person_id", ("proposal_id", "round"), kept, gone),
        "consent_finding": await _move(writing, ConsentFinding, "person_id", ("answer_id",), kept, gone),
        "consent_vote": await _move(writing, ConsentVote, "person_id", ("proposal_id",), kept, gone),
        "peer_report": await _move(writing, PeerReport, "peer_id", ("ballot_id",), kept, gone),
    }


async def _move(
    writing: AsyncSession, model: type[Base], whose: str, key: tuple[str, ...], kept: UUID, gone: UUID
) -> int:
    """Rows of the one go to the other, but those of which the other has their own already."""
    table, other = model.__table__, aliased(model.__table__)
    same: list[ColumnElement[bool]] = [other.c[name] == table.c[name] for name in key]
    theirs = select(other.c[whose]).where(other.c[whose] == kept, *same).exists()
    done = await writing.execute(
        update(model)
        .where(table.c[whose] == gone, ~theirs)
        .values({whose: kept})
        .execution_options(synchronize_session=False)
    )
    return int(getattr(done, "rowcount", 0))


__all__ = ["both_in_a_circle", "take_over"]
