"""Seventh chapter: records of persons become one, somebody is erased, and the time to keep what was said is over.

What somebody showed is deleted; what their answer adds to the sum stays, in a row without a name.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.representation.rules.mandates import months_on
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import GovernError
from govern.forums.consultations.lifecycle.ending import free_from
from govern.forums.consultations.lifecycle.sitting import note, settle
from govern.forums.consultations.models import (
    CareLink,
    CommunicationProfile,
    Consultation,
    ConsultationAnswerBack,
    ConsultationAsker,
    ConsultationCounted,
    ConsultationPresent,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Heard, Stage
from govern.identity.rules import day_of

#: What stands in place of the name of somebody who was there and is erased.
NOBODY = "–"
#: The sum of these is told or on its way: an answer taken out of it would change what was said.
SUMMED = (Stage.CLOSED, Stage.SUMMARISED, Stage.USED, Stage.ANSWERED, Stage.STOPPED)
#: Of two answers of one person the one that came further counts.
_FURTHER = (
    Heard.INVITED,
    Heard.NOT_REACHED,
    Heard.DECLINED,
    Heard.IN_SESSION,
    Heard.STOPPED,
    Heard.RECORDED,
    Heard.FINAL,
)


async def moved_once(writing: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Two records become one: profile, care, answers and sittings go over, each consultation once. A stop in either
    record is a stop of the person."""
    await _move_profiles(writing, kept, gone)
    await _move_care(writing, kept, gone)
    for row in list(
        await writing.scalars(select(ConsultationResponse).where(ConsultationResponse.person_id == gone))
    ):
        await _move_answer(writing, row.consultation_id, kept, gone)
    await _move_rows(writing, ConsultationAsker, kept, gone)
    await _move_rows(writing, ConsultationAnswerBack, kept, gone)
    await writing.execute(
        update(ConsultationPresent).where(ConsultationPresent.person_id == gone).values(person_id=kept)
    )
    await writing.flush()


async def _move_profiles(writing: AsyncSession, kept: UUID, gone: UUID) -> None:
    """All versions in the order in which they were written; the latest counts."""
    both = CommunicationProfile.person_id.in_((kept, gone))
    rows = list(
        await writing.scalars(select(CommunicationProfile).where(both).order_by(CommunicationProfile.written_at))
    )
    if not any(row.person_id == gone for row in rows):
        return
    columns = [column.key for column in CommunicationProfile.__table__.columns]
    told = [{key: getattr(row, key) for key in columns} for row in rows]
    for row in rows:
        await writing.delete(row)
    await writing.flush()
    for version, one in enumerate(told, start=1):
        written_by = kept if one["written_by"] == gone else one["written_by"]
        writing.add(CommunicationProfile(**one | {"person_id": kept, "version": version, "written_by": written_by}))
    await writing.flush()


async def _move_care(writing: AsyncSession, kept: UUID, gone: UUID) -> None:
    """Each of the two ways round; what is noted of both already, or would lead to oneself, goes."""
    for row in list(
        await writing.scalars(select(CareLink).where((CareLink.person_id == gone) | (CareLink.carer_id == gone)))
    ):
        person = kept if row.person_id == gone else row.person_id
        carer = kept if row.carer_id == gone else row.carer_id
        now = select(CareLink.id).where(
            CareLink.person_id == person, CareLink.carer_id == carer, CareLink.to_on.is_(None)
        )
        if person == carer or (row.to_on is None and await writing.scalar(now) is not None):
            await writing.delete(row)
        else:
            row.person_id, row.carer_id = person, carer
        await writing.flush()


async def _move_answer(writing: AsyncSession, consultation_id: UUID, kept: UUID, gone: UUID) -> None:
    """The answer that came further counts; all sittings go over, and where the two differ it is read anew."""
    first = await writing.get(ConsultationResponse, (consultation_id, kept))
    second = await writing.get(ConsultationResponse, (consultation_id, gone))
    assert second is not None
    drops = None
    if first is not None:
        drops = gone if _FURTHER.index(first.heard) >= _FURTHER.index(second.heard) else kept
        for table in (ConsultationReading, ConsultationResponse):
            where = (table.consultation_id == consultation_id, table.person_id == drops)
            await writing.execute(delete(table).where(*where))
    for moved in (ConsultationReading, ConsultationResponse, ConsultationSitting):
        theirs = (moved.consultation_id == consultation_id, moved.person_id == gone)
        await writing.execute(update(moved).where(*theirs).values(person_id=kept))
    writing.expire_all()
    response = await writing.get(ConsultationResponse, (consultation_id, kept))
    assert response is not None
    if drops is not None and response.heard not in (Heard.INVITED, Heard.NOT_REACHED, Heard.DECLINED):
        await settle(writing, response)


async def _move_rows(
    writing: AsyncSession, table: type[ConsultationAsker] | type[ConsultationAnswerBack], kept: UUID, gone: UUID
) -> None:
    there = list(await writing.scalars(select(table.consultation_id).where(table.person_id == kept)))
    await writing.execute(delete(table).where(table.person_id == gone, table.consultation_id.in_(there)))
    await writing.execute(update(table).where(table.person_id == gone).values(person_id=kept))


async def erase_asked(writing: AsyncSession, person_id: UUID, *, at: datetime) -> None:
    """Profile, care, sittings, readings and answers go. In a sum that is told or on its way the answer stays as a row
    without a name; where they were there as a supporter, a dash stands for the name. Whom they were to ask has
    nobody to ask them."""
    await writing.execute(delete(CommunicationProfile).where(CommunicationProfile.person_id == person_id))
    await writing.execute(
        delete(CareLink).where((CareLink.person_id == person_id) | (CareLink.carer_id == person_id))
    )
    rows = select(ConsultationResponse, Consultation.stage).join(
        Consultation, Consultation.id == ConsultationResponse.consultation_id
    )
    for row, stage in list(await writing.execute(rows.where(ConsultationResponse.person_id == person_id))):
        if stage in SUMMED:
            writing.add(_counted(row))
    await writing.flush()
    await _forget_sittings(writing, select(ConsultationSitting.id).where(ConsultationSitting.person_id == person_id))
    await free_from(writing, person_id, at)
    for table in (ConsultationReading, ConsultationAnswerBack, ConsultationResponse, ConsultationAsker):
        await writing.execute(delete(table).where(table.person_id == person_id))
    await writing.execute(
        update(ConsultationPresent)
        .where(ConsultationPresent.person_id == person_id)
        .values(person_id=None, name=NOBODY)
    )
    await record.erase(writing, [f"communication:{person_id}"])


def _counted(row: ConsultationResponse) -> ConsultationCounted:
    return ConsultationCounted(
        consultation_id=row.consultation_id,
        heard=row.heard,
        stance=row.stance,
        leaning=row.leaning,
        card_id=row.card_id,
        evidence=row.evidence,
        confidence=row.confidence,
        released=row.released if row.release_agreed else "",
    )


async def _forget_sittings(writing: AsyncSession, sittings: object) -> None:
    ids = list(await writing.scalars(sittings))  # type: ignore[call-overload]  # a question for keys
    for part in _parts(ids):
        await writing.execute(delete(ConsultationPresent).where(ConsultationPresent.sitting_id.in_(part)))
        await writing.execute(delete(ConsultationSitting).where(ConsultationSitting.id.in_(part)))


def _parts(ids: list[UUID], size: int = 500) -> Iterable[list[UUID]]:
    return (ids[start : start + size] for start in range(0, len(ids), size))


async def forget_due(writing: AsyncSession, *, at: datetime) -> int:
    """What was said in consultations that closed long enough ago is deleted, and by whom; the sum stays. Returns of
    how many. Before a society has rules nothing is due."""
    today = day_of(at)
    try:
        months = (await rulebook.in_force(writing, today)).rulebook.consultation.retention_months
    except GovernError:
        return 0
    over = select(Consultation).where(
        Consultation.forgotten_at.is_(None), Consultation.closed_at.is_not(None) | Consultation.ended_at.is_not(None)
    )
    number = 0
    for row in list(await writing.scalars(over)):
        since = row.closed_at or row.ended_at
        if since is not None and months_on(day_of(since), months) <= today:
            await _forget(writing, row, at)
            number += 1
    return number


async def _forget(writing: AsyncSession, row: Consultation, at: datetime) -> None:
    answers = select(ConsultationResponse).where(ConsultationResponse.consultation_id == row.id)
    for response in list(await writing.scalars(answers)):
        writing.add(_counted(response))
    await writing.flush()
    await _forget_sittings(
        writing, select(ConsultationSitting.id).where(ConsultationSitting.consultation_id == row.id)
    )
    for table in (ConsultationReading, ConsultationAnswerBack, ConsultationResponse):
        await writing.execute(delete(table).where(table.consultation_id == row.id))
    row.forgotten_at = at
    await note(writing, row.id, "forgotten", None, at)
