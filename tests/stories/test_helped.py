"""One press with a keyboard alone, and a tablet that is handed on: in a real browser, without JavaScript."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser
from sqlalchemy import select

from govern.ballots.models import Contest
from govern.clock import now
from govern.identity import lifecycle as identity
from govern.identity.rules import Proof
from govern.web.visitor import Look
from tests.ballots import given_ballots
from tests.ballots.given_ballots import Given, a_draft, a_society, election, lots_drawn, motion, opened, stands
from tests.constituencies.supporters import a_supporter
from tests.servers.service import Service
from tests.stories.walkers import Walker, aside

pytestmark = [pytest.mark.browser]
#: An answer is at least so high and wide, and stands so far from the edge of the screen.
TARGET, EDGE = 96, 8
#: From the top of a page to its last answer a switch passes so many stops at most.
STOPS = 8


class Hall:
    """A society with a vote open today, a member who answers with one press, and a supporter of theirs."""

    def __init__(self, given: Given, ballot_id: UUID, support_id: UUID) -> None:
        self.given, self.ballot_id, self.support_id = given, ballot_id, support_id
        self.member, self.supporter = given.people["supported"][0], given.people["volunteers"][0]


async def _build(home: Path) -> Hall:
    given = await a_society(home, groups={"supported": 12, "staff": 11, "volunteers": 10})
    closes = now() + timedelta(days=20)
    ballot_id = await a_draft(given, motion(), election(seats=2), closes=closes)
    async with given.society.store.reading() as reading:
        contests = list(
            await reading.scalars(select(Contest.id).where(Contest.ballot_id == ballot_id).order_by(Contest.position))
        )
    for person in given.people["staff"][:6]:
        await stands(given, contests[1], person)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    member, supporter = given.people["supported"][0], given.people["volunteers"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, member, Look(2, "standard", "standard", "one"), at=now())
        support = await a_supporter(writing, member, supporter, given_ballots.BEFORE)
    hall = Hall(given, ballot_id, support)
    await given.society.store.close()
    return hall


@pytest.fixture(scope="module")
def hall(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Hall, Service]]:
    home = tmp_path_factory.mktemp("helped") / "home"
    home.mkdir()
    made = aside(lambda: asyncio.run(_build(home)))
    with Service(home, timer=False) as service:
        yield made, service


def walker(hall: tuple[Hall, Service], browser: Browser, person: UUID, *, at_desk: bool = False) -> Walker:
    """Somebody signed in, as at the desk or at home, with a browser that runs no script."""
    made, service = hall
    visit = Walker(browser, service.address, "tair-nant")
    token = aside(lambda: asyncio.run(_begin(made, person, at_desk=at_desk)))
    visit.context.add_cookies([{"name": "s-tair-nant", "value": token, "url": service.address}])
    return visit


async def _begin(made: Hall, person: UUID, *, at_desk: bool) -> str:
    here = identity.Browser("Chromium", shared_device=at_desk, at_desk=at_desk)
    async with made.given.society.store.writing() as writing:
        begun = await identity.begin(writing, person, Proof.LETTER, here, at=now())
    await made.given.society.store.close()
    return begun.token


def enter(visit: Walker, words: str) -> int:
    """Go from stop to stop with the one key, and press Enter at the one with these words. Returns how many stops."""
    visit.page.evaluate("document.activeElement.blur()")
    for stop in range(1, 40):
        visit.page.keyboard.press("Tab")
        here = str(visit.page.evaluate("document.activeElement.innerText"))
        if here.strip().startswith(words):
            with visit.page.expect_navigation():
                visit.page.keyboard.press("Enter")
            return stop
    raise AssertionError(f"no stop with {words!r} on {visit.page.url}")


def check_answers(visit: Walker) -> None:
    """Every answer is large, none stands at the edge, nothing scrolls inside, and no page moves by itself."""
    boxes = visit.page.locator("main .co-press button, main .co-press__way")
    width = visit.page.viewport_size["width"] if visit.page.viewport_size else 0
    assert boxes.count() >= 2
    for number in range(boxes.count()):
        box = boxes.nth(number).bounding_box()
        assert box is not None and box["height"] >= TARGET and box["width"] >= TARGET, box
        assert box["x"] >= EDGE and box["x"] + box["width"] <= width - EDGE, box
    assert visit.page.locator("main input[type=radio], main input[type=checkbox]").count() == 0
    assert visit.page.locator("meta[http-equiv=refresh]").count() == 0
    sideways = visit.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0


@pytest.mark.parametrize("width", [1024, 320])
def test_a_member_votes_with_the_one_key_from_the_paper_to_the_receipt(
    hall: tuple[Hall, Service], browser: Browser, width: int
) -> None:
    made, _ = hall
    visit = walker(hall, browser, made.member)
    visit.page.set_viewport_size({"width": width, "height": 900})
    visit.open(f"ballots/{made.ballot_id}")
    visit.page.locator('main form[action$="/start"] button').first.click()
    visit.page.wait_for_load_state()
    check_answers(visit)
    assert enter(visit, "Yes") <= STOPS
    visit.reads("Who is your first choice?")
    check_answers(visit)
    enter(visit, "More people")
    check_answers(visit)
    assert enter(visit, "Staff") <= STOPS
    visit.reads("Who is your second choice?")
    assert enter(visit, "I do not want to choose any more") <= STOPS
    visit.reads("Check your vote", "Change", "Send my vote")
    check_answers(visit)
    enter(visit, "Change")
    check_answers(visit)
    enter(visit, "No")
    visit.reads("Check your vote")
    enter(visit, "Send my vote")
    visit.reads("Your vote is in")
    assert visit.complaints() == []


def test_a_supporter_beside_a_member_with_a_switch(hall: tuple[Hall, Service], browser: Browser) -> None:
    """The supporter signs in as themself and chose one press for the member's switch on their own device."""
    made, _ = hall
    aside(lambda: asyncio.run(_chooses(made)))
    visit = walker(hall, browser, made.supporter)
    visit.open("support")
    visit.press("Sit beside them and open the paper")
    visit.reads("The vote of Supported 1", "What help is not")
    visit.press("Open the paper")
    visit.reads("This is the vote of Supported 1.")
    check_answers(visit)
    enter(visit, "No")
    enter(visit, "Nobody. I leave this paper blank")
    visit.reads("This is the vote of Supported 1.", "Check your vote", "Nothing is sent yet.")
    visit.fill(help="interpreted")
    visit.choose("declared", "yes")
    enter(visit, "Send this vote")
    visit.reads("The vote is in the box.", "People you may help to vote")


async def _chooses(made: Hall) -> None:
    async with made.given.society.store.writing() as writing:
        await identity.choose_look(writing, made.supporter, Look(2, "standard", "standard", "one"), at=now())
    await made.given.society.store.close()


def test_after_finish_and_clear_back_shows_nothing_of_the_person_before(
    hall: tuple[Hall, Service], browser: Browser
) -> None:
    made, _ = hall
    visit = walker(hall, browser, made.given.people["supported"][1], at_desk=True)
    visit.open("me")
    visit.reads("Supported 2")
    visit.open(f"ballots/{made.ballot_id}")
    visit.page.locator('main form[action$="/start"] button').first.click()
    visit.choose("answer", "yes")
    visit.press("Go on to the next paper")
    visit.page.get_by_role("link", name="Finish and clear").first.click()
    visit.reads("You have answers that are not sent.")
    visit.press("Finish and clear")
    visit.reads("This device is cleared")
    for _ in range(5):
        visit.page.go_back()
        visit.page.wait_for_load_state()
        assert "Supported 2" not in visit.page.content(), visit.page.url
        assert visit.page.locator("main input:checked").count() == 0
    names = {cookie["name"] for cookie in visit.context.cookies()}
    assert not any(name.startswith(("s-", "d-")) for name in names)
