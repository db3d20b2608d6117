"""What forums asked for: the wording that counts now, and every answer with its reasons."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.recommendations import queries as recommendations
from govern.forums.recommendations.models import Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.rules import INSIDE
from govern.identity.rules import day_of
from govern.minutes.search.rules import Reader, Text


async def texts(reading: AsyncSession, ids: Collection[UUID]) -> dict[UUID, list[Text]]:
    """Of those that have left their forum."""
    rows = await reading.execute(
        select(Recommendation, RecommendationVersion)
        .join(RecommendationVersion, RecommendationVersion.recommendation_id == Recommendation.id)
        .where(
            Recommendation.id.in_(ids),
            Recommendation.stage.not_in(list(INSIDE)),
            RecommendationVersion.number == Recommendation.version,
        )
    )
    asked = [(row, version) for row, version in rows]
    steps: dict[UUID, list[RecommendationStep]] = {}
    for step in await reading.scalars(
        select(RecommendationStep)
        .where(RecommendationStep.recommendation_id.in_([row.id for row, _ in asked]))
        .order_by(RecommendationStep.position)
    ):
        steps.setdefault(step.recommendation_id, []).append(step)
    return {row.id: _of(row, version, steps.get(row.id, [])) for row, version in asked}


def _of(row: Recommendation, version: RecommendationVersion, steps: list[RecommendationStep]) -> list[Text]:
    reasons = [step.reasons for step in steps if step.reasons]
    return [
        Text(
            address=f"recommendations/{row.id}",
            language=code,
            title=title,
            text="\n".join(
                filter(None, (in_language(version.text, code), *(in_language(one, code) for one in reasons)))
            ),
            on=steps[-1].on_day if steps else day_of(row.written_at),
        )
        for code, title in version.title.items()
    ]


async def seen(reading: AsyncSession, ids: Collection[UUID], reader: Reader) -> frozenset[UUID]:
    if reader.person_id is None:
        return frozenset()
    return await recommendations.there_for(reading, ids, reader.person_id, reader.on, officer=reader.answers)
