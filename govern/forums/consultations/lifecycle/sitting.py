"""Third chapter: somebody was asked. One sitting as a whole, as a sheet or a tablet brings it.

Assent stands first; a stop keeps nothing of what was picked, placed or made of it. Who delivers the person's care
does not lead, and does not say alone what it meant.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.forums.consultations import queries, rules
from govern.forums.consultations.lifecycle.asking import methods_on
from govern.forums.consultations.models import (
    Consultation,
    ConsultationAsker,
    ConsultationCard,
    ConsultationPresent,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
    PresentAs,
    Through,
)
from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Ended,
    GivenBy,
    Happened,
    Heard,
    Part,
    Place,
    Stage,
)
from govern.identity.rules import day_of
from govern.record import Event

#: A tablet's clock may be a little fast.
FAST = timedelta(minutes=10)


class Presence(msgspec.Struct, frozen=True):
    """Somebody who was there. For a person of ours it is looked up whether they deliver the care."""

    present_as: PresentAs
    person_id: UUID | None = None
    name: str = ""
    delivers_care: bool = False


class SittingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """One time somebody was asked, as it was written down. `sent_id` is made where that is: sent twice, it is one.

    `placed` says which card lies in which place. `stopped_at` is when they showed that they want to stop. Without
    `ended_at` it goes on (only a page does that).
    """

    sent_id: UUID
    person_id: UUID
    through: Through
    adaptation: Adaptation
    led_by: UUID
    began_at: datetime
    assent: Assent
    assent_how: str
    group_id: UUID | None = None
    shown_order: tuple[UUID, ...] = ()
    picked: str = ""
    placed: dict[UUID, Place] = {}
    given_by: GivenBy | None = None
    did: str = ""
    meant: str = ""
    read_by: UUID | None = None
    stopped_at: datetime | None = None
    stopped_how: str = ""
    ended_at: datetime | None = None
    present: tuple[Presence, ...] = ()


async def record_sitting(
    writing: AsyncSession, consultation_id: UUID, wanted: SittingDraft, *, by: UUID, at: datetime
) -> UUID:
    """A whole sitting at once. The same `sent_id` again changes nothing and returns the same sitting.

    It may come in after the consultation was closed, if it took place before. Of what was picked before a stop,
    nothing is kept. Raises `NotValid`, `NotAllowed` or `WrongMoment`.
    """
    known = select(ConsultationSitting).where(ConsultationSitting.sent_id == wanted.sent_id)
    response = await locked(writing, ConsultationResponse, (consultation_id, wanted.person_id))
    row = await writing.scalar(known)
    if row is not None:
        if (row.consultation_id, row.person_id) != (consultation_id, wanted.person_id):
            raise AlreadyDone("This sheet was written down already, for somebody else. Look at its number.")
        return row.id
    if wanted.ended_at is None and wanted.stopped_at is None:
        wanted = msgspec.structs.replace(wanted, ended_at=at)
    check_whole(wanted)
    return await add_sitting(writing, response, wanted, by=by, at=at)


def check_whole(wanted: SittingDraft) -> None:
    """What a sitting has once it is over (invariant 73). Raises `NotValid` beside the field."""
    if wanted.assent is not Assent.GIVEN or wanted.stopped_at is not None:
        return
    answered = bool(wanted.picked or wanted.placed)
    if not answered and not wanted.did.strip():
        raise NotValid("Write down what they did, also if they did nothing.", field="did")
    if (answered or wanted.meant.strip()) and wanted.given_by is None:
        raise NotValid("Choose how the answer came.", field="given_by")


async def add_sitting(
    writing: AsyncSession, response: ConsultationResponse, wanted: SittingDraft, *, by: UUID, at: datetime
) -> UUID:
    """The row and who was there, with all that has to be true before; then where the answer stands."""
    row = await writing.get(Consultation, response.consultation_id)
    assert row is not None
    if wanted.through is Through.PAGE:
        rules.check_goes_on(response.over_because)
    rules.check_was_there(ended_of(response), day_of(wanted.began_at))
    await check_may_lead(writing, row, wanted.person_id, wanted.led_by, wanted.began_at, at)
    await _check_content(writing, row, wanted)
    before = await happened(writing, response)
    rules.check_may_begin(before, _as_happened(wanted))
    given, stopped = wanted.assent is Assent.GIVEN, wanted.stopped_at is not None
    answers = given and not stopped
    sitting = ConsultationSitting(
        id=uuid4(),
        sent_id=wanted.sent_id,
        consultation_id=row.id,
        person_id=wanted.person_id,
        group_id=wanted.group_id,
        through=wanted.through,
        adaptation=wanted.adaptation,
        led_by=wanted.led_by,
        began_at=wanted.began_at,
        assent=wanted.assent,
        assent_how=wanted.assent_how.strip(),
        shown_order=",".join(str(one) for one in wanted.shown_order) if given else "",
        picked=wanted.picked if answers else "",
        placed=placed_text(wanted.placed) if answers else "",
        given_by=wanted.given_by if answers else None,
        did=wanted.did.strip() if given else "",
        meant=wanted.meant.strip() if answers else "",
        read_by=(wanted.read_by or wanted.led_by) if answers and wanted.meant.strip() else None,
        stopped_at=wanted.stopped_at if given else None,
        stopped_how=wanted.stopped_how.strip() if given and stopped else "",
        ended_at=wanted.ended_at or wanted.stopped_at or (None if given else wanted.began_at),
        entered_by=by,
        entered_at=at,
    )
    writing.add(sitting)
    await writing.flush()
    await add_present(writing, sitting, wanted.present)
    await settle(writing, response, fresh=sitting)
    verb = "sat" if answers else "stopped_asking" if given else "not_assented"
    await note(writing, row.id, verb, by, at, through=wanted.through.value)
    return sitting.id


def ended_of(response: ConsultationResponse) -> Ended | None:
    """From when on, and why, this person is asked no more."""
    if response.over_on is None or response.over_because is None:
        return None
    return Ended(response.over_on, response.over_because)


def _as_happened(wanted: SittingDraft) -> Happened:
    return Happened(
        began_at=wanted.began_at,
        assent=wanted.assent,
        stopped=wanted.stopped_at is not None,
        ended=wanted.ended_at is not None,
        own=wanted.led_by == wanted.person_id,
    )


async def check_may_lead(
    writing: AsyncSession, row: Consultation, person_id: UUID, led_by: UUID, began_at: datetime, at: datetime
) -> None:
    """The consultation is open, or was then; whoever leads asks in it and does not deliver this person's care."""
    if began_at > at + FAST:
        raise NotValid("That is still to come. Choose the day on which they were asked.", field="began_at")
    late = row.closed_at is not None and began_at <= row.closed_at
    rules.check_stage(row.stage, *((Stage.OPEN, Stage.CLOSED) if late else (Stage.OPEN,)))
    if row.opened_at is None or day_of(began_at) < day_of(row.opened_at):
        raise NotValid("That was before people were asked. Choose a later day.", field="began_at")
    if led_by == person_id:
        return
    rules.check_leads(delivers_care=await delivers_care(writing, led_by, person_id, day_of(began_at)))
    asker = await writing.get(ConsultationAsker, (row.id, led_by))
    asked_then = asker is not None and (asker.ended_at is None or asker.ended_at >= began_at)
    if not asked_then and await queries.part_of(writing, row, led_by, day_of(at)) < Part.ASKS:
        raise NotValid("This person asks nobody in this consultation. Name them first.", field="led_by")


async def _check_content(writing: AsyncSession, row: Consultation, wanted: SittingDraft) -> None:
    methods = await methods_on(writing, day_of(wanted.began_at))
    rules.check_adaptation(wanted.adaptation, methods)
    if wanted.given_by is not None:
        rules.check_given_by(wanted.given_by, methods)
    if not wanted.assent_how.strip():
        raise NotValid("Write down how they showed whether they want to take part.", field="assent_how")
    if wanted.stopped_at is not None and not wanted.stopped_how.strip():
        raise NotValid("Write down how they showed that they want to stop.", field="stopped_how")
    cards = await card_ids(writing, row.id)
    rules.check_picked(wanted.picked, cards)
    if not {*wanted.placed, *wanted.shown_order} <= set(cards):
        raise NotValid("Choose from the things that were shown.", field="placed")
    if wanted.group_id is not None:
        await _check_group(writing, row.id, wanted.group_id, wanted.person_id)
    reader = wanted.read_by or wanted.led_by
    if wanted.meant.strip() and reader != wanted.person_id:
        care = await delivers_care(writing, reader, wanted.person_id, day_of(wanted.began_at))
        rules.check_reads(delivers_care=care, first=True)


async def _check_group(writing: AsyncSession, consultation_id: UUID, group_id: UUID, person_id: UUID) -> None:
    """At most four, all of this consultation, each once. Raises `NotValid`."""
    together = select(ConsultationSitting.consultation_id, ConsultationSitting.person_id).where(
        ConsultationSitting.group_id == group_id
    )
    rows = [(one.consultation_id, one.person_id) for one in await writing.execute(together)]
    if (consultation_id, person_id) in rows or any(where != consultation_id for where, _ in rows):
        raise NotValid("This person is in this group already, or it is of another question.", field="people")
    if len(rows) >= rules.MOST_TOGETHER:
        raise NotValid("Four people at most are asked together.", field="people")


async def card_ids(reading: AsyncSession, consultation_id: UUID) -> tuple[UUID, ...]:
    """The cards of a question, in their order."""
    cards = select(ConsultationCard.id).where(ConsultationCard.consultation_id == consultation_id)
    return tuple(await reading.scalars(cards.order_by(ConsultationCard.position)))


def placed_text(placed: dict[UUID, Place]) -> str:
    """What lies where, as the row keeps it."""
    return ",".join(f"{card}:{place.value}" for card, place in placed.items())


async def add_present(writing: AsyncSession, sitting: ConsultationSitting, present: Sequence[Presence]) -> None:
    """Who else was there, after those who are written down already; whoever delivers the care is marked."""
    there = select(func.max(ConsultationPresent.number)).where(ConsultationPresent.sitting_id == sitting.id)
    start = (await writing.scalar(there) or 0) + 1
    for number, one in enumerate(present, start=start):
        if one.person_id is None and not one.name.strip():
            raise NotValid("Write the name of whoever was there.", field="present")
        care = one.delivers_care
        if one.person_id is not None:
            care = await delivers_care(writing, one.person_id, sitting.person_id, day_of(sitting.began_at))
        writing.add(
            ConsultationPresent(
                sitting_id=sitting.id,
                number=number,
                present_as=one.present_as,
                person_id=one.person_id,
                name=one.name.strip() if one.person_id is None else "",
                delivers_care=care,
            )
        )
    await writing.flush()


async def happened(reading: AsyncSession, response: ConsultationResponse) -> tuple[Happened, ...]:
    """All sittings of one person in one consultation, as far as it matters for what may follow."""
    rows = select(ConsultationSitting).where(
        ConsultationSitting.consultation_id == response.consultation_id,
        ConsultationSitting.person_id == response.person_id,
    )
    return tuple(
        Happened(
            began_at=one.began_at,
            assent=one.assent,
            stopped=one.stopped_at is not None,
            ended=one.ended_at is not None,
            own=one.led_by == one.person_id,
        )
        for one in await reading.scalars(rows)
    )


async def settle(
    writing: AsyncSession, response: ConsultationResponse, fresh: ConsultationSitting | None = None
) -> None:
    """Where the answer stands after a sitting. A stop wipes every view; a new sitting has to be read and checked
    back anew; a "no" to a further sitting leaves what was said before."""
    sittings = await happened(writing, response)
    if rules.agreed_since(sittings):
        if fresh is not None and fresh.assent is not Assent.GIVEN:
            return
        unchecked(response)
        if response.heard is not Heard.RECORDED:
            response.heard, response.why_not = Heard.IN_SESSION, ""
    elif rules.last_stop(sittings) is not None:
        await _wipe_views(writing, response)
        response.heard, response.why_not = Heard.STOPPED, ""
    elif response.heard in (Heard.INVITED, Heard.NOT_REACHED):
        response.heard, response.why_not = Heard.DECLINED, ""
    await writing.flush()


def unchecked(response: ConsultationResponse) -> None:
    """What was checked back does not hold any more as it was."""
    if response.heard is Heard.FINAL:
        response.heard = Heard.RECORDED
    response.checked_back_at = response.checked_back_by = None
    response.checked_back_how = ""


async def _wipe_views(writing: AsyncSession, response: ConsultationResponse) -> None:
    """No position of somebody who stopped (invariant 72): neither what counts nor what readers made of it."""
    unchecked(response)
    response.heard = Heard.STOPPED
    response.stance = response.card_id = response.evidence = response.confidence = None
    response.leaning = False
    response.doubts = response.released = response.release_agreed = ""
    await writing.execute(
        delete(ConsultationReading).where(
            ConsultationReading.consultation_id == response.consultation_id,
            ConsultationReading.person_id == response.person_id,
        )
    )


async def note(
    writing: AsyncSession, consultation_id: UUID, done: str, by: UUID | None, at: datetime, **facts: str | bool
) -> None:
    """The line in the record: never whom it was about, never what they showed."""
    await record.add(writing, Event(f"consultation.{done}", f"consultation:{consultation_id}", at, by, dict(facts)))
