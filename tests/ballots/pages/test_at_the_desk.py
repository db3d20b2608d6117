"""A tablet at the desk: one member after the other, a warning that shows nothing, and nothing left for the next."""

from __future__ import annotations

from uuid import UUID

from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof
from tests.ballots.given_ballots import Given, an_open_ballot
from tests.ballots.pages.conftest import Opens
from tests.ballots.pages.test_voting import begun
from tests.given import Moments
from tests.window import Window

TABLET = "t-tair-nant"


async def at_the_desk(given: Given, browser: Window, person: UUID, clock: Moments) -> None:
    """Somebody signs in on the tablet as the pages of signing in do it."""
    async with given.society.store.writing() as writing:
        here = Browser("Firefox", shared_device=True, at_desk=True)
        signed = await identity.begin(writing, person, Proof.LETTER, here, at=clock.at)
    assert signed.seconds is None, "the cookie goes with the browser"
    browser.cookies["s-tair-nant"] = signed.token


async def test_an_officer_makes_a_tablet_and_is_signed_out_of_it(given: Given, window: Opens) -> None:
    browser = await window(given.second)
    await browser.get("office")
    assert "A tablet at the desk" in browser.text()
    await browser.get("office/tablet")
    await browser.send("office/tablet")
    assert browser.heading() == "This device is cleared" and browser.cookies == {TABLET: "desk"} | {
        name: value for name, value in browser.cookies.items() if name.startswith("p-")
    }
    await browser.get("office")
    assert browser.heading() != "Office" and "Sign in" in browser.last.text


async def test_a_page_at_the_desk_gives_way_to_one_that_shows_nothing_of_the_person(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    member = given.people["supported"][0]
    browser = await window(member)
    await browser.get("me")
    assert "refresh" not in browser.last.headers, "elsewhere no page moves by itself"
    await at_the_desk(given, browser, member, clock)
    at = await begun(browser, ballot_id)
    assert browser.last.headers["refresh"] == f"180; url=/en/tair-nant/still-there?from=/{at}/paper/1"
    await browser.get(f"still-there?from=/{at}/paper/1")
    assert browser.heading() == "Are you still there?" and "Supported" not in browser.last.text
    assert browser.last.headers["refresh"] == "120; url=/en/tair-nant/finished"
    assert f'href="/en/tair-nant/{at}/paper/1"' in browser.last.text, "and leads back to the same page"
    await browser.get("still-there?from=https://elsewhere.example/")
    assert 'href="/en/tair-nant/home"' in browser.last.text
    await browser.get("finished")
    assert browser.last.headers["clear-site-data"] == '"cache", "storage"'
    assert browser.heading() == "This device is cleared" and "s-tair-nant" not in browser.cookies
    await browser.get("still-there")
    assert browser.heading() == "This device is cleared"


async def test_five_minutes_without_use_end_it_also_where_no_page_asks(
    given: Given, window: Opens, clock: Moments
) -> None:
    member = given.people["supported"][0]
    browser = await window(member)
    await at_the_desk(given, browser, member, clock)
    clock.pass_(minutes=5)
    await browser.get("me")
    assert browser.heading() == "What we hold about you"
    clock.pass_(minutes=7)
    await browser.get("me")
    assert browser.heading() != "What we hold about you" and "Supported" not in browser.text()


async def test_finish_and_clear_warns_of_unsent_answers_and_leaves_nothing(
    given: Given, window: Opens, clock: Moments
) -> None:
    ballot_id = await an_open_ballot(given)
    first, second = given.people["supported"][:2]
    browser = await window(first)
    browser.cookies[TABLET] = "desk"
    await at_the_desk(given, browser, first, clock)
    await browser.get("finish")
    assert "not sent" not in browser.text()
    at = await begun(browser, ballot_id)
    await browser.send(f"{at}/paper/1", {"answer": "yes"})
    assert "Finish and clear" in browser.last.text and "/sign-out" not in browser.last.text
    await browser.get("finish")
    assert "You have answers that are not sent." in browser.text()
    await browser.send("finish")
    assert browser.heading() == "This device is cleared"
    assert {name for name in browser.cookies if not name.startswith("p-")} == {TABLET}
    for path in ("me", f"{at}/paper/1", f"{at}/check"):
        await browser.get(path)
        assert "Supported" not in browser.text() and " checked" not in browser.text()
    await at_the_desk(given, browser, second, clock)
    await browser.get(f"{at}/check")
    assert browser.heading() == "Do you agree: Saturdays?", "the next member begins with an empty paper"


async def test_clear_site_data_is_sent_by_finish_and_clear_alone(given: Given, window: Opens) -> None:
    browser = await window(given.people["supported"][0])
    await browser.get("home")
    token = browser.hidden("sign-out")
    answer = await browser.post("sign-out", token)
    assert "clear-site-data" not in answer.headers
    browser = await window(given.people["supported"][0])
    await browser.get("finish")
    answer = await browser.post("finish", browser.hidden("finish"))
    assert answer.headers["clear-site-data"] == '"cache", "storage"'
