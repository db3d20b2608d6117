"""A tablet in a kitchen without signal: ten sittings, a closed tab, a restart, and nothing lost or left.

What lies on the tablet's disk is read byte by byte: no word that was written, no name. Wrong words open nothing.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, expect
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.clock import now
from govern.forums.consultations.models import ConsultationTablet, Through
from govern.forums.consultations.rules import Assent, Heard
from tests.servers.browser import missing_browser
from tests.servers.checkers import axe, missing_tools
from tests.servers.service import Service
from tests.stories import kitchen
from tests.stories.conftest import CI
from tests.stories.kitchen import PEOPLE, SHORT, SIGN, SURNAME, Kitchen
from tests.stories.on_a_tablet import DID, HOW, MEANT, Tablet
from tests.stories.walkers import Walker

pytestmark = pytest.mark.browser

OWN = "quiet marmalade under the dresser"


@pytest.fixture
def home(tmp_path: Path) -> Kitchen:
    return kitchen.build(tmp_path / "home")


@contextmanager
def a_tablet(playwright: Playwright, home: Kitchen, profile: Path) -> Iterator[Tablet]:
    missing = missing_browser()
    if missing and not CI:
        pytest.skip(f"no browser: {missing}")
    with Service(home.home, timer=False) as service:
        tablet = Tablet(playwright, profile, service)
        (token,) = home.desk.sessions([home.facilitator])
        tablet.sign_in(token)
        yield tablet
        tablet.context.close()
    assert tablet.errors == []


def test_ten_sittings_without_a_signal_come_in_once_each_and_leave_nothing(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        words = tablet.take_along()
        tablet.context.set_offline(True)
        for name in PEOPLE[:5]:
            ask(tablet, home, name)
        tablet.begin_with(home.codes[PEOPLE[5]], "mat")
        tablet.agree()
        tablet.screen("show")
        tablet.page.locator('#show [data-value="good"]').click()
        tablet.close_tab()  # in the middle of the sixth
        tablet.open()
        tablet.unlock(words)
        tablet.page.locator(f'[data-code="{home.codes[PEOPLE[5]]}"]:visible').click()
        tablet.screen("show")
        tablet.page.locator('#show [data-value="bad"]').first.click()
        tablet.page.locator("#showing-done").click()
        tablet.tell("placed")
        tablet.press("Ask somebody else")
        for name in PEOPLE[6:]:
            ask(tablet, home, name)
        assert tablet.waiting() == len(PEOPLE)
        tablet.service.kill()  # nobody answers any more, whatever a browser calls offline
        tablet.restart()
        tablet.context.set_offline(True)
        tablet.open()  # it is there without a signal, after a restart
        assert tablet.waiting() == len(PEOPLE)
        tablet.service.start()
        assert not written_on(tmp_path / "profile")
        tablet.context.set_offline(False)  # and sends by itself
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        rows = home.sittings()
        assert len(rows) == len({row.person_id for row in rows}) == len({row.sent_id for row in rows}) == 10
        assert {row.through for row in rows} == {Through.DEVICE}
        assert sum(row.assent is Assent.DECLINED for row in rows) == 1
        assert sum(row.stopped_at is not None for row in rows) == 1
        told = [row for row in rows if row.assent is Assent.GIVEN and row.stopped_at is None]
        assert {(row.did, row.meant, row.assent_how) for row in told} == {(DID, MEANT, HOW)}
        assert len(next(row.placed for row in told if row.placed).split(",")) == 2
        heard = home.responses()
        assert (heard[PEOPLE[1]].heard, heard[PEOPLE[2]].heard) == (Heard.DECLINED, Heard.STOPPED)
        assert sum(one.heard is Heard.RECORDED for one in heard.values()) == 8
        tablet.press("Finish and clear")
        tablet.screen("cleared")
        assert left_behind(tablet) == [[], [], 0]
        assert not home.desk.write(tablets_alive)


def ask(tablet: Tablet, home: Kitchen, name: str) -> None:
    """One sitting of the ten: the second does not want to, the third stops, the others choose a card."""
    tablet.begin_with(home.codes[name], "photographs")
    tablet.agree("declined" if name == PEOPLE[1] else "given")
    if name != PEOPLE[1]:
        tablet.screen("show")
        if name == PEOPLE[2]:
            tablet.page.locator('#show [data-value="stop"]').click()
            tablet.screen("stopped")
            tablet.page.fill("#stopped_how", HOW)
            tablet.press("Write it down")
        else:
            tablet.page.locator(f'#show [data-value="{home.cards[1]}"]').click()
            tablet.tell()
    tablet.screen("kept")
    tablet.press("Ask somebody else")


def written_on(profile: Path) -> list[str]:
    """Which of the words that were written or taken along stand on the disk, in any file of the profile."""
    secret = [DID, MEANT, HOW, SURNAME, SIGN, *PEOPLE, "Which day for swimming", "Thursday evening"]
    found = []
    for file in sorted(profile.rglob("*")):
        if not file.is_file():
            continue
        content = file.read_bytes()
        found += [
            f"{word} in {file.name}"
            for word in secret
            if word.encode() in content or word.encode("utf-16-le") in content
        ]
    return found


def left_behind(tablet: Tablet) -> list[object]:
    """Databases, caches and workers of this page in the browser."""
    found: list[object] = tablet.page.evaluate(
        """async () => [
            (await indexedDB.databases()).map((one) => one.name),
            await caches.keys(),
            (await navigator.serviceWorker.getRegistrations()).length,
        ]"""
    )
    return found


async def tablets_alive(writing: AsyncSession) -> int:
    alive = select(func.count()).where(ConsultationTablet.private_key.is_not(None))
    return await writing.scalar(alive) or 0


def test_wrong_words_open_nothing_and_own_words_have_to_be_long(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.open()
        tablet.page.fill("#own_words", "short")
        tablet.press("Take along")
        expect(tablet.page.locator('[data-problem="take"]')).to_contain_text("20 characters")
        tablet.take_along(OWN)
        tablet.close_tab()
        tablet.open()
        tablet.screen("locked")
        tablet.unlock("quiet marmalade under the cupboard")
        expect(tablet.page.locator('[data-problem="open"]')).to_be_visible()
        assert tablet.page.locator("#people").inner_text() == ""
        assert not written_on(tmp_path / "profile")
        tablet.unlock(f"  {OWN.upper()} ")
        tablet.screen("people")
        assert "Gwenllian" in tablet.page.locator("#people").inner_text()
        assert SURNAME not in tablet.page.content()


def test_a_tablet_that_is_lost_is_ended_and_what_still_comes_is_refused(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        tablet.context.set_offline(True)
        ask(tablet, home, PEOPLE[0])
        home.desk.write(end_all)
        tablet.context.set_offline(False)
        expect(tablet.page.locator("#refused")).to_contain_text("This tablet was ended")
        assert tablet.waiting() == 1
        assert home.sittings() == []
        tablet.press("Finish and clear")  # asks once, because something is not sent
        expect(tablet.page.locator("#sure")).to_be_visible()
        tablet.press("Keep it")
        assert tablet.waiting() == 1
        tablet.press("Finish and clear")
        tablet.press("Clear it all the same")
        tablet.screen("cleared")
        assert left_behind(tablet) == [[], [], 0]


async def end_all(writing: AsyncSession) -> None:
    for row in await writing.scalars(select(ConsultationTablet)):
        row.private_key, row.ended_at = None, now()


def test_one_switch_takes_what_is_in_the_frame(playwright: Playwright, home: Kitchen, tmp_path: Path) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        tablet.begin_with(home.codes[PEOPLE[0]], "yes_no")
        tablet.choose("scan", "2")
        tablet.agree()
        tablet.screen("show")
        framed = tablet.page.locator("#show .co-tablet__frame")
        expect(framed).to_have_attribute("data-value", "no", timeout=10_000)
        tablet.page.keyboard.press("Space")
        tablet.screen("facts")
        expect(tablet.page.locator("#picked-line")).to_contain_text("No")


def test_a_stop_that_was_none_goes_back_and_finishes_nothing(
    playwright: Playwright, home: Kitchen, tmp_path: Path
) -> None:
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        tablet.begin_with(home.codes[PEOPLE[0]], "words")
        tablet.agree()
        tablet.page.locator("#showing-done").click()
        tablet.press("They want to stop")
        tablet.screen("stopped")
        assert tablet.page.locator("#status").inner_text() == ""
        tablet.page.fill("#stopped_how", HOW)
        tablet.press("They did not want to stop")
        tablet.screen("show")
        tablet.page.locator(f'#show [data-value="{home.cards[0]}"]').click()
        tablet.tell(stance="against")
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        (row,) = home.sittings()
        assert (row.stopped_at, row.picked) == (None, str(home.cards[0]))


def test_sent_twice_is_one(playwright: Playwright, home: Kitchen, tmp_path: Path) -> None:
    """The answer is lost on its way back: the tablet sends again, the society keeps one."""
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        tablet.take_along()
        sends = "**/facilitate/tablet/send"
        tablet.context.route(sends, lambda route: (route.fetch(), route.abort()))
        with tablet.context.expect_event("requestfailed"):
            ask(tablet, home, PEOPLE[0])
        assert tablet.waiting() == 1
        assert len(home.sittings()) == 1
        tablet.context.unroute(sends)
        tablet.press("Send now")
        expect(tablet.page.locator("#waiting-number")).to_have_text("0")
        assert len(home.sittings()) == 1


def test_every_screen_is_silent_under_axe(playwright: Playwright, home: Kitchen, tmp_path: Path) -> None:
    if missing_tools() and not CI:
        pytest.skip(f"a checker is missing: {missing_tools()}")
    with a_tablet(playwright, home, tmp_path / "profile") as tablet:
        found: dict[str, list[str]] = {}

        def look(name: str) -> None:
            tablet.page.set_viewport_size({"width": 320, "height": 700})
            wide = tablet.page.evaluate("document.documentElement.scrollWidth")
            found[name] = [*axe(tablet.page), *([f"{wide} wide"] if wide > 320 else [])]
            photograph(tablet, name)
            tablet.page.set_viewport_size({"width": 1024, "height": 900})

        tablet.open()
        look("take")
        tablet.press("Take along")
        tablet.screen("words")
        look("words")
        tablet.press("I have written them down")
        look("people")
        tablet.page.locator(f'[data-code="{home.codes[PEOPLE[0]]}"]:visible').click()
        look("person")
        for way in kitchen.WAYS:
            tablet.choose("way", way.value)
            look(f"person-{way.value}")
            tablet.page.locator('[data-act="way"] button').first.click()
            look("assent")
            tablet.agree()
            assert not tablet.page.locator("#outbox").is_visible()  # nothing else is there while somebody is asked
            look(f"show-{way.value}")
            tablet.page.locator("#showing-done").click()
            tablet.page.evaluate("tablet.sitting.to('person')")
        tablet.page.locator('[data-act="way"] button').first.click()
        tablet.agree()
        tablet.page.locator("#showing-done").click()
        look("facts")
        tablet.press("They want to stop")
        look("stopped")
        tablet.open()
        look("locked")
        assert {name: lines for name, lines in found.items() if lines} == {}


def photograph(tablet: Tablet, name: str) -> None:
    folder = os.environ.get("GOVERN_SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        for width in (320, 1024):
            tablet.page.set_viewport_size({"width": width, "height": 900})
            tablet.page.screenshot(path=f"{folder}/tablet-{name}-{width}.png", full_page=True)


def test_without_javascript_the_page_leads_to_the_plain_ones(home: Kitchen, browser: Browser) -> None:
    with Service(home.home, timer=False) as service:
        walker = Walker(browser, service.address, SHORT)
        home.desk.let_in(walker, home.facilitator)
        walker.open("facilitate/tablet")
        assert "The plain pages always work" in walker.text()
        assert walker.page.locator("form:visible").count() == 0
        walker.close()
