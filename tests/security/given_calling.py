"""Given what members bring about before a meeting: one they ask for, shorter notice they were asked to agree to."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft
from govern.meetings.models import Meeting
from govern.meetings.rules import ItemKind
from govern.society import Society


async def a_meeting_asked_for(
    society: Society, canary: str, people: Sequence[UUID], ids: dict[str, str], at: datetime
) -> None:
    """The first of these members asks for a meeting. Members were asked to agree to shorter notice of another."""
    words = {"en": f"{canary} asks", "cy": f"{canary} asks"}
    business = ItemDraft(kind=ItemKind.MOTION, title=words, text=words, resolution="ordinary")
    async with society.store.writing() as writing:
        asked = await meetings.begin(writing, business, person=people[0], by=people[0], at=at)
        (await writing.get_one(Meeting, UUID(ids["meeting_id"]))).short_asked_at = at
    ids["requisition_id"] = str(asked)
