"""The same in steps, for pages: agreed to, shown, picked or placed, told, ended; stopped at any moment.

Each step holds the sitting; after a stop or its end only facts are added. Only whoever leads it, or the person at
their own page, takes a step in it.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.asking import methods_on
from govern.forums.consultations.lifecycle.sitting import (
    Presence,
    SittingDraft,
    add_sitting,
    card_ids,
    note,
    placed_text,
    settle,
)
from govern.forums.consultations.models import (
    Consultation,
    ConsultationResponse,
    ConsultationSitting,
    Through,
)
from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.rules import Adaptation, Assent, GivenBy, Place, Stage
from govern.identity.rules import day_of


class Beginning(msgspec.Struct, frozen=True, kw_only=True):
    """How a sitting begins: the person was asked whether they want to, and this is what was seen."""

    sent_id: UUID
    person_id: UUID
    adaptation: Adaptation
    assent: Assent
    assent_how: str
    group_id: UUID | None = None
    present: tuple[Presence, ...] = ()


async def begin(writing: AsyncSession, consultation_id: UUID, wanted: Beginning, *, by: UUID, at: datetime) -> UUID:
    """Asked whether they want to take part. With assent the cards lie in an order of this sitting's own, which is
    written down; without it the row says so and nothing else. Pressed twice, it is one."""
    response = await locked(writing, ConsultationResponse, (consultation_id, wanted.person_id))
    before = select(ConsultationSitting).where(
        ConsultationSitting.consultation_id == consultation_id, ConsultationSitting.person_id == wanted.person_id
    )
    rows = list(await writing.scalars(before))
    known = next((row for row in rows if row.sent_id == wanted.sent_id), None)
    if known is not None:
        return known.id
    turn = sum(row.assent is Assent.GIVEN for row in rows)
    order = rules.lay(await card_ids(writing, consultation_id), wanted.person_id, consultation_id, turn)
    draft = SittingDraft(
        sent_id=wanted.sent_id,
        person_id=wanted.person_id,
        through=Through.PAGE,
        adaptation=wanted.adaptation,
        led_by=by,
        began_at=at,
        assent=wanted.assent,
        assent_how=wanted.assent_how,
        group_id=wanted.group_id,
        shown_order=order,
        present=wanted.present,
    )
    return await add_sitting(writing, response, draft, by=by, at=at)


async def _held(writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, by: UUID) -> ConsultationSitting:
    """The sitting, by whoever leads it, in a consultation that may still be written down. Raises `NotFound`."""
    row = await locked(writing, ConsultationSitting, sitting_id)
    if row.consultation_id != consultation_id:
        raise NotFound("There is no such sitting. Go back to the person.")
    if row.led_by != by:
        raise AlreadyDone("Somebody else asks this person here. Ask them, or begin a sitting of your own.")
    consultation = await writing.get(Consultation, consultation_id)
    assert consultation is not None
    rules.check_stage(consultation.stage, Stage.OPEN, Stage.CLOSED)
    rules.check_assent(row.assent)
    return row


async def _going_on(writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, by: UUID) -> ConsultationSitting:
    """The same, while it goes on. Raises `WrongMoment`: no position after a stop (invariant 72)."""
    row = await _held(writing, consultation_id, sitting_id, by)
    if row.stopped_at is not None:
        raise WrongMoment("They showed that they want to stop. Nothing more is asked or written down of this time.")
    if row.ended_at is not None:
        raise AlreadyDone("This sitting is over. Ask once more in a new one.")
    return row


async def pick(
    writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, picked: str, *, by: UUID, at: datetime
) -> None:
    """What was chosen; "" takes it away again, so that it can be chosen anew."""
    row = await _going_on(writing, consultation_id, sitting_id, by)
    rules.check_picked(picked, await card_ids(writing, consultation_id))
    row.picked = picked
    await writing.flush()
    await note(writing, consultation_id, "asked_on", by, at)


async def put(
    writing: AsyncSession,
    consultation_id: UUID,
    sitting_id: UUID,
    card_id: UUID,
    place: Place | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """A card is put in one of the three places, moved to another, or taken away again."""
    row = await _going_on(writing, consultation_id, sitting_id, by)
    if card_id not in await card_ids(writing, consultation_id):
        raise NotValid("Choose one of the things that were shown.", field="placed")
    placed = placed_of(row.placed)
    if place is None:
        placed.pop(card_id, None)
    else:
        placed[card_id] = place
    row.placed = placed_text(placed)
    await writing.flush()
    await note(writing, consultation_id, "asked_on", by, at)


def placed_of(text: str) -> dict[UUID, Place]:
    """What lies where, from how the row keeps it."""
    pairs = (one.split(":", 1) for one in text.split(",") if one)
    return {UUID(card): Place(place) for card, place in pairs}


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What happened, once the person is done: facts apart from what they were taken to mean."""

    did: str
    given_by: GivenBy | None = None
    meant: str = ""
    read_by: UUID | None = None


async def tell(
    writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, wanted: Told, *, by: UUID, at: datetime
) -> None:
    """The facts and what they were taken to mean; the sitting ends with it. After a stop only facts are kept.

    Raises `NotValid` beside the field, `NotAllowed` where the reader delivers the care.
    """
    row = await _held(writing, consultation_id, sitting_id, by)
    if row.stopped_at is not None:
        row.did = wanted.did.strip()
        await note(writing, consultation_id, "asked_on", by, at)
        return
    answered = bool(row.picked or row.placed)
    if not wanted.did.strip():
        raise NotValid("Write down what they did, also if they did nothing.", field="did")
    if wanted.given_by is None and (answered or wanted.meant.strip()):
        raise NotValid("Choose how the answer came.", field="given_by")
    if wanted.given_by is not None:
        rules.check_given_by(wanted.given_by, await methods_on(writing, day_of(row.began_at)))
    reader = wanted.read_by or by
    if wanted.meant.strip() and reader != row.person_id:
        care = await delivers_care(writing, reader, row.person_id, day_of(row.began_at))
        rules.check_reads(delivers_care=care, first=True)
    row.did, row.given_by, row.meant = wanted.did.strip(), wanted.given_by, wanted.meant.strip()
    row.read_by = reader if row.meant else None
    first = row.ended_at is None
    row.ended_at = row.ended_at or at
    await writing.flush()
    await note(writing, consultation_id, "asked_to_the_end" if first else "asked_on", by, at)


async def stop_sitting(
    writing: AsyncSession, consultation_id: UUID, sitting_id: UUID, how: str, *, by: UUID, at: datetime
) -> None:
    """They showed that they want to stop. In one press, at any moment: what was picked, placed and made of it goes,
    and so does every view that was read (invariant 72). A second press changes nothing but adds how it was shown."""
    held = await _held(writing, consultation_id, sitting_id, by)
    response = await locked(writing, ConsultationResponse, (consultation_id, held.person_id))
    if not how.strip():
        raise NotValid("Write down how they showed that they want to stop.", field="stopped_how")
    if held.stopped_at is not None:
        held.stopped_how = how.strip()
        await note(writing, consultation_id, "asked_on", by, at)
        return
    held.picked = held.placed = held.meant = ""
    held.given_by = held.read_by = None
    held.stopped_at, held.stopped_how = at, how.strip()
    held.ended_at = held.ended_at or at
    await writing.flush()
    await settle(writing, response)
    await note(writing, consultation_id, "stopped_asking", by, at)
