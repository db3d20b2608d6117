"""From Start to the check page: one question a page, a draft that only its owner's browser can hold, nothing lost."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from sqlalchemy import select

from govern.ballots.models import Contest
from govern.ballots.paper.drafts import ROUND
from tests.ballots.given_ballots import (
    Given,
    a_draft,
    an_open_ballot,
    election,
    lots_drawn,
    motion,
    opened,
    stands,
)
from tests.ballots.pages.conftest import Opens
from tests.window import HERE, Window


async def contests_of(given: Given, ballot_id: UUID) -> list[UUID]:
    async with given.society.store.reading() as reading:
        found = select(Contest.id).where(Contest.ballot_id == ballot_id).order_by(Contest.position)
        return list(await reading.scalars(found))


async def an_election_is_open(given: Given, *names: UUID, with_motion: bool = True) -> tuple[UUID, list[UUID]]:
    """An open ballot with an election for the board, and the candidates in the order of `names`."""
    ballot_id = await a_draft(given, election(seats=2), *([motion()] if with_motion else []))
    contest = (await contests_of(given, ballot_id))[0]
    candidates = [await stands(given, contest, person) for person in names]
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    return ballot_id, candidates


async def begun(browser: Window, ballot_id: UUID) -> str:
    """The paper, taken from the page of the ballot as a voter does. Returns the start of its addresses."""
    await browser.get(f"ballots/{ballot_id}")
    await browser.send(f"ballots/{ballot_id}/start")
    return f"ballots/{ballot_id}"


async def test_a_resolution_is_one_question_with_three_cards_and_nothing_is_chosen(
    given: Given, window: Opens
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    await begun(browser, ballot_id)
    assert browser.heading() == "Do you agree: Saturdays?"
    assert browser.last.text.count('type="radio"') == 3
    assert not re.search(r"<input[^>]* checked", browser.last.text)
    assert "I leave this one blank" in browser.text()


async def test_the_answer_is_kept_and_back_gives_it_again(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    assert browser.heading() == "Check your vote"
    assert "You have not voted yet." in browser.text()
    await browser.get(f"{at}/paper/1")
    assert re.search(r'value="no" checked', browser.last.text)


async def test_no_answer_is_told_beside_the_field_and_leaving_blank_is_an_answer(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    refused = await browser.send(f"{at}/paper/1")
    assert refused.status_code == 422
    assert "<title>Error: " in refused.text and "There is a problem" in refused.text
    await browser.send(f"{at}/paper/1", {"answer": "maybe"})
    assert "This is not one of the answers on this page." in browser.text()
    await browser.send(f"{at}/paper/1", {"answer": "blank"})
    assert "You leave this one blank." in browser.text()


async def test_first_choice_next_choice_and_stop(given: Given, window: Opens) -> None:
    people = given.people["staff"][:3]
    ballot_id, (ada, ben, cai) = await an_election_is_open(given, *people)
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    assert browser.heading() == "Who is your first choice?"
    await browser.send(f"{at}/paper/1", {"answer": str(ben)})
    assert browser.heading() == "Who is your second choice?"
    assert f'value="{ben}"' not in browser.last.text, "whoever was chosen is not asked again"
    await browser.send(f"{at}/paper/1/2", {"answer": str(ada)})
    await browser.send(f"{at}/paper/1/3", {"answer": "none"})
    assert browser.heading() == "Do you agree: Saturdays?"
    await browser.send(f"{at}/paper/2", {"answer": "yes"})
    assert browser.heading() == "Check your vote"
    assert order(browser) == [str(ben), str(ada)]
    assert "1 person is not in your list: Staff 3." in browser.text()
    assert str(cai) not in order(browser)


def order(browser: Window) -> list[str]:
    return re.findall(r'value="up:([^"]+)"', browser.last.text)


async def test_the_list_moves_only_by_its_buttons_and_the_page_says_what_happened(
    given: Given, window: Opens
) -> None:
    ballot_id, (ada, ben, _) = await an_election_is_open(given, *given.people["staff"][:3], with_motion=False)
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": str(ada)})
    await browser.send(f"{at}/paper/1/2", {"answer": str(ben)})
    await browser.send(f"{at}/paper/1/3", {"answer": "none"})
    await browser.send(f"{at}/check", {"move": f"up:{ben}"})
    assert order(browser) == [str(ben), str(ada)]
    assert "Staff 2 is now 1st." in browser.text()
    await browser.get(f"{at}/check")
    assert "is now" not in browser.text(), "said once"
    await browser.send(f"{at}/check", {"move": f"up:{ben}"})
    assert order(browser) == [str(ben), str(ada)], "at the edge nothing moves"
    await browser.send(f"{at}/check", {"move": f"out:{ben}"})
    assert order(browser) == [str(ada)]
    assert "Staff 2 is not in your list any more." in browser.text()


async def test_going_back_to_the_first_choice_changes_it_and_nothing_else(given: Given, window: Opens) -> None:
    ballot_id, (ada, ben, cai) = await an_election_is_open(given, *given.people["staff"][:3], with_motion=False)
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    for place, person in enumerate((ada, ben), start=1):
        await browser.send(f"{at}/paper/1" + (f"/{place}" if place > 1 else ""), {"answer": str(person)})
    await browser.get(f"{at}/paper/1")
    assert f'value="{ada}" checked' in browser.last.text
    await browser.send(f"{at}/paper/1", {"answer": str(cai)})
    assert f'value="{ben}" checked' in browser.last.text, "the second choice is still the second choice"
    await browser.get(f"{at}/check")
    assert order(browser) == [str(cai), str(ben)]


async def test_somebody_who_was_chosen_before_cannot_be_chosen_again(given: Given, window: Opens) -> None:
    ballot_id, (ada, *_) = await an_election_is_open(given, *given.people["staff"][:3])
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": str(ada)})
    refused = await browser.send(f"{at}/paper/1/2", {"answer": str(ada)})
    assert refused.status_code == 422
    assert browser.heading() == "Who is your second choice?"


async def test_many_candidates_have_a_page_with_everybody_on_it(given: Given, window: Opens) -> None:
    people = [*given.people["staff"][:5], *given.people["supported"][:5]]
    ballot_id, candidates = await an_election_is_open(given, *people, with_motion=False)
    browser = await window(given.people["volunteers"][0])
    at = await begun(browser, ballot_id)
    assert "See all the people on one page" in browser.text()
    await browser.get(f"{at}/paper/1/all")
    await browser.send(f"{at}/paper/1/all", {"answer": str(candidates[7])})
    await browser.send(f"{at}/paper/1/all", {"answer": str(candidates[1])})
    assert "Choose as 3rd" in browser.text()
    await browser.get(f"{at}/check")
    assert order(browser) == [str(candidates[7]), str(candidates[1])]


async def test_the_draft_is_in_one_sealed_cookie_and_nowhere_else(given: Given, window: Opens) -> None:
    ballot_id, candidates = await an_election_is_open(given, *given.people["staff"][:3])
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    names = [name for name in browser.cookies if name.startswith("d-")]
    assert names == [f"d-{ballot_id.hex}-tair-nant"]
    sizes = {len(browser.cookies[names[0]])}
    for place, person in enumerate(candidates, start=1):
        await browser.send(f"{at}/paper/1" + (f"/{place}" if place > 1 else ""), {"answer": str(person)})
        sizes.add(len(browser.cookies[names[0]]))
    assert len(sizes) == 1 and ROUND < sizes.pop() < 4_000, "its length does not tell how many were chosen"
    for answer in browser.seen:
        for header, value in answer.headers.multi_items():
            spoken = header != "set-cookie" or "HttpOnly" in value
            assert spoken, "no script can read the draft"
            assert not any(str(person) in value for person in candidates), f"a choice in {header}"
        assert not any(str(person) in str(answer.url) for person in candidates)


async def test_another_person_cannot_read_or_use_the_draft(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    first, second = await window(given.people["staff"][0]), await window(given.people["staff"][1])
    at = await begun(first, ballot_id)
    await first.send(f"{at}/paper/1", {"answer": "no"})
    second.cookies.update({name: value for name, value in first.cookies.items() if name.startswith("d-")})
    await second.get(f"{at}/paper/1")
    assert not re.search(r"<input[^>]* checked", second.last.text)
    await second.get(f"{at}/check")
    assert second.heading() != "Check your vote"


@pytest.mark.parametrize("language", ["cy", "en"])
async def test_the_draft_survives_a_change_of_language_and_of_text_size(
    given: Given, window: Opens, language: str
) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await window(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    await browser.get("look")
    await browser.send("look", {"text": "4", "colours": "white-on-black", "layout": "standard"})
    await browser.get(f"/{language}/tair-nant/{at}/paper/1")
    assert 'value="yes" checked' in browser.last.text
    assert 'data-text="4"' in browser.last.text


async def test_a_paper_that_was_stopped_is_gone_on_with(given: Given, window: Opens) -> None:
    ballot_id, (ada, *_) = await an_election_is_open(given, *given.people["staff"][:3])
    browser = await window(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": str(ada)})
    await browser.get(at)
    assert "Go on with my vote" in browser.text()
    await browser.send(f"{at}/start")
    assert browser.heading() == "Do you agree: Saturdays?", "the first question that has no answer yet"


async def test_skipped_questions_are_a_neutral_fact(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given, motion(title="Saturdays"), motion(title="Sundays"))
    browser = await window(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    await browser.get(f"{at}/check")
    assert "You have not answered this one. It is counted as blank." in browser.text()
    assert " No " not in browser.text().split("Sundays")[1].split("Change")[0]


async def test_question_pages_are_quiet_and_have_a_way_back(given: Given, window: Opens) -> None:
    ballot_id = await an_open_ballot(given, motion(title="Saturdays"), motion(title="Sundays"))
    browser = await window(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    assert "co-quiet" in browser.last.text and 'class="co-nav"' not in browser.last.text
    assert f'href="{HERE}/{at}"' in browser.last.text
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    assert f'href="{HERE}/{at}/paper/1"' in browser.last.text
