"""The pages of passkeys: an officer adds one, comes in and steps up with it, sees when it was used, removes it."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Callable
from uuid import UUID, uuid4

import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.identity import queries
from govern.permissions import Role
from govern.settings import Settings
from govern.society import Society
from tests.given import Moments
from tests.identity.pages.conftest import PASSWORD, last_mail, make_officer, shows, sign_in_officer
from tests.identity.soft_key import ORIGIN, SoftKey
from tests.window import HERE, Window

Opens = Callable[[], Window]
EMAIL = "dilys@example.org"
DOOR, ADD, OWN, AGAIN = (f"{HERE}/{path}" for path in ("sign-in/officer", "me/passkeys/add", "me/sign-in", "step-up"))


@pytest.fixture
async def service(society: Society, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    """Reached at a name that browsers know passkeys of."""
    app = create_app(Settings(home=society.folder.parent, address=ORIGIN, timer=False), clock)
    async with AsyncTestClient(app, base_url=ORIGIN) as client:
        yield client


@pytest.fixture
async def officer(society: Society, clock: Moments) -> UUID:
    return await make_officer(society, clock, "Dilys Rowe", EMAIL)


def question(browser: Window) -> str:
    """What the page last seen asks a passkey."""
    found = re.search(r'data-question="([^"]*)"', browser.last.text)
    assert found, browser.text()
    return html.unescape(found[1])


async def add(browser: Window, key: SoftKey, name: str = "The blue key") -> str:
    """Returns what the page says afterwards."""
    await browser.get(ADD)
    await browser.send(ADD, name=name, passkey=key.make(question(browser)))
    assert browser.last.status_code == 303, browser.text()
    await browser.follow()
    return browser.text()


async def with_a_passkey(browser: Window, society: Society, officer: UUID, clock: Moments) -> SoftKey:
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    key = SoftKey(uses=1)
    await add(browser, key)
    clock.pass_(minutes=1)
    return key


async def test_an_officer_adds_one_comes_in_with_it_steps_up_and_removes_it(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser, key = window(), SoftKey(uses=1)
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    await browser.get(OWN)
    assert "You have none." in browser.text() and ADD in browser.last.text
    assert "two other officers have to let you in" in browser.text()
    before = browser.cookies["s-tair-nant"]
    said = await add(browser, key)
    assert browser.cookies["s-tair-nant"] != before and "A passkey was added" in await last_mail(society.store)
    assert "Sign in with a passkey that is not on it" in said and "two other officers" not in said
    assert "Your passkey is added." in said and "The blue key Added on" in said and "Last used on Not yet" in said
    await browser.get(f"{HERE}/office/officers")
    assert "Signs in with password and authenticator, or with 1 passkey." in browser.text()
    clock.pass_(minutes=1)
    guest = window()
    await guest.get(DOOR)
    assert "passkey.js" in guest.last.text
    await guest.send(DOOR, email=EMAIL, password=PASSWORD, passkey=key.show(question(guest)))
    assert guest.last.status_code == 303 and guest.last.headers["location"] == f"{HERE}/office"
    clock.pass_(minutes=6)
    await guest.get(f"{HERE}/me/password")
    assert guest.last.headers["location"].startswith(AGAIN)
    await guest.follow()
    assert "passkey.js" in guest.last.text
    await guest.send(AGAIN, passkey=key.show(question(guest)))
    assert guest.last.headers["location"] == f"{HERE}/me/password", guest.text()
    assert (await guest.follow()).status_code == 200
    await guest.get(OWN)
    assert "Not yet" not in guest.text()
    found = re.search(rf'href="({HERE}/me/passkeys/[^"]*/remove)"', guest.last.text)
    assert found
    await guest.get(found[1])
    assert "Remove this passkey?" in guest.text() and "The blue key" in guest.text()
    await guest.send(found[1])
    await guest.follow()
    assert "The passkey is removed." in guest.text() and "You have none." in guest.text()
    assert "A passkey was removed" in await last_mail(society.store)
    assert (await guest.get(found[1])).status_code == 404
    await guest.get(f"{HERE}/office/officers")
    assert "passkey" not in guest.text()


async def test_one_answer_for_whatever_is_wrong_at_the_door(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    key = await with_a_passkey(window(), society, officer, clock)
    guest, said = window(), set()
    for fields, shown in (
        ({"email": EMAIL, "password": "not the password I have"}, key),
        ({"email": "nobody@example.org", "password": PASSWORD}, key),
        ({"email": EMAIL, "password": PASSWORD}, SoftKey()),
    ):
        await guest.get(DOOR)
        await guest.send(DOOR, fields, passkey=shown.show(question(guest)))
        assert guest.last.status_code == 422 and PASSWORD not in guest.last.text
        said |= set(re.findall(r"There is a problem (.*?\.) Sign in as", guest.text()))
    assert len(said) == 1, said
    await guest.send(DOOR, email=EMAIL, password="", passkey=key.show(question(guest)))
    assert 'id="password-problem"' in guest.last.text


async def test_an_answer_from_another_browser_or_too_late_is_refused_beside_the_button(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    key = await with_a_passkey(window(), society, officer, clock)
    one, other = window(), window()
    await one.get(DOOR)
    await other.get(DOOR)
    fields = {"email": EMAIL, "password": PASSWORD}
    await other.send(DOOR, fields, passkey=key.show(question(one)))
    assert other.last.status_code == 422 and 'id="passkey-problem"' in other.last.text
    late = key.show(question(one))
    clock.pass_(minutes=5)
    await one.send(DOOR, fields, passkey=late)
    assert one.last.status_code == 422 and "This page was open for too long" in one.text()
    await one.send(DOOR, fields, passkey=key.show(question(one)))
    assert one.last.status_code == 303, "the page asks anew"
    clock.pass_(minutes=6)
    await one.get(AGAIN)
    late = key.show(question(one))
    clock.pass_(minutes=5)
    await one.send(AGAIN, passkey=late)
    assert one.last.status_code == 422 and 'id="passkey-problem"' in one.last.text
    await one.send(AGAIN, passkey=SoftKey().show(question(one)))
    assert one.last.status_code == 422 and "This passkey does not fit" in one.text()


async def test_what_cannot_be_added_is_refused_beside_its_field(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    await browser.get(ADD)
    assert question(browser).count('"excludeCredentials": []') == 1
    for name, answer, field in (
        ("", SoftKey().make(question(browser)), "name"),
        ("My key", "", "passkey"),
        ("My key", "{}", "passkey"),
        ("My key", SoftKey().make(question(browser), verified=False), "passkey"),
    ):
        await browser.send(ADD, name=name, passkey=answer)
        assert browser.last.status_code == 422 and f'id="{field}-problem"' in browser.last.text
    assert 'value="My key"' in browser.last.text, "what was typed is kept"
    async with society.store.reading() as reading:
        assert await queries.passkeys_of(reading, officer) == ()


async def test_nobody_is_asked_for_more_than_they_can_have(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    await browser.get(AGAIN)
    assert "passkey" not in browser.last.text, "there is none to step up with"
    for number in range(10):
        await add(browser, SoftKey(), f"Key {number}")
    await browser.get(ADD)
    assert "You have 10 passkeys" in browser.text() and "data-question" not in browser.last.text


async def test_a_key_that_signs_nobody_in_says_so(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    said = await add(browser, SoftKey(stays_on_key=False))
    assert "This key serves for the second step" in said and "two other officers have to let you in" in said


async def test_adding_and_removing_ask_for_the_second_step_and_are_ones_own(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser, other = window(), window()
    await with_a_passkey(browser, society, officer, clock)
    async with society.store.reading() as reading:
        (passkey,) = await queries.passkeys_of(reading, officer)
    gone = f"{HERE}/me/passkeys/{passkey.id}/remove"
    await make_officer(society, clock, "Eirlys Bowen", "eirlys@example.org", Role.CHAIR)
    async with society.store.reading() as reading:
        (eirlys,) = await queries.people_at(reading, "eirlys@example.org")
    await sign_in_officer(other, society, eirlys.id, "eirlys@example.org", clock)
    for path in (gone, f"{HERE}/me/passkeys/{uuid4()}/remove"):
        assert (await other.get(path)).status_code == 404
        assert (await other.by_hand(path.removeprefix(f"{HERE}/"), at=clock.at)).status_code == 404
    clock.pass_(minutes=6)
    for path in (ADD, gone):
        answer = await browser.get(path)
        assert answer.status_code == 303 and answer.headers["location"].startswith(AGAIN)
    assert shows(society, officer, clock)
    async with society.store.reading() as reading:
        assert await queries.passkeys_of(reading, officer) == (passkey,)
