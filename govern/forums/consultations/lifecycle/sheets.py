"""A sitting comes in whole: typed from a record sheet, or sent by a tablet that had no signal.

Both say the same things in the same order, and both may come twice; a sitting with its reading is written down once
or not at all. A sheet that was typed in wrongly is taken back while it is fresh; the record keeps both lines.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.ending import missed
from govern.forums.consultations.lifecycle.reading import ReadingDraft, read
from govern.forums.consultations.lifecycle.sitting import Presence, SittingDraft, happened, record_sitting
from govern.forums.consultations.models import (
    ConsultationPresent,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
    PresentAs,
    Through,
)
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    GivenBy,
    Heard,
    Place,
    Stance,
)
from govern.record import Event

#: How long a sheet that was just typed in can be taken back.
FRESH = timedelta(hours=12)


class Beside(msgspec.Struct, frozen=True, rename={"present_as": "as"}):
    """Somebody who was there, as they were written down."""

    present_as: PresentAs
    name: str
    delivers_care: bool = False


class Meaning(msgspec.Struct, frozen=True):
    """What it was taken to mean."""

    stance: Stance
    evidence: Evidence
    confidence: Confidence
    leaning: bool = False
    card: UUID | None = None
    knows: str = ""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """One sitting as a sheet or a tablet has it. No `read`: they are asked again before anything is said of it.

    `group_id` is the same for those who were asked together; each of them is written down and sent on their own.
    """

    consultation_id: UUID
    person_id: UUID
    group_id: UUID | None = None
    began_at: datetime
    ended_at: datetime
    adaptation: Adaptation
    assent: Assent
    assent_how: str
    shown_order: tuple[UUID, ...] = ()
    picked: str = ""
    placed: tuple[tuple[UUID, Place], ...] = ()
    given_by: GivenBy | None = None
    did: str = ""
    meant: str = ""
    stopped_how: str = ""
    present: tuple[Beside, ...] = ()
    read: Meaning | None = None


async def take_in(
    writing: AsyncSession,
    sent_id: UUID,
    written: Written,
    *,
    through: Through,
    led_by: UUID,
    by: UUID,
    at: datetime,
) -> UUID:
    """The sitting and, where it says one, its reading. The same `sent_id` again changes nothing. Raises what the
    rules of sittings and of readings have against it; then nothing of it is kept."""
    known = select(ConsultationSitting.id).where(ConsultationSitting.sent_id == sent_id)
    before = await writing.scalar(known)
    draft = SittingDraft(
        sent_id=sent_id,
        person_id=written.person_id,
        group_id=written.group_id,
        through=through,
        adaptation=written.adaptation,
        led_by=led_by,
        began_at=written.began_at,
        assent=written.assent,
        assent_how=written.assent_how,
        shown_order=written.shown_order,
        picked=written.picked,
        placed=dict(written.placed),
        given_by=written.given_by,
        did=written.did,
        meant=written.meant,
        read_by=led_by,
        stopped_at=written.ended_at if written.stopped_how else None,
        stopped_how=written.stopped_how,
        ended_at=written.ended_at,
        present=tuple(
            Presence(one.present_as, name=one.name, delivers_care=one.delivers_care) for one in written.present
        ),
    )
    sitting_id = await record_sitting(writing, written.consultation_id, draft, by=by, at=at)
    if before is None and written.read is not None:
        await _read(writing, written, written.read, led_by=led_by, by=by, at=at)
    return sitting_id


async def _read(
    writing: AsyncSession, written: Written, meaning: Meaning, *, led_by: UUID, by: UUID, at: datetime
) -> None:
    draft = ReadingDraft(
        stance=meaning.stance,
        evidence=meaning.evidence,
        confidence=meaning.confidence,
        leaning=meaning.leaning,
        card_id=meaning.card,
        knows_person=meaning.knows,
        words=written.meant,
        read_by=led_by,
    )
    await read(writing, written.consultation_id, written.person_id, draft, by=by, at=at)


async def check_fresh_code(
    writing: AsyncSession, response: ConsultationResponse, began_at: datetime, sent_id: UUID, field: str
) -> None:
    """A sheet is typed in once. Raises `NotValid` beside the code where an answer, or this day's sheet, is there."""
    day = timedelta(hours=12)
    same_day = select(ConsultationSitting.sent_id).where(
        ConsultationSitting.consultation_id == response.consultation_id,
        ConsultationSitting.person_id == response.person_id,
        ConsultationSitting.through == Through.PAPER,
        ConsultationSitting.began_at > began_at - day,
        ConsultationSitting.began_at < began_at + day,
    )
    there = set(await writing.scalars(same_day))
    if sent_id in there:
        return
    if there:
        raise NotValid(
            "A sheet of this day with this code is written down already. Look at the last sheets below.", field=field
        )
    if response.heard in (Heard.RECORDED, Heard.FINAL):
        raise NotValid(
            "This code is used: the answer is written down already. To add to it, open the person's own page.",
            field=field,
        )


async def undo_sheet(
    writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, *, by: UUID, at: datetime
) -> None:
    """A sheet that was just typed in is taken back, with the reading that came with it.

    Raises `NotFound` for what this person did not type in, `AlreadyDone` where something was done with it since,
    `NotAllowed` once it is not fresh any more.
    """
    row = await writing.get(ConsultationSitting, sitting_id)
    mine = row is not None and (row.consultation_id, row.entered_by) == (consultation_id, by)
    if row is None or not mine or row.through is not Through.PAPER:
        raise NotFound("You typed in no such sheet. Look at the last sheets again.")
    if at - row.entered_at > FRESH:
        raise NotAllowed("This sheet was typed in too long ago to be taken back. Open the person's own page.")
    response = await locked(writing, ConsultationResponse, (row.consultation_id, row.person_id))
    await _check_untouched(writing, row, response)
    await writing.execute(delete(ConsultationPresent).where(ConsultationPresent.sitting_id == sitting_id))
    await writing.delete(row)
    await writing.execute(
        delete(ConsultationReading).where(
            ConsultationReading.consultation_id == row.consultation_id, ConsultationReading.person_id == row.person_id
        )
    )
    await writing.flush()
    heard = _heard(await happened(writing, response))
    response.stance = response.card_id = response.evidence = response.confidence = None
    response.leaning, response.heard = False, heard
    await writing.flush()
    if response.over_on is not None:
        await missed(writing, response)
    await record.add(writing, Event("consultation.sheet_undone", f"consultation:{consultation_id}", at, by))


async def _check_untouched(writing: AsyncSession, row: ConsultationSitting, response: ConsultationResponse) -> None:
    """Nothing came after it: no later sitting, no other reading, no checking back. Raises `AlreadyDone`."""
    mine = (
        ConsultationSitting.consultation_id == row.consultation_id,
        ConsultationSitting.person_id == row.person_id,
    )
    later = select(func.count()).where(*mine, ConsultationSitting.entered_at > row.entered_at)
    readings = select(func.count()).where(
        ConsultationReading.consultation_id == row.consultation_id,
        ConsultationReading.person_id == row.person_id,
        ConsultationReading.read_at != row.entered_at,
    )
    touched = response.heard is Heard.FINAL or response.checked_back_at is not None
    if touched or await writing.scalar(later) or await writing.scalar(readings):
        raise AlreadyDone("Somebody has gone on with this answer since. Open the person's own page to change it.")


def _heard(sittings: tuple[rules.Happened, ...]) -> Heard:
    """Where an answer stands by the sittings that are left."""
    if rules.agreed_since(sittings):
        return Heard.IN_SESSION
    if rules.last_stop(sittings) is not None:
        return Heard.STOPPED
    return Heard.DECLINED if sittings else Heard.INVITED
