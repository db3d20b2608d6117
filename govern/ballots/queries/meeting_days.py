"""What a declared vote on when and where to meet has come to (M67)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, Contest, ContestOption
from govern.ballots.queries.results import result
from govern.ballots.rules import ContestKind, Weight
from govern.ballots.rules.meeting_days import DayAndPlace, day_and_place, days_of
from govern.ballots.rules.outcome import OptionOutcome
from govern.database import in_language
from govern.errors import NotFound, WrongMoment
from govern.sentences import Sentence


class ToMeet(msgspec.Struct, frozen=True):
    """The day that is chosen; or, where there is none, why."""

    day: DayAndPlace | None = None
    why_not: Sentence | None = None


class DayChosen(msgspec.Struct, frozen=True):
    """The day members chose in one vote, as it was called on the paper."""

    number: str
    ballot_id: UUID
    title: str
    day: DayAndPlace


async def to_meet(reading: AsyncSession, contest_id: UUID, came: OptionOutcome) -> ToMeet | None:
    """None where it is no vote of all members on a day: the van, a view, an award, one forum's own vote."""
    question = (
        select(ContestOption.id, ContestOption.title)
        .join(Contest, Contest.id == ContestOption.contest_id)
        .join(Ballot, Ballot.id == Contest.ballot_id)
        .where(
            Contest.id == contest_id,
            Contest.kind == ContestKind.OPTION,
            Contest.weight.in_((Weight.DECIDES, Weight.ADVISES)),
            Ballot.forum_id.is_(None),
        )
    )
    days = days_of({str(option): title for option, title in await reading.execute(question)})
    if days is None:
        return None
    try:
        return ToMeet(day=day_and_place(came, days))
    except WrongMoment as refusal:
        return ToMeet(why_not=refusal.message)


async def day_chosen(reading: AsyncSession, contest_id: UUID, language: str, at: datetime) -> DayChosen:
    """The day of one declared vote. Raises `NotFound`, and `WrongMoment` where nothing is declared or chosen."""
    contest = await reading.get(Contest, contest_id)
    ballot = await reading.get(Ballot, contest.ballot_id) if contest is not None else None
    missing = NotFound("There is no such vote on a day to meet. Go to the result and choose from there.")
    if ballot is None or ballot.forum_id is not None:
        raise missing
    found = await result(reading, ballot.id, language, at=at)
    came = next((one.option for one in found.contests if one.contest.id == contest_id), None)
    meets = await to_meet(reading, contest_id, came) if came is not None else None
    if came is None or meets is None:
        raise missing
    if meets.day is None or came.chosen is None:
        raise WrongMoment(meets.why_not or Sentence("The result is not declared yet. You will be told when it is."))
    option = await reading.get_one(ContestOption, UUID(came.chosen))
    return DayChosen(ballot.number, ballot.id, in_language(option.title, language), meets.day)
