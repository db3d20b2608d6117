"""Every page that links lead to: silent under axe and the HTML checker, in languages, colours and widths."""

from __future__ import annotations

import asyncio
import itertools
import os
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from govern.clock import now
from govern.identity import lifecycle as identity
from govern.identity.rules import Proof
from govern.settings import Settings
from govern.society import Societies
from govern.web.door import COLOURS
from tests.servers import checkers
from tests.servers.browser import Visit
from tests.servers.walking import every_page
from tests.stories.conftest import Demo
from tests.stories.walkers import aside

pytestmark = [pytest.mark.browser, pytest.mark.java, pytest.mark.node]
SOAK = bool(os.environ.get("GOVERN_SOAK"))
MEMBERS = ("nobody", "a member: people supported")
OFFICERS = ("the secretary", "the returning officer", "the scrutineer", "the peer")
#: Officers reach far more pages; walking them all takes minutes and belongs to the soak.
PEOPLE = MEMBERS + OFFICERS if SOAK else MEMBERS
WIDTHS = (1024, 320)
LANGUAGES = ("en", "cy")


def _combinations(number: int) -> list[tuple[str, int]]:
    """All colours at all widths in a soak; else two a page, chosen so that over the pages every pair comes up."""
    everything = list(itertools.product(COLOURS, WIDTHS))
    if SOAK:
        return everything
    return [everything[number % len(everything)], everything[(number * 3 + 5) % len(everything)]]


def sign_in(demo: Demo, visit: Visit, who: str) -> None:
    """A session begun at the desk: stories about signing in use the pages, this one is about all the others."""
    if who == "nobody":
        return
    account = demo.account(who)
    person_id, officer = UUID(account.person_id), account.officer
    token = aside(lambda: asyncio.run(_begin(demo, account.society, person_id, officer=officer)))
    visit.context.add_cookies([{"name": f"s-{account.society}", "value": token, "url": demo.address}])


async def _begin(demo: Demo, short: str, person_id: UUID, *, officer: bool) -> str:
    societies = Societies(Settings(home=demo.service.home))
    society = await societies.find(short)
    proof = Proof.PASSWORD_TOTP if officer else Proof.LINK
    async with society.store.writing() as writing:
        begun = await identity.begin(writing, person_id, proof, identity.Browser("Chromium"), at=now())
    await societies.close()
    return begun.token


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_silent_under_the_checkers(
    demo: Demo, browser: Browser, tools: None, tmp_path: Path, who: str, language: str
) -> None:
    visit = Visit(browser, demo.address, scripts=True)
    sign_in(demo, visit, who)
    start = f"{demo.address}/{language}/tair-nant" + ("" if who == "nobody" else "/home")
    found: list[str] = []
    saved: list[Path] = []
    for number, address in enumerate(every_page(visit.page, start, f"/{language}/tair-nant")):
        where = address.removeprefix(demo.address)
        saved.append(tmp_path / f"{number:03}.html")
        saved[-1].write_text(visit.context.request.get(address).text(), "utf-8")
        found += [f"{where} {problem}" for problem in _look_at(visit, number)]
        visit.photograph(f"every/{who.replace(' ', '-')}-{language}-{number:03}")
    assert found == []
    assert checkers.html_checker(saved) == []
    assert [e for e in visit.errors if "favicon" not in e] == []
    assert len(saved) >= (6 if who == "nobody" else 12)
    visit.close()


def _look_at(visit: Visit, number: int) -> list[str]:
    """This page in some colours and widths: axe, sideways scroll, small targets, one h1, the title."""
    page, problems = visit.page, []
    for colours, width in _combinations(number):
        page.set_viewport_size({"width": width, "height": 900})
        page.evaluate("colours => document.documentElement.setAttribute('data-colours', colours)", colours)
        problems += [f"({colours}, {width}) {line}" for line in checkers.axe(page)]
        if checkers.sideways_scroll(page) > 0:
            problems.append(f"({colours}, {width}) scrolls sideways by {checkers.sideways_scroll(page)} px")
    problems += [f"small: {target}" for target in checkers.small_targets(page)]
    if page.locator("h1").count() != 1:
        problems.append(f"{page.locator('h1').count()} h1")
    if " – " not in page.title():
        problems.append(f"title {page.title()!r}")
    page.set_viewport_size({"width": 1024, "height": 900})
    return problems
