"""An officer and a passkey, in a real browser with an authenticator of its own: added, signed in with, shown again,
removed; and what the pages say where it does not come to that."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import msgspec
import pyotp
import pytest
from playwright.sync_api import Browser, CDPSession, expect
from sqlalchemy import update

from govern.clock import now
from govern.constituencies.rulebook import lifecycle as rulebook
from govern.constituencies.rulebook.book import example
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import passwords
from govern.identity.models import Session
from govern.permissions import Role
from govern.society import Society
from tests.given import a_bare_society
from tests.servers import checkers
from tests.servers.looking import EVERY, LANGUAGES, look_at
from tests.servers.service import Service
from tests.stories.desk import Desk
from tests.stories.walkers import Officer, Walker, aside

pytestmark = [pytest.mark.browser]
SHORT, EMAIL, PASSWORD = "tair-nant", "dilys@example.org", "kettle moss lantern bridge"


class Office(msgspec.Struct, frozen=True):
    """A service reached at a name, and one officer of it."""

    service: Service
    desk: Desk
    officer: Officer


async def _build(home: Path) -> Officer:
    """An officer who has confirmed their authenticator minutes ago, so that all codes from now on are good."""
    society = await a_bare_society(home)
    secret, key, at = pyotp.random_base32(), society.key("codes"), now()
    async with society.store.writing() as writing:
        await rulebook.adopt(writing, example("tair_nant"), by=None, at=at)
        person = await identity.add_person(writing, name="Dilys Rowe", email=EMAIL, by=None, at=at)
        await identity.appoint(writing, person, Role.SECRETARY, at.date(), by=None, at=at)
        await identity.set_password(writing, person, passwords.hash_now(PASSWORD), by=None, at=at)
        await identity.enrol(writing, key, person, secret)
        before = at - timedelta(minutes=2)
        assert await identity.confirm(writing, key, person, pyotp.TOTP(secret).at(before), at=before)
    await society.store.close()
    return Officer(EMAIL, PASSWORD, secret)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    officer = aside(lambda: asyncio.run(_build(tmp_path / "home")))
    with Service(tmp_path / "home", timer=False, name="localhost") as service:
        yield Office(service, Desk(tmp_path / "home", SHORT), officer)


@pytest.fixture
def walker(office: Office, browser: Browser) -> Iterator[Walker]:
    one = Walker(browser, office.service.address, SHORT, scripts=True)
    yield one
    one.close()


def an_authenticator(walker: Walker, *, verified: bool = True) -> tuple[CDPSession, str]:
    """A telephone's own authenticator, which asks for a finger; whether the finger is the right one."""
    cdp = walker.context.new_cdp_session(walker.page)
    cdp.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": verified,
        "automaticPresenceSimulation": True,
    }
    return cdp, cdp.send("WebAuthn.addVirtualAuthenticator", {"options": options})["authenticatorId"]


def six_minutes_pass(office: Office) -> None:
    async def passing(society: Society) -> None:
        async with society.store.writing() as writing:
            await writing.execute(update(Session).values(stepped_up_at=now() - timedelta(minutes=6)))

    office.desk.run(passing)


def add(walker: Walker, name: str) -> None:
    walker.open("me/passkeys/add")
    walker.fill(name=name)
    walker.button("Add the passkey").click()


def test_an_officer_adds_a_passkey_comes_in_with_it_shows_it_again_and_removes_it(
    office: Office, walker: Walker
) -> None:
    cdp, authenticator = an_authenticator(walker)
    office.officer.sign_in(walker)
    walker.open("me/sign-in")
    walker.reads("You have none.")
    walker.follow("Add a passkey")
    walker.button("Add the passkey").click()
    expect(walker.page.get_by_role("alert")).to_have_text(
        "First give the passkey a name. Then press the button again."
    )
    walker.photograph("passkey-add")
    add(walker, "My telephone")
    walker.page.wait_for_url("**/me/sign-in?done=passkey")
    walker.reads("Your passkey is added.", "My telephone")
    walker.photograph("passkey-own")
    (made,) = cdp.send("WebAuthn.getCredentials", {"authenticatorId": authenticator})["credentials"]
    assert (made["rpId"], made["isResidentCredential"]) == ("localhost", True)
    add(walker, "The same again")
    expect(walker.page.get_by_role("alert")).to_contain_text("has a passkey for you already")

    walker.page.locator("header").get_by_role("button", name="Sign out").click()
    walker.open("sign-in/officer")
    walker.button("Sign in with a passkey").click()
    expect(walker.page.get_by_role("alert")).to_contain_text("First type your address and your password.")
    walker.fill(email=EMAIL, password=PASSWORD)
    walker.photograph("passkey-sign-in")
    walker.button("Sign in with a passkey").click()
    walker.page.wait_for_url("**/office")

    six_minutes_pass(office)
    walker.open("me/password")
    assert walker.at().startswith("step-up"), walker.page.url
    walker.photograph("passkey-step-up")
    walker.button("Use my passkey").click()
    walker.page.wait_for_url("**/me/password")

    walker.open("me/sign-in")
    assert "Not yet" not in walker.text()
    walker.follow("Remove")
    walker.photograph("passkey-remove")
    walker.press("Remove this passkey")
    walker.reads("The passkey is removed.", "You have none.")
    walker.page.locator("header").get_by_role("button", name="Sign out").click()
    walker.open("sign-in/officer")
    walker.fill(email=EMAIL, password=PASSWORD)
    walker.button("Sign in with a passkey").click()
    walker.page.wait_for_load_state()
    expect(walker.page.locator("main")).to_contain_text("the password or the passkey does not fit")
    assert walker.complaints() == []


def test_whoever_is_not_verified_or_has_no_passkey_reads_what_to_do(office: Office, walker: Walker) -> None:
    cdp, authenticator = an_authenticator(walker)
    office.officer.sign_in(walker)
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    add(walker, "Another's finger")
    expect(walker.page.get_by_role("alert")).to_have_text("No passkey was made. Press the button to try again.")
    assert walker.at() == "me/passkeys/add"
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": True})
    walker.page.locator("#name").press("Enter")
    walker.page.wait_for_url("**/me/sign-in?done=passkey")
    cdp.send("WebAuthn.setUserVerified", {"authenticatorId": authenticator, "isUserVerified": False})
    walker.open("step-up")
    walker.button("Use my passkey").click()
    expect(walker.page.get_by_role("alert")).to_contain_text("No passkey was used.")
    walker.fill(code=office.officer.telephone.code())
    walker.press("Go on")
    assert walker.at() == "home", "the code is as good as ever"
    assert walker.complaints() == []


def test_without_scripts_the_pages_say_what_to_do(office: Office, browser: Browser) -> None:
    walker = Walker(browser, office.service.address, SHORT)
    walker.open("sign-in/officer")
    walker.reads("A passkey needs a browser that knows passkeys and runs scripts. You can always type the code.")
    assert not walker.button("Sign in with a passkey").is_visible()
    office.officer.sign_in(walker)
    walker.open("me/passkeys/add")
    walker.reads("Your authenticator stays good without.")
    walker.page.locator("#name").fill("My key")
    walker.page.locator("#name").press("Enter")
    walker.page.wait_for_load_state()
    walker.reads("No passkey was used.")
    walker.close()


@pytest.mark.java
@pytest.mark.node
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_are_silent_under_the_checkers(
    office: Office, walker: Walker, tools: None, tmp_path: Path, language: str
) -> None:
    an_authenticator(walker)
    office.officer.sign_in(walker)
    add(walker, "Fy ffôn / my telephone, the one that I have had for years")
    walker.page.wait_for_url("**/me/sign-in?done=passkey")
    walker.language = language
    found: dict[str, list[str]] = {}
    for path in ("me/sign-in", "me/passkeys/add", "step-up", "sign-in/officer", "remove"):
        if path == "remove":
            walker.open("me/sign-in")
            with walker.page.expect_navigation():
                walker.page.locator('main a[href$="/remove"]').click()
        else:
            walker.open(path)
        walker.photograph(f"passkeys-{path.replace('/', '-')}-{language}")
        if button := walker.page.locator("[data-passkey] button").all():
            expect(button[0]).to_be_visible()
        (tmp_path / f"{path.replace('/', '-')}.html").write_text(walker.page.content(), "utf-8")
        found[path] = look_at(walker.page, EVERY)
        walker.page.set_viewport_size({"width": 1024, "height": 900})
        if path == "me/passkeys/add":
            walker.page.locator("[data-passkey] button").click()
            expect(walker.page.get_by_role("alert")).not_to_be_empty()
            found["a sentence beside the button"] = look_at(walker.page, EVERY[:2])
            walker.page.set_viewport_size({"width": 1024, "height": 900})
    assert not any(found.values()), found
    assert checkers.html_checker(sorted(tmp_path.glob("*.html"))) == []
    assert walker.complaints() == []
