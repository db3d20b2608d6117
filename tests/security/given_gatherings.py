"""A gathering of the forum that is on, with something to talk about, something to be done, and a delegate."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import DelegateDraft, ForumDraft, Invitation, ItemDraft, TaskDraft
from govern.forums.gatherings.models import Forum
from govern.forums.gatherings.rules import HeardWay, ItemKind
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import Mode
from govern.permissions import Role
from govern.society import Society


async def a_gathering(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    forum = UUID(ids["forum_id"])
    leader = next(person for role, person in officers.values() if role is Role.FACILITATOR)
    async with society.store.writing() as writing:
        above = await gatherings.found_forum(
            writing, ForumDraft(layer="area", name={"en": f"{canary} area"}), by=None, at=at
        )
        (await writing.get_one(Forum, forum)).parent_id = above
        # It speaks through the walked forum, which therefore nobody closes on the way.
        beside = ForumDraft(layer="family", name={"en": f"{canary} families"}, linked_to=forum)
        await gatherings.found_forum(writing, beside, by=None, at=at)
        wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"{canary} asks for a kettle"})
        raised = await gatherings.raise_item(writing, forum, wanted, by=member, at=at)
        when = Invitation(starts_at=at + timedelta(hours=1), place={"en": f"{canary} hall"})
        meeting = await gatherings.call(writing, forum, when, by=leader, at=at)
        point = await gatherings.take_up(writing, forum, meeting, raised, by=leader, at=at)
        await gatherings.send_agenda(writing, forum, meeting, pages={}, by=leader, at=at)
        await meetings.check_in(writing, meeting, leader, Mode.IN_PERSON, by=leader, at=at, forum_id=forum)
        await gatherings.begin(writing, forum, meeting, to_talk=True, by=leader, at=at)
        await gatherings.note_heard(writing, forum, meeting, leader, HeardWay.DEVICE, by=leader, at=at)
        task = TaskDraft(words=f"{canary} brings bread", owner=member, due_on=at.date(), item_id=point)
        action = await gatherings.give_task(writing, forum, meeting, task, by=leader, at=at)
        sent = DelegateDraft(
            person_id=member, constituency="supported", meeting_id=meeting, until=at.date() + timedelta(days=90)
        )
        delegate = await gatherings.send_delegate(writing, forum, sent, by=leader, at=at)
    ids |= {"gathering_id": str(meeting), "point_id": str(point)}
    ids |= {"action_id": str(action), "delegate_id": str(delegate)}
