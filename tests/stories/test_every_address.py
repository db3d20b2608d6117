"""Every page by its address, and every form sent empty: silent under axe and the HTML checker.

`test_every_page.py` goes where links lead in the example. Here nobody asks for links: every route of the service is
opened by somebody who may, in a society with a vote of every stage, a meeting, minutes, letters; and each form with
something to fill in is sent with nothing in it. The sample takes every other address in English and the rest in
Welsh, each in one look; the soak takes all in both, in all looks.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Iterator
from pathlib import Path
from threading import Thread
from typing import Any, TypeVar

import httpx
import msgspec
import pytest
from playwright.sync_api import Browser, Request
from playwright.sync_api import Route as Asked

from govern.app import create_app
from govern.settings import Settings
from tests.given import Moments
from tests.security.home import NOW, Town, build
from tests.security.test_who_may import may_open
from tests.security.walk import ADDRESS, Route, Visitor, a_client, address, routes
from tests.servers import checkers
from tests.servers.browser import Visit
from tests.servers.looking import LANGUAGES, SOAK, look_at, sample
from tests.servers.walking import kind_of
from tests.stories.conftest import CI

pytestmark = [pytest.mark.browser, pytest.mark.java, pytest.mark.node]
T = TypeVar("T")
#: What a form that came back begins its title with.
ERROR = {"en": "Error: ", "cy": "Gwall: "}
VOTE = "/{lang}/{society_name}/ballots/{ballot_id}"
#: Routes that lead to another page. Who has voted comes to the receipt; papers and check page are in the member's
#: walk of `test_every_page.py`.
PACKS = ("/head.zip", "/log.zip", "/mixed.zip")
LEAD_ON = {
    "/{lang}/{society_name}/tablet/card/wait",  # no card was held up in this browser
    "/{lang}/{society_name}/still-there",  # a question that only a tablet at the desk is asked
    "/{lang}/{society_name}/support/{support_id}/ballots/{ballot_id}/paper/{number}/all",  # nothing is ranked there
    *("/", "/{lang}", "/{lang}/{society_name}/office/meetings/{meeting_id}/minutes"),
    "/{lang}/{society_name}/join/received",  # the code is shown in the browser that applied, and nowhere else
    *(
        f"{VOTE}/{way}{rest}"
        for way in ("", "for-others/{way}/")
        for rest in ("check", "paper/{number}", "paper/{number}/all", "paper/{number}/{place}")
    ),
    f"{VOTE}/box/again",  # no box was put back here
    f"{VOTE}/booth",  # no booth stands beside this service; tests/stories/test_booth.py has one
    # the server opens the votes here, so nobody holds a duty
    *(f"/{{lang}}/{{society_name}}/office/ballots/{{ballot_id}}/ceremony{rest}" for rest in ("", *PACKS)),
    # no draft of directions in this browser, nothing in the box, and its one question is not ranked
    *(f"{VOTE}/directions/{{appointment_id}}/{rest}" for rest in ("check", "receipt", "paper/{number}/all")),
    *(f"/{{lang}}/{{society_name}}/{seat}" for seat in ("practice/check", "practice/paper/{number}/all")),
    *(f"/{{lang}}/{{society_name}}/support/{{support_id}}/ballots/{{ballot_id}}/{rest}" for rest in ("check",)),
}
#: Whoever walked by before may have stopped the sitting: then these lead on to the screen that says so.
MAY_LEAD_ON = {
    "/{lang}/{society_name}/facilitate/consultations/{consultation_id}/people/{asked_id}/sittings/{sitting_id}/show",
    "/{lang}/{society_name}/questions/{consultation_id}/show",
}
#: Forms that may be sent with nothing in them: what is ticked there, or written there, may be left out.
MAY_BE_EMPTY = {
    *("office/minutes/*/entries/*", "sign-in/link/*", "recommendations/*/mine", "ballots/*/reading/*"),
    *("meetings/*/papers/*/read", "office/returns/*-*-*/figures", "office/minutes/*/people"),
}


class Beside:
    """An event loop in a thread of its own: the browser's driver keeps the one of this thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        Thread(target=self.loop.run_forever, daemon=True).start()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result()


class Form(msgspec.Struct, frozen=True):
    """A form with something to fill in: who may send it, where to, and what it sends unasked."""

    who: str
    action: str
    hidden: dict[str, str]


class House:
    """The service with its clock stopped on the day of the town, in this process, and a browser in front of it."""

    def __init__(self, home: Path, beside: Beside, town: Town, browser: Browser) -> None:
        self.town, self.beside = town, beside
        self.settings = Settings(home=home, address=ADDRESS, timer=False)
        self.app = create_app(self.settings, Moments(NOW))
        self.client = a_client(self.app, ADDRESS)
        self.visit = Visit(browser, ADDRESS, scripts=True)
        self.visit.context.route("**/*", self._answer)
        checkers.axe_in_all_pages(self.visit.context)
        self.shown: dict[str, httpx.Response] = {}

    def ask(self, who: str, path: str, fields: dict[str, str] | None = None) -> httpx.Response:
        visitor = Visitor(self.client, self.settings, self.town, who)
        return self.beside.run(visitor.get(path) if fields is None else visitor.post(path, fields))

    def show(self, path: str, answer: httpx.Response) -> None:
        """Let the browser have this answer at this address."""
        self.shown[path] = answer
        self.visit.go(path)

    def _answer(self, asked: Asked, request: Request) -> None:
        path = request.url.removeprefix(ADDRESS)
        if path not in self.shown:
            self.shown[path] = self.ask("nobody", path)
        answer = self.shown[path]
        left = ("content-length", "content-encoding", "set-cookie")
        headers = {name: value for name, value in answer.headers.items() if name not in left}
        asked.fulfill(status=answer.status_code, headers=headers, body=answer.content)

    def pages(self) -> list[Route]:
        return [route for route in routes(self.app) if route.method == "GET" and "static" not in route.path]

    def forms_here(self, who: str) -> list[Form]:
        """Forms in the middle of the page that have a field one can see."""
        found = self.visit.page.evaluate(
            """() => [...document.querySelectorAll('main form[method=post]')].map(form => {
                const fields = [...form.elements], hidden = fields.filter(e => e.type === 'hidden')
                return {
                    action: form.getAttribute('action'),
                    hidden: Object.fromEntries(hidden.map(e => [e.name, e.value])),
                    seen: fields.some(e => !['hidden', 'submit', 'fieldset'].includes(e.type)),
                }
            }).filter(form => form.seen)""",
        )
        return [Form(who, form["action"], form["hidden"]) for form in found]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Beside, Town]:
    home, beside = tmp_path_factory.mktemp("town") / "home", Beside()
    return home, beside, beside.run(build(home, "tair-nant", "Prydderch"))


@pytest.fixture(scope="module")
def house(town: tuple[Path, Beside, Town], browser: Browser, tools: None) -> Iterator[House]:
    made = House(*town, browser)
    yield made
    made.visit.close()


@pytest.fixture(scope="module")
def papers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the HTML of all pages is gathered for one HTML checker."""
    return tmp_path_factory.mktemp("papers")


@pytest.fixture(scope="module")
def forms() -> dict[str, dict[str, Form]]:
    """Forms that were met, one of each kind, by language."""
    return {language: {} for language in LANGUAGES}


def who_opens(route: Route) -> str:
    """The first of all visitors to whom the route is open; the second step is asked of officers only."""
    if route.path.endswith("/join/mine/{application_id}"):
        return "member"  # the application is theirs
    return "secretary" if route.path.endswith("/step-up") else may_open(route)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_address_shows_a_page_that_is_silent(
    house: House, papers: Path, forms: dict[str, dict[str, Form]], language: str
) -> None:
    found, led_on, number = [], set(), 0
    for index, route in enumerate(house.pages()):
        if not SOAK and index % len(LANGUAGES) != LANGUAGES.index(language):
            continue
        token = house.town.set_up_token if "set-up" in route.path else house.town.link_token
        who, path = who_opens(route), address(route, house.town, lang=language, token=token)
        answer = house.ask(who, path)
        if answer.status_code == 303:
            led_on.add(route.path)
        if not answer.headers.get("content-type", "").startswith("text/html") or answer.status_code == 303:
            continue
        house.show(path, answer)
        found += [
            f"{path} {answer.status_code} {line}" for line in look_at(house.visit.page, sample(number, language))
        ]
        house.visit.photograph(f"address/{language}-{number:03}")
        forms[language] |= {kind_of(form.action): form for form in house.forms_here(who)}
        (papers / f"{language}-{number:03}.html").write_text(answer.text, "utf-8")
        number += 1
    assert not found, "\n".join(found)
    led_on -= MAY_LEAD_ON
    assert (led_on ^ LEAD_ON if SOAK else led_on - LEAD_ON) == set()
    assert number > (80 if SOAK else 40)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_sent_empty_comes_back_with_its_problems(
    house: House, papers: Path, forms: dict[str, dict[str, Form]], language: str
) -> None:
    if not forms[language] and not CI:
        pytest.skip("nobody has met a form")
    found, taken, number = [], set(), 0
    for kind, form in forms[language].items():
        answer = house.ask(form.who, form.action, form.hidden)
        if answer.status_code == 303:
            taken.add(kind.removeprefix(f"/{language}/tair-nant/"))
            continue
        house.show(form.action, answer)
        page, where = house.visit.page, f"{form.action} {answer.status_code}"
        wrong = look_at(page, sample(number, language))
        if answer.status_code == 422:
            wrong += checkers.refusal(page)
            if not page.title().startswith(ERROR[language]):
                wrong.append(f"title {page.title()!r}")
        found += [f"{where} {line}" for line in wrong]
        house.visit.photograph(f"refused/{language}-{number:03}")
        (papers / f"refused-{language}-{number:03}.html").write_text(answer.text, "utf-8")
        number += 1
    assert not found, "\n".join(found)
    assert taken <= MAY_BE_EMPTY
    assert number > (25 if SOAK else 12)


def test_every_page_and_every_refusal_is_valid_html(house: House, papers: Path) -> None:
    saved = sorted(papers.glob("*.html"))
    if not saved and not CI:
        pytest.skip("nobody has looked")
    assert saved
    assert not (said := checkers.html_checker(saved)), "\n".join(said)
    assert [line for line in house.visit.errors if "ontent Security Policy" in line or "asked another" in line] == []
