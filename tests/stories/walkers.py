"""People of a story with a browser of their own: they fill in what a page asks, press its buttons, and read."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import UTC, datetime
from typing import TypeVar

import pyotp
from playwright.sync_api import Browser, Locator
from playwright.sync_api import TimeoutError as Slow

from tests.servers.browser import Visit

STEP = 30
T = TypeVar("T")


class Walker(Visit):
    """Somebody in front of a browser. Addresses are typed as `office/ballots`, within one society and language."""

    def __init__(
        self,
        browser: Browser,
        address: str,
        society: str,
        *,
        scripts: bool = False,
        language: str = "en",
        width: int = 1024,
    ) -> None:
        super().__init__(browser, address, scripts=scripts, width=width)
        self.society = society
        self.language = language
        self.status = 0
        self.page.on("response", lambda r: self._note(r.request.is_navigation_request(), r.status))

    def _note(self, navigation: bool, status: int) -> None:
        if navigation:
            self.status = status

    def open(self, path: str = "") -> None:
        self.go(self.path(path))

    def path(self, rest: str) -> str:
        return rest if rest.startswith("/") else f"/{self.language}/{self.society}/{rest}"

    def fill(self, **typed: str) -> None:
        """Fill in fields by their names; radios and boxes take the value to choose."""
        for name, value in typed.items():
            self._field(name, value)

    def _field(self, name: str, value: str) -> None:
        found = self.page.locator(f'main [name="{name}"]')
        with suppress(Slow):  # the page may still be coming in
            found.first.wait_for(state="attached", timeout=10_000)
        assert found.count(), f"there is no field {name!r} on {self.page.url}:\n{self.text()[:2000]}"
        kind = found.first.get_attribute("type")
        if kind in ("radio", "checkbox"):
            self.choose(name, value)
        elif found.first.evaluate("e => e.tagName") == "SELECT":
            found.first.select_option(value)
        else:
            found.first.fill(value)

    def choose(self, name: str, value: str) -> None:
        """Press the card or the line with this answer, as a finger does."""
        box = self.page.locator(f'main [name="{name}"][value="{value}"]')
        self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    def choose_words(self, words: str) -> None:
        """Press the card that begins with these words."""
        self.page.locator("main label").filter(has_text=words).first.click()

    def moment(self, name: str, at: datetime) -> None:
        self.fill(
            **{
                f"{name}_day": str(at.day),
                f"{name}_month": str(at.month),
                f"{name}_year": str(at.year),
                f"{name}_time": at.strftime("%H:%M"),
            }
        )

    def press(self, words: str) -> None:
        """Press the button with these words in the middle of the page and wait for what comes."""
        self.button(words).click()
        self.page.wait_for_load_state()

    def button(self, words: str) -> Locator:
        """The button, or the link that looks like one."""
        main = self.page.locator("main")
        return main.get_by_role("button", name=words).or_(main.get_by_role("link", name=words)).first

    def follow(self, words: str) -> None:
        self.page.locator("main").get_by_role("link", name=words).first.click()
        self.page.wait_for_load_state()

    def reads(self, *words: str) -> None:
        """What this person must find on the page in front of them."""
        text = " ".join(self.text().split())
        for one in words:
            assert one in text, f"{one!r} is not on {self.page.url}:\n{self.text()[:3000]}"

    def at(self) -> str:
        """Where this person is, without society and language."""
        return self.page.url.removeprefix(self.address).partition(f"/{self.society}/")[2].rstrip("#")

    def download(self, path: str) -> bytes:
        """A file, with this person's session."""
        answer = self.context.request.get(self.address + self.path(path))
        assert answer.ok, f"{answer.status} {answer.text()[:500]}"
        return answer.body()

    def complaints(self) -> list[str]:
        """What the browser's console complained about, save the refusals that the story asked for."""
        return [error for error in self.errors if "status of 4" not in error]


class Authenticator:
    """The telephone of an officer. A code is good once, so it hands out each half minute's code once."""

    def __init__(self, secret: str, used: int = 0) -> None:
        self.secret = secret
        self.used = used

    def code(self) -> str:
        """The oldest code that was not used and stays good for a while; waits for the next one if all were used."""
        while True:
            now, gone = divmod(int(datetime.now(UTC).timestamp()), STEP)
            earliest = now - 1 if gone < STEP // 2 else now
            fitting = [step for step in (earliest, now, now + 1) if step > self.used]
            if fitting:
                self.used = fitting[0]
                return pyotp.TOTP(self.secret).generate_otp(self.used)
            time.sleep(1)


class Officer:
    """Who an officer is: mail address, password, and the telephone with the authenticator."""

    def __init__(self, email: str, password: str, secret: str, used: int = 0) -> None:
        self.email = email
        self.password = password
        self.telephone = Authenticator(secret, used)

    def sign_in(self, walker: Walker) -> None:
        walker.open("sign-in/officer")
        walker.fill(email=self.email, password=self.password, code=self.telephone.code())
        walker.press("Sign in")
        assert walker.at() == "office", walker.text()

    def once_more(self, walker: Walker) -> None:
        """The second step again, which the service asks for before what cannot be undone."""
        assert walker.at().startswith("step-up"), walker.page.url
        walker.fill(code=self.telephone.code())
        walker.press("Go on")


def set_up(walker: Walker, link: str, email: str, password: str) -> Officer:
    """An officer's first visit: a password, and the authenticator with the key that the page shows."""
    walker.go("/" + link.split("/", 3)[3])
    walker.reads("You need a password, and an authenticator on your telephone.")
    officer = Officer(email, password, walker.page.locator(".co-code").inner_text().replace(" ", ""))
    walker.fill(password=password, code=officer.telephone.code())
    walker.press("Set up and sign in")
    assert walker.at() == "office", walker.text()
    return officer


def aside(act: Callable[[], T]) -> T:
    """Run this beside the browser, whose thread has an event loop of its own."""
    with ThreadPoolExecutor(1) as hands:
        return hands.submit(act).result()
