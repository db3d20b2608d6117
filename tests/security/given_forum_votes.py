"""A vote of one forum that whoever leads it is writing."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from govern.ballots.models import Contest, ContestOption
from govern.ballots.rules import Weight
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import VoteDraft
from govern.forums.gatherings.rules import VoteKind
from govern.society import Society


async def a_vote(society: Society, canary: str, forum: UUID, leader: UUID, at: datetime) -> dict[str, str]:
    """The gaps of its addresses."""
    words = {"en": f"{canary} on Fridays", "cy": f"{canary} ar ddydd Gwener"}
    wanted = VoteDraft(
        kind=VoteKind.YES_NO,
        title=words,
        question=words,
        weight=Weight.VIEWS,
        opens_at=at + timedelta(days=40),
        closes_at=at + timedelta(days=50),
    )
    async with society.store.writing() as writing:
        vote = await gatherings.draft_vote(writing, forum, wanted, by=leader, at=at)
        asked = select(ContestOption.id).join(Contest, Contest.id == ContestOption.contest_id)
        option = await writing.scalar(asked.where(Contest.ballot_id == vote, ContestOption.position == 1))
    return {"vote_id": str(vote), "vote_option_id": str(option)}
