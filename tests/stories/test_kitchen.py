"""Paper in a kitchen: what is printed, and sheets typed in by keyboard alone, without JavaScript, at 320 px."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from govern.forums.consultations.rules import Heard, Stance
from tests.servers.checkers import axe
from tests.servers.service import Service
from tests.stories import kitchen
from tests.stories.kitchen import PEOPLE, SHORT
from tests.stories.walkers import Walker

pytestmark = [pytest.mark.browser, pytest.mark.node]


def test_sheets_are_typed_in_by_keyboard_alone_and_one_is_taken_back(tmp_path: Path, browser: Browser) -> None:
    home = kitchen.build(tmp_path / "home")
    with Service(home.home, timer=False) as service:
        walker = Walker(browser, service.address, SHORT, width=320)
        home.desk.let_in(walker, home.facilitator)
        walker.open(f"facilitate/consultations/{home.question}/pack")
        walker.follow("Type in sheets")
        keys = walker.page.keyboard
        for name, line in ((PEOPLE[0], "aada2dabaca"), (PEOPLE[1], "be"), (PEOPLE[2], "aadbe")):
            walker.page.wait_for_function("document.activeElement.id === 'line'")
            keys.type(f"{home.codes[name]}{line}")
            keys.press("Enter")
            walker.page.get_by_text(f"Written down: {home.codes[name]}").wait_for()
        walker.page.wait_for_function("document.activeElement.id === 'line'")
        wrong = f"{home.codes[PEOPLE[3]]}aada2dabac"
        keys.type(wrong)
        keys.press("Enter")
        walker.page.get_by_text("The line ends too early").first.wait_for()
        assert walker.page.locator("#line").input_value() == wrong
        heard = home.responses()
        assert [heard[name].heard for name in PEOPLE[:4]] == [
            *(Heard.RECORDED, Heard.DECLINED, Heard.STOPPED, Heard.INVITED),
        ]
        assert heard[PEOPLE[0]].stance is Stance.FOR
        walker.page.get_by_role("button", name=f"Take back {home.codes[PEOPLE[0]]}").click()
        walker.page.get_by_text("The sheet was taken back").wait_for()
        assert home.responses()[PEOPLE[0]].heard is Heard.INVITED
        walker.close()


def test_the_pages_are_silent_under_axe_and_fit_a_phone(tmp_path: Path, browser: Browser, tools: None) -> None:
    home = kitchen.build(tmp_path / "home")
    with Service(home.home, timer=False) as service:
        found = {}
        for language in ("en", "cy"):
            walker = Walker(browser, service.address, SHORT, scripts=True, language=language, width=320)
            home.desk.let_in(walker, home.facilitator)
            for path in (f"{home.question}/pack", f"{home.question}/sheets", "tablets"):
                walker.open(f"facilitate/consultations/{path}")
                name = f"kitchen-{path.rpartition('/')[2]}-{language}"
                walker.photograph(name)
                wide = walker.page.evaluate("document.documentElement.scrollWidth")
                found[name] = [*axe(walker.page), *([f"{wide} wide"] if wide > 320 else [])]
            walker.close()
        assert {name: lines for name, lines in found.items() if lines} == {}
