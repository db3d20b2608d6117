"""One-press mode: every answer is a button that answers and goes on; the check page follows, all else is the same."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import pytest

from govern.ballots.paper.pressing import after_press
from govern.ballots.queries import ContestView
from govern.documents import photographs
from govern.identity import lifecycle as identity
from govern.web.visitor import Look
from tests.ballots.given_ballots import (
    Given,
    a_draft,
    an_open_ballot,
    election,
    lots_drawn,
    opened,
    stands,
)
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_faces import gives
from tests.ballots.pages.test_sending import envelopes
from tests.ballots.pages.test_voting import an_election_is_open, begun, contests_of
from tests.given import Moments
from tests.window import Window


@pytest.fixture
def one_press(given: Given, window: Opens, clock: Moments) -> Opens:
    """A browser of somebody who chose one press."""

    async def opened(person: UUID) -> Window:
        async with given.society.store.writing() as writing:
            await identity.choose_look(writing, person, Look(2, "standard", "standard", "one"), at=clock.at)
        return await window(person)

    return opened


def buttons(browser: Window) -> list[str]:
    """What the buttons of the question send, in order."""
    return re.findall(r'<button name="answer" value="([^"]*)"', browser.last.text)


async def test_the_setting_is_kept_with_the_person_and_refuses_what_it_does_not_know(
    given: Given, window: Opens
) -> None:
    browser = await window(given.people["staff"][0])
    await browser.get("look")
    fields = {"text": "2", "colours": "standard", "layout": "standard"}
    refused = await browser.send("look", {**fields, "press": "two"})
    assert refused.status_code == 422 and "Choose one of the two ways to answer." in browser.text()
    await browser.send("look", {**fields, "press": "one"})
    await browser.get("look")
    assert re.search(r'name="press" value="one" checked', browser.last.text)


async def test_one_press_answers_a_resolution_and_leads_to_the_check_page(given: Given, one_press: Opens) -> None:
    ballot_id = await an_open_ballot(given)
    browser = await one_press(given.people["staff"][0])
    at = await begun(browser, ballot_id)
    assert buttons(browser) == ["yes", "no", "blank"] and 'type="radio"' not in browser.last.text
    assert "http-equiv" not in browser.last.text and "<script" not in browser.last.text
    await browser.send(f"{at}/paper/1", {"answer": "no"})
    assert browser.heading() == "Check your vote" and " No " in f" {browser.text()} "
    assert "Change" in browser.text() and "Send my vote" in browser.text()
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in" and await envelopes(given) == 1


async def test_a_ranking_is_made_press_by_press_with_four_people_on_a_page(given: Given, one_press: Opens) -> None:
    ballot_id, people = await an_election_is_open(given, *given.people["staff"][:6], with_motion=False)
    browser = await one_press(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    first = buttons(browser)
    assert len(first) == 5 and first[-1] == "none"
    await browser.get(f"{at}/paper/1?part=2")
    rest = buttons(browser)
    assert {*first[:-1], *rest[:-1]} == {str(person) for person in people}
    await browser.send(f"{at}/paper/1", {"answer": rest[0]})
    assert browser.heading() == "Who is your second choice?" and rest[0] not in buttons(browser)
    await browser.send(f"{at}/paper/1/2", {"answer": first[0]})
    assert browser.heading() == "Who is your third choice?"
    await browser.send(f"{at}/paper/1/3", {"answer": "none"})
    assert browser.heading() == "Check your vote"
    order = re.findall(r"<li>([^<]*)</li>", browser.last.text)
    assert len(order) == 2 and "up:" not in browser.last.text, "no small buttons to hit"
    await browser.send(f"{at}/cast")
    assert browser.heading() == "Your vote is in"


async def test_a_face_stands_on_its_button_with_no_more_words_than_the_name(given: Given, one_press: Opens) -> None:
    ballot_id = await a_draft(given, election(seats=2))
    contest = (await contests_of(given, ballot_id))[0]
    shown, *_ = [await stands(given, contest, person) for person in given.people["staff"][:3]]
    kept = await gives(given, shown)
    await lots_drawn(given, ballot_id)
    await opened(given, ballot_id)
    browser = await one_press(given.people["supported"][0])
    await begun(browser, ballot_id)
    pictures = re.findall(r'value="([^"]*)"[^>]*><img src="([^"]*)" alt=""', browser.last.text)
    ((who, picture),) = pictures
    assert who == str(shown)
    assert (await browser.get(picture)).content == photographs.content_of(given.society.uploads(), kept)


async def test_an_answer_that_is_not_there_is_refused(given: Given, one_press: Opens) -> None:
    ballot_id, _ = await an_election_is_open(given, *given.people["staff"][:3], with_motion=False)
    browser = await one_press(given.people["supported"][0])
    at = await begun(browser, ballot_id)
    answer = await browser.send(f"{at}/paper/1", {"answer": "somebody"})
    assert answer.status_code == 422 and "not one of the answers on this page" in browser.text()


# --- Choosing up to so many, press by press -------------------------------------------------------------------------


def contest(at_most: int) -> ContestView:
    """A question where up to so many are chosen; only that matters here."""
    return cast(ContestView, SimpleNamespace(at_most=at_most))


def test_a_press_puts_somebody_in_a_second_one_takes_them_out_and_the_last_place_goes_on() -> None:
    assert after_press(contest(2), (), "a") == (("a",), False)
    assert after_press(contest(2), ("a",), "a") == ((), False)
    assert after_press(contest(2), ("a",), "b") == (("a", "b"), True)
    assert after_press(contest(3), ("a",), "enough") == (("a",), True)
    assert after_press(contest(3), ("a",), "none") == ((), True)
    assert after_press(contest(1), ("a",), "b") == (("b",), True)


def test_nobody_is_ever_over_the_most() -> None:
    assert after_press(contest(2), ("a", "b"), "c") == (("a", "b"), True)
