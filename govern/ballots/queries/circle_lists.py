"""Lists of proposals that circles decide by consent: of all bodies, of one circle, and what waits for whom."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.deciding.consent import STANDS, Phase, Proposal, as_of
from govern.ballots.models import ConsentAnswer, ConsentMember, ConsentProposal, ConsentVote
from govern.ballots.queries.circles import rule_of, who_decides
from govern.constituencies.rulebook import queries as rulebooks
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.sentences import Sentence

#: Over, with nothing to come.
DONE = (Phase.LOST, Phase.TO_BALLOT, Phase.TO_PARENT, Phase.DROPPED, Phase.CHANGED, Phase.ENDED)


class ProposalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal in a list, and where it is read. `asked`: this person is in the circle, and their answer or vote is
    wanted now."""

    id: UUID
    title: str
    body: Sentence | str
    phase: Phase
    round: int
    until: datetime | None
    review_on: date | None
    address: str
    asked: bool = False
    drafted_at: datetime | None = None

    @property
    def goes_on(self) -> bool:
        return self.phase not in DONE and self.phase not in STANDS and self.phase is not Phase.DUE_FOR_REVIEW


async def proposals(
    reading: AsyncSession, at: datetime, language: str, me: Collection[UUID] = (), *, drafts: bool = False
) -> tuple[ProposalLine, ...]:
    """All proposals of bodies and of all members, the newest first; those nobody has presented only where `drafts`
    are wanted. Of circles outside the bodies only those that one of these people sits in."""
    mine = select(ConsentMember.proposal_id).where(ConsentMember.person_id.in_(set(me)))
    open_to_all = ConsentProposal.circle_id.is_(None)
    seen = or_(open_to_all, ConsentProposal.id.in_(mine)) if set(me) else open_to_all
    return await _lines(reading, seen, at, language, set(me), drafts=drafts)


async def of_circle(
    reading: AsyncSession, circle_id: UUID, at: datetime, language: str, me: UUID, *, drafts: bool = False
) -> tuple[ProposalLine, ...]:
    """The proposals of one circle outside the bodies, the newest first."""
    return await _lines(reading, ConsentProposal.circle_id == circle_id, at, language, {me}, drafts=drafts)


async def _lines(
    reading: AsyncSession, which: ColumnElement[bool], at: datetime, language: str, me: set[UUID], *, drafts: bool
) -> tuple[ProposalLine, ...]:
    question = select(ConsentProposal).where(which).order_by(ConsentProposal.drafted_at.desc()).limit(200)
    if not drafts:
        question = question.where(ConsentProposal.phase != Phase.DRAFT)
    rows = list(await reading.scalars(question))
    asked = await _asked(reading, [row for row in rows if row.phase in WAITING], me, at)
    return tuple([await _line(reading, row, at, language, asked) for row in rows])


async def _line(
    reading: AsyncSession, row: ConsentProposal, at: datetime, language: str, asked: set[UUID]
) -> ProposalLine:
    book = (await rulebooks.version(reading, row.rulebook_version_id)).rulebook
    now = as_of(_bare(row, book), at)
    return ProposalLine(
        id=row.id,
        title=in_language(row.title, language),
        body=who_decides(book, row, language),
        phase=now.phase,
        round=row.round,
        until=now.until,
        review_on=now.review_on,
        address=row.address,
        asked=row.id in asked and now.phase in WAITING,
        drafted_at=row.drafted_at,
    )


def _bare(row: ConsentProposal, book: Rulebook) -> Proposal:
    """Enough of it to know how it stands."""
    return Proposal(
        rule=rule_of(book, row),
        circle=frozenset(),
        phase=row.phase,
        round=row.round,
        until=row.until,
        consented_on=row.consented_on,
        review_on=row.review_on,
    )


#: The phases in which the circle's own word is wanted.
WAITING = (Phase.ROUND, Phase.PROVISIONAL, Phase.VOTING)


async def _asked(reading: AsyncSession, rows: Sequence[ConsentProposal], me: set[UUID], at: datetime) -> set[UUID]:
    """Those of these proposals that wait for the word of one of these people."""
    if not me or not rows:
        return set()
    ids = [row.id for row in rows]
    mine = select(ConsentMember.proposal_id, ConsentMember.person_id).where(
        ConsentMember.proposal_id.in_(ids), ConsentMember.person_id.in_(me)
    )
    said = select(ConsentAnswer.proposal_id, ConsentAnswer.person_id, ConsentAnswer.round).where(
        ConsentAnswer.proposal_id.in_(ids), ConsentAnswer.person_id.in_(me)
    )
    voted = select(ConsentVote.proposal_id, ConsentVote.person_id).where(
        ConsentVote.proposal_id.in_(ids), ConsentVote.person_id.in_(me)
    )
    answered = {(row[0], row[1], row[2]) for row in await reading.execute(said)}
    votes = {(row[0], row[1]) for row in await reading.execute(voted)}
    by_id = {row.id: row for row in rows}
    found = set()
    for proposal_id, person_id in await reading.execute(mine):
        row = by_id[proposal_id]
        done = (
            (proposal_id, person_id) in votes
            if row.phase is Phase.VOTING
            else (proposal_id, person_id, row.round) in answered
        )
        if not done:
            found.add(proposal_id)
    return found
