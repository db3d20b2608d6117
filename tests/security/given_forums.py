"""A forum to which every visitor belongs and that every facilitator leads, with something raised in it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft
from govern.forums.gatherings.models import FacilitatorTerm
from govern.forums.gatherings.rules import ItemKind, Standing
from govern.permissions import Role
from govern.society import Society


async def a_forum(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    async with society.store.writing() as writing:
        draft = ForumDraft(layer="local", name={"en": f"{canary} forum", "cy": f"Fforwm {canary}"})
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        below = ForumDraft(layer="family", name={"en": f"{canary} families"}, linked_to=forum)
        await gatherings.found_forum(writing, below, by=None, at=at)
        for person in (member, *(person for _, person in officers.values())):
            await gatherings.come(writing, forum, person, Standing.MEMBER, by=None, at=at)
        for role, person in officers.values():
            if role is Role.FACILITATOR:
                writing.add(FacilitatorTerm(forum_id=forum, person_id=person, from_on=at.date()))
        wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"{canary} asks for a walk"})
        raised = await gatherings.raise_item(writing, forum, wanted, by=member, at=at)
    ids |= {"forum_id": str(forum), "raised_id": str(raised)}
