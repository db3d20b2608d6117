"""The notice of a meeting binds its vote: what it said of each question is kept beside it, as the meetings say.

From then on title, question and full text stand as people were told, and nothing is asked that they were not told of.
A forum adds to its agenda until it gathers, and is not bound.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import rules
from govern.ballots.models import Ballot, Contest
from govern.ballots.queries.gathering import is_bound, noticed_of
from govern.ballots.rules import Said
from govern.database import locked
from govern.errors import NotAllowed
from govern.record import Event


async def note_notice(
    writing: AsyncSession,
    ballot_id: UUID,
    said: Mapping[UUID, Said] | None = None,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    """The notice of the meeting with this ballot has gone out; the meetings room says so.

    `said`: what it says of each question. One that is not among them, or asks something else, is not in the notice;
    without it, all are, as they stand.
    """
    ballot = await locked(writing, Ballot, ballot_id)
    ballot.noticed_at = at
    for contest in await writing.scalars(select(Contest).where(Contest.ballot_id == ballot_id)):
        asks = rules.asks_for(contest.resolution_kind, contest.body, contest.seat_constituency, contest.seats)
        words = Said(contest.title, contest.full_text, asks) if said is None else said.get(contest.id)
        if words is None or words.asks != asks:
            contest.noticed_title = contest.noticed_text = contest.noticed_question = None
            continue
        put_before = contest.noticed_question
        contest.noticed_title, contest.noticed_text = words.title, words.full_text
        contest.noticed_question = contest.question if put_before is None else put_before
    await record.add(writing, Event("ballot.noticed", f"ballot:{ballot_id}", at, by))


def check_words_stand(
    ballot: Ballot, contest: Contest, title: dict[str, str], question: dict[str, str], full_text: dict[str, str]
) -> None:
    """Raises `NotAllowed` for other words than the notice has. A question outside the notice has none to keep to:
    such a ballot is not published."""
    noticed = noticed_of(contest)
    if is_bound(ballot) and noticed is not None:
        rules.check_as_noticed(noticed, title, question, full_text)


def check_no_new_business(ballot: Ballot) -> None:
    """Raises `NotAllowed` where the notice has gone out."""
    if is_bound(ballot):
        raise NotAllowed(rules.NEW_BUSINESS)


__all__ = ["check_no_new_business", "check_words_stand", "note_notice"]
