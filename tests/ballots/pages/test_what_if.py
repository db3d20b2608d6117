"""The secretary tries numbers against the rules: W1, W3, W5, W6 and W16 on the page, refusals beside their fields."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.ballots.deciding.turning import Move
from govern.ballots.pages.what_if import MOVES, WAYS
from govern.ballots.rules.what_if import Where
from govern.constituencies.rulebook import lifecycle as rulebooks
from govern.constituencies.rulebook import queries
from govern.constituencies.rulebook.book import example
from tests.ballots.given_ballots import BEFORE, Given, a_society
from tests.ballots.pages.conftest import Opens
from tests.given import Moments, settings
from tests.window import Window

W1 = {
    **{"roll_supported": 120, "for_supported": 60, "against_supported": 20},
    **{"roll_staff": 45, "for_staff": 12, "against_staff": 18},
    **{"roll_volunteers": 30, "for_volunteers": 5, "against_volunteers": 5},
}


def what_if(kind: str, numbers: dict[str, int], **more: str) -> str:
    return f"office/what-if?{urlencode({'kind': kind, **numbers, **more})}"


def lines(browser: Window) -> str:
    return " ".join(browser.text().split())


async def test_w1_on_the_page_with_its_steps_clauses_picture_and_what_would_turn_it(
    given: Given, window: Opens
) -> None:
    secretary = await window(given.second)
    await secretary.get("office/what-if")
    assert "kind=ordinary" in secretary.last.text
    answer = await secretary.get(what_if("ordinary", W1))
    said = lines(secretary)
    assert answer.status_code == 200
    for words in (
        "The resolution is carried.",
        "54.375 of 100 were for. More than half was needed.",
        "Public bodies have no members, so their 20 of 100 is shared among the other groups. Rule 3.5",
        "People supported count for 37.5, Staff for 50 and Volunteers for 12.5.",
        "More than half is needed. Rule 4.1",
        "120 people voted, of 195 who could.",
        "All together 77 43 0 100 54.375",
        "Staff 9 4 3",
    ):
        assert words in said
    assert answer.text.count("<svg") >= 2
    assert "not shown" not in said and "numbers are invented" in said


async def test_w3_two_empty_groups_reach_the_ceiling(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    await secretary.get(
        what_if("ordinary", {**W1, "roll_volunteers": 0, "for_volunteers": 0, "against_volunteers": 0})
    )
    assert "57.5 of 100 were for." in lines(secretary)
    assert "Staff would count for 57.143. No group may count for more than 50." in lines(secretary)


async def test_small_groups_are_told_in_full_since_nobody_voted(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    await secretary.get(
        what_if("special", {"roll_supported": 9, "for_supported": 9, "roll_staff": 2, "for_staff": 1})
    )
    assert "not shown" not in lines(secretary)


@pytest.fixture
async def equal_care(tmp_path: Path, clock: Moments) -> AsyncIterator[Window]:
    """The secretary of a society under rules with a ceiling on investors, electronic votes and second meetings."""
    given = await a_society(tmp_path / "home", rules="equal_care_like", groups={"supported": 4})
    clock.pass_(hours=1)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        browser = Window(client, given.society, follows=True)
        yield await browser.sign_in(given.second, officer=True, at=clock.at)
    await given.society.store.close()


async def test_w5_a_ceiling_makes_a_tie_and_a_tie_is_lost(equal_care: Window) -> None:
    others = {"roll_supported": 200, "for_supported": 30, "against_supported": 24}
    await equal_care.get(what_if("ordinary", {**others, "roll_investor": 60, "against_investor": 40}))
    said = lines(equal_care)
    assert "The resolution is lost." in said
    assert "So each of their 40 votes counts as 0.15." in said
    assert "For: 30 of 60." in said and "The votes are equal, and an equal vote is lost. Rule 3.10" in said
    await equal_care.get(what_if("ordinary", {**others, "roll_investor": 60, "against_investor": 5}))
    assert "The resolution is carried." in lines(equal_care)


async def test_outside_a_meeting_and_at_the_second_meeting_other_numbers_are_needed(equal_care: Window) -> None:
    few = {"roll_supported": 200, "for_supported": 19}
    await equal_care.get(what_if("ordinary", few, where="outside"))
    assert "19 of 200 members took part. At least 20 must. Rule 4.1" in lines(equal_care)
    await equal_care.get(what_if("ordinary", few, where="ballot"))
    assert "The resolution is carried." in lines(equal_care)
    votes = {"roll_supported": 200, "for_supported": 40, "against_supported": 35}
    await equal_care.get(what_if("conversion", votes))
    assert "The resolution is lost." in lines(equal_care) and "section 113" in lines(equal_care)
    await equal_care.get(what_if("conversion", votes, where="second"))
    assert "The resolution is carried." in lines(equal_care)


async def test_w6_one_group_that_refuses_is_enough(tmp_path: Path, clock: Moments) -> None:
    given = await a_society(tmp_path / "home", rules="fairshares_like", groups={"users": 4})
    clock.pass_(hours=1)
    async with AsyncTestClient(
        create_app(settings(given.society.folder.parent), clock), base_url="http://testserver.local"
    ) as client:
        browser = await Window(client, given.society, follows=True).sign_in(given.second, officer=True, at=clock.at)
        await browser.get("office/what-if?kind=ordinary")
        assert "kind=special" in browser.last.text and "A group can ask that this needs more" in lines(browser)
        numbers = {
            **{"roll_user": 60, "for_user": 40, "against_user": 10},
            **{"roll_labour": 30, "for_labour": 10, "against_labour": 11},
            **{"roll_investor": 25, "for_investor": 20},
        }
        await browser.get(what_if("special", numbers))
        said = lines(browser)
        assert "The resolution is lost." in said and "did not agree." in said and "10 of 21" in said
        await browser.get("office/what-if?kind=ordinary")
        assert "By hands in a meeting" in lines(browser)
    await given.society.store.close()


async def test_numbers_that_cannot_be_are_refused_beside_their_field_and_kept(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    answer = await secretary.get(what_if("ordinary", {"roll_staff": 3, "for_staff": 4}))
    assert answer.status_code == 422
    assert "4 votes are typed for 3 people who may vote." in lines(secretary)
    assert 'aria-describedby="roll_staff-problem"' in answer.text and 'value="4"' in answer.text
    letters = await secretary.get("office/what-if?kind=ordinary&roll_staff=many&for_staff=1")
    assert letters.status_code == 422 and "Type a whole number, like 12." in lines(secretary)
    nobody = await secretary.get("office/what-if?kind=ordinary&for_staff=")
    assert nobody.status_code == 422 and "Type how many people may vote" in lines(secretary)
    below = await secretary.get("office/what-if?kind=ordinary&roll_staff=-4&for_staff=1")
    assert below.status_code == 422 and "from 0 to 1000000" in lines(secretary).replace(",", "")


async def test_todays_roll_is_filled_in_and_what_was_typed_stays(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    answer = await secretary.get("office/what-if?kind=ordinary&for_staff=7&fill=roll")
    assert answer.status_code == 200
    for name, value in (("roll_supported", 12), ("roll_staff", 11), ("roll_volunteers", 10), ("for_staff", 7)):
        assert f'name="{name}" inputmode="numeric" value="{value}"' in answer.text
    assert "The resolution is" not in lines(secretary)


async def test_rules_to_come_can_be_tried_before_they_rule(given: Given, window: Opens) -> None:
    begins = next(line for line in example("tair_nant").splitlines() if line.startswith("effective_from"))
    text = example("tair_nant").replace(begins, "effective_from = 2031-01-01")
    text = text.replace('weight = "30%"', 'weight = "40%"').replace('weight = "20%"', 'weight = "10%"')
    async with given.society.store.writing() as writing:
        await rulebooks.adopt(writing, text, by=None, at=BEFORE)
    async with given.society.store.reading() as reading:
        newest = (await queries.history(reading))[0]
    assert newest.effective_from == date(2031, 1, 1)
    secretary = await window(given.second)
    await secretary.get("office/what-if?kind=ordinary")
    assert f"rules={newest.id}" in secretary.last.text
    await secretary.get(what_if("ordinary", W1, rules=str(newest.id)))
    assert "Public bodies have no members, so their 10 of 100" in lines(secretary)
    gone = await secretary.get("office/what-if?kind=ordinary&rules=nothing")
    assert gone.status_code == 404 and "cannot be tried" in lines(secretary)


async def test_w16_a_tied_board_keeps_things_and_may_ask_the_general_meeting(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    await secretary.get("office/what-if?body=board&filled=9&present=8&for=4&against=4")
    said = lines(secretary)
    assert "Things stay as they are." in said and "can be put to the general meeting" in said
    assert "The votes are equal, so things stay as they are. Rule 10.1" in said
    assert "More who vote for not possible" in said and "Who change from against to for 1" in said
    refused = await secretary.get("office/what-if?body=board&filled=9&present=8&for=5&against=4")
    assert refused.status_code == 422 and "9 votes were given" in lines(secretary)
    filled = await secretary.get("office/what-if?body=board&for=5&fill=seats")
    assert 'id="filled" name="filled" type="text" value="0"' in filled.text


async def test_what_the_rules_do_not_know_cannot_be_tried_and_members_cannot_try(given: Given, window: Opens) -> None:
    secretary = await window(given.second)
    assert (await secretary.get("office/what-if?kind=strange")).status_code == 404
    assert (await secretary.get("office/what-if?body=strange")).status_code == 404
    member = await window(given.people["staff"][0])
    assert (await member.get("office/what-if")).status_code == 403


def test_every_way_and_every_move_has_its_words() -> None:
    assert set(WAYS) == set(Where) and set(MOVES) == set(Move)
