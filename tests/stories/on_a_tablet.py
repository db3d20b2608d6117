"""A facilitator's tablet as a story has it: a browser with a profile on disk, and what is pressed and typed there."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import BrowserContext, Page, Playwright, expect

from tests.servers.browser import FLAGS, chromium
from tests.servers.service import Service
from tests.stories.kitchen import SHORT, SURNAME

DID = "Pointed at the kingfisher mug"
MEANT = "Prefers evenings, wholeheartedly"
HOW = "Laughed uproariously"


class Tablet:
    """A browser with a profile of its own on disk, as a tablet has; it can be closed and begun again."""

    def __init__(self, playwright: Playwright, profile: Path, service: Service) -> None:
        self.playwright, self.profile, self.service, self.address = playwright, profile, service, service.address
        self.errors: list[str] = []
        self.begin()

    def begin(self) -> None:
        self.context: BrowserContext = self.playwright.chromium.launch_persistent_context(
            self.profile,
            executable_path=chromium(),
            args=FLAGS,
            headless=True,
            viewport={"width": 1024, "height": 900},
        )
        self.context.set_default_timeout(20_000)
        self.page = self.context.pages[0]
        self._listen(self.page)

    def _listen(self, page: Page) -> None:
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def sign_in(self, token: str) -> None:
        self.context.add_cookies(
            [
                {
                    **{"name": f"s-{SHORT}", "value": token, "url": self.address},
                    "expires": 4_000_000_000,
                }
            ]
        )

    def open(self) -> None:
        self.page.goto(f"{self.address}/en/{SHORT}/facilitate/tablet")
        expect(self.page.locator("#tablet")).to_be_visible()

    def close_tab(self) -> None:
        """Another tab is there, so that the browser goes on."""
        other = self.context.new_page()
        self.page.close()
        self.page = other
        self._listen(other)

    def restart(self) -> None:
        self.context.close()
        self.begin()

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def screen(self, name: str) -> None:
        expect(self.page.locator(f'[data-screen="{name}"]')).to_be_visible()

    def choose(self, name: str, value: str) -> None:
        box = self.page.locator(f'input[name="{name}"][value="{value}"]:visible').first
        self.page.locator(f'label[for="{box.get_attribute("id")}"]').click()

    def take_along(self, own: str = "") -> str:
        """Returns the words that open it."""
        self.open()
        self.page.fill("#own_words", own)
        self.press("Take along")
        if own:
            self.screen("people")
            return own
        self.screen("words")
        words = self.page.locator("#new-words").inner_text()
        self.press("I have written them down")
        return words

    def unlock(self, words: str) -> None:
        self.page.fill("#words", words)
        self.press("Open")

    def begin_with(self, code: str, way: str | None = None) -> None:
        self.page.locator(f'[data-code="{code}"]:visible').click()
        self.screen("person")
        if way:
            self.choose("way", way)
        self.page.locator('[data-act="way"] button').first.click()
        self.screen("assent")

    def agree(self, assent: str = "given") -> None:
        self.choose("assent", assent)
        self.page.fill("#assent_how", HOW)
        self.page.locator('[data-act="assent"] button').first.click()

    def tell(self, given: str = "pointed", stance: str = "for") -> None:
        """What happened and what it was taken to mean."""
        self.screen("facts")
        self.choose("given_by", given)
        self.page.fill("#did", DID)
        self.page.fill("#supporter", f"Aunt {SURNAME}")
        self.page.fill("#meant", MEANT)
        self.choose("stance", stance)
        self.choose("evidence", "chosen")
        self.choose("confidence", "high")
        self.page.fill("#knows", "For three years")
        self.press("Finish this sitting")
        self.page.locator('[data-screen="kept"]:visible, [data-screen="together"]:visible').wait_for()

    def together(self, codes: list[str]) -> None:
        """These are asked together; nobody of them is asked yet."""
        self.press("Ask two to four together")
        self.screen("choose-together")
        for code in codes:
            self.page.locator("#together-people label").filter(has_text=code).click()
        self.page.locator('[data-act="together"] button').first.click()

    def waiting(self) -> int:
        return int(self.page.locator("#waiting-number").inner_text())
