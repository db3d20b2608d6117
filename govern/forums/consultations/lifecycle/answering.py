"""Sixth chapter: somebody answers a question on their own page. Their press is assent, and their own reading."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, read
from govern.forums.consultations.lifecycle.steps import Told, placed_of, tell
from govern.forums.consultations.models import Consultation, ConsultationCard, ConsultationSitting
from govern.forums.consultations.rules import Evidence, GivenBy, Stance


async def answer_myself(
    writing: AsyncSession,
    consultation_id: UUID,
    sitting_id: UUID,
    words: str,
    told: str,
    confirmed: str,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """They saw what they chose once more and said that it is right: it is read as they chose it, and final.

    `words` are their own, where they wrote some; `told` and `confirmed` say in a sentence what they pressed. Raises
    `NotValid` where nothing was chosen.
    """
    row = await writing.get(ConsultationSitting, sitting_id)
    consultation = await writing.get(Consultation, consultation_id)
    assert row is not None
    assert consultation is not None
    if not row.picked and not row.placed:
        raise NotValid("Choose something first, or press: I do not want to say.", field="picked")
    said = words.strip()
    given = GivenBy.WROTE if said else GivenBy.POINTED
    await tell(writing, consultation_id, sitting_id, Told(did=said or told, given_by=given), by=by, at=at)
    cards = select(ConsultationCard).where(ConsultationCard.consultation_id == consultation_id)
    counts = {str(card.id): card.counts_as for card in await writing.scalars(cards)}
    placed = {str(card): place for card, place in placed_of(row.placed).items()}
    evidence = Evidence.STATED if said else Evidence.CHOSEN
    found = rules.meant_by(consultation.asks, row.picked, placed, counts, evidence)
    draft = ReadingDraft(
        stance=found.stance,
        evidence=found.evidence,
        confidence=found.confidence,
        leaning=found.leaning,
        card_id=None if found.card is None else UUID(found.card),
        words=said,
    )
    await read(writing, consultation_id, by, draft, by=by, at=at)
    if found.stance is not Stance.NO_CLEAR_VIEW:
        await check_back(writing, consultation_id, by, confirmed, by=by, at=at)
