"""Fourth chapter: what was shown is read, by a second person too where the first is not sure, and checked back.

A reading below the set confidence counts as no clear view until a second person has read it without seeing the first
reading (invariant 74). What the person changes on checking back is a new reading.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.sitting import card_ids, happened, note, unchecked
from govern.forums.consultations.models import (
    Consultation,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.rules import Asks, Confidence, Evidence, GivenBy, Heard, Read, Stage, Stance
from govern.identity.rules import day_of

FIRST, SECOND = 1, 2


class ReadingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader makes of all sittings of one person: position, evidence and confidence apart.

    `read_by` where somebody else writes it down from paper; otherwise whoever writes reads. `doubts` is what the
    reader is unsure of.
    """

    stance: Stance
    evidence: Evidence
    confidence: Confidence
    leaning: bool = False
    card_id: UUID | None = None
    knows_person: str = ""
    words: str = ""
    doubts: str | None = None
    read_by: UUID | None = None

    @property
    def as_read(self) -> Read:
        return Read(
            self.stance,
            self.evidence,
            self.confidence,
            self.leaning,
            None if self.card_id is None else str(self.card_id),
        )


async def read(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, wanted: ReadingDraft, *, by: UUID, at: datetime
) -> int:
    """A reading: the first, the first once more by the same reader, or the second. Returns which number it is.

    Raises `WrongMoment` before there is anything to read and after a stop, `NotAllowed` where somebody's reading
    may not stand here, `NotValid` beside the field.
    """
    row, response = await _held(writing, consultation_id, person_id)
    reader = wanted.read_by or by
    sittings = await happened(writing, response)
    rules.check_may_be_read(sittings)
    await _check_reading(writing, row, response, wanted, own=reader == person_id)
    first = await writing.get(ConsultationReading, (consultation_id, person_id, FIRST))
    number = FIRST if first is None or first.read_by == reader else SECOND
    care = await delivers_care(writing, reader, person_id, day_of(at))
    rules.check_reads(delivers_care=care, first=number == FIRST)
    if number == FIRST:
        await _forget(writing, response)
    else:
        assert first is not None
        await _check_second(writing, response, first, reader, at)
    writing.add(
        ConsultationReading(
            consultation_id=consultation_id,
            person_id=person_id,
            number=number,
            read_by=reader,
            stance=wanted.stance,
            leaning=wanted.leaning,
            card_id=wanted.card_id,
            evidence=wanted.evidence,
            confidence=wanted.confidence,
            knows_person=wanted.knows_person.strip(),
            words=wanted.words.strip(),
            read_at=at,
        )
    )
    await writing.flush()
    if wanted.doubts is not None:
        response.doubts = wanted.doubts.strip()
    await _count(writing, response, at)
    await note(writing, row.id, "read", by, at, second=number == SECOND)
    return number


async def _held(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID
) -> tuple[Consultation, ConsultationResponse]:
    """The consultation, while it may still be read, and this person's row in it, held."""
    response = await locked(writing, ConsultationResponse, (consultation_id, person_id))
    row = await writing.get(Consultation, consultation_id)
    assert row is not None
    rules.check_stage(row.stage, Stage.OPEN, Stage.CLOSED)
    return row, response


async def _check_reading(
    writing: AsyncSession, row: Consultation, response: ConsultationResponse, wanted: ReadingDraft, *, own: bool
) -> None:
    """The three fields fit together and fit the sittings. Raises `NotValid`."""
    given = await _given_by(writing, response)
    only_seen = given == {GivenBy.BEHAVIOUR}
    rules.check_read(wanted.as_read, GivenBy.BEHAVIOUR if only_seen else GivenBy.SPOKE)
    if row.asks is Asks.PROPOSAL and wanted.stance is Stance.CARD:
        raise NotValid(
            "This asks for or against one thing. Say whether they are for it or against it.", field="stance"
        )
    if row.asks is Asks.BETWEEN and wanted.stance in (Stance.FOR, Stance.AGAINST):
        raise NotValid("This asks which of several things. Say which one they chose.", field="stance")
    if wanted.card_id is not None and wanted.card_id not in await card_ids(writing, row.id):
        raise NotValid("Say which of the things offered they chose.", field="card")
    if not own and not wanted.knows_person.strip():
        raise NotValid("Write how you know this person, also if you met them today.", field="knows_person")


async def _given_by(reading: AsyncSession, response: ConsultationResponse) -> set[GivenBy]:
    """How the answers came that this reading rests on. Nothing at all counts as what others saw."""
    rows = select(ConsultationSitting.given_by).where(
        ConsultationSitting.consultation_id == response.consultation_id,
        ConsultationSitting.person_id == response.person_id,
        ConsultationSitting.stopped_at.is_(None),
        ConsultationSitting.given_by.is_not(None),
    )
    return {one for one in await reading.scalars(rows) if one is not None} or {GivenBy.BEHAVIOUR}


async def _forget(writing: AsyncSession, response: ConsultationResponse) -> None:
    """A first reading anew: whatever was read before was of something else."""
    await writing.execute(
        delete(ConsultationReading).where(
            ConsultationReading.consultation_id == response.consultation_id,
            ConsultationReading.person_id == response.person_id,
        )
    )


async def _check_second(
    writing: AsyncSession, response: ConsultationResponse, first: ConsultationReading, reader: UUID, at: datetime
) -> None:
    """A second reading is for what the first is not sure of, by one other person. Raises `NotAllowed`."""
    if not rules.needs_second(first.confidence, await _below(writing, at)):
        raise NotAllowed("The first reader is sure. No second reading is needed.")
    second = await writing.get(ConsultationReading, (response.consultation_id, response.person_id, SECOND))
    if second is None:
        return
    if second.read_by != reader:
        raise AlreadyDone("Two people have said already what they make of it.")
    await writing.delete(second)
    await writing.flush()


async def _below(reading: AsyncSession, at: datetime) -> str:
    return (await rulebook.in_force(reading, day_of(at))).rulebook.consultation.second_observer_below


async def _count(writing: AsyncSession, response: ConsultationResponse, at: datetime) -> None:
    """What counts after the readings there are. One that needs a second is no clear view until then."""
    rows = (
        select(ConsultationReading)
        .where(
            ConsultationReading.consultation_id == response.consultation_id,
            ConsultationReading.person_id == response.person_id,
        )
        .order_by(ConsultationReading.number)
    )
    reads = [as_read(one) for one in await writing.scalars(rows)]
    if len(reads) == SECOND:
        counts = rules.agreed(*reads)
    elif rules.needs_second(reads[0].confidence, await _below(writing, at)):
        counts = Read(Stance.NO_CLEAR_VIEW, reads[0].evidence, Confidence.LOW)
    else:
        counts = reads[0]
    unchecked(response)
    response.stance, response.leaning = counts.stance, counts.leaning
    response.card_id = None if counts.card is None else UUID(counts.card)
    response.evidence, response.confidence = counts.evidence, counts.confidence
    response.heard, response.why_not = Heard.RECORDED, ""
    await writing.flush()


def as_read(row: ConsultationReading) -> Read:
    """A reading without who made it."""
    card = None if row.card_id is None else str(row.card_id)
    return Read(row.stance, row.evidence, row.confidence, row.leaning, card)


async def check_back(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, how: str, *, by: UUID, at: datetime
) -> None:
    """It was read back to the person and they confirmed it: from now on it is final.

    Raises `WrongMoment` where nothing clear was read, or they were asked once more since, `NotValid` without how.
    """
    row, response = await _held(writing, consultation_id, person_id)
    if response.heard is Heard.FINAL:
        raise AlreadyDone("They have heard it again already, and it is as they said.")
    if response.heard is not Heard.RECORDED:
        raise WrongMoment("There is no view of theirs to check yet.")
    rules.check_goes_on(response.over_because)
    if not how.strip():
        raise NotValid("Write down how they showed that it is right.", field="how")
    if by != person_id:
        rules.check_leads(delivers_care=await delivers_care(writing, by, person_id, day_of(at)))
    if response.stance is Stance.NO_CLEAR_VIEW:
        raise WrongMoment(
            "There is no clear view to check with them. A second person can look at it, or you can ask once more."
        )
    if await _sat_since(writing, response):
        raise WrongMoment("They were asked once more since. Say first what you make of all of it.")
    response.heard = Heard.FINAL
    response.checked_back_at, response.checked_back_by, response.checked_back_how = at, by, how.strip()
    await note(writing, row.id, "checked_back", by, at)


async def _sat_since(reading: AsyncSession, response: ConsultationResponse) -> bool:
    """Whether a sitting came in after the last reading."""
    where = (
        ConsultationSitting.consultation_id == response.consultation_id,
        ConsultationSitting.person_id == response.person_id,
        ConsultationSitting.assent == rules.Assent.GIVEN,
    )
    sat = await reading.scalar(select(func.max(ConsultationSitting.entered_at)).where(*where))
    last = await reading.scalar(
        select(func.max(ConsultationReading.read_at)).where(
            ConsultationReading.consultation_id == response.consultation_id,
            ConsultationReading.person_id == response.person_id,
        )
    )
    return sat is not None and last is not None and sat > last


async def not_reached(
    writing: AsyncSession, consultation_id: UUID, person_id: UUID, why: str, *, by: UUID, at: datetime
) -> None:
    """This person could not be asked, and why. Raises `WrongMoment` where they were, `NotValid` without a reason."""
    row, response = await _held(writing, consultation_id, person_id)
    if response.heard not in (Heard.INVITED, Heard.IN_SESSION, Heard.NOT_REACHED):
        raise WrongMoment(
            "That is not possible now. Where this stands: {state}.", state=rules.HEARD_WORDS[response.heard]
        )
    if not why.strip():
        raise NotValid("Say why they could not be asked.", field="why_not")
    response.heard, response.why_not = Heard.NOT_REACHED, why.strip()
    await note(writing, row.id, "not_reached", by, at)
