"""Given for the pages of ballots: the whole service over one society, and browsers that send forms as they stand."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.app import create_app
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof
from tests.ballots.given_ballots import Given, a_society
from tests.given import Moments, settings

HERE = "/en/tair-nant"
Fields = dict[str, str | list[str]]


class Window:
    """One person's browser: keeps cookies, and sends a form with the hidden fields of the page it last saw."""

    def __init__(self, client: AsyncTestClient[Litestar]) -> None:
        self.client = client
        self.cookies: dict[str, str] = {}
        self.seen: list[httpx.Response] = []

    @property
    def last(self) -> httpx.Response:
        return self.seen[-1]

    async def get(self, path: str) -> httpx.Response:
        """A page, with redirects followed as a browser does."""
        answer = self._kept(await self.client.get(self.at(path), headers=self._headers(), follow_redirects=False))
        return await self.get(answer.headers["location"]) if answer.status_code in (302, 303) else answer

    async def send(self, path: str, fields: Fields | None = None) -> httpx.Response:
        """Fill in the form that goes to this address on the page last seen, press its button, see where it leads."""
        answer = await self.post(path, {**self.hidden(path), **(fields or {})})
        return await self.get(answer.headers["location"]) if answer.status_code == 303 else answer

    async def post(self, path: str, fields: Fields) -> httpx.Response:
        """Send just these fields, whatever stands on the page, and follow nothing."""
        return self._kept(
            await self.client.post(self.at(path), data=fields, headers=self._headers(), follow_redirects=False)
        )

    def hidden(self, path: str) -> Fields:
        forms = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", self.last.text, re.S)
        inside = next((body for where, body in forms if html.unescape(where) == self.at(path)), None)
        assert inside is not None, f"no form for {path} among {[where for where, _ in forms]}"
        found = re.findall(r"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", inside)
        return {name: html.unescape(value) for name, value in found}

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"{HERE}/{path}"

    def words(self) -> str:
        """The words of the main part, as a reader has them."""
        found = re.search(r"<main.*?</main>", self.last.text, re.S)
        bare = re.sub(r"<[^>]+>", " ", found[0] if found else self.last.text)
        return " ".join(html.unescape(bare).split())

    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.last.text, re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found[1])).split()) if found else ""

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        self.client.cookies.clear()
        self.seen.append(answer)
        return answer


@pytest.fixture
async def given(tmp_path: Path) -> AsyncIterator[Given]:
    made = await a_society(tmp_path / "home", groups={"supported": 12, "staff": 11, "volunteers": 10})
    yield made
    await made.society.store.close()


@pytest.fixture
async def service(given: Given, clock: Moments) -> AsyncIterator[AsyncTestClient[Litestar]]:
    clock.pass_(hours=1)
    app = create_app(settings(given.society.folder.parent), clock)
    async with AsyncTestClient(app, base_url="http://testserver.local") as client:
        yield client


Opens = Callable[[UUID], Awaitable[Window]]


@pytest.fixture
def window(given: Given, service: AsyncTestClient[Litestar], clock: Moments) -> Opens:
    """A browser in which this person is signed in; officers as officers do."""

    async def opened(person: UUID) -> Window:
        browser = Window(service)
        proof = Proof.PASSWORD_TOTP if person in (given.officer, given.second) else Proof.LINK
        async with given.society.store.writing() as writing:
            session = await identity.begin(writing, person, proof, Browser("Mozilla/5.0"), at=clock.at)
        browser.cookies["s-tair-nant"] = session.token
        return browser

    return opened
