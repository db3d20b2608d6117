"""Practice: the pages of the paper with an invented question; it leaves no row in any table, and no letter (M92)."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from govern.identity import lifecycle as identity
from govern.tables import ALL_TABLES
from govern.web.visitor import Look
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_pressing import buttons
from tests.given import Moments
from tests.window import HERE


async def rows(given: Given) -> dict[str, int]:
    """How many rows every table of the house has; but for the index of the search, which follows the clock."""
    async with given.society.store.reading() as reading:
        return {
            name: await reading.scalar(select(func.count()).select_from(table)) or 0
            for name, table in ALL_TABLES.items()
            if name not in ("findable", "search_head")
        }


async def test_practice_walks_the_pages_of_a_paper_and_leaves_no_row_in_any_table(
    given: Given, window: Opens
) -> None:
    await an_open_ballot(given)
    browser = await window(given.people["supported"][0])
    before = await rows(given)
    assert len(before) > 40
    await browser.get("home")
    assert f'href="{HERE}/practice"' in browser.last.text
    await browser.get("practice")
    await browser.send("practice/start")
    assert browser.heading() == "Shall we have a tea party on Friday?"
    assert "This is practice. Nothing is sent and nothing is kept." in browser.text()
    assert (await browser.send("practice/paper/1")).status_code == 422
    await browser.send("practice/paper/1", {"answer": "yes"})
    assert browser.heading() == "Who is your first choice?" and "Bara brith" in browser.text()
    await browser.send("practice/paper/2", {"answer": "00000000-0000-0000-0000-000000000015"})
    await browser.send("practice/paper/2/2", {"answer": "none"})
    assert browser.heading() == "Check your vote" and "Welsh cakes" in browser.text()
    assert "Its code is" not in browser.text() and 'name="envelope"' not in browser.last.text
    await browser.send("practice/check", {"move": "out:00000000-0000-0000-0000-000000000015"})
    assert browser.heading() == "Check your vote"
    await browser.send("practice/cast")
    assert browser.heading() == "Nothing was kept"
    assert not [name for name in browser.cookies if "d-" in name]
    assert await rows(given) == before


async def test_the_page_of_a_vote_leads_to_practice(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["supported"][0])
    await browser.get(f"ballots/{ballot_id}")
    assert f'href="{HERE}/practice"' in browser.last.text


async def test_practice_is_there_in_one_press_mode(given: Given, window: Opens, clock: Moments) -> None:
    person = given.people["supported"][0]
    async with given.society.store.writing() as writing:
        await identity.choose_look(writing, person, Look(2, "standard", "easy", "one"), at=clock.at)
    browser = await window(person)
    before = await rows(given)
    await browser.get("practice")
    assert browser.text().count("Nothing is kept.") == 1
    await browser.send("practice/start")
    assert buttons(browser) == ["yes", "no", "blank"]
    await browser.send("practice/paper/1", {"answer": "no"})
    assert len(buttons(browser)) == 4
    await browser.send("practice/paper/2", {"answer": "none"})
    assert browser.heading() == "Check your vote" and "Change" in browser.text()
    await browser.send("practice/cast")
    assert browser.heading() == "Nothing was kept" and await rows(given) == before


@pytest.mark.parametrize("path", ["practice/check", "practice/paper/9"])
async def test_pages_of_practice_without_choices_lead_to_its_beginning(
    given: Given, window: Opens, path: str
) -> None:
    browser = await window(given.people["supported"][0])
    answer = await browser.get(path)
    assert answer.status_code == 404 or browser.heading() == "Shall we have a tea party on Friday?"
