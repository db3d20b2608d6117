"""What people said before something was decided: the consultations beside an item, cited in its minutes (78)."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.consultations import queries as consultations
from govern.forums.consultations.models import AttachedTo, Consultation, ConsultationAttached
from govern.sentences import Sentence


async def cited_by(reading: AsyncSession, item_ids: Collection[UUID]) -> dict[UUID, tuple[UUID, ...]]:
    """Item -> the consultations that lie beside it, in the order they were laid there."""
    rows = await reading.execute(
        select(ConsultationAttached.target_id, ConsultationAttached.consultation_id)
        .where(ConsultationAttached.kind == AttachedTo.AGENDA, ConsultationAttached.target_id.in_(item_ids))
        .order_by(ConsultationAttached.attached_at)
    )
    found: dict[UUID, tuple[UUID, ...]] = {}
    for item, consultation in rows:
        found[item] = (*found.get(item, ()), consultation)
    return found


async def cited(reading: AsyncSession, consultation_ids: Collection[UUID], language: str) -> tuple[Sentence, ...]:
    """How they are cited, in one language: what people were asked, and what changed or why nothing did."""
    said: list[Sentence] = []
    for one in consultation_ids:
        title = await reading.scalar(select(Consultation.title).where(Consultation.id == one))
        said.append(Sentence("People were asked first: “{title}”.", title=in_language(title or {}, language)))
        decided = await consultations.decided(reading, one, language)
        if decided is not None and decided.changed:
            said.append(Sentence("What changed because of it: {words}", words=decided.changed))
        elif decided is not None and decided.nothing_because:
            said.append(Sentence("Nothing changed because of it: {words}", words=decided.nothing_because))
    return tuple(said)
