"""Minutes taken live through the pages: two note-takers, clashes, who does what, the next agenda."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pytest

from govern.permissions import Role
from tests.meetings.scene import Scene, an_open_meeting
from tests.minutes.book.live_scene import items_of
from tests.minutes.book.scene import LATER
from tests.window import Window


@pytest.fixture
async def other(window: Callable[[], Window], scene: Scene) -> Window:
    """A second note-taker."""
    return await window().sign_in(scene.people["Siân Morgan"], Role.SECRETARY, at=LATER)


async def begun(secretary: Window, meeting_id: UUID) -> str:
    """Live minutes, begun with the button; their address."""
    await secretary.get(f"office/meetings/{meeting_id}/minutes")
    await secretary.send(f"office/meetings/{meeting_id}/minutes")
    await secretary.follow()
    await secretary.follow()
    return str(secretary.last.url.path).removesuffix("/live")


async def test_two_note_takers_write_at_once_and_no_line_is_lost(
    secretary: Window, other: Window, scene: Scene
) -> None:
    meeting_id = await an_open_meeting(scene)
    desk = await begun(secretary, meeting_id)
    assert secretary.heading() == "Take the minutes" and "13 counted, 12 needed" in secretary.text()
    item = str((await items_of(scene, meeting_id))[0])
    await other.get(f"{desk}/live")
    await secretary.send(f"{desk}/lines", text="The year was good.", item=item)
    await other.send(f"{desk}/lines", text="Two asked about the roof.", item=item)
    await other.follow()
    assert "The year was good. Nerys Wyn" in other.text() and "Two asked about the roof. Siân Morgan" in other.text()


async def test_the_same_form_sent_twice_is_one_line(secretary: Window, scene: Scene) -> None:
    desk = await begun(secretary, await an_open_meeting(scene))
    first = dict(secretary.hidden(f"{desk}/lines"))
    for _ in range(2):
        await secretary.post(f"{desk}/lines", {**first, "text": "Welcome."})
    await secretary.follow()
    assert secretary.text().count("Welcome.") == 2  # the line, and its link's words


async def test_an_empty_line_is_refused_beside_its_field_and_keeps_its_mark(secretary: Window, scene: Scene) -> None:
    desk = await begun(secretary, await an_open_meeting(scene))
    answer = await secretary.send(f"{desk}/lines", text=" ")
    assert answer.status_code == 422 and "Type what was said." in secretary.text()
    assert 'href="#text"' in answer.text and 'id="text"' in answer.text


async def test_a_clash_shows_both_wordings_beside_each_other(secretary: Window, other: Window, scene: Scene) -> None:
    desk = await begun(secretary, await an_open_meeting(scene))
    await secretary.send(f"{desk}/lines", text="Welcome.")
    await secretary.follow()
    found = re.search(rf'href="({desk}/lines/[0-9a-f-]+)"', secretary.last.text)
    assert found is not None
    line = found[1]
    await secretary.get(line)
    await other.get(line)
    await secretary.send(line, text="Welcome to all.")
    answer = await other.send(line, text="Nerys said welcome.")
    assert answer.status_code == 422 and "Both stand below." in other.text()
    assert "Welcome to all. Nerys said welcome." in other.text()
    await secretary.get(line)
    await secretary.send(line, text="Nerys said welcome.", text_cy="Croeso i bawb.")
    await other.send(line, text="Nerys said welcome.", text_cy="Croeso.")
    assert "Croeso i bawb. Croeso." in other.text()
    await other.send(line, text="Nerys said welcome to all.")
    await other.get(line)
    assert "Welcome to all. (Nerys Wyn" in other.text() and "Nerys said welcome to all." in other.text()


async def test_whoever_takes_something_on_sees_it_at_home_and_says_what_became_of_it(
    secretary: Window, window: Callable[[], Window], scene: Scene
) -> None:
    desk = await begun(secretary, await an_open_meeting(scene))
    owner = await window().sign_in(scene.people["Mair Elis"], at=LATER)
    stranger = await window().sign_in(scene.people["Member 3"], at=LATER)
    await secretary.get(f"{desk}/actions")
    due = {"due_on_day": "31", "due_on_month": "1", "due_on_year": "2027"}
    refused = await secretary.send(f"{desk}/actions", text="Ask for a price.", owner="Nobody Known", **due)
    assert refused.status_code == 422 and 'href="#owner"' in refused.text
    await secretary.send(f"{desk}/actions", text="Ask for a price.", owner="Mair Elis", **due)
    await owner.get("home")
    assert "Ask for a price." in owner.text() and "by Sunday 31 January 2027" in owner.text()
    found = re.search(r'href="([^"]*/actions/[0-9a-f-]+)"', owner.last.text)
    assert found is not None
    assert (await stranger.get(found[1])).status_code == 404
    await owner.get(found[1])
    refused = await owner.send(found[1], state="not_done")
    assert refused.status_code == 422 and "why it was not done" in owner.text()
    await owner.send(found[1], state="done", told="It is £40.")
    await owner.follow()
    assert "Done" in owner.text() and "It is £40." in owner.text()
    await owner.get("home")
    assert "Ask for a price." not in owner.text()
