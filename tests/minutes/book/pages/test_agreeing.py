"""Minutes agreed, signed and kept, through the pages: invariants 80 to 84."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from sqlalchemy import text

from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof
from govern.meetings import lifecycle as meetings
from govern.meetings.models import Meeting
from govern.minutes.book import lifecycle
from govern.minutes.book.models import Minutes
from govern.permissions import Role
from tests.given import Moments
from tests.meetings.scene import Scene
from tests.minutes.book.live_scene import agreed, circulated, items_of, later, signed, the_next_meeting
from tests.minutes.book.scene import LATER
from tests.window import HERE, Window

APART = {
    "heading": "A dispute",
    "heading_cy": "Anghydfod",
    "text": "It was about pay.",
    "text_cy": "Roedd am gyflog.",
}


def desk_of(minutes_id: UUID) -> str:
    return f"office/minutes/{minutes_id}"


async def test_invariant_80_minutes_name_those_present_decisions_reasons_rule_base_and_numbers(
    secretary: Window, member: Window, scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    await secretary.get(desk_of(minutes_id))
    entry = re.findall(rf'href="{HERE}/{desk_of(minutes_id)}/entries/([0-9a-f-]+)"', secretary.last.text)[3]
    await secretary.get(f"{desk_of(minutes_id)}/entries/{entry}")
    said = {"text": "It was talked about.", "text_cy": "Siaradwyd.", "decision": "It opens.", "decision_cy": "Bydd."}
    why = {"reasons": "Families asked for it.", "reasons_cy": "Gofynnodd teuluoedd."}
    await secretary.send(f"{desk_of(minutes_id)}/entries/{entry}", {**said, **why})
    await secretary.get(f"{desk_of(minutes_id)}/people")
    await secretary.send(f"{desk_of(minutes_id)}/people", apologies="Member 12")
    await secretary.follow()
    await secretary.send(f"{desk_of(minutes_id)}/circulate")
    await member.get(f"minutes/{minutes_id}")
    words = member.text()
    for part in ("Nerys Wyn Staff In the room", "12 were needed. 13 counted.", "Families asked for it."):
        assert part in words, part
    assert "Apologies: Member 12." in words and "Decided. It opens." in words


async def test_a_comment_is_for_those_who_were_there_and_gets_its_answer(
    secretary: Window, member: Window, window: Callable[[], Window], scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    away = await window().sign_in(scene.people["Member 12"], at=LATER)
    await away.get(f"minutes/{minutes_id}")
    assert "What is missing or wrong?" not in away.text()
    await member.get(f"minutes/{minutes_id}")
    own = member.hidden(f"minutes/{minutes_id}/comments")
    refused = await member.send(f"minutes/{minutes_id}/comments", text="")
    assert refused.status_code == 422 and 'href="#text"' in refused.text
    await member.post(f"minutes/{minutes_id}/comments", {**own, "text": "The hour is wrong."})
    await member.follow()
    assert "The hour is wrong. Not answered yet" in member.text()
    await secretary.get(desk_of(minutes_id))
    assert "1 comment has no answer" in secretary.text()
    await secretary.get(f"{desk_of(minutes_id)}/comments")
    one = re.findall(r'href="([^"]*/comments/[0-9a-f-]+)"', secretary.last.text)[0]
    await secretary.get(one)
    refused = await secretary.send(one, taken_up="no")
    assert refused.status_code == 422 and "why this is not taken up" in secretary.text()
    await secretary.send(one, taken_up="no", answer="It was two o'clock.")
    await member.get(f"minutes/{minutes_id}")
    assert "Not taken up" in member.text() and "Answer: It was two o'clock." in member.text()


async def test_the_next_meeting_agrees_them_and_only_with_a_second_step_the_chair_signs(
    secretary: Window, clock: Moments, scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    meeting_id, item = await the_next_meeting(scene, opened=False)
    await secretary.get(f"{desk_of(minutes_id)}/approve")
    refused = await secretary.send(f"{desk_of(minutes_id)}/approve", item=str(item))
    assert refused.status_code == 422 and "has not been opened" in secretary.text()
    async with scene.store.writing() as writing:
        await meetings.open_(writing, meeting_id, scene.secretary, by=scene.secretary, at=later())
    await secretary.get(f"{desk_of(minutes_id)}/approve")
    clock.at = later()
    assert (await secretary.get(f"minutes/{minutes_id}/sign")).status_code == 303
    assert "step-up" in secretary.last.headers["location"] or "sign-in" in secretary.last.headers["location"]


async def test_minutes_are_agreed_only_under_the_item_that_is_for_them(secretary: Window, scene: Scene) -> None:
    minutes_id = await circulated(scene)
    await secretary.get(f"{desk_of(minutes_id)}/approve")
    assert "No later meeting of this body has an item for these minutes." in secretary.text()
    meeting_id, item = await the_next_meeting(scene)
    about_the_year, for_minutes = await items_of(scene, meeting_id)
    assert for_minutes == item
    await secretary.get(f"{desk_of(minutes_id)}/approve")
    assert str(item) in secretary.last.text and str(about_the_year) not in secretary.last.text
    refused = await secretary.send(f"{desk_of(minutes_id)}/approve", item=str(about_the_year))
    assert refused.status_code == 422 and "This item is about something else" in secretary.text()


async def test_invariant_81_signed_minutes_cannot_be_changed_and_corrections_are_dated_entries(
    secretary: Window, member: Window, scene: Scene
) -> None:
    minutes_id = await agreed(scene)
    await secretary.get(f"minutes/{minutes_id}/sign")
    await secretary.send(f"minutes/{minutes_id}/sign")
    await secretary.follow()
    assert "Signed by Nerys Wyn" in secretary.text() and "Number 1 in the minute book" in secretary.text()
    await secretary.get(desk_of(minutes_id))
    assert "Write this entry" not in secretary.text()
    await member.get(f"minutes/{minutes_id}")
    found = re.findall(r'id="entry-([0-9a-f-]+)"', member.last.text)
    entry = f"{desk_of(minutes_id)}/entries/{found[2]}"
    await secretary.get(entry)
    refused = await secretary.send(entry, text="Something else.", text_cy="Rhywbeth arall.")
    assert refused.status_code == 422 and "signed, so their words stand" in secretary.text()
    await secretary.get(f"{desk_of(minutes_id)}/corrections")
    await secretary.send(
        f"{desk_of(minutes_id)}/corrections",
        line=f"{found[2]}:1",
        text="It was read out.",
        text_cy="Fe'i darllenwyd.",
    )
    await member.get(f"minutes/{minutes_id}")
    assert "line 1. The line says: “The meeting heard this.”. What is right: It was read out." in member.text()


async def test_invariant_82_no_page_takes_minutes_away(secretary: Window, scene: Scene) -> None:
    minutes_id = await signed(scene)
    for way in ("delete", "remove", "discard"):
        assert (await secretary.post(f"{desk_of(minutes_id)}/{way}", {})).status_code in (403, 404, 405)
    assert (
        await secretary.client.delete(f"{HERE}/{desk_of(minutes_id)}", headers=secretary.headers())
    ).status_code in (
        404,
        405,
    )


async def test_invariant_83_confidential_entries_stand_apart_and_the_public_version_says_so(
    secretary: Window, member: Window, window: Callable[[], Window], scene: Scene
) -> None:
    minutes_id = await circulated(scene)
    await secretary.get(f"{desk_of(minutes_id)}/annex")
    refused = await secretary.send(f"{desk_of(minutes_id)}/annex", heading="A dispute", text="Only English")
    assert refused.status_code == 422 and 'href="#heading_cy"' in refused.text
    await secretary.send(f"{desk_of(minutes_id)}/annex", APART)
    away = await window().sign_in(scene.people["Member 12"], at=LATER)
    async with scene.store.writing() as writing:
        await lifecycle.circulate(writing, minutes_id, by=scene.secretary, at=LATER)
    await member.get(f"minutes/{minutes_id}")
    assert "1 entry is confidential" in member.text() and "about pay" not in member.text()
    await member.get(f"minutes/{minutes_id}/annex")
    assert "It was about pay." in member.text()
    assert (await away.get(f"minutes/{minutes_id}/annex")).status_code == 404
    _, item = await the_next_meeting(scene)
    async with scene.store.writing() as writing:
        await lifecycle.approve(writing, minutes_id, item, by=scene.secretary, at=later())
        await lifecycle.sign(writing, minutes_id, by=scene.secretary, at=later())
    stranger = window()
    assert (await stranger.get(f"minutes/{minutes_id}/public")).status_code == 404
    await secretary.get(desk_of(minutes_id))
    await secretary.send(f"{desk_of(minutes_id)}/public")
    await stranger.get("")
    assert f"{HERE}/minutes/{minutes_id}/public" in stranger.last.text
    await stranger.get(f"minutes/{minutes_id}/public")
    words = stranger.text()
    assert "1 confidential entry is left out here." in words and "about pay" not in words
    assert "13 people with a vote" in words and "Mair Elis" not in words


async def test_invariant_84_the_book_verifies_from_first_to_last_and_says_where_it_breaks(
    member: Window, scene: Scene
) -> None:
    await signed(scene)
    await member.get("minutes/books")
    assert "The members" in member.text() and "1 set of minutes" in member.text()
    await member.get("minutes/books/general")
    assert "Annual general meeting 2026" in member.text()
    await member.get("minutes/books/general/check")
    assert "The book holds." in member.text()
    async with scene.store.writing() as writing:
        await writing.execute(text("DROP TRIGGER minutes_presence_signed_update"))
        await writing.execute(text("UPDATE minutes_presence SET name = 'Somebody else' WHERE position = 1"))
    await member.get("minutes/books/general/check")
    assert "The book is broken. Number 1 is the first" in member.text()
    assert (await member.get("minutes/books/nobody")).status_code == 404


async def test_a_chair_who_is_no_officer_signs_within_minutes_of_coming_in_by_what_was_sent_to_them(
    window: Callable[[], Window], clock: Moments, scene: Scene
) -> None:
    minutes_id = await agreed(scene)
    sian = scene.people["Siân Morgan"]
    async with scene.store.writing() as writing:
        meeting_id = (await writing.get_one(Minutes, minutes_id)).meeting_id
        (await writing.get_one(Meeting, meeting_id)).chair_id = sian
    page = f"minutes/{minutes_id}/sign"
    came_in = clock.at = later()
    chair, with_a_card = await window().sign_in(sian, at=came_in), window()
    async with scene.store.writing() as writing:
        begun = await identity.begin(writing, sian, Proof.CARD, Browser("Firefox"), at=came_in)
    with_a_card.cookies["s-tair-nant"] = begun.token
    assert "step-up" in (await with_a_card.get(page)).headers["location"]
    clock.at = came_in + timedelta(minutes=6)
    assert (await chair.get(page)).headers["location"] == f"{HERE}/step-up?next=%2Fminutes%2F{minutes_id}%2Fsign"
    await chair.follow()
    assert chair.heading() == "Show once more that it is you" and "Send me a link" in chair.text()
    again = await window().sign_in(sian, at=clock.at)
    await again.get("home")
    assert "They are agreed, and wait for a signature." in again.text()
    assert f'href="{HERE}/minutes/{minutes_id}">Read and sign them' in again.last.text
    await again.get(f"minutes/{minutes_id}")
    assert f"{HERE}/{page}" in again.last.text
    await again.get(page)
    await again.send(page)
    await again.follow()
    assert "Signed by Siân Morgan" in again.text()
    await again.get("home")
    assert "wait for a signature" not in again.text()


async def test_only_who_chaired_signs_and_anybody_else_is_told_who_that_is(
    secretary: Window, member: Window, window: Callable[[], Window], scene: Scene
) -> None:
    minutes_id = await agreed(scene)
    officer = await window().sign_in(scene.people["Member 2"], Role.CHAIR, at=LATER)
    await secretary.get(desk_of(minutes_id))
    assert "The chair signs them next" in secretary.text()
    assert "Only who chaired can sign: Nerys Wyn." in secretary.text()
    for other in (member, officer):
        await other.get(f"minutes/{minutes_id}/sign")
        assert "Only who chaired can sign: Nerys Wyn." in other.text()
        assert f'href="{HERE}/minutes/{minutes_id}">Read the minutes' in other.last.text
        refused = await other.by_hand(f"minutes/{minutes_id}/sign", at=LATER)
        assert refused.status_code == 422 and "Only who chaired can sign these minutes" in other.text()
