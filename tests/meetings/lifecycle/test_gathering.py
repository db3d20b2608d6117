"""What a forum hands down when it gathers, and that its gathering is there for nobody who does not name the forum."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from govern.errors import NotFound, NotValid, WrongMoment
from govern.meetings import lifecycle, queries
from govern.meetings.lifecycle import Entitled, GatheringDraft
from govern.meetings.rules import MeetingKind, Mode, Outcome
from tests.meetings.scene import AGM_AT, AT, PAGES, Scene, Try, an_agm

FORUM = uuid4()
DRAFT = GatheringDraft(body="", title={"en": "Pont forum"}, starts_at=AGM_AT, place={"en": "The hall"})


def members(scene: Scene, number: int, guests: int = 0) -> list[Entitled]:
    """So many members of the forum, and guests after them."""
    ids = list(scene.people.values())
    return [
        Entitled(person, "supported" if place < number else None, counts=place < number)
        for place, person in enumerate(ids[: number + guests])
    ]


async def called(scene: Scene, people: list[Entitled], needed: int = 5) -> tuple[UUID, UUID]:
    """A gathering whose agenda is out, and its one item."""
    by = scene.secretary
    async with scene.store.writing() as writing:
        meeting = await lifecycle.call_gathering(writing, FORUM, DRAFT, people, needed, by=by, at=AT)
        item = await lifecycle.put_item(writing, FORUM, meeting, {"en": "A walk"}, {}, None, by=by, at=AT)
        await lifecycle.send_notice(writing, meeting, pages=PAGES, by=by, at=AT, forum_id=FORUM)
    return meeting, item


async def come(scene: Scene, meeting: UUID, people: list[Entitled]) -> None:
    async with scene.store.writing() as writing:
        for one in people:
            await lifecycle.check_in(
                writing, meeting, one.person_id, Mode.IN_PERSON, by=scene.secretary, at=AGM_AT, forum_id=FORUM
            )


@pytest.mark.parametrize(("number", "guests", "holds"), [(5, 4, True), (4, 5, False)])
async def test_invariants_30_and_62_only_those_who_count_make_the_quorum(
    scene: Scene, number: int, guests: int, holds: bool
) -> None:
    people = members(scene, number, guests)
    meeting, _ = await called(scene, people)
    await come(scene, meeting, people)
    async with scene.store.reading() as reading:
        quorum = await queries.quorum_of_gathering(reading, FORUM, meeting, AGM_AT)
    assert (quorum.here, quorum.needed, quorum.entitled, quorum.holds) == (number, 5, number, holds)


async def test_invariant_61_no_step_and_no_question_finds_a_gathering_without_its_forum(scene: Scene) -> None:
    people = members(scene, 5)
    meeting, item = await called(scene, people)
    await come(scene, meeting, people)
    by, one = scene.secretary, people[0].person_id
    steps: dict[str, Try] = {
        "change": lambda w: lifecycle.change(w, meeting, an_agm(), by=by, at=AT),
        "cancel": lambda w: lifecycle.cancel(w, meeting, by=by, at=AT),
        "send": lambda w: lifecycle.send_notice(w, meeting, pages=PAGES, by=by, at=AT),
        "correct": lambda w: lifecycle.correct_notice(w, meeting, an_agm(), None, {}, pages=PAGES, by=by, at=AT),
        "call off": lambda w: lifecycle.call_off(w, meeting, {"en": "x", "cy": "x"}, by=by, at=AT),
        "in": lambda w: lifecycle.check_in(w, meeting, one, Mode.REMOTE, by=by, at=AGM_AT),
        "out": lambda w: lifecycle.check_out(w, meeting, one, by=by, at=AGM_AT),
        "guest": lambda w: lifecycle.welcome_guest(w, meeting, "Eve", Mode.REMOTE, by=by, at=AGM_AT),
        "open": lambda w: lifecycle.open_(w, meeting, one, by=by, at=AGM_AT),
        "settle": lambda w: lifecycle.settle_item(w, item, Outcome.HEARD, by=by, at=AGM_AT),
        "move": lambda w: lifecycle.move_item(w, item, up=True, by=by, at=AT),
        "remove": lambda w: lifecycle.remove_item(w, item, by=by, at=AT),
        "close": lambda w: lifecycle.close(w, meeting, by=by, at=AGM_AT),
        "another forum": lambda w: lifecycle.close(w, meeting, by=by, at=AGM_AT, forum_id=uuid4()),
    }
    for name, step in steps.items():
        async with scene.store.writing() as writing:
            with pytest.raises(NotFound):
                await step(writing)
                pytest.fail(name)
    async with scene.store.reading() as reading:
        with pytest.raises(NotFound):
            await queries.stays(reading, meeting)
        with pytest.raises(NotFound):
            await queries.meeting_page(reading, meeting, "en")
        assert await queries.meetings_to_come(reading, AT, "en") == ()
        assert await queries.meetings_in_office(reading, "en") == ()
        assert await queries.here_now(reading, one) == ()


async def test_a_gathering_opens_without_a_quorum_only_to_talk(scene: Scene) -> None:
    people = members(scene, 4)
    meeting, item = await called(scene, people)
    await come(scene, meeting, people)
    by = scene.secretary
    async with scene.store.writing() as writing:
        with pytest.raises(WrongMoment):
            await lifecycle.open_(writing, meeting, people[0].person_id, by=by, at=AGM_AT, forum_id=FORUM)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting, people[0].person_id, by=by, at=AGM_AT, forum_id=FORUM, to_talk=True)
        with pytest.raises(WrongMoment):
            await lifecycle.settle_item(writing, item, Outcome.DECIDED, by=by, at=AGM_AT, forum_id=FORUM)
        await lifecycle.settle_item(writing, item, Outcome.HEARD, by=by, at=AGM_AT, forum_id=FORUM)


async def test_whoever_becomes_a_member_counts_from_that_minute_and_the_minutes_before_stay(scene: Scene) -> None:
    people = members(scene, 4, guests=1)
    meeting, _ = await called(scene, people)
    await come(scene, meeting, people)
    later = AGM_AT + timedelta(minutes=10)
    async with scene.store.writing() as writing:
        await lifecycle.hand_down(writing, FORUM, members(scene, 5), 5, at=later)
    async with scene.store.reading() as reading:
        for moment, here in ((AGM_AT, 4), (later, 5)):
            assert (await queries.quorum_of_gathering(reading, FORUM, meeting, moment)).here == here


async def test_the_office_calls_no_gathering_and_a_board_adds_nothing_after_its_notice(scene: Scene) -> None:
    async with scene.store.writing() as writing:
        with pytest.raises(NotValid):
            await lifecycle.draft(writing, an_agm(kind=MeetingKind.FORUM), by=scene.secretary, at=AT)


async def test_items_come_onto_a_gathering_until_it_opens(scene: Scene) -> None:
    people = members(scene, 5)
    meeting, _ = await called(scene, people)
    by = scene.secretary
    async with scene.store.writing() as writing:
        await lifecycle.put_item(writing, FORUM, meeting, {"en": "A kettle"}, {}, None, by=by, at=AT)
    await come(scene, meeting, people)
    async with scene.store.writing() as writing:
        await lifecycle.open_(writing, meeting, people[0].person_id, by=by, at=AGM_AT, forum_id=FORUM)
        with pytest.raises(WrongMoment):
            await lifecycle.put_item(writing, FORUM, meeting, {"en": "Late"}, {}, None, by=by, at=AGM_AT)
