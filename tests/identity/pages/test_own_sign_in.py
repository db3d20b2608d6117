"""The pages on which a signed-in officer changes their password and moves to another authenticator."""

from __future__ import annotations

import re
from collections.abc import Callable
from uuid import UUID

import pyotp
import pytest

from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle, queries
from govern.society import Society
from tests.given import Moments
from tests.identity.pages.conftest import PASSWORD, last_mail, make_officer, shows, sign_in_officer
from tests.window import HERE, Window

Opens = Callable[[], Window]
EMAIL = "dilys@example.org"
NEW = "heron copper window seven"


@pytest.fixture
async def officer(society: Society, clock: Moments) -> UUID:
    return await make_officer(society, clock, "Dilys Rowe", EMAIL)


async def inside(society: Society, browser: Window, clock: Moments) -> bool:
    return await queries.find_visitor(society, browser.cookies.get("s-tair-nant", ""), clock.at) is not None


async def test_an_officer_changes_their_password_and_signs_in_with_it(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tiny"), by=None, at=clock.at)
    here, there = window(), window()
    await sign_in_officer(there, society, officer, EMAIL, clock)
    clock.pass_(minutes=1)
    await sign_in_officer(here, society, officer, EMAIL, clock)
    assert f"{HERE}/me/sign-in" in (await here.get(f"{HERE}/me")).text
    assert f"{HERE}/me/password" in (await here.get(f"{HERE}/me/sign-in")).text
    before = here.cookies["s-tair-nant"]
    await here.get(f"{HERE}/me/password")
    answer = await here.send(f"{HERE}/me/password", {"old_password": PASSWORD, "password": NEW})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/me/sign-in?done=password")
    assert here.cookies["s-tair-nant"] != before
    assert "Your password is changed." in (await here.get(answer.headers["location"])).text
    assert not await inside(society, there, clock)
    assert await queries.find_visitor(society, before, clock.at) is None
    assert "Your password was changed." in await last_mail(society.store)
    clock.pass_(minutes=1)
    guest = window()
    assert (await sign_in_officer(guest, society, officer, EMAIL, clock)).status_code == 422
    await guest.get(f"{HERE}/sign-in/officer")
    fields = {"email": EMAIL, "password": NEW, "code": shows(society, officer, clock)}
    assert (await guest.send(f"{HERE}/sign-in/officer", fields)).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("", NEW, "old_password"),
        ("not the one I have", NEW, "old_password"),
        (PASSWORD, "", "password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, PASSWORD, "password"),
        (PASSWORD, "DilysRowe Dilys Rowe dilys", "password"),
    ],
)
async def test_a_password_that_cannot_be_changed_so_is_refused_beside_its_field(
    society: Society, window: Opens, officer: UUID, clock: Moments, old: str, new: str, field: str
) -> None:
    browser = window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    await browser.get(f"{HERE}/me/password")
    answer = await browser.send(f"{HERE}/me/password", {"old_password": old, "password": new})
    assert answer.status_code == 422 and f'id="{field}-problem"' in answer.text
    assert NEW not in answer.text and PASSWORD not in answer.text


async def test_an_officer_moves_to_another_authenticator(
    society: Society, window: Opens, officer: UUID, clock: Moments
) -> None:
    browser, page = window(), f"{HERE}/me/authenticator"
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    shown = await browser.get(page)
    assert "<svg" in shown.text and shown.headers["cache-control"] == "no-store"
    found = re.search(r"co-code\">([A-Z2-7 ]{39})<", shown.text)
    assert found and found[1] in (await browser.get(page)).text
    new = pyotp.TOTP(found[1].replace(" ", ""))
    clock.pass_(minutes=1)
    assert (await browser.send(page, {"code": shows(society, officer, clock)})).status_code == 422
    assert 'id="code-problem"' in browser.last.text and found[1] in browser.last.text
    answer = await browser.send(page, {"code": new.at(clock.at)})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}/me/sign-in?done=authenticator")
    assert "Your new authenticator counts" in (await browser.get(answer.headers["location"])).text
    assert "Your authenticator was replaced" in await last_mail(society.store)
    clock.pass_(minutes=6)
    await browser.get((await browser.get(page)).headers["location"])
    assert (await browser.send(f"{HERE}/step-up", {"code": shows(society, officer, clock)})).status_code == 422
    assert (await browser.send(f"{HERE}/step-up", {"code": new.at(clock.at)})).status_code == 303


@pytest.mark.parametrize("path", ["me/password", "me/authenticator"])
async def test_both_ask_for_the_second_step_and_members_have_neither(
    society: Society, window: Opens, officer: UUID, member: UUID, clock: Moments, path: str
) -> None:
    browser, guest = window(), window()
    await sign_in_officer(browser, society, officer, EMAIL, clock)
    clock.pass_(minutes=6)
    answer = await browser.get(f"{HERE}/{path}")
    assert answer.status_code == 303 and answer.headers["location"].startswith(f"{HERE}/step-up?next=")
    async with society.store.writing() as writing:
        token = await lifecycle.make_link(writing, member, at=clock.at)
    await guest.get(f"{HERE}/sign-in/link/{token}")
    await guest.send(f"{HERE}/sign-in/link/{token}", {})
    assert (await guest.get(f"{HERE}/{path}")).status_code == 403
    assert f"{HERE}/me/sign-in" not in (await guest.get(f"{HERE}/me")).text
