"""How tests ask the people of W14: one sitting, one reading, with what a test cares for changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from msgspec.structs import replace

from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import ReadingDraft, SittingDraft
from govern.forums.consultations.models import ConsultationReading, ConsultationResponse, ConsultationSitting, Through
from govern.forums.consultations.rules import Adaptation, Assent, Confidence, Evidence, GivenBy, Stance
from tests.forums.consultations.conftest import Swimming

DAY = timedelta(days=1)


def now(swimming: Swimming) -> datetime:
    return swimming.forums.town.clock.at


def a_sitting(swimming: Swimming, person: UUID, **changed: object) -> SittingDraft:
    """Led by Mair Elis a minute ago: Thursday was picked by pointing."""
    at = now(swimming)
    draft = SittingDraft(
        sent_id=uuid4(),
        person_id=person,
        through=Through.PAPER,
        adaptation=Adaptation.PHOTOGRAPHS,
        led_by=swimming.person("Mair Elis"),
        began_at=at,
        assent=Assent.GIVEN,
        assent_how="Smiled and sat down",
        shown_order=(swimming.tuesday, swimming.thursday),
        picked=str(swimming.thursday),
        given_by=GivenBy.POINTED,
        did="Pointed at Thursday, twice",
        meant="Wants Thursday",
    )
    return replace(draft, **changed)


def a_reading(**changed: object) -> ReadingDraft:
    draft = ReadingDraft(
        stance=Stance.FOR, evidence=Evidence.CHOSEN, confidence=Confidence.HIGH, knows_person="For three years"
    )
    return replace(draft, **changed)


async def sat(
    swimming: Swimming,
    person: UUID,
    by: str = "Mair Elis",
    also: Mapping[str, object] | None = None,
    **changed: object,
) -> UUID:
    draft = replace(a_sitting(swimming, person), **{**(also or {}), **changed})
    at = max(draft.began_at, now(swimming))
    async with swimming.store.writing() as writing:
        return await lifecycle.record_sitting(writing, swimming.id, draft, by=swimming.person(by), at=at)


async def was_read(
    swimming: Swimming,
    person: UUID,
    by: str = "Mair Elis",
    at: datetime | None = None,
    also: Mapping[str, object] | None = None,
    **changed: object,
) -> int:
    draft = replace(a_reading(), **{**(also or {}), **changed})
    async with swimming.store.writing() as writing:
        return await lifecycle.read(
            *(writing, swimming.id, person, draft), by=swimming.person(by), at=at or now(swimming)
        )


async def checked(swimming: Swimming, person: UUID, by: str = "Mair Elis", how: str = "Nodded") -> None:
    async with swimming.store.writing() as writing:
        await lifecycle.check_back(
            *(writing, swimming.id, person, how), by=swimming.person(by), at=now(swimming) + DAY
        )


async def stands(swimming: Swimming, person: UUID) -> ConsultationResponse:
    async with swimming.store.reading() as reading:
        row = await reading.get(ConsultationResponse, (swimming.id, person))
    assert row is not None
    return row


async def sitting_row(swimming: Swimming, sitting: UUID) -> ConsultationSitting:
    async with swimming.store.reading() as reading:
        row = await reading.get(ConsultationSitting, sitting)
    assert row is not None
    return row


async def reading_row(swimming: Swimming, person: UUID, number: int) -> ConsultationReading | None:
    async with swimming.store.reading() as reading:
        return await reading.get(ConsultationReading, (swimming.id, person, number))
