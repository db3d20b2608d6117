"""Eighth chapter: somebody who is asked, or who asks, has died or left. Consultations follow the register.

    not open yet                off the list
    open or later               asked no more: a sitting that goes on ends, whoever showed nothing was not reached
    a decision used it          nobody waits to bring them the answer

What they showed stays in the sum: it was theirs while they could say so (see `rules.ending`). A death noted by
mistake and a membership that begins anew put them back where they stood, as far as the consultation has not gone on.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.profiles import PROFILE
from govern.forums.consultations.lifecycle.returning import owe_answers
from govern.forums.consultations.lifecycle.sitting import ended_of, happened, note
from govern.forums.consultations.models import (
    CareLink,
    Consultation,
    ConsultationAnswerBack,
    ConsultationAsker,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Assent, Ended, Heard, Over, Stage
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Standing
from govern.identity.rules import day_of
from govern.record import Event

_BEFORE = (Stage.DRAFT, Stage.CHECKED)


async def follow_register(
    writing: AsyncSession, people: Collection[UUID] | None = None, *, by: UUID | None, at: datetime
) -> int:
    """What the register says now of these people, or of everybody, holds in consultations too. Returns of how many
    answers something changed."""
    if people is not None and not people:
        return 0
    changed = 0
    for response, row, ended in await _that_differ(writing, people, at):
        if ended is None:
            await _goes_on(writing, row, response)
        else:
            await _ends(writing, row, response, ended, at)
        await note(writing, row.id, "asked_no_more" if ended else "asked_again", by, at)
        changed += 1
    await _askers_end(writing, people, by=by, at=at)
    if people is not None:
        await _care_ends(writing, people, by=by, at=at)
    return changed


async def _care_ends(writing: AsyncSession, people: Collection[UUID], *, by: UUID | None, at: datetime) -> None:
    """Nobody delivers the care of who has died, nor do they anybody's; a mistake puts that back."""
    theirs = select(CareLink).where(or_(CareLink.person_id.in_(people), CareLink.carer_id.in_(people)))
    rows = list(await writing.scalars(theirs))
    both = {one for row in rows for one in (row.person_id, row.carer_id)}
    died, _ = await register.gone_among(writing, both, day_of(at))
    now = {(row.person_id, row.carer_id) for row in rows if row.to_on is None}
    for row in rows:
        days = [died[one] for one in (row.person_id, row.carer_id) if one in died]
        if days and row.to_on is None:
            row.to_on = max(row.from_on, min(days))
            await record.add(writing, Event("care.ended", f"{PROFILE}:{row.person_id}", at, by))
        again = row.to_on is not None and not days and not row.ended_because
        if again and (row.person_id, row.carer_id) not in now:
            row.to_on = None
            await record.add(writing, Event("care.noted", f"{PROFILE}:{row.person_id}", at, by))
    await writing.flush()


async def _that_differ(
    writing: AsyncSession, people: Collection[UUID] | None, at: datetime
) -> list[tuple[ConsultationResponse, Consultation, Ended | None]]:
    """Answers of which the register says something else than their row."""
    question = select(ConsultationResponse, Consultation).join(
        Consultation, Consultation.id == ConsultationResponse.consultation_id
    )
    if people is None:
        runs = Consultation.stage.not_in((Stage.ANSWERED, Stage.STOPPED))
        question = question.where(or_(runs, ConsultationResponse.over_on.is_not(None)))
    else:
        question = question.where(ConsultationResponse.person_id.in_(people))
    rows = [(response, row) for response, row in await writing.execute(question)]
    died, left = await register.gone_among(writing, {one.person_id for one, _ in rows}, day_of(at))
    guests: dict[UUID | None, frozenset[UUID]] = {None: frozenset()}
    found = []
    for response, row in rows:
        person, ended = response.person_id, None
        if person in died:
            ended = Ended(died[person], Over.DIED)
        elif person in left:
            if row.forum_id is not None and row.forum_id not in guests:
                guests[row.forum_id] = await _guests(writing, row.forum_id)
            ended = None if person in guests[row.forum_id] else Ended(left[person], Over.LEFT)
        if ended != ended_of(response):
            found.append((response, row, ended))
    return found


async def _guests(reading: AsyncSession, forum_id: UUID) -> frozenset[UUID]:
    """They come to the forum without belonging to the society, and are asked there on."""
    people = await gatherings.people_of(reading, forum_id)
    return frozenset(one.person_id for one in people if one.standing is not Standing.MEMBER)


async def _ends(
    writing: AsyncSession, row: Consultation, response: ConsultationResponse, ended: Ended, at: datetime
) -> None:
    if row.stage in _BEFORE:
        await writing.delete(response)
        await writing.flush()
        return
    response.over_on, response.over_because = ended.on, ended.because
    theirs = (ConsultationSitting.consultation_id == row.id, ConsultationSitting.person_id == response.person_id)
    sittings = list(await writing.scalars(select(ConsultationSitting).where(*theirs)))
    for sitting in sittings:
        if sitting.assent is Assent.GIVEN and sitting.ended_at is None:
            sitting.ended_at = at
    await writing.flush()
    await missed(writing, response)
    await writing.execute(
        delete(ConsultationAnswerBack).where(
            ConsultationAnswerBack.consultation_id == row.id,
            ConsultationAnswerBack.person_id == response.person_id,
            ConsultationAnswerBack.given_at.is_(None),
        )
    )


async def missed(writing: AsyncSession, response: ConsultationResponse) -> None:
    """Somebody who is gone and showed nothing was not reached."""
    if response.heard not in (Heard.INVITED, Heard.IN_SESSION):
        return
    showed = select(ConsultationSitting.id).where(
        ConsultationSitting.consultation_id == response.consultation_id,
        ConsultationSitting.person_id == response.person_id,
        ConsultationSitting.stopped_at.is_(None),
        (ConsultationSitting.picked != "") | (ConsultationSitting.placed != "") | (ConsultationSitting.did != ""),
    )
    if (await writing.scalar(showed.limit(1))) is None:
        response.heard = Heard.NOT_REACHED
    await writing.flush()


async def _goes_on(writing: AsyncSession, row: Consultation, response: ConsultationResponse) -> None:
    response.over_on = response.over_because = None
    if row.stage is Stage.OPEN and response.heard is Heard.NOT_REACHED and not response.why_not:
        agreed = rules.agreed_since(await happened(writing, response))
        response.heard = Heard.IN_SESSION if agreed else Heard.INVITED
    await writing.flush()
    if row.stage is Stage.USED:
        await owe_answers(writing, row.id, response.person_id)


async def _askers_end(
    writing: AsyncSession, people: Collection[UUID] | None, *, by: UUID | None, at: datetime
) -> None:
    """Whoever has died asks nobody any more. Who leaves the society may ask on, as long as they hold the office."""
    question = select(ConsultationAsker).where(ConsultationAsker.ended_at.is_(None))
    if people is not None:
        question = question.where(ConsultationAsker.person_id.in_(people))
    rows = list(await writing.scalars(question))
    died, _ = await register.gone_among(writing, people or {row.person_id for row in rows}, day_of(at))
    for row in rows:
        if row.person_id in died:
            row.ended_at = at
            await note(writing, row.consultation_id, "asker_ended", by, at)
    for person_id in died:
        await free_from(writing, person_id, at)


async def free_from(writing: AsyncSession, asker_id: UUID, at: datetime) -> None:
    """Whom they had not asked to the end has nobody to ask them; a sitting that they led does not go on without
    them."""
    theirs = (
        select(ConsultationResponse)
        .join(Consultation, Consultation.id == ConsultationResponse.consultation_id)
        .where(
            ConsultationResponse.asker_id == asker_id,
            ConsultationResponse.heard.in_((Heard.INVITED, Heard.IN_SESSION)),
            Consultation.stage.in_((*_BEFORE, Stage.OPEN)),
        )
    )
    for response in list(await writing.scalars(theirs)):
        response.asker_id = None
    led = select(ConsultationSitting).where(
        ConsultationSitting.led_by == asker_id,
        ConsultationSitting.assent == Assent.GIVEN,
        ConsultationSitting.ended_at.is_(None),
    )
    for sitting in list(await writing.scalars(led)):
        sitting.ended_at = at
    await writing.flush()
