"""What a body owes: on the agenda of its next drafted meeting, not to be taken off, only answered (invariant 66)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.errors import NotAllowed
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings import queries as forums
from govern.forums.recommendations.lifecycle import put_late_due
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft, MeetingDraft
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind, MeetingKind, Outcome, Stage
from govern.permissions import Role
from tests.forums.recommendations.conftest import Valley
from tests.forums.recommendations.test_w15 import agreed, answered, on, written

LATE = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)


async def with_the_council(valley: Valley) -> str:
    """Agreed in the local forum and by the region on 3 February: the council has it until 31 March."""
    gwen, mair, sian = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis", "Sian Llwyd")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    await answered(sian, f"facilitate/recommendations/{found}", "adopt", 2, 3)
    return found


async def a_meeting(valley: Valley, body: str = "council", days: int = 20) -> UUID:
    draft = MeetingDraft(
        kind=MeetingKind.BOARD,
        body=body,
        title={"en": "Meeting", "cy": "Cyfarfod"},
        starts_at=valley.town.clock.at + timedelta(days=days),
        place={"en": "Hall", "cy": "Neuadd"},
    )
    async with valley.town.society.store.writing() as writing:
        by = valley.town.people["Nerys Puw"]
        return await meetings.draft(writing, draft, by=by, at=valley.town.clock.at)


async def owed(valley: Valley) -> list[AgendaItem]:
    async with valley.town.society.store.reading() as reading:
        return list(await reading.scalars(select(AgendaItem).where(AgendaItem.owed_id.is_not(None))))


async def put(valley: Valley) -> int:
    return await put_late_due(valley.town.society, at=valley.town.clock.at)


async def test_invariant_66_it_waits_for_a_drafted_meeting_of_that_body_and_then_stands_on_it(valley: Valley) -> None:
    await with_the_council(valley)
    valley.town.clock.at = LATE
    assert await put(valley) == 0
    await a_meeting(valley, "board")
    assert await put(valley) == 0  # another body's meeting is not the council's
    later, sooner = await a_meeting(valley, days=40), await a_meeting(valley, days=20)
    assert await put(valley) == 1 and await put(valley) == 0
    (item,) = await owed(valley)
    assert item.meeting_id == sooner != later
    assert item.title == {
        "en": "We owe an answer: No drop in sick pay after week four",
        "cy": item.title["cy"],
    }


async def test_invariant_66_it_is_not_removed_changed_or_withdrawn(valley: Valley) -> None:
    found = await with_the_council(valley)
    valley.town.clock.at = LATE
    meeting = await a_meeting(valley)
    await put(valley)
    (item,) = await owed(valley)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    at = f"office/meetings/{meeting}"
    await office.get(at)
    assert "cannot be taken off, only answered" in office.text() and "Take off" not in office.text()
    assert f"office/recommendations/{found}" in office.last.text
    by, store = valley.town.people["Nerys Puw"], valley.town.society.store
    words = ItemDraft(kind=ItemKind.TALK, title={"en": "Something else", "cy": "Rhywbeth arall"})
    with pytest.raises(NotAllowed, match="stays until it is answered"):
        async with store.writing() as writing:
            await meetings.remove_item(writing, item.id, by=by, at=LATE)
    with pytest.raises(NotAllowed, match="stays until it is answered"):
        async with store.writing() as writing:
            await meetings.change_item(writing, item.id, words, by=by, at=LATE)
    async with store.writing() as writing:
        (await writing.get_one(Meeting, meeting)).stage = Stage.OPEN
    with pytest.raises(NotAllowed, match="stays until it is answered"):
        async with store.writing() as writing:
            await meetings.settle_item(writing, item.id, Outcome.WITHDRAWN, by=by, at=LATE)


async def test_invariant_66_what_a_meeting_puts_off_is_on_the_next_one(valley: Valley) -> None:
    await with_the_council(valley)
    valley.town.clock.at = LATE
    meeting = await a_meeting(valley)
    await put(valley)
    (item,) = await owed(valley)
    by, store = valley.town.people["Nerys Puw"], valley.town.society.store
    async with store.writing() as writing:
        (await writing.get_one(Meeting, meeting)).stage = Stage.OPEN
        await meetings.settle_item(writing, item.id, Outcome.PUT_OFF, by=by, at=LATE)
        (await writing.get_one(Meeting, meeting)).stage = Stage.CLOSED
    assert await put(valley) == 0
    following = await a_meeting(valley, days=50)
    assert await put(valley) == 1
    assert {one.meeting_id for one in await owed(valley)} == {meeting, following}


async def test_invariant_66_a_draft_that_is_dropped_does_not_take_the_question_with_it(valley: Valley) -> None:
    await with_the_council(valley)
    valley.town.clock.at = LATE
    meeting = await a_meeting(valley)
    await put(valley)
    by = valley.town.people["Nerys Puw"]
    async with valley.town.society.store.writing() as writing:
        await meetings.cancel(writing, meeting, by=by, at=LATE)
    await a_meeting(valley, days=30)
    assert await put(valley) == 1


async def test_the_answer_settles_the_item_wherever_it_stands(valley: Valley) -> None:
    found = await with_the_council(valley)
    valley.town.clock.at = LATE
    meeting = await a_meeting(valley)
    await put(valley)
    async with valley.town.society.store.writing() as writing:
        (await writing.get_one(Meeting, meeting)).stage = Stage.NOTICED
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await office.get("office")
    assert (
        "Answer what a forum asks: No drop in sick pay" in office.text()
        and "Council of Members owes" in office.text()
    )
    await office.get("office/recommendations")
    assert "8 days late" in office.text()
    await answered(office, f"office/recommendations/{found}", "decline", 4, 8, reasons="No money.")
    (item,) = await owed(valley)
    assert item.outcome is Outcome.HEARD and item.settled_at == LATE
    await office.get("office/recommendations")
    assert "None now." in office.text()


async def test_an_answer_before_the_notice_takes_the_item_off_the_draft(valley: Valley) -> None:
    found = await with_the_council(valley)
    valley.town.clock.at = LATE
    await a_meeting(valley)
    await put(valley)
    office = await valley.officer("Gwilym Haf", Role.CHAIR)
    await answered(office, f"office/recommendations/{found}", "answer", 4, 8, reasons="It is so already.")
    assert await owed(valley) == []


async def test_passed_to_the_board_put_off_once_and_late_again(valley: Valley) -> None:
    found = await with_the_council(valley)
    on(valley, 2, 4)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    at = f"office/recommendations/{found}"
    await answered(office, at, "refer", 2, 4, to_body="board")
    until = {"until_day": "9", "until_month": "3", "until_year": "2026"}
    await answered(office, at, "hold", 2, 4, reasons="We wait for the budget.", **until)
    await office.get(at)
    assert 'value="hold"' not in office.last.text and 'value="refer"' not in office.last.text
    assert "Board of Management put it off until Monday 9 March 2026." in office.text()
    on(valley, 3, 10)
    await a_meeting(valley, "board")
    assert await put(valley) == 1
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await answered(office, at, "adopt", 3, 10)
    one = await valley.window("Cai Rhys")
    await one.get(f"recommendations/{found}?easy=0")
    said = one.text()
    assert "Council of Members passed it to others on Wednesday 4 February 2026. Passed on to Board" in said
    assert "Board of Management agreed with it on Tuesday 10 March 2026. 1 day late" in said
    assert "Answered. The answer is on its way back" in said


async def test_reasons_are_asked_for_beside_the_field_and_nothing_is_lost(valley: Valley) -> None:
    found = await with_the_council(valley)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    at = f"office/recommendations/{found}"
    await office.get(at)
    day = {"given_on_day": "3", "given_on_month": "2", "given_on_year": "2026"}
    answer = await office.send(f"{at}/answer", {**day, "kind": "decline", "minute": "Minutes, item 9", "reasons": ""})
    assert answer.status_code == 422
    assert "By the rules this answer needs reasons (Rule" in office.text() and "Minutes, item 9" in office.last.text
    answer = await office.send(f"{at}/answer", {**day, "kind": "adopt"})
    assert answer.status_code == 422 and "Say where this stands" in office.text()
    answer = await office.send(f"{at}/answer", {**day, "kind": "amend", "minute": "Item 9", "reasons": "So."})
    assert answer.status_code == 422 and "The words that came stay as they are." in office.text()


async def test_a_forum_that_nobody_leads_is_answered_for_in_the_office(valley: Valley) -> None:
    gwen, mair = [await valley.window(name) for name in ("Gwen Hughes", "Mair Elis")]
    found = await written(gwen, valley.local)
    await agreed(mair, found)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    at = f"office/recommendations/{found}"
    await office.get(at)
    assert "There is nothing to write down here now." in office.text()
    async with valley.town.society.store.writing() as writing:
        leading = await forums.facilitator_of(writing, valley.regional, valley.town.clock.at.date())
        assert leading is not None
        await gatherings.leave_all(writing, leading.person_id, by=None, at=valley.town.clock.at)
    on(valley, 2, 5)
    office = await valley.officer("Nerys Puw", Role.SECRETARY)
    await answered(office, at, "adopt", 2, 5)
    await office.get("office/recommendations")
    assert "With Council of Members." in office.text()
