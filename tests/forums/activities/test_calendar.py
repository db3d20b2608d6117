"""Decision 38: the days of a forum in somebody's own calendar, by one token a person that is stopped in one press."""

from __future__ import annotations

import html
import re
from datetime import timedelta
from uuid import uuid4

from sqlalchemy import select

from govern.forums.activities import lifecycle, queries
from govern.forums.activities.models import CalendarFeed
from govern.forums.activities.queries import CalendarEntry
from govern.forums.activities.rules import Plan
from govern.identity import lifecycle as identity
from govern.identity.rules import Site
from govern.languages import LANGUAGES
from tests.calendars import read
from tests.forums.conftest import Forums
from tests.window import Window

SITE = Site("http://testserver.local", "tair-nant", "Tair Nant")
SECRET = "Bring the hoist and £4"


async def with_days(forums: Forums, *which: str) -> None:
    """A trip in each of these forums, and something whose day is still to be agreed."""
    gwen, at = forums.town.people["Gwen Hughes"], forums.town.clock.at
    async with forums.town.society.store.writing() as writing:
        for name in which:
            forum = getattr(forums, name)
            for starts_at in (at + timedelta(days=10), None):
                plan = Plan(title=f"Trip of {name}", place="Borth", about=SECRET, support=SECRET, starts_at=starts_at)
                await lifecycle.plan(writing, forum, plan, "en", organiser=gwen, by=gwen, at=at)


async def addresses(one: Window) -> list[str]:
    await one.get("me/calendar")
    await one.send("me/calendar")
    await one.follow()
    found = re.findall(r"http://[^<\s]*days\.ics", one.last.text)
    return [html.unescape(address).removeprefix("http://testserver.local") for address in found]


async def test_a_calendar_reads_title_time_place_and_page_without_signing_in(forums: Forums) -> None:
    await with_days(forums, "local")
    gwen = await forums.town.window("Gwen Hughes")
    (address,) = await addresses(gwen)
    program = await forums.town.window()
    answer = await program.get(address)
    assert answer.status_code == 200 and answer.headers["content-type"].startswith("text/calendar")
    calendar = read(answer.content)
    (event,) = calendar.inside
    async with forums.town.society.store.reading() as reading:
        (entry,) = await queries.entries_of(reading, forums.local, forums.town.clock.at, "en")
    assert (event.text("UID"), event.number("SEQUENCE")) == (f"{entry.id}@govern", 0)
    assert (event.text("SUMMARY"), event.text("LOCATION")) == ("Trip of local", "Borth")
    assert event.at("DTSTART") == forums.town.clock.at + timedelta(days=10)
    assert "/activities/" in event.text("URL") and calendar.text("X-WR-CALNAME") == "Pont forum"
    assert "hoist" not in answer.text and "Gwen" not in answer.text


async def test_of_a_forum_for_certain_people_it_says_title_and_time_alone(forums: Forums) -> None:
    await with_days(forums, "family")
    di = await forums.town.window("Di Owen")
    (address,) = await addresses(di)
    answer = await (await forums.town.window()).get(address)
    (event,) = read(answer.content).inside
    assert event.text("SUMMARY") == "Trip of family"
    assert not {"LOCATION", "URL", "DESCRIPTION", "ORGANIZER", "ATTENDEE"} & set(event.values)
    for word in ("Borth", "Families", "hoist", "activities/"):
        assert word not in answer.text


async def test_the_token_opens_what_the_gate_opens_to_its_person_and_no_more(forums: Forums) -> None:
    """Invariant 61: a family forum is no more there in a calendar than on a page."""
    await with_days(forums, "local", "family")
    gwen = await forums.town.window("Gwen Hughes")
    (address,) = await addresses(gwen)
    program = await forums.town.window()
    hidden = address.replace(str(forums.local), str(forums.family))
    never = address.replace(str(forums.local), str(uuid4()))
    said = {(await program.get(other)).text.replace(str(forums.family), "") for other in (hidden, never)}
    assert all("Trip" not in text and "Families" not in text for text in said)
    for other in (hidden, never):
        assert (await program.get(other)).status_code == 404
    wrong = re.sub(r"calendar/[^/]*/", "calendar/no-such-token/", address)
    assert (await program.get(wrong)).status_code == 404


async def test_it_is_stopped_in_one_press_and_the_next_one_is_another(forums: Forums) -> None:
    gwen = await forums.town.window("Gwen Hughes")
    (address,) = await addresses(gwen)
    await gwen.get("me/calendar")
    assert address in html.unescape(gwen.last.text)  # it can be looked up again
    await gwen.send("me/calendar/stop")
    await gwen.follow()
    program = await forums.town.window()
    assert (await program.get(address)).status_code == 404
    (other,) = await addresses(gwen)
    assert other != address and (await program.get(other)).status_code == 200
    token = gwen.hidden("me/calendar/stop")
    await gwen.post("me/calendar/stop", token)
    assert (await gwen.post("me/calendar/stop", token)).status_code == 404


async def test_of_the_token_the_database_keeps_a_hash_and_the_record_nothing(forums: Forums) -> None:
    gwen = await forums.town.window("Gwen Hughes")
    (address,) = await addresses(gwen)
    token = re.findall(r"calendar/([^/]*)/", address)[0]
    async with forums.town.society.store.reading() as reading:
        feed = (await reading.scalars(select(CalendarFeed))).one()
    assert len(token) == 43 and feed.token_hash == lifecycle.mark_of(token)
    file = forums.town.society.folder / "society.sqlite"
    kept = b"".join(part.read_bytes() for part in file.parent.glob("society.sqlite*"))
    assert token.encode() not in kept


async def test_a_closed_account_reads_nothing(forums: Forums) -> None:
    gwen = await forums.town.window("Gwen Hughes")
    (address,) = await addresses(gwen)
    at, person = forums.town.clock.at, forums.town.people["Gwen Hughes"]
    async with forums.town.society.store.writing() as writing:
        await identity.close_ways_in(writing, person, by=None, at=at)
    assert (await (await forums.town.window()).get(address)).status_code == 404


async def test_what_is_called_off_stays_as_called_off_and_gatherings_are_handed_in(forums: Forums) -> None:
    await with_days(forums, "local")
    store, at, gwen = forums.town.society.store, forums.town.clock.at, forums.town.people["Gwen Hughes"]
    async with store.reading() as reading:
        (entry,) = await queries.entries_of(reading, forums.local, at, "en")
    async with store.writing() as writing:
        await lifecycle.call_off(writing, entry.id, "Snow", by=gwen, site=SITE, at=at)
    gathering = CalendarEntry(
        id=uuid4(), title="Gathering", starts_at=at + timedelta(days=3), ends_at=at + timedelta(days=3, hours=2)
    )
    async with store.reading() as reading:
        from govern.forums.gatherings import queries as gatherings

        forum = await gatherings.forum(reading, forums.local, gwen, at.date(), "en")
        entries = (*await queries.entries_of(reading, forums.local, at, "en"), gathering)
    trip, met = read(queries.calendar(forum, entries, LANGUAGES["en"], SITE, at)).inside
    assert (trip.text("STATUS"), trip.number("SEQUENCE")) == ("CANCELLED", 1)
    assert met.text("SUMMARY") == "Gathering"
    assert (met.at("DTSTART"), met.at("DTEND")) == (gathering.starts_at, gathering.ends_at)
