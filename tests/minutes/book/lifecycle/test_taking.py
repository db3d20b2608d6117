"""Minutes taken while the meeting is on: lines, who does what, put together when it is over."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from govern.errors import AlreadyDone, NotValid, WrongMoment
from govern.meetings import lifecycle as meetings
from govern.meetings.rules import VOTED_ON, Outcome
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.lifecycle import Carried, Clash
from govern.minutes.book.rules import ActionState
from tests.meetings.scene import AGM_AT, REPORT, Scene, a_draft, an_agm, an_open_meeting, shown
from tests.minutes.book.live_scene import LINE, NEXT_AT, items_of
from tests.minutes.book.scene import END, LATER

SOON = AGM_AT + timedelta(minutes=5)
DUE = date(2027, 1, 31)


async def begun(scene: Scene) -> tuple[UUID, UUID, UUID]:
    """Live minutes of a meeting that is on: (meeting, minutes, its first item)."""
    meeting_id = await an_open_meeting(scene)
    async with scene.store.writing() as writing:
        minutes_id = await lifecycle.draft(writing, meeting_id, by=scene.secretary, at=SOON)
    return meeting_id, minutes_id, (await items_of(scene, meeting_id))[0]


async def line(scene: Scene, minutes_id: UUID, item: UUID | None, token: str, text: dict[str, str] = LINE) -> UUID:
    async with scene.store.writing() as writing:
        return await lifecycle.add_line(writing, minutes_id, item, text, token, by=scene.secretary, at=SOON)


async def live(scene: Scene, minutes_id: UUID) -> queries.LivePage:
    async with scene.store.reading() as reading:
        return await queries.live_page(reading, minutes_id, "en", SOON)


async def closed(scene: Scene, meeting_id: UUID) -> None:
    async with scene.store.writing() as writing:
        for item in (await shown(scene, meeting_id)).items:
            outcome = Outcome.DECIDED if item.kind in VOTED_ON else Outcome.HEARD
            await meetings.settle_item(writing, item.id, outcome, by=scene.secretary, at=END)
        await meetings.close(writing, meeting_id, by=scene.secretary, at=END)


async def test_the_draft_grows_while_the_meeting_is_on(scene: Scene) -> None:
    meeting_id, minutes_id, item = await begun(scene)
    await line(scene, minutes_id, item, "token-one")
    await line(scene, minutes_id, None, "token-two", {"en": "Welcome."})
    page = await live(scene, minutes_id)
    assert [note.text for note in page.items[0].notes] == ["The manager told of the year."]
    assert [note.text for note in page.opening] == ["Welcome."]
    assert page.opening[0].missing and not page.items[0].notes[0].missing
    assert page.at_opening is not None and (page.at_opening.needed, page.at_opening.counted) == (12, 13)
    assert len(page.stays) == 13 and not page.composed
    async with scene.store.writing() as writing:
        motion = (await items_of(scene, meeting_id))[1]
        await meetings.settle_item(writing, motion, Outcome.DECIDED, by=scene.secretary, at=SOON)
    decided = (await live(scene, minutes_id)).items[1].decided
    assert decided is not None and decided.quorum.counted == 13


async def test_a_line_sent_twice_is_one_line(scene: Scene) -> None:
    _, minutes_id, item = await begun(scene)
    first, second = await line(scene, minutes_id, item, "the-same"), await line(scene, minutes_id, item, "the-same")
    assert first == second
    assert len((await live(scene, minutes_id)).items[0].notes) == 1


async def test_a_line_without_its_mark_or_under_an_item_of_another_meeting_is_refused(scene: Scene) -> None:
    _, minutes_id, _ = await begun(scene)
    with pytest.raises(NotValid, match="without its mark"):
        await line(scene, minutes_id, None, "x")
    with pytest.raises(NotValid, match="item of this meeting"):
        await line(scene, minutes_id, minutes_id, "token-one")


async def test_two_who_change_one_line_both_keep_their_words(scene: Scene) -> None:
    _, minutes_id, item = await begun(scene)
    note = await line(scene, minutes_id, item, "token-one")
    async with scene.store.writing() as writing:
        await lifecycle.change_line(writing, minutes_id, note, {"en": "First."}, 1, by=scene.secretary, at=SOON)
    with pytest.raises(Clash, match="Both stand below"):
        async with scene.store.writing() as writing:
            await lifecycle.change_line(writing, minutes_id, note, {"en": "Other."}, 1, by=scene.secretary, at=SOON)
    async with scene.store.writing() as writing:
        await lifecycle.change_line(writing, minutes_id, note, {"en": "Both."}, 2, by=scene.secretary, at=SOON)
    async with scene.store.reading() as reading:
        found = await queries.line(reading, minutes_id, note, "en", ("en", "cy"))
    assert found.note.text == "Both." and [words for words, _, _ in found.before] == ["First.", LINE["en"]]


async def test_a_struck_line_is_in_no_version_of_the_minutes(scene: Scene) -> None:
    _, minutes_id, item = await begun(scene)
    note = await line(scene, minutes_id, item, "token-one")
    async with scene.store.writing() as writing:
        await lifecycle.strike_line(writing, minutes_id, note, by=scene.secretary, at=SOON)
    assert (await live(scene, minutes_id)).items[0].notes == ()
    with pytest.raises(AlreadyDone, match="was struck"):
        async with scene.store.writing() as writing:
            await lifecycle.change_line(writing, minutes_id, note, LINE, 1, by=scene.secretary, at=SOON)


async def test_when_the_meeting_is_over_every_line_comes_under_its_item(scene: Scene) -> None:
    meeting_id, minutes_id, item = await begun(scene)
    await line(scene, minutes_id, item, "token-one")
    with pytest.raises(WrongMoment, match="not over"):
        async with scene.store.writing() as writing:
            await lifecycle.put_together(writing, minutes_id, by=scene.secretary, at=SOON)
    with pytest.raises(WrongMoment, match="still taken live"):
        async with scene.store.writing() as writing:
            await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=SOON)
    await closed(scene, meeting_id)
    async with scene.store.writing() as writing:
        await lifecycle.put_together(writing, minutes_id, by=scene.secretary, at=END)
    async with scene.store.reading() as reading:
        page = await queries.minutes_page(reading, minutes_id, "cy")
    assert page.entries[2].paragraphs[-1] == LINE["cy"]
    with pytest.raises(AlreadyDone):
        async with scene.store.writing() as writing:
            await lifecycle.put_together(writing, minutes_id, by=scene.secretary, at=END)


async def test_the_same_words_typed_again_because_no_answer_came_are_one_line(scene: Scene) -> None:
    _, minutes_id, item = await begun(scene)

    async def again(token: str, minutes: int, where: UUID | None = item) -> UUID:
        async with scene.store.writing() as writing:
            at = SOON + timedelta(minutes=minutes)
            return await lifecycle.add_line(
                writing, minutes_id, where, LINE, token, by=scene.secretary, at=at, typed_again=True
            )

    first = await line(scene, minutes_id, item, "token-one")
    assert await again("token-two", 5) == first
    assert await again("token-three", 5, None) != first  # under another item
    assert await again("token-four", 5) != first  # something of theirs between
    assert await line(scene, minutes_id, item, "token-five") != first  # said twice, by a browser that keeps its lines
    assert await again("token-six", 6) != first  # much later


async def test_a_line_in_one_language_waits_for_the_other_before_members_read_it(scene: Scene) -> None:
    meeting_id, minutes_id, item = await begun(scene)
    note = await line(scene, minutes_id, item, "token-one", {"en": "The year was good."})
    await closed(scene, meeting_id)
    async with scene.store.writing() as writing:
        await lifecycle.put_together(writing, minutes_id, by=scene.secretary, at=END)
    with pytest.raises(WrongMoment, match="The year was good"):
        async with scene.store.writing() as writing:
            await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    async with scene.store.writing() as writing:
        await lifecycle.change_line(writing, minutes_id, note, LINE, 1, by=scene.secretary, at=LATER)
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)


async def test_who_does_what_goes_on_to_the_next_agenda_until_it_is_done(scene: Scene) -> None:
    meeting_id, minutes_id, item = await begun(scene)
    sian = scene.people["Siân Morgan"]
    said = {"en": "Ask for a price.", "cy": "Gofyn am bris."}
    facts = (minutes_id, item, said, sian)
    async with scene.store.writing() as writing:
        one = await lifecycle.take_on(writing, *facts, DUE, "token-one", by=scene.secretary, at=SOON)
        assert one == await lifecycle.take_on(writing, *facts, DUE, "token-one", by=scene.secretary, at=SOON)
        with pytest.raises(NotValid, match="over already"):
            await lifecycle.take_on(writing, *facts, date(2026, 1, 1), "token-two", by=scene.secretary, at=SOON)
    async with scene.store.reading() as reading:
        mine = await queries.my_actions(reading, sian, "cy", DUE + timedelta(days=1))
    assert [(action.text, action.late) for action in mine] == [("Gofyn am bris.", True)]
    await closed(scene, meeting_id)
    later = an_agm(starts_at=NEXT_AT, ends_expected=NEXT_AT + timedelta(hours=1))
    following = await a_draft(scene, REPORT, wanted=later)
    async with scene.store.writing() as writing:
        await lifecycle.carry(writing, following, Carried.ARISING, by=scene.secretary, at=LATER)
        with pytest.raises(AlreadyDone):
            await lifecycle.carry(writing, following, Carried.ARISING, by=scene.secretary, at=LATER)
    agenda = (await shown(scene, following)).items
    assert agenda[1].title == "Matters arising"
    assert agenda[1].text == "Ask for a price. (Siân Morgan, by Sunday 31 January 2027): still to be done."


async def test_whoever_took_something_on_says_what_became_of_it_once(scene: Scene) -> None:
    _, minutes_id, _ = await begun(scene)
    who = scene.secretary
    async with scene.store.writing() as writing:
        one = await lifecycle.take_on(writing, minutes_id, None, LINE, who, DUE, "token-one", by=who, at=SOON)
        with pytest.raises(NotValid, match="why it was not done"):
            await lifecycle.close_action(writing, one, ActionState.NOT_DONE, "", by=who, at=SOON)
        await lifecycle.close_action(writing, one, ActionState.NOT_DONE, "Too dear.", by=who, at=SOON)
        with pytest.raises(AlreadyDone):
            await lifecycle.close_action(writing, one, ActionState.DONE, "", by=who, at=SOON)
    async with scene.store.reading() as reading:
        assert await queries.my_actions(reading, who, "en", DUE) == ()


async def test_a_meeting_that_left_nothing_carries_nothing_over(scene: Scene) -> None:
    meeting_id = await a_draft(scene, REPORT)
    for what in Carried:
        with pytest.raises(NotValid, match=r"nothing to carry|waits for its minutes"):
            async with scene.store.writing() as writing:
                await lifecycle.carry(writing, meeting_id, what, by=scene.secretary, at=SOON)
