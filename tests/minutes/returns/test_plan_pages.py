"""The year plan through its pages: list, months, tick with a paper, the calendar that other programs read."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest

from govern.identity.rules import day_of
from govern.minutes.returns.lifecycle.filing import FOLDER
from govern.minutes.returns.queries.plan import Plan, plan
from govern.minutes.returns.rules import Duty, Standing
from govern.society import Society
from tests.calendars import read
from tests.given import Moments
from tests.meetings.scene import Scene, a_draft
from tests.minutes.book.past_files import PDF
from tests.window import Window

RETURN = "office/year/duties/return-2026-03-31"
DAY = {"done_on_day": "20", "done_on_month": "10", "done_on_year": "2026"}


async def test_the_office_shows_what_is_late_and_the_next_three(secretary: Window) -> None:
    await secretary.get("office")
    text = secretary.text()
    assert "2 things are late." in text and "Saturday 31 October 2026: Send the annual return (AR30)" in text
    assert text.index("What comes next:") < text.index("See the whole year")
    assert text.count("Hold the annual general meeting") == 2  # one is late, one comes next


async def test_the_plan_says_by_which_rule_and_not_by_colour_alone(secretary: Window) -> None:
    await secretary.get("office/year")
    text = secretary.text()
    assert "9 days late" in text and "section 89" in text and re.search(r"\(Rule \d+\.\d+", text)
    assert "The year ahead" in secretary.last.text  # the picture has words
    await secretary.get("office/year/months")
    shown = secretary.last.text
    assert shown.count('scope="rowgroup"') == 12 and "<caption" in shown and "November 2026" in shown


async def test_the_plan_never_counts_to_nothing(
    secretary: Window, here: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is late, what comes, both, or neither: each is a sentence, and none of them counts to nothing."""
    await a_draft(here)  # its notice is due soon
    kept = Plan.standing
    for late, soon, said in (
        (True, True, "1 more is due in the next three months."),
        (True, False, "Nothing else is due in the next three months."),
        (False, True, "Nothing is late. 1 thing is due in the next three months."),
        (False, False, "Nothing is late, and nothing is due in the next three months."),
    ):
        keeps = {one for one, there in ((Standing.LATE, late), (Standing.SOON, soon)) if there}

        def standing(plan: Plan, *which: Standing, keeps: set[Standing] = keeps) -> tuple[Duty, ...]:
            return tuple(one for one in kept(plan, *which) if one.standing(plan.today) in keeps)

        with monkeypatch.context() as patched:
            patched.setattr(Plan, "standing", standing)
            await secretary.get("office/year")
        lead = secretary.text().split("The days are worked out")[0]
        assert said in lead and "0 " not in lead, lead


async def test_who_cannot_tick_sees_the_plan_without_ways_that_are_shut(teller: Window) -> None:
    await teller.get("office/year")
    assert "9 days late" in teller.text() and "It was done outside" not in teller.text()
    assert 'office/returns"' not in teller.last.text and "/democracy" in teller.last.text
    assert (await teller.get(RETURN)).status_code == 403


async def test_a_return_is_ticked_with_its_paper_and_the_paper_comes_back(
    secretary: Window, society: Society
) -> None:
    await secretary.get(RETURN)
    answer = await secretary.send_file(RETURN, "ar30.pdf", PDF, "application/pdf", **DAY, reference="AR-77")
    assert answer.status_code == 303
    await secretary.get("office/year")
    assert "Done on Tuesday 20 October 2026" in secretary.text() and "Reference: AR-77" in secretary.text()
    assert "Noted by Nerys Wyn" in secretary.text()
    (where,) = set(re.findall(r'href="(/en/tair-nant/office/year/filings/[^"]+)"', secretary.last.text))
    await secretary.get(where)
    assert "It was noted by mistake" in secretary.text()
    file = await secretary.get(f"{where}/file")
    assert file.content == PDF and "attachment" in file.headers["content-disposition"]
    next((society.uploads() / FOLDER).iterdir()).write_bytes(b"other")
    assert (await secretary.get(f"{where}/file")).status_code == 503
    await secretary.get(where)
    assert (await secretary.send(f"{where}/undo", why="")).status_code == 422
    assert (await secretary.send(f"{where}/undo", why="The wrong year")).status_code == 303
    await secretary.get(RETURN)
    assert "Taken back: The wrong year" in secretary.text() and "9 days late" in secretary.text()


async def test_a_tick_is_refused_beside_its_field_and_keeps_no_file(secretary: Window, society: Society) -> None:
    async def refused(name: str, content: bytes, **fields: str) -> str:
        await secretary.get(RETURN)
        answer = await secretary.send_file(RETURN, name, content, "application/pdf", **{**DAY, **fields})
        assert answer.status_code == 422
        return secretary.text()

    assert "This file cannot be kept." in await refused("a.exe", b"MZ\x00\x01", reference="kept words")
    assert "kept words" in secretary.last.text
    assert "still to come" in await refused("a.pdf", PDF, **{"done_on_year": "2027"})
    assert "Say on which day" in await refused("a.pdf", PDF, **dict.fromkeys(DAY, ""))
    folder = society.uploads() / FOLDER
    assert not folder.exists() or not list(folder.iterdir())


async def test_nobody_ticks_what_is_not_there_or_twice(secretary: Window) -> None:
    assert (await secretary.get("office/year/duties/999999999999")).status_code == 404
    await secretary.get(RETURN)
    hidden = secretary.hidden(RETURN)
    assert (await secretary.post(RETURN, {**hidden, **DAY})).status_code == 303
    assert (await secretary.post(RETURN, {**hidden, **DAY})).status_code == 422
    assert "This is done already. Nothing was changed." in secretary.text()


async def test_the_calendar_is_read_back_and_names_nobody(
    secretary: Window, here: Scene, window: Callable[[], Window], clock: Moments
) -> None:
    await secretary.get("office/year/feed")
    await secretary.send("office/year/feed")
    await secretary.follow()
    (address,) = re.findall(r'<p class="co-address">([^<]+)</p>', secretary.last.text)
    answer = await window().get(urlsplit(address).path)
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = read(answer.content)
    assert (calendar.text("METHOD"), calendar.text("X-WR-CALNAME")) == (
        "PUBLISH",
        "Year plan: Tair Nant Care Co-operative",
    )
    events = {one.text("UID").split("@")[0]: one for one in calendar.inside}
    assert len(events) == len(calendar.inside) and {one.text("UID").partition("@")[2] for one in calendar.inside} == {
        "tair-nant.govern"
    }
    async with here.store.reading() as reading:
        found = await plan(reading, day_of(clock.at), "en")
    due_on = {duty.key: duty.due_on for duty in (*found.late, *found.next) if duty.due_on is not None}
    assert {key: event.at("DTSTART") for key, event in events.items()} == due_on
    assert set(events) >= {"agm-2026-03-31", "return-2026-03-31", "return-2027-03-31"}
    due = events["return-2027-03-31"]
    assert (due.at("DTSTART"), due.at("DTEND")) == (date(2027, 10, 31), date(2027, 11, 1))
    assert "section 89" in due.text("DESCRIPTION") and due.alarms == [timedelta(days=-14)]
    assert due.text("URL").endswith("/en/tair-nant/office/year") and due.text("TRANSP") == "TRANSPARENT"
    assert not any(name in answer.text for name in here.people)
    assert (await window().get("calendar/no-such-token/year.ics")).status_code == 404


async def test_whose_office_ended_reads_nothing_any_more(
    secretary: Window, teller: Window, window: Callable[[], Window], clock: object
) -> None:
    await teller.get("office/year/feed")
    await teller.send("office/year/feed")
    await teller.follow()
    (address,) = re.findall(r'<p class="co-address">([^<]+)</p>', teller.last.text)
    assert (await window().get(urlsplit(address).path)).status_code == 200
    await teller.get("me/calendar")
    await teller.send("me/calendar/stop")
    assert (await window().get(urlsplit(address).path)).status_code == 404
