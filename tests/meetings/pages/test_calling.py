"""The secretary calls a meeting through the pages: written down, agenda, a look before, notice, correction, off."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import update

from govern.ballots.models import Ballot
from govern.ballots.rules import Stage
from tests.given import Moments
from tests.meetings.scene import Scene, a_called_meeting, a_draft, letters, shown
from tests.window import HERE, Window

WHEN = {"starts_at_day": "12", "starts_at_month": "12", "starts_at_year": "2026", "starts_at_time": "14:00"}
AGM = {
    "kind": "agm",
    "title": "Annual general meeting 2026",
    "title_cy": "Cyfarfod cyffredinol blynyddol 2026",
    **WHEN,
    "ends": "16:00",
    "place": "Village hall, Pont-y-gof",
    "place_cy": "Neuadd y pentref",
    "video_link": "https://video.example/agm",
    "telephone": "01632 960 123",
    "access": "Step-free.",
    "access_cy": "Dim grisiau.",
}
MOTION = {
    "title": "Open on Saturdays",
    "title_cy": "Agor ar ddydd Sadwrn",
    "text": "The house opens on Saturdays.",
    "text_cy": "Mae'r tŷ yn agor ar ddydd Sadwrn.",
    "resolution": "ordinary",
}


async def a_meeting_on_paper(secretary: Window) -> str:
    """Written down through the form; its address in the office."""
    await secretary.get("office/meetings/new")
    await secretary.send("office/meetings/new", **AGM)
    await secretary.follow()
    return str(secretary.last.url.path)


async def test_a_meeting_is_called_from_the_first_form_to_the_notice(secretary: Window, scene: Scene) -> None:
    office = await a_meeting_on_paper(secretary)
    assert "The agenda is empty" in secretary.text()
    await secretary.get(f"{office}/items/new?kind=motion")
    assert "More than half of the votes cast must be for it." in secretary.text()
    await secretary.send(f"{office}/items/new", **MOTION)
    await secretary.get(f"{office}/items/new?kind=election")
    assert "2 places are free on the day." in secretary.text()
    election = {"title": "Board", "title_cy": "Bwrdd", "seat": "board/supported", "places": "2"}
    await secretary.send(f"{office}/items/new", **election)
    await secretary.get(f"{office}/notice")
    assert "14 people get an email at once" in secretary.text()
    assert "1 person has no email." in secretary.text()
    await secretary.send(f"{office}/notice")
    await secretary.follow()
    assert "Notice sent" in secretary.text() and "By email to 14, by post to 1." in secretary.text()
    assert len(await letters(scene.store)) == 14
    await secretary.get(f"{office}/post")
    assert "Mair Elis" in secretary.text() and "1 High Street" in secretary.text()


async def test_what_is_missing_stands_beside_its_field_and_what_was_typed_is_kept(secretary: Window) -> None:
    await secretary.get("office/meetings/new")
    answer = await secretary.send("office/meetings/new", kind="agm", title="My meeting", **WHEN)
    assert answer.status_code == 422 and "<title>Error:" in answer.text
    assert "Type where the meeting is, with the full address." in secretary.text()
    assert 'value="My meeting"' in answer.text and 'value="14:00"' in answer.text


async def test_a_title_in_one_language_of_two_is_refused_beside_the_other(secretary: Window) -> None:
    await secretary.get("office/meetings/new")
    answer = await secretary.send("office/meetings/new", **{**AGM, "title_cy": ""})
    assert answer.status_code == 422 and 'href="#title_cy"' in answer.text


async def test_invariant_22_fourteen_clear_days_the_last_day_goes_out_and_a_day_less_is_refused(
    secretary: Window, scene: Scene
) -> None:
    """Sent on 9 November, served on the last of them by post on the 11th: from the 26th on. Sending agrees."""
    early = {**AGM, "starts_at_month": "11", "starts_at_day": "26"}
    await secretary.get("office/meetings/new")
    await secretary.send("office/meetings/new", **early)
    await secretary.follow()
    office = str(secretary.last.url.path)
    await secretary.get(f"{office}/items/new?kind=talk")
    await secretary.send(f"{office}/items/new", title="Anything", title_cy="Unrhyw beth")
    await secretary.get(f"{office}/notice")
    assert "Send the notice now" in secretary.text()
    token = secretary.hidden(f"{office}/notice")
    await secretary.get(f"{office}/change")
    await secretary.send(f"{office}/change", **{**early, "starts_at_day": "25"})
    await secretary.get(f"{office}/notice")
    assert "earliest day is Thursday 26 November 2026." in secretary.text()
    assert "Send the notice now" not in secretary.text()
    refused = await secretary.post(f"{office}/notice", token)
    assert refused.status_code == 422 and "26 November 2026" in secretary.text()
    assert await letters(scene.store) == []


async def test_the_agenda_is_put_in_order_and_an_item_taken_off(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    first, second = (await shown(scene, meeting_id)).items
    await secretary.get(office)
    await secretary.send(f"{office}/items/{second.id}/move", way="up")
    await secretary.get(f"{office}/items/{second.id}/change")
    assert 'value="Open on Saturdays"' in secretary.last.text
    await secretary.send(f"{office}/items/{second.id}/change", **{**MOTION, "title": "Open on Sundays"})
    await secretary.get(office)
    await secretary.send(f"{office}/items/{first.id}/remove")
    assert [item.title for item in (await shown(scene, meeting_id)).items] == ["Open on Sundays"]


async def test_a_wrong_notice_is_corrected_and_the_page_says_so(
    secretary: Window, member: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    await secretary.get(f"{office}/correct")
    assert 'value="Village hall, Pont-y-gof"' in secretary.last.text
    why = {"why": "Another hall.", "why_cy": "Neuadd arall."}
    await secretary.send(f"{office}/correct", **{**AGM, **why, "place": "School hall"})
    await secretary.follow()
    assert "Corrected notice 2" in secretary.text()
    await member.get(f"meetings/{meeting_id}")
    assert "The notice was corrected on" in member.text() and "School hall" in member.text()
    await member.get(f"meetings/{meeting_id}/notice/1")
    assert "This is an old notice." in member.text() and "Village hall" in member.text()
    await member.get(f"meetings/{meeting_id}/notice")
    assert "What has changed: Another hall." in member.text()


async def test_a_correction_may_add_one_item(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    await secretary.get(f"{office}/correct")
    added = {f"item_{name}": words for name, words in MOTION.items()}
    why = {"why": "One more motion.", "why_cy": "Un cynnig arall."}
    await secretary.send(f"{office}/correct", **{**AGM, **why, **added, "item_kind": "motion"})
    await secretary.follow()
    assert len((await shown(scene, meeting_id)).items) == 3


async def test_a_meeting_is_called_off_and_a_draft_dropped(secretary: Window, member: Window, scene: Scene) -> None:
    meeting_id, draft = await a_called_meeting(scene), await a_draft(scene)
    office = f"{HERE}/office/meetings/{meeting_id}"
    await secretary.get(f"{office}/call-off")
    assert "(15 people)" in secretary.text()
    await secretary.send(f"{office}/call-off", why="Flood.", why_cy="Llifogydd.")
    await secretary.follow()
    assert "Called off" in secretary.text()
    await member.get(f"meetings/{meeting_id}")
    assert "This meeting was called off. You do not need to come." in member.text()
    await secretary.get(f"office/meetings/{draft}")
    await secretary.send(f"office/meetings/{draft}/cancel")
    await secretary.follow()
    assert "Called off" in secretary.text()


@pytest.mark.parametrize(
    "rest", ["", "/new", "/{id}", "/{id}/notice", "/{id}/correct", "/{id}/people", "/{id}/ballot"]
)
async def test_the_office_is_closed_to_members_and_to_the_public(
    window: Callable[[], Window], member: Window, scene: Scene, rest: str
) -> None:
    meeting_id = await a_called_meeting(scene)
    path = "office/meetings" + rest.format(id=meeting_id)
    assert (await member.get(path)).status_code == 403
    assert (await window().get(path)).status_code == 303


async def test_a_form_without_its_token_changes_nothing(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_draft(scene)
    answer = await secretary.post(f"office/meetings/{meeting_id}/notice", {})
    assert answer.status_code == 403
    assert await letters(scene.store) == []


async def test_the_ballot_of_the_meeting_is_made_from_its_agenda(
    secretary: Window, scene: Scene, clock: Moments
) -> None:
    meeting_id = await a_called_meeting(scene)
    path = f"office/meetings/{meeting_id}/ballot"
    await secretary.get(path)
    assert 'value="09:00"' in secretary.last.text and "Open on Saturdays" in secretary.text()
    times = {
        **{f"opens_at_{part}": value for part, value in zip(PARTS, ("5", "12", "2026", "09:00"), strict=True)},
        **{f"closes_at_{part}": value for part, value in zip(PARTS, ("12", "12", "2026", "14:00"), strict=True)},
    }
    await secretary.send(path, **times)
    await secretary.follow()
    assert "It is a question of this meeting's ballot." in secretary.text()
    until = "Saturday 12 December 2026 at 2 in the afternoon"
    assert f"Voting closes: {until}" in secretary.text()
    async with scene.store.writing() as writing:
        await writing.execute(update(Ballot).values(stage=Stage.DECLARED))
    for page in (f"office/meetings/{meeting_id}", f"meetings/{meeting_id}"):
        await secretary.get(page)
        assert f"Voting closed: {until}" in secretary.text()


PARTS = ("day", "month", "year", "time")
