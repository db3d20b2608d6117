"""The example societies, founded once for all stories, and copied so that each story begins from the same day."""

from __future__ import annotations

import asyncio
import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

from govern.clock import now
from govern.demo import world
from govern.demo.world import Account
from govern.settings import Settings
from tests.servers.browser import a_browser, missing_browser
from tests.servers.checkers import missing_tools
from tests.servers.service import Service
from tests.stories.agm import Called, call
from tests.stories.day import Day
from tests.stories.desk import Desk
from tests.stories.dyffryn import RETURNING, SHORT
from tests.stories.walkers import aside

CI = os.environ.get("CI") == "true"


@pytest.fixture(scope="session")
def founded(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Account, ...]]:
    """Tair Nant with its votes open, and the tiny society; never touched, only copied."""
    home = tmp_path_factory.mktemp("founded") / "home"
    accounts = aside(lambda: asyncio.run(world.build(Settings(home=home, demo=True), now())))
    return home, accounts


class Demo:
    """A copy of the example societies with a service in front of it."""

    def __init__(self, service: Service, accounts: tuple[Account, ...]) -> None:
        self.service = service
        self.accounts = accounts

    @property
    def address(self) -> str:
        return self.service.address

    def account(self, who: str, society: str = world.TAIR_NANT) -> Account:
        """The account that the demo prints as `who`, such as "the secretary"."""
        return next(a for a in self.accounts if a.who == who and a.society == society)


@pytest.fixture
def demo(founded: tuple[Path, tuple[Account, ...]], tmp_path: Path) -> Iterator[Demo]:
    home, accounts = founded
    shutil.copytree(home, tmp_path / "home")
    with Service(tmp_path / "home") as service:
        yield Demo(service, accounts)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """The driver of browsers: one for all tests of a process, which cannot start a second beside it."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    missing = missing_browser()
    if missing and not CI:
        pytest.skip(f"no browser: {missing}")
    with a_browser(playwright) as chromium:
        yield chromium


@pytest.fixture(scope="session")
def tools() -> None:
    missing = missing_tools()
    if missing and not CI:
        pytest.skip(f"a checker is missing: {missing}")
    assert missing is None, missing


@pytest.fixture(scope="session")
def called(tmp_path_factory: pytest.TempPathFactory, browser: Browser) -> Called:
    """Dyffryn with its AGM called, walked once through pages without JavaScript; never touched after, only copied."""
    home = tmp_path_factory.mktemp("dyffryn") / "home"
    home.mkdir()
    with Service(home, timer=False) as service:
        return call(service, browser)


@pytest.fixture
def dyffryn_service(called: Called, tmp_path: Path) -> Iterator[Service]:
    """A copy of Dyffryn with a service in front of it. Without a timer: an officer opens the vote."""
    shutil.copytree(called.home, tmp_path / "home")
    with Service(tmp_path / "home", timer=False) as service:
        yield service


@pytest.fixture(scope="session")
def voting_home(called: Called, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Dyffryn with its vote open, opened at the desk; never touched after, only copied."""
    home = tmp_path_factory.mktemp("voting") / "home"
    shutil.copytree(called.home, home)
    Desk(home, SHORT).open_the_vote(called.ballot, RETURNING)
    return home


@pytest.fixture
def voting(called: Called, voting_home: Path, tmp_path: Path, browser: Browser) -> Iterator[Day]:
    """Dyffryn while its vote is open, with a service in front of it; people walk without JavaScript."""
    shutil.copytree(voting_home, tmp_path / "home")
    with Service(tmp_path / "home", timer=False) as service:
        yield Day(called, service, browser, scripts=False)
