"""A member votes through the booth in a browser without JavaScript: two processes, at two ports and at two names."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Playwright

from govern.clock import now
from tests.ballots.given_ballots import Given, a_society, motion
from tests.ballots.given_ceremony import an_open_shared_ballot
from tests.ballots.pages.test_sending import code_in
from tests.servers.booth import Booth
from tests.servers.browser import FLAGS, chromium
from tests.servers.looking import LANGUAGES, look_at, sample
from tests.servers.service import Service, free_port
from tests.stories.desk import Desk
from tests.stories.walkers import Walker, aside

pytestmark = pytest.mark.browser
SHORT = "tair-nant"
#: The booth at another port of the same name, and at a name of its own below the service's.
NAMES = {"a port": ("127.0.0.1", "127.0.0.1"), "a name": ("co-op.test", "booth.co-op.test")}


class Between(Walker):
    """Somebody who goes from the service to the booth and back."""

    booth: Booth

    def _only_ours(self, url: str) -> None:
        if not url.startswith(self.booth.address):
            super()._only_ours(url)

    def complaints(self) -> list[str]:
        """Without TLS Chromium ignores one header at every name but loopback's, and says so each time."""
        return [error for error in super().complaints() if "Cross-Origin-Opener-Policy header has been" not in error]


class Pair:
    """The two processes, and one open vote of a society with the level AGM."""

    def __init__(self, service: Service, booth: Booth, browser: Browser, given: Given, ballot_id: UUID) -> None:
        self.service, self.booth, self.browser = service, booth, browser
        self.given, self.ballot_id = given, ballot_id
        self.desk = Desk(service.home, SHORT)

    def walker(self, person: UUID, *, scripts: bool = False, language: str = "en") -> Between:
        made = Between(self.browser, self.service.address, SHORT, scripts=scripts, language=language)
        made.booth = self.booth
        self.desk.let_in(made, person)
        return made

    def in_booth(self, walker: Walker) -> bool:
        return walker.page.url.startswith(self.booth.address) and "?" not in walker.page.url


async def an_open_vote(home: Path) -> tuple[Given, UUID]:
    given = await a_society(home, groups={"supported": 7, "staff": 6, "volunteers": 6})
    ballot_id, _ = await an_open_shared_ballot(given, motion(), closes=now() + timedelta(days=1))
    await given.society.store.close()
    return given, ballot_id


@pytest.fixture(params=list(NAMES))
def pair(request: pytest.FixtureRequest, tmp_path: Path, playwright: Playwright) -> Iterator[Pair]:
    home = tmp_path / "home"
    home.mkdir()
    given, ballot_id = aside(lambda: asyncio.run(an_open_vote(home)))
    host, booth_host = NAMES[request.param]
    booth = Booth(tmp_path / "booth", host=booth_host)
    service = Service(home, timer=False, name=host, booth=booth.address, port=free_port())
    booth.is_told_by(service)
    args = [*FLAGS, "--host-resolver-rules=MAP *.test 127.0.0.1"]
    with service, booth:
        browser = playwright.chromium.launch(executable_path=chromium(), args=args, headless=True)
        yield Pair(service, booth, browser, given, ballot_id)
        browser.close()


def into_the_booth(pair: Pair, walker: Walker) -> None:
    walker.open(f"ballots/{pair.ballot_id}")
    walker.press("Start my vote")
    walker.reads("Your paper is in the booth", "does not know who you are")
    walker.press("Go into the booth")
    assert pair.in_booth(walker), walker.text()


def test_a_member_tests_an_envelope_votes_and_votes_again(pair: Pair) -> None:
    person = pair.given.people["staff"][0]
    walker = pair.walker(person)
    into_the_booth(pair, walker)
    walker.choose("answer", "no")
    walker.press("Go on to check")
    walker.reads("Check your vote", "If you voted before, that vote still counts.")
    tested = code_in(walker.page.content())
    walker.press("Test this envelope instead")
    assert walker.page.url.startswith(pair.service.address)
    walker.reads("Your envelope is a test now")
    walker.press("See in the booth what was in it")
    assert pair.in_booth(walker)
    walker.reads("Your test envelope is open", "It holds what you chose.")
    assert code_in(walker.page.content()) == tested
    walker.press("Go on to a new envelope")
    code = code_in(walker.page.content())
    assert pair.in_booth(walker) and code != tested
    walker.press("Send my vote")
    assert walker.page.url == f"{pair.service.address}/en/{SHORT}/ballots/{pair.ballot_id}/receipt"
    walker.reads("Your vote is in", "If you voted in the booth, it showed you this same code.")
    assert code_in(walker.page.content()) == code
    walker.page.go_back()
    walker.reads("You have no paper here.")
    walker.open(f"ballots/{pair.ballot_id}/receipt")
    walker.press("Vote again")
    walker.press("Go into the booth")
    assert pair.in_booth(walker) and walker.page.locator("input:checked").count() == 0
    walker.choose("answer", "yes")
    walker.press("Go on to check")
    again = code_in(walker.page.content())
    walker.press("Send my vote")
    assert code_in(walker.page.content()) == again != code
    walker.page.get_by_role("link", name="How this vote is kept secret and honest").first.click()
    walker.reads("The booth sees your choice, and the service knows your name. Neither sees both.")
    assert walker.complaints() == []
    kept = {cookie["name"].partition("-")[0] for cookie in walker.context.cookies()}
    assert "b" not in kept and "bd" not in kept
    walker.close()
    look_in_the_booth(pair)
    nothing_is_kept(pair, person)


def look_in_the_booth(pair: Pair) -> None:
    """Both languages, both widths: axe is silent, nothing is small or too wide."""
    for number, language in enumerate(LANGUAGES):
        person = pair.given.people["staff"][1 + number]
        walker = pair.walker(person, scripts=True, language=language)
        looked = 0

        def by(words: str, walker: Between = walker) -> None:
            with walker.page.expect_navigation():
                walker.page.locator(words).first.click()

        def look(name: str, walker: Between = walker, language: str = language) -> None:
            nonlocal looked
            walker.photograph(f"{looked}-{name}-{language}")
            assert look_at(walker.page, sample(looked, language, many=2)) == [], (name, language)
            walker.page.set_viewport_size({"width": 1024, "height": 900})
            looked += 1

        walker.open(f"ballots/{pair.ballot_id}/booth")
        look("before")
        by("main form button")
        look("question")
        walker.choose("answer", "yes")
        by("main .co-acts button")
        look("check")
        by("#test button")
        look("noted")
        by("main form button")
        look("opened")
        walker.page.goto(f"{pair.booth.address}/{language}/{SHORT}/ballots/{UUID(int=1)}/check")
        look("no-paper")
        walker.page.goto(f"{pair.booth.address}/{language}/{SHORT}/help/secrecy")
        assert walker.page.url == f"{pair.service.address}/{language}/{SHORT}/help/secrecy"
        walker.close()


def nothing_is_kept(pair: Pair, person: UUID) -> None:
    """The booth wrote no file, dumps no core, and says in its log no more than routes and times."""
    assert list(pair.booth.folder.iterdir()) == []
    assert pair.booth.limit("Max core file size").startswith("0 0")
    for log in (pair.booth.log, pair.service.log):
        said = log.read_text()
        assert str(pair.ballot_id) not in said and str(person) not in said and "voting_pass" not in said
        assert '"status": 500' not in said
