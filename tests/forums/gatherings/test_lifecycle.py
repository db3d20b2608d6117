"""The life of a gathering and of delegates, on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import msgspec
import pytest
from sqlalchemy import select

from govern.database import Store
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import queries, rules
from govern.forums.gatherings.lifecycle import Decision, DelegateDraft, ForumDraft, Invitation, ItemDraft, TaskDraft
from govern.forums.gatherings.models import Belonging, Delegate, ForumItem, GatheringNote
from govern.forums.gatherings.rules import Box, HowDecided, ItemKind, Standing
from govern.meetings import lifecycle as meetings
from govern.meetings.models import Meeting
from govern.meetings.rules import Mode, Stage
from tests.forums.gatherings.test_rules import LOCAL
from tests.meetings.scene import AT, Scene, a_society

DAY = AT + timedelta(days=1)


class Held(msgspec.Struct, frozen=True):
    """A local forum of six under an area forum, with a gathering that is on and two items."""

    scene: Scene
    area: UUID
    local: UUID
    meeting: UUID
    points: tuple[UUID, UUID]
    people: list[UUID]


@pytest.fixture
async def held(store: Store) -> Held:
    scene = await a_society(store)
    by, people = scene.secretary, list(scene.people.values())[:6]
    async with store.writing() as writing:
        area = await gatherings.found_forum(writing, ForumDraft(layer="area", name={"en": "Area"}), by=None, at=AT)
        draft = ForumDraft(layer="local", name={"en": "Pont"}, parent=area)
        local = await gatherings.found_forum(writing, draft, by=None, at=AT)
        for person in people:
            await gatherings.come(writing, local, person, Standing.MEMBER, by=None, at=AT)
        await gatherings.name_facilitator(writing, local, by, AT.date(), by=None, at=AT)
        when = Invitation(starts_at=DAY, place={"en": "The hall"})
        meeting = await gatherings.call(writing, local, when, by=by, at=AT)
        points = []
        for title in ("A walk", "A kettle"):
            wanted = ItemDraft(kind=ItemKind.DECIDE, title={"en": title})
            item = await gatherings.raise_item(writing, local, wanted, by=by, at=AT)
            points.append(await gatherings.take_up(writing, local, meeting, item, by=by, at=AT))
        await gatherings.send_agenda(writing, local, meeting, pages={}, by=by, at=AT)
        for person in people:
            await meetings.check_in(writing, meeting, person, Mode.IN_PERSON, by=by, at=DAY, forum_id=local)
        await gatherings.begin(writing, local, meeting, to_talk=False, by=by, at=DAY)
    return Held(scene, area, local, meeting, (points[0], points[1]), people)


async def test_what_is_decided_is_kept_and_what_was_not_reached_waits(held: Held) -> None:
    by, (walk, _) = held.scene.secretary, held.points
    vote = Decision(
        words="On Sunday.", how=HowDecided.MAJORITY, sought=True, voted_for=4, voted_against=1, voted_neither=1
    )
    async with held.scene.store.writing() as writing:
        await gatherings.note(writing, held.local, walk, " Everybody spoke. ", by=by, at=DAY)
        assert await gatherings.decide(writing, held.local, walk, vote, by=by, at=DAY)
        await gatherings.dissent(writing, held.local, walk, held.people[5], "Saturday", by=by, at=DAY)
        task = TaskDraft(words="Maps", owner=held.people[1], due_on=DAY.date(), item_id=walk)
        await gatherings.give_task(writing, held.local, held.meeting, task, by=by, at=DAY)
        await gatherings.fill_box(writing, held.local, held.meeting, Box.CHANGE, task, by=by, at=DAY)
        assert await gatherings.close(writing, held.local, held.meeting, by=by, at=DAY) == 1
    async with held.scene.store.reading() as reading:
        note = await reading.get_one(GatheringNote, walk)
        assert (note.words, note.carried, note.voted_for, note.present) == ("Everybody spoke.", True, 4, 6)
        items = {row.title["en"]: row for row in await reading.scalars(select(ForumItem))}
    assert items["A walk"].settled_at is not None
    assert items["A kettle"].settled_at is None and items["A kettle"].meeting_id is None


async def test_invariant_66_an_answer_that_falls_due_after_the_agenda_went_out_is_on_it_too(held: Held) -> None:
    by = held.scene.secretary
    async with held.scene.store.writing() as writing:
        await gatherings.close(writing, held.local, held.meeting, by=by, at=DAY)
        when = Invitation(starts_at=DAY + timedelta(hours=3), place={"en": "The hall"})
        meeting = await gatherings.call(writing, held.local, when, by=by, at=DAY)
        item = await gatherings.raise_item(
            writing, held.local, ItemDraft(kind=ItemKind.TALK, title={"en": "A bus"}), by=by, at=DAY
        )
        await gatherings.take_up(writing, held.local, meeting, item, by=by, at=DAY)
        await gatherings.send_agenda(writing, held.local, meeting, pages={}, by=by, at=DAY)
        owed = await gatherings.owe(writing, held.local, {"en": "Our answer"}, uuid4(), at=DAY)
        for person in held.people:
            await meetings.check_in(writing, meeting, person, Mode.IN_PERSON, by=by, at=DAY, forum_id=held.local)
        await gatherings.begin(writing, held.local, meeting, to_talk=False, by=by, at=DAY)
        assert owed is not None
        assert (await writing.get_one(ForumItem, owed)).meeting_id == meeting


async def test_nothing_is_decided_twice_nor_after_the_end(held: Held) -> None:
    by, (walk, kettle) = held.scene.secretary, held.points
    yes = Decision(words="Yes.", how=HowDecided.CONSENSUS)
    async with held.scene.store.writing() as writing:
        await gatherings.decide(writing, held.local, walk, yes, by=by, at=DAY)
        with pytest.raises(WrongMoment, match="dealt with already"):
            await gatherings.decide(writing, held.local, walk, yes, by=by, at=DAY)
        with pytest.raises(NotValid):
            await gatherings.decide(
                writing, held.local, kettle, msgspec.structs.replace(yes, words=" "), by=by, at=DAY
            )
        await gatherings.close(writing, held.local, held.meeting, by=by, at=DAY)
        with pytest.raises(WrongMoment):
            await gatherings.note(writing, held.local, walk, "Late", by=by, at=DAY)


async def test_invariant_63_a_delegate_belongs_above_until_the_term_ends(held: Held) -> None:
    by, until = held.scene.secretary, DAY.date() + timedelta(days=10)
    sent = DelegateDraft(person_id=held.people[1], constituency="supported", meeting_id=held.meeting, until=until)
    async with held.scene.store.writing() as writing:
        await gatherings.send_delegate(writing, held.local, sent, by=by, at=DAY)
        with pytest.raises(GovernError, match="delegate of the forum already"):
            await gatherings.send_delegate(writing, held.local, sent, by=by, at=DAY)
    above = select(Belonging).where(Belonging.forum_id == held.area, Belonging.to_on.is_(None))
    async with held.scene.store.reading() as reading:
        assert [row.person_id for row in await reading.scalars(above)] == [held.people[1]]
    async with held.scene.store.writing() as writing:
        await gatherings.go(writing, held.local, held.people[1], by=by, at=DAY)
    async with held.scene.store.reading() as reading:
        assert (await reading.scalars(above)).all() == []
        assert await reading.scalar(select(Delegate.to_on)) == DAY.date()


async def test_a_forum_that_closes_calls_off_its_gatherings_and_sends_nobody_any_more(held: Held) -> None:
    by = held.scene.secretary
    sent = DelegateDraft(
        person_id=held.people[1],
        constituency="supported",
        meeting_id=held.meeting,
        until=DAY.date() + timedelta(days=10),
    )
    async with held.scene.store.writing() as writing:
        await gatherings.send_delegate(writing, held.local, sent, by=by, at=DAY)
        with pytest.raises(NotValid, match="at work in this forum"):
            await gatherings.close_forum(writing, held.local, by=by, at=DAY)
        await gatherings.close(writing, held.local, held.meeting, by=by, at=DAY)
        when = Invitation(starts_at=DAY + timedelta(days=5), place={"en": "The hall"})
        later = await gatherings.call(writing, held.local, when, by=by, at=DAY)
        await gatherings.close_forum(writing, held.local, by=by, at=DAY)
    above = select(Belonging).where(Belonging.forum_id == held.area, Belonging.to_on.is_(None))
    async with held.scene.store.reading() as reading:
        assert (await reading.get_one(Meeting, later)).stage is Stage.CANCELLED
        assert (await reading.scalars(above)).all() == []


@pytest.mark.parametrize(
    ("parent", "sent", "most", "words"),
    [(False, 0, 3, "No forum stands above"), (True, 3, 3, "already: 3"), (True, 0, 0, "sends nobody")],
)
def test_how_many_are_sent(parent: bool, sent: int, most: int, words: str) -> None:
    layer = msgspec.structs.replace(LOCAL, delegates_up=most)
    with pytest.raises(NotAllowed, match=words):
        rules.check_may_send(layer, has_parent=parent, sent=sent)
    rules.check_may_send(LOCAL, has_parent=True, sent=2)


def test_a_term_ends_later_than_it_begins() -> None:
    day = date(2026, 11, 9)
    with pytest.raises(NotValid):
        rules.check_delegate(Standing.MEMBER, ["staff"], "staff", is_one=False, until=day, today=day)


async def test_what_was_raised_is_planned_once_and_a_page_of_people_is_read_as_the_whole_list(held: Held) -> None:
    by, plan = held.scene.secretary, uuid4()
    async with held.scene.store.writing() as writing:
        wanted = ItemDraft(kind=ItemKind.ACTIVITY, title={"en": "The sea"})
        item = await gatherings.raise_item(writing, held.local, wanted, by=by, at=DAY)
        await gatherings.planned(writing, held.local, item, plan, by=by, at=DAY)
        with pytest.raises(AlreadyDone, match="planned already"):
            await gatherings.planned(writing, held.local, item, uuid4(), by=by, at=DAY)
        with pytest.raises(NotFound):
            await gatherings.planned(writing, held.area, item, uuid4(), by=by, at=DAY)
        assert (await writing.get_one(ForumItem, item)).planned_id == plan
    async with held.scene.store.reading() as reading:
        page = await queries.people_page(reading, held.local, 1, held.people[0])
        whole = await queries.people_of(reading, held.local)
        assert (await queries.people_page(reading, held.area, 1, held.people[0])).belongs is False
    assert {one.person_id for one in page.people} == {one.person_id for one in whole} and page.belongs
    assert [one.name for one in page.people] == sorted(one.name for one in page.people)
