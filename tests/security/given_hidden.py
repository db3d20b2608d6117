"""A family-only forum and a private team to which no visitor belongs, full of a word that stands nowhere else."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from govern.constituencies.register import lifecycle as register
from govern.forums.activities import lifecycle as activities
from govern.forums.activities.lifecycle import OfferDraft
from govern.forums.activities.rules import OfferKind, OpenTo, Plan
from govern.forums.circles import lifecycle as circles
from govern.forums.circles.lifecycle import CircleDraft
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft, ItemDraft, TaskDraft
from govern.forums.gatherings.lifecycle.calling import Invitation
from govern.forums.gatherings.rules import HeardWay, ItemKind, Standing
from govern.identity.lifecycle import NewPerson
from govern.meetings import lifecycle as meetings
from govern.meetings.models import AgendaItem
from govern.meetings.rules import Mode
from govern.permissions import Role
from govern.society import Society
from tests.meetings.scene import JOINED
from tests.security.given_forum_votes import a_vote
from tests.security.given_purses import a_pot
from tests.security.given_recommendations import GAP, written

#: What is said in there. The forum's name is another word: the office knows that there is such a forum.
SECRET, NAME = "Cyfrinach", "Dirgelwch"


async def what_is_hidden(society: Society, linked_to: UUID, above: UUID, at: datetime) -> dict[str, str]:
    """The ids of everything in it, by the gaps of addresses. The team grows in the circle `above`."""
    async with society.store.writing() as writing:
        member, leader = [
            await register.enter(writing, NewPerson(name=name), "volunteers", JOINED, "Founding", by=None, at=at)
            for name in ("Gwenno Fardd", "Hywel Bach")
        ]
        for person in (member, leader):
            await register.note_attribute(writing, person, "family_carer", at.date(), "Said so", by=None, at=at)
        draft = ForumDraft(layer="family", name={"en": NAME, "cy": NAME}, linked_to=linked_to)
        forum = await gatherings.found_forum(writing, draft, by=None, at=at)
        for person in (member, leader):
            await gatherings.come(writing, forum, person, Standing.MEMBER, by=None, at=at)
        await gatherings.name_facilitator(writing, forum, leader, at.date(), by=None, at=at)
    ids = {"forum_id": str(forum)}
    await _gathering(society, forum, member, leader, ids, at)
    await _doings(society, forum, member, ids, at)
    await a_pot(society, SECRET, member, {"leader": (Role.FACILITATOR, leader)}, ids, at)
    async with society.store.writing() as writing:
        ids[GAP] = str(await written(writing, SECRET, forum, member, at))
        wanted = CircleDraft(name={"en": f"{SECRET} team"}, aim={"en": f"{SECRET} aims"}, parent_id=above)
        team = await circles.begin_team(writing, wanted, member, private=True, by=member, at=at)
    ids |= await a_vote(society, SECRET, forum, leader, at)
    return ids | {"circle_id": str(team), "ballot_id": ids["vote_id"], "option_ballot_id": ids["vote_id"]}


async def _gathering(
    society: Society, forum: UUID, member: UUID, leader: UUID, ids: dict[str, str], at: datetime
) -> None:
    when = Invitation(starts_at=at + timedelta(hours=1), place={"en": f"{SECRET} hall"})
    async with society.store.writing() as writing:
        wanted = ItemDraft(kind=ItemKind.TALK, title={"en": f"{SECRET} of the families"}, words=SECRET)
        waits = await gatherings.raise_item(writing, forum, wanted, by=member, at=at)
        taken = await gatherings.raise_item(writing, forum, wanted, by=member, at=at)
        meeting = await gatherings.call(writing, forum, when, by=leader, at=at)
        await gatherings.take_up(writing, forum, meeting, taken, by=leader, at=at)
        await gatherings.send_agenda(writing, forum, meeting, pages={}, by=leader, at=at)
        await meetings.check_in(writing, meeting, leader, Mode.IN_PERSON, by=leader, at=at, forum_id=forum)
        await gatherings.begin(writing, forum, meeting, to_talk=True, by=leader, at=at)
        await gatherings.note_heard(writing, forum, meeting, leader, HeardWay.SIGNED, by=leader, at=at)
        point = await writing.scalar(select(AgendaItem.id).where(AgendaItem.meeting_id == meeting))
        task = TaskDraft(words=f"{SECRET} bread", owner=member, due_on=at.date(), item_id=point)
        action = await gatherings.give_task(writing, forum, meeting, task, by=leader, at=at)
    ids |= {"raised_id": str(waits), "gathering_id": str(meeting), "meeting_id": str(meeting)}
    ids |= {"point_id": str(point), "item_id": str(point), "action_id": str(action)}


async def _doings(society: Society, forum: UUID, member: UUID, ids: dict[str, str], at: datetime) -> None:
    plan = Plan(title=f"{SECRET} walk", starts_at=at + timedelta(days=30), place=SECRET, open_to=OpenTo.GUESTS)
    async with society.store.writing() as writing:
        walk = await activities.plan(writing, forum, plan, "en", organiser=member, by=member, at=at)
        wanted = OfferDraft(kind=OfferKind.VENUE, words=f"{SECRET} room")
        offer = await activities.make_offer(writing, forum, wanted, by=member, at=at)
    ids |= {"activity_id": str(walk), "offer_id": str(offer)}
