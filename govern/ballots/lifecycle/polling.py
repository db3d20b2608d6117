"""A vote with papers that is asked for in the room (decision 18): everything from the draft to the call, at once.

    poll:  draft ─► published ─► frozen (those who are there) ─► open ─► taken

Its papers, its log and its count are those of any other vote at the level Everyday. There are no early votes: its
roll is everybody entitled who is there, and whoever is on it votes from the room.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.lifecycle.drafting import BallotDraft, draft
from govern.ballots.lifecycle.noticed import note_notice
from govern.ballots.lifecycle.preparing import accept_small_group, freeze, open_, publish
from govern.ballots.lifecycle.room import take_vote
from govern.ballots.models import Ballot
from govern.ballots.queries.gathering import facts_of, gather
from govern.ballots.rules import Act
from govern.database import locked
from govern.society import Society


async def poll(
    writing: AsyncSession,
    society: Society,
    new: BallotDraft,
    among: Collection[UUID],
    *,
    accept_small: bool,
    by: UUID,
    at: datetime,
) -> UUID:
    """Ask those who are there, now. `accept_small`: groups so small that their votes could be guessed vote all the
    same, and their papers say so. Raises `WrongMoment` naming what stands in the way."""
    ballot_id = await draft(writing, new, by=by, at=at)
    ballot = await locked(writing, Ballot, ballot_id)
    ballot.on_demand = True
    await writing.flush()
    await publish(writing, ballot_id, by=by, at=at)
    await note_notice(writing, ballot_id, by=by, at=at)
    await freeze(writing, society, ballot_id, by=by, at=at, among=among)
    if accept_small:
        facts = await facts_of(writing, await gather(writing, ballot_id), at)
        for missing in rules.what_is_missing(facts):
            if missing.act is Act.ACCEPT_SMALL_GROUP and missing.style is not None:
                await accept_small_group(writing, ballot_id, missing.style, by=by, at=at)
    await open_(writing, society, ballot_id, by=by, at=at)
    await take_vote(writing, society, ballot_id, by=by, at=at)
    return ballot_id
