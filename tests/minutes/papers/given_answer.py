"""A recommendation that a local forum agreed on and the board answered in other words, with easy words."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import msgspec

from govern.database import Store
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.recommendations.models import Recommendation, RecommendationStep, RecommendationVersion
from govern.forums.recommendations.rules import EasyLine, Stage
from govern.forums.recommendations.rules.journey import StepKind

PICTURE = "vendor/symbols/openmoji-house.svg"
EASY = {
    "en": (EasyLine(PICTURE, "You are ill."), EasyLine(PICTURE, "Your pay stays the same.")),
    "cy": (EasyLine(PICTURE, "Rydych chi'n sâl."), EasyLine(PICTURE, "Mae'ch cyflog yr un fath.")),
}
TITLE = {"en": "Sick pay after week six", "cy": "Tâl salwch ar ôl wythnos chwech"}
TEXT = {"en": "Sick pay stays the same.", "cy": "Mae tâl salwch yr un fath."}
REASONS = {"en": "From July we can pay for it.", "cy": "O fis Gorffennaf gallwn dalu amdano."}
IN_EASY_WORDS = {"en": "Yes, from July.", "cy": "Iawn, o fis Gorffennaf."}


async def an_answered_recommendation(store: Store, by: UUID, at: datetime, stage: Stage = Stage.ANSWER_DUE) -> UUID:
    one, day = uuid4(), at.date()
    async with store.writing() as writing:
        draft = ForumDraft(layer="local", name={"en": "Pont forum", "cy": "Fforwm Pont"})
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        writing.add(
            Recommendation(
                **{"id": one, "forum_id": forum, "stage": stage, "with_body": "board", "written_by": by},
                **{"written_at": at, "agreed_on": day - timedelta(days=60), "answered_on": day, "version": 1},
            )
        )
        await writing.flush()
        writing.add(
            RecommendationVersion(
                **{"recommendation_id": one, "number": 1, "title": TITLE, "text": TEXT, "facts": {}},
                **{"easy": msgspec.json.encode(EASY).decode(), "forum_id": forum, "written_by": by, "written_at": at},
            )
        )
        steps = (
            (StepKind.AGREED, {"forum_id": forum, "on_day": day - timedelta(days=60), "to_body": "board"}),
            (StepKind.ADOPT, {"body": "board", "on_day": day, "reasons": REASONS, "easy": IN_EASY_WORDS}),
        )
        for position, (kind, more) in enumerate(steps):
            row = {"reasons": {}, "easy": {}, "minute": "Item 7", "due_on": day - timedelta(days=3), **more}
            writing.add(
                RecommendationStep(
                    **{"recommendation_id": one, "position": position, "kind": kind, "version": 1, "by": by},
                    **{"at": at, **row},
                )
            )
    return one
