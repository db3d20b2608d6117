"""The vans (M63): from the draft with photographs to the declared result, in a browser without JavaScript."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from govern.identity.rules import Proof
from tests.documents.test_photographs import a_picture
from tests.servers.service import Service
from tests.stories.crowds import SHORT, Crowd, Row
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser
LONDON = ZoneInfo("Europe/London")
LONG, LOW, RED = VANS = ("The long van", "The low van", "The red van")
GROUPS = ("supported",) * 12 + ("staff",) * 10 + ("volunteers",) * 10


def draft(officer: Walker) -> tuple[str, str]:
    """A vote of its own and one question: which of several things. The addresses of both in the office."""
    at = datetime.now(LONDON)
    officer.open("office/ballots/new")
    officer.fill(title="The new van", title_cy="Y fan newydd")
    officer.moment("opens_at", at)
    officer.moment("closes_at", at + timedelta(days=14))
    officer.press("Make the vote")
    ballot = officer.at()
    officer.open(f"{ballot}/questions/new")
    officer.fill(kind="option", title="Which van?", title_cy="Pa fan?", weight="decides")
    officer.press("Add it")
    officer.open(ballot)
    officer.follow("Which van?")
    question = officer.at()
    officer.fill(question="Which van do we buy?", question_cy="Pa fan ydyn ni'n ei phrynu?")
    officer.press("Keep these words")
    for language, title in (("en", "Which van?"), ("cy", "Pa fan?")):
        officer.open(f"{question}/easy/{language}")
        officer.fill(title=title, readers="two", words="We buy a van.", picture="vendor/symbols/openmoji-people.svg")
        officer.press("Keep this Easy Read")
    return ballot, question.rpartition("/")[2]


def put_in_vans(officer: Walker, at: str) -> None:
    """Three vans, each with a photograph described in both languages, and a note of who tried the first one."""
    for number, van in enumerate(VANS):
        officer.open(at)
        officer.fill(title=van, title_cy=f"{van} (cy)", words="Two wheelchairs fit.", words_cy="Dwy gadair olwyn.")
        officer.press("Add it")
        officer.follow(van)
        picture = FilePayload(name="van.jpg", mimeType="image/jpeg", buffer=a_picture(size=(300 + number, 200)))
        officer.page.set_input_files("#photograph", picture)
        officer.press("Keep this photograph")
        officer.reads("Say what the picture shows")
        officer.page.set_input_files("#photograph", picture)
        officer.fill(description=f"{van} with a ramp", description_cy="Fan â ramp")
        officer.press("Keep this photograph")
        assert is_seen(officer) == 2
    officer.open(at)
    officer.reads("It has a photograph.")
    officer.follow(LONG)
    officer.fill(who="Ana and Bo", who_cy="Ana a Bo", on_day="3", on_month="11", on_year="2025")
    officer.fill(found="Easy to get in.", found_cy="Hawdd mynd i mewn.")
    officer.press("Keep this note")
    officer.reads("Easy to get in.")
    officer.photograph("vans-1-option")


def is_seen(walker: Walker) -> int:
    """How many photographs stand on the page. The browser has got and understood every one of them."""
    found = walker.page.locator("main img[src*='photograph']")
    for one in found.all():
        one.scroll_into_view_if_needed()
        expect(one).to_have_js_property("complete", True)
        assert one.evaluate("image => image.naturalWidth") > 0
    return found.count()


def step(officer: Walker, ballot: str, name: str, button: str) -> None:
    officer.open(f"{ballot}/{name}")
    officer.press(button)


def vote(voter: Walker, ballot: str) -> None:
    """One member looks at the photographs, chooses by the card, and sends the vote."""
    voter.open(ballot)
    voter.reads("This vote decides", "The photograph shows: The low van with a ramp", "Easy to get in.")
    assert is_seen(voter) == 3
    voter.photograph("vans-2-vote")
    voter.page.locator('main form[action$="/start"] button').first.click()
    voter.page.wait_for_load_state()
    assert voter.at() == f"{ballot}/paper/1" and is_seen(voter) == 3
    voter.photograph("vans-3-paper")
    voter.choose_words(LOW)
    voter.page.locator("main .co-acts button").first.click()
    voter.page.wait_for_load_state()
    voter.reads("Check your vote", LOW)
    assert is_seen(voter) == 1
    voter.page.locator(f'main form[action$="{ballot}/cast"] button').first.click()
    voter.page.wait_for_load_state()
    assert voter.at() == f"{ballot}/receipt"
    assert not any(van in voter.text() for van in VANS)


def test_vehicles_are_chosen_by_photographs_from_the_draft_to_the_declared_result(
    tmp_path: Path, browser: Browser
) -> None:
    crowd = Crowd(tmp_path / "home", "tair_nant", [Row(n, f"Person {n}", g) for n, g in enumerate(GROUPS, 1)])
    with Service(tmp_path / "home", timer=False) as service:
        officer = Walker(browser, service.address, SHORT)
        crowd.desk.let_in(officer, crowd.officer, Proof.PASSWORD_TOTP)
        office, question = draft(officer)
        put_in_vans(officer, f"{office}/options/{question}")
        step(officer, office, "publish", "Publish the papers")
        step(officer, office, "freeze", "Freeze the roll")
        officer.open(office)
        officer.press("Open the vote")
        officer.press("Open the vote")
        officer.reads("Voting is open", f"of the {len(GROUPS)} people on the roll")
        ballot = office.removeprefix("office/")
        voter = Walker(browser, service.address, SHORT)
        crowd.desk.let_in(voter, crowd.people[1])
        vote(voter, ballot)
        marks = {n: ((LONG, LOW, RED)[(n % 5) // 2],) for n in range(2, 22)}
        crowd.votes(service.port, ballot.rpartition("/")[2], marks)
        for name, button in (
            ("close", "Close the vote now"),
            ("count", "Count the votes"),
            ("declare", "Declare this result"),
        ):
            step(officer, office, name, button)
        voter.open(f"{ballot}/result")
        numbers = [sum(mark == (van,) for mark in marks.values()) + (van == LOW) for van in VANS]
        assert numbers == [8, 9, 4]
        voter.reads("The low van is chosen.", "The long van 8 –", "The low van 9 The most", "The red van 4 –")
        voter.reads("21 people voted", "Easy to get in.")
        assert is_seen(voter) == 3
        voter.photograph("vans-4-result")
        assert re.search(r"9 votes", voter.text())
        for walker in (officer, voter):
            assert walker.complaints() == []
            walker.close()
