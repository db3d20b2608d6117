"""On the day: people are found and checked in, the quorum is read in sentences, the meeting opens and closes."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from govern.identity import lifecycle as identity
from govern.meetings import lifecycle, queries
from govern.meetings.rules import Outcome
from govern.permissions import Role
from tests.given import Moments
from tests.meetings.scene import AGM_AT, Scene, a_called_meeting, an_open_meeting, everybody_comes, shown
from tests.window import Window


@pytest.fixture
async def secretary(window: Callable[[], Window], scene: Scene, clock: Moments) -> Window:
    """The secretary, signed in at the hour of the meeting."""
    clock.at = AGM_AT
    return await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)


async def test_before_the_day_nobody_is_checked_in(
    window: Callable[[], Window], scene: Scene, clock: Moments
) -> None:
    meeting_id = await a_called_meeting(scene)
    early = await window().sign_in(scene.secretary, Role.SECRETARY, at=clock.at)
    await early.get(f"office/meetings/{meeting_id}/people?q=sian")
    assert "The meeting is on Saturday 12 December 2026. People are checked in on that day." in early.text()
    assert "Is in the room" not in early.text()


async def test_somebody_is_found_by_name_checked_in_and_out(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    people = f"office/meetings/{meeting_id}/people"
    await secretary.get(f"{people}?q=sian")
    assert "Siân Morgan" in secretary.text() and "Is in the room" in secretary.text()
    await secretary.send(f"{people}/in", mode="remote", person=str(scene.people["Siân Morgan"]))
    await secretary.follow()
    assert "1 person is here" in secretary.text() and "from elsewhere" in secretary.text()
    assert "1 person counts. 12 are needed." in secretary.text()
    await secretary.send(f"{people}/out")
    await secretary.follow()
    assert "0 people are here" in secretary.text() and "Have left" in secretary.text()
    await secretary.get(f"{people}?q=nobody")
    assert "Nobody in the register of members has this name." in secretary.text()


async def test_a_guest_is_checked_in_by_name_and_found_again_when_they_come_back(
    secretary: Window, scene: Scene
) -> None:
    meeting_id = await a_called_meeting(scene)
    people = f"office/meetings/{meeting_id}/people"
    await secretary.get(people)
    refused = await secretary.send(f"{people}/guest", guest="", mode="in_person")
    assert refused.status_code == 422 and "Type the guest's name." in secretary.text()
    await secretary.send(f"{people}/guest", guest="Olga Petrova", mode="in_person")
    await secretary.follow()
    assert "1 person is here" in secretary.text() and "does not count for the quorum" in secretary.text()
    assert "0 people count. 12 are needed." in secretary.text()
    await secretary.send(f"{people}/out")
    await secretary.get(f"{people}?q=petro")
    assert "Guest Olga Petrova" in secretary.text()
    await secretary.send(f"{people}/in", mode="in_person")
    async with scene.store.reading() as reading:
        stays = await queries.stays(reading, meeting_id)
    assert [(stay.name, stay.counts) for stay in stays] == [("Olga Petrova", False)] * 2
    assert len({stay.person_id for stay in stays}) == 1


async def test_without_a_quorum_the_page_says_why_it_cannot_open(secretary: Window, scene: Scene) -> None:
    meeting_id = await a_called_meeting(scene)
    await everybody_comes(scene, meeting_id, AGM_AT, number=3)
    people = f"office/meetings/{meeting_id}/people"
    await secretary.get(people)
    answer = await secretary.send(f"office/meetings/{meeting_id}/open", chair=str(scene.secretary))
    assert answer.status_code == 422
    assert "3 count and 12 are needed" in secretary.text()


async def test_where_many_are_here_those_who_mostly_take_the_chair_are_offered(
    secretary: Window, scene: Scene, clock: Moments, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A choice of one out of a full hall would be a page of radio buttons: the others are found by name."""
    meeting_id = await a_called_meeting(scene)
    async with scene.store.writing() as writing:
        chair = scene.people["Member 5"]
        await identity.appoint(writing, chair, Role.CHAIR, AGM_AT.date(), by=None, at=AGM_AT)
    office = f"office/meetings/{meeting_id}"
    await everybody_comes(scene, meeting_id, clock.at, number=10)
    await secretary.get(f"{office}/people")
    assert secretary.last.text.count('name="chair"') == 10
    await everybody_comes(scene, meeting_id, clock.at, before=10)
    await secretary.get(f"{office}/people")
    offered = re.findall(r'<input[^>]*name="chair"[^>]*value="([^"]+)"', secretary.last.text)
    assert offered == [str(chair), str(scene.secretary)]
    await secretary.send(f"{office}/people/out", person=str(chair))
    await secretary.get(f"{office}/people")
    assert re.findall(r'<input[^>]*name="chair"[^>]*value="([^"]+)"', secretary.last.text) == [str(scene.secretary)]
    assert "Somebody else takes the chair? Find them by name above" in secretary.text()
    await secretary.get(f"{office}/people?q=Member 3")
    assert "Open the meeting with them in the chair" in secretary.text()
    await secretary.send(f"{office}/open", chair=str(scene.people["Member 3"]))
    monkeypatch.setattr(queries, "to_take_the_chair", lambda *_: pytest.fail("asked after the opening"))
    await secretary.get(f"{office}/people?q=Member 2")
    assert "Open the meeting with them in the chair" not in secretary.text()
    assert 'name="chair"' not in secretary.last.text
    assert (await shown(scene, meeting_id)).stage == "open"


async def test_the_meeting_opens_settles_its_items_and_closes(
    secretary: Window, scene: Scene, clock: Moments
) -> None:
    meeting_id = await a_called_meeting(scene)
    office = f"office/meetings/{meeting_id}"
    await everybody_comes(scene, meeting_id, clock.at)
    await secretary.get(f"{office}/people")
    assert "The meeting can decide." in secretary.text()
    assert "<svg" in secretary.last.text and "13 people count. 12 are needed." in secretary.text()
    await secretary.send(f"{office}/open", chair=str(scene.secretary))
    await secretary.follow()
    assert "On now" in secretary.text()
    refused = await secretary.send(f"{office}/close")
    assert refused.status_code == 409 and "Items 1 and 2 are still open" in secretary.text()
    for item, outcome in zip((await shown(scene, meeting_id)).items, ("heard", "decided"), strict=True):
        await secretary.get(office)
        await secretary.send(f"{office}/items/{item.id}/outcome", outcome=outcome)
    await secretary.get(office)
    await secretary.send(f"{office}/close")
    await secretary.follow()
    assert "Over" in secretary.text() and "Write the minutes" in secretary.text()
    for page in ("chair", "people", "desk"):
        await secretary.get(f"{office}/{page}")
        assert "Nobody is checked in at this meeting now." in secretary.text()
        assert "not enough people" not in secretary.text() and "0 people" not in secretary.text()


async def test_a_closed_meeting_refuses_every_change(secretary: Window, scene: Scene) -> None:
    meeting_id = await an_open_meeting(scene)
    office = f"office/meetings/{meeting_id}"
    items = (await shown(scene, meeting_id)).items
    await secretary.get(office)
    close, settle = secretary.hidden(f"/en/tair-nant/{office}/close"), f"{office}/items/{items[0].id}/outcome"
    token = secretary.hidden(f"/en/tair-nant/{settle}")
    async with scene.store.writing() as writing:
        for item in items:
            await lifecycle.settle_item(writing, item.id, Outcome.PUT_OFF, by=scene.secretary, at=AGM_AT)
        await lifecycle.close(writing, meeting_id, by=scene.secretary, at=AGM_AT)
    for path, fields in ((f"{office}/close", close), (settle, {**token, "outcome": "decided"})):
        answer = await secretary.post(path, fields)
        assert answer.status_code == 409 and "This meeting is over" in secretary.text()
