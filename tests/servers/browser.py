"""A real browser: Chromium driven by Playwright, with or without JavaScript, asking nobody but our server."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, Playwright

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """Chromium without a window where there is one: the same engine, a third less work for each page."""
    return shutil.which("chromium-headless-shell") or shutil.which("chromium")


def missing_browser() -> str | None:
    return None if chromium() else "install the package chromium"


@contextmanager
def a_browser(playwright: Playwright) -> Iterator[Browser]:
    """Chromium, started once for many visitors."""
    found = chromium()
    assert found is not None, missing_browser()
    browser = playwright.chromium.launch(executable_path=found, args=FLAGS, headless=True)
    try:
        yield browser
    finally:
        browser.close()


class Visit:
    """One person's browser window. `errors` collects what the console complained about and any foreign request."""

    def __init__(self, browser: Browser, address: str, *, scripts: bool, width: int = 1024) -> None:
        self.address = address
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=scripts, viewport={"width": width, "height": 900}, locale="en-GB"
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(30_000)
        self.errors: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type == "error" else None)
        self.page.on("request", lambda r: self._only_ours(r.url))

    def _only_ours(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "about:")):
            self.errors.append(f"asked another host: {url}")

    def go(self, path: str) -> Page:
        self.page.goto(self.address + path)
        return self.page

    def press(self, words: str) -> None:
        """Press the button, or follow the link that looks like one, with these words."""
        self.page.get_by_role("button", name=words).first.click()

    def follow(self, words: str) -> None:
        self.page.get_by_role("link", name=words).first.click()

    def heading(self) -> str:
        return self.page.locator("h1").first.inner_text()

    def text(self) -> str:
        return self.page.locator("main").inner_text()

    def photograph(self, name: str) -> None:
        """Pictures at both widths in the folder that GOVERN_SCREENSHOTS names, when it does."""
        if os.environ.get("GOVERN_SCREENSHOTS"):
            folder = Path(os.environ["GOVERN_SCREENSHOTS"])
            folder.mkdir(parents=True, exist_ok=True)
            before = self.page.viewport_size
            for width in (1024, 320):
                self.page.set_viewport_size({"width": width, "height": 900})
                self.page.screenshot(path=str(folder / f"{name}-{width}.png"), full_page=True)
            if before:
                self.page.set_viewport_size(before)

    def close(self) -> None:
        self.context.close()
