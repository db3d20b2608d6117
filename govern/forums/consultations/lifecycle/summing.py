"""The sum: why people were not reached, what may be told of one person, the sum itself, and what is published of it.

closed ──summarise──► summarised ──publish──► as much as can be told stands on a page: views, not a vote
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import rules
from govern.forums.consultations.models import Consultation, ConsultationResponse, ConsultationSum
from govern.forums.consultations.queries.sums import the_sum
from govern.forums.consultations.rules import Heard, Stage
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.record import Event

#: While it runs, and until the sum is published, each person may still say what may be told of them.
_BEFORE = (Stage.OPEN, Stage.CLOSED, Stage.SUMMARISED)


async def let_be_seen(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, agreed: str, *, by: UUID, at: datetime
) -> None:
    """They agreed that others may see which answer is theirs; `agreed` says how. Without words they do not any more.

    Raises `WrongMoment` once the sum is published: counted anew, two sums would tell more than each of them.
    """
    row = await locked(writing, Consultation, consultation_id)
    response = await locked(writing, ConsultationResponse, (consultation_id, person_id))
    told = await writing.get(ConsultationSum, consultation_id)
    if agreed.strip():
        rules.check_goes_on(response.over_because)
        rules.check_stage(row.stage, *_BEFORE)
        if told is not None and told.told:
            raise WrongMoment("The sum is published. What stands in it is not counted again.")
    response.seen_agreed = agreed.strip()[:400]
    await writing.flush()
    if told is not None and told.told:
        await _tell_anew(writing, told, at)
    await _note(writing, "seen_agreed", consultation_id, by, at, agreed=bool(response.seen_agreed))


async def release(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, words: str, agreed: str, *, by: UUID, at: datetime
) -> None:
    """What somebody showed or said is told, as they agreed. Raises `NotAllowed` for who stopped or took no part."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, *_BEFORE, Stage.USED, Stage.ANSWERED)
    response = await locked(writing, ConsultationResponse, (consultation_id, person_id))
    rules.check_goes_on(response.over_because)
    if response.heard not in (Heard.RECORDED, Heard.FINAL):
        raise NotAllowed("Nothing that this person showed is kept. So there is nothing to tell.")
    if not words.strip():
        raise NotValid("Write what may be told.", field="words")
    if not agreed.strip():
        raise NotValid("Say how they agreed to it, and who was there.", field="agreed")
    response.released, response.release_agreed = words.strip(), agreed.strip()[:400]
    await _note(writing, "released", consultation_id, by, at)


async def take_back_release(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, *, by: UUID, at: datetime
) -> None:
    """They do not want it told any more: it is gone from the page at once."""
    response = await locked(writing, ConsultationResponse, (consultation_id, person_id))
    if not response.released:
        raise AlreadyDone("Nothing of this person is told.")
    response.released = response.release_agreed = ""
    await _note(writing, "release_ended", consultation_id, by, at)


async def summarise(
    writing: AsyncSession,
    consultation_id: UUID,
    doubts: dict[str, str],
    unreached: dict[str, str],
    *,
    by: UUID,
    at: datetime,
) -> None:
    """The sum, with where its writer is not sure. Raises `NotValid` with the names of those of whom nothing says why
    they were not reached, or whose answer nobody has read."""
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.CLOSED)
    silent = select(ConsultationResponse.person_id).where(
        ConsultationResponse.consultation_id == consultation_id,
        or_(
            ConsultationResponse.heard == Heard.IN_SESSION,
            and_(
                ConsultationResponse.heard == Heard.NOT_REACHED,
                ConsultationResponse.why_not == "",
                ConsultationResponse.over_on.is_(None),
            ),
        ),
    )
    people = await identity.people_by_id(writing, list(await writing.scalars(silent)))
    rules.check_reasons(sorted(one.name for one in people.values()))
    writing.add(
        ConsultationSum(
            consultation_id=consultation_id, doubts=doubts, unreached=unreached, summed_by=by, summed_at=at
        )
    )
    row.stage, row.summarised_at = Stage.SUMMARISED, at
    await writing.flush()
    await _note(writing, "summarised", consultation_id, by, at)


async def publish(writing: AsyncSession, consultation_id: UUID, *, by: UUID, at: datetime) -> None:
    """As much of the sum as can be told without anybody being told apart stands on a page (invariant 77).

    Raises `WrongMoment` before it is summed up, `AlreadyDone`, `NotAllowed` where fewer than the rules say were asked
    and not each of them agreed.
    """
    row = await locked(writing, Consultation, consultation_id)
    rules.check_stage(row.stage, Stage.SUMMARISED, Stage.USED, Stage.ANSWERED)
    told = await locked(writing, ConsultationSum, consultation_id)
    if told.published_at is not None:
        raise AlreadyDone("It is published already.")
    found = await _tell_anew(writing, told, at)
    if found.asked is None:
        raise NotAllowed(
            "Fewer than {floor} people were asked. What they showed cannot be told without telling who they are.",
            floor=found.floor,
        )
    told.published_at, told.published_by = at, by
    await ballots.now_told(writing, consultation_id)
    await _note(writing, "published", consultation_id, by, at)


async def _tell_anew(writing: AsyncSession, told: ConsultationSum, at: datetime) -> rules.Published:
    """The sum as it may be told by now; what was read before cannot be taken back out of anybody's head."""
    floor = (await rulebook.in_force(writing, day_of(at))).rulebook.consultation.min_cell
    found = rules.published(await the_sum(writing, told.consultation_id), floor)
    told.told = msgspec.json.encode(found).decode()
    return found


async def _note(
    writing: AsyncSession, done: str, consultation_id: UUID, by: UUID, at: datetime, **facts: str | bool
) -> None:
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{consultation_id}", at, by, dict(facts)))
