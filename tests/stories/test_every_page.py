"""Every page that links lead to: silent under axe and the HTML checker, in languages, colours and widths.

What is sampled here is looked at in full in the soak: there everybody opens every page, in all colours at all widths.
Pages that no link of the example leads to, and forms that come back, are in `test_every_address.py`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page

from govern.clock import now
from govern.identity import lifecycle as identity
from govern.identity.rules import Proof
from govern.settings import Settings
from govern.society import Societies
from tests.servers import checkers
from tests.servers.browser import Visit
from tests.servers.looking import LANGUAGES, SOAK, look_at, sample
from tests.servers.walking import every_page
from tests.stories.conftest import CI, Demo
from tests.stories.walkers import aside

pytestmark = [pytest.mark.browser, pytest.mark.java, pytest.mark.node]
MEMBER = "a member: people supported"
OFFICERS = ("the secretary", "the returning officer", "the scrutineer")
#: Everybody with the fewest pages that they and nobody before them reach.
PEOPLE = {"nobody": 6, MEMBER: 12, **dict.fromkeys(OFFICERS, 4), "the peer": 2}


@pytest.fixture(scope="module")
def walked() -> dict[str, set[str]]:
    """Kinds of pages that somebody has been to, by language. Whoever comes later goes where nobody was before them.

    Pages of the office are opened by each officer, who has other things to do there. In a soak everybody goes
    everywhere.
    """
    return {language: set() for language in LANGUAGES}


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the HTML of all pages is gathered for one HTML checker."""
    return tmp_path_factory.mktemp("papers")


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


def pages_of(visit: Visit, who: str, home: str, seen: set[str]) -> Iterator[tuple[str, str]]:
    """Every page as links lead this person, and the papers of a vote for a member."""
    begin = [""] if who == "nobody" else ["/home", "/office"] if who in OFFICERS else ["/home"]
    within = home.removeprefix(visit.address)
    yield from every_page(visit.page, [home + start for start in begin], within, seen)
    if who == MEMBER:
        yield from every_paper(visit.page, home)


def every_paper(page: Page, home: str) -> Iterator[tuple[str, str]]:
    """From the page of the open vote through its papers and the check page to the receipt."""
    go_on = "main .co-acts button:not(.govuk-button--secondary)"
    page.goto(f"{home}/ballots")
    page.goto(str(page.locator('main a[href*="/ballots/"]').first.evaluate("a => a.href")))
    _press(page, 'main form[action$="/start"] button')
    while "/paper/" in page.url:
        yield page.url, page.content()
        if (every := page.locator('main a[href$="/all"]')).count():
            back = page.url
            page.goto(str(every.first.evaluate("a => a.href")))
            yield page.url, page.content()
            page.goto(back)
        page.locator('main label[for^="answer"]').first.click()
        _press(page, go_on)
    assert page.url.endswith("/check"), page.url
    yield page.url, page.content()
    _press(page, go_on)
    assert page.url.endswith("/receipt"), page.url
    yield page.url, page.content()


def _press(page: Page, button: str) -> None:
    with page.expect_navigation():
        page.locator(button).first.click()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", PEOPLE)
def test_every_page_is_silent_under_the_checkers(
    demo: Demo,
    browser: Browser,
    tools: None,
    walked: dict[str, set[str]],
    papers: Path,
    who: str,
    language: str,
) -> None:
    visit = Visit(browser, demo.address, scripts=True)
    checkers.axe_in_all_pages(visit.context)
    sign_in(demo, visit, who)
    home, name = f"{demo.address}/{language}/tair-nant", f"{who.replace(' ', '-').replace(':', '')}-{language}"
    seen = set() if SOAK else {kind for kind in walked[language] if "/office" not in kind}
    found: list[str] = []
    reached = 0
    for number, (address, html) in enumerate(pages_of(visit, who, home, seen)):
        reached += 1
        (papers / f"{name}-{number:03}.html").write_text(html, "utf-8")
        looks = sample(number, language, many=2 if who in ("nobody", MEMBER) else 1)
        found += [f"{address.removeprefix(demo.address)} {problem}" for problem in look_at(visit.page, looks)]
        visit.photograph(f"every/{name}-{number:03}")
    walked[language] |= seen
    assert not found, "\n".join(found)
    assert [e for e in visit.errors if "favicon" not in e] == []
    assert reached >= PEOPLE[who], reached
    visit.close()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_walked_is_valid_html(tools: None, papers: Path, language: str) -> None:
    """After everybody's walk in this language, of all their pages at once."""
    saved = sorted(papers.glob(f"*-{language}-*.html"))
    if not saved and not CI:
        pytest.skip("nobody has walked")
    assert saved
    assert not (said := checkers.html_checker(saved)), "\n".join(said)
