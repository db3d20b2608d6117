"""Members ask for a general meeting through the pages; the office calls it, or they do so themselves."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from tests.given import Moments
from tests.meetings.scene import Scene, shown
from tests.window import Window

BUSINESS = {
    "kind": "motion",
    "title": "Keep the shop open",
    "text": "The shop stays open on Sundays.",
    "resolution": "ordinary",
}
MEETING = {
    "kind": "gm",
    "title": "Members' meeting",
    "title_cy": "Cyfarfod yr aelodau",
    "starts_at_month": "12",
    "starts_at_year": "2026",
    "starts_at_time": "18:00",
    "place": "Village hall",
    "place_cy": "Neuadd y pentref",
}


async def asked_by(member: Window) -> str:
    """Begun through the form; its address."""
    await member.get("asked-for/new")
    await member.send("asked-for/new", **BUSINESS)
    await member.follow()
    return str(member.last.url.path)


async def test_members_ask_sign_by_page_and_paper_and_the_office_calls_it(
    secretary: Window, member: Window, scene: Scene
) -> None:
    await member.get("meetings")
    assert "Ask for a general meeting, or sign for one" in member.text()
    await member.get("asked-for")
    assert "If 2 of 15 members with a vote sign" in member.text()
    one = await asked_by(member)
    assert "1 more is needed." in member.text() and "Siân Morgan" in member.text()
    await member.get(f"{one}/business")
    await member.send(f"{one}/business", kind="talk", title="The garden")
    office = one.replace("/asked-for", "/office/asked-for")
    await secretary.get(one)
    assert "Siân Morgan" not in secretary.text()
    await secretary.get(office)
    await secretary.send(office, member="Mair Elis", signed_on_day="9", signed_on_month="11", signed_on_year="2026")
    await secretary.follow()
    assert "The board has to send the notice by Monday 7 December 2026" in secretary.text()
    await secretary.get("office")
    assert "Call the meeting that members asked for: Keep the shop open" in secretary.text()
    await secretary.get(f"{office}/call")
    answer = await secretary.send(f"{office}/call", **MEETING, starts_at_day="20")
    assert answer.status_code == 422 and "within 28 days of its notice" in secretary.text()
    await secretary.send(f"{office}/call", **MEETING, starts_at_day="4")
    await secretary.follow()
    assert "Members asked for this. It cannot be changed or taken off." in secretary.text()
    assert "Take off" not in secretary.text()
    meeting = str(secretary.last.url.path)
    await secretary.get(f"{meeting}/notice")
    await secretary.send(f"{meeting}/notice")
    await secretary.get(office)
    assert "The meeting has been called." in secretary.text()


async def test_business_that_was_asked_for_is_refused_to_whoever_takes_it_off(
    secretary: Window, member: Window, scene: Scene, clock: Moments
) -> None:
    one = await asked_by(member)
    office = one.replace("/asked-for", "/office/asked-for")
    await secretary.get(one)
    await secretary.send(f"{one}/sign")
    await secretary.get(f"{office}/call")
    await secretary.send(f"{office}/call", **MEETING, starts_at_day="4")
    await secretary.follow()
    meeting = str(secretary.last.url.path)
    await secretary.get(f"{meeting}/items/new?kind=talk")
    await secretary.send(f"{meeting}/items/new", title="Tea", title_cy="Te")
    items = (await shown(scene, UUID(meeting.rsplit("/", 1)[1]))).items
    assert [item.title for item in items] == ["Keep the shop open", "Tea"]
    where = f"{meeting}/items/{items[0].id}/remove".removeprefix("/en/tair-nant/")
    refused = await secretary.by_hand(where, at=clock.at)
    assert refused.status_code == 403 and "asked for" in secretary.text()
    assert [i.title for i in (await shown(scene, UUID(meeting.rsplit("/", 1)[1]))).items] == [
        "Keep the shop open",
        "Tea",
    ]


async def test_a_meeting_nobody_called_is_called_by_those_who_asked(
    window: Callable[[], Window], member: Window, scene: Scene, clock: Moments
) -> None:
    one = await asked_by(member)
    other = await window().sign_in(scene.people["Member 1"], at=clock.at)
    await other.get(one)
    await other.send(f"{one}/sign")
    clock.at += timedelta(days=29)
    member = await window().sign_in(scene.people["Siân Morgan"], at=clock.at)
    other = await window().sign_in(scene.people["Member 1"], at=clock.at)
    await member.get("home")
    assert "The board did not call this meeting: Keep the shop open" in member.text()
    await member.get(one)
    assert "Those who signed can now call the meeting themselves, until Tuesday 9 February 2027" in member.text()
    await member.get(f"{one}/own")
    day = {"starts_at_day": "9", "starts_at_month": "1", "starts_at_year": "2027", "starts_at_time": "10:00"}
    answer = await member.send(f"{one}/own", **day)
    assert answer.status_code == 422 and "Type where the meeting is" in member.text()
    await member.send(f"{one}/own", **day, place="The shop, High Street")
    await member.follow()
    assert "1 of 2 people needed calls it." in member.text()
    assert "Send the notice to every member" not in member.text()
    await other.get(one)
    await other.send(f"{one}/own/join")
    await other.follow()
    await other.send(f"{one}/own/call")
    await other.follow()
    assert "General meeting that members asked for" in other.text() and "The shop, High Street" in other.text()
    await other.get(f"{other.last.url.path}/notice")
    assert "Called by members who asked for it. Member 1" in other.text()


async def test_who_types_nothing_is_told_beside_the_field(member: Window) -> None:
    await member.get("asked-for/new")
    answer = await member.send("asked-for/new", title="Something")
    assert answer.status_code == 422 and 'href="#kind"' in answer.text
    answer = await member.send("asked-for/new", kind="motion", title="Something", resolution="ordinary")
    assert answer.status_code == 422 and 'href="#text"' in answer.text and 'value="Something"' in answer.text
