"""A browser window over the whole service: keeps its cookies, sends a form as it stands on the page last seen."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import httpx

from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.queries import find_visitor
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.society import Society
from govern.web.door import FORM_FIELD
from govern.web.visitor import form_token

HERE = "/en/tair-nant"
Fields = dict[str, str | list[str]]


class Window:
    """One person's browser, or nobody's before `sign_in`. Paths without a leading slash are of the society Tair Nant.

    One that `follows` goes where an answer leads, as a person sees it; else tests look at each answer themselves.
    """

    def __init__(self, client: httpx.AsyncClient, society: Society, *, follows: bool = False) -> None:
        self.client, self.society, self.follows = client, society, follows
        self.cookies: dict[str, str] = {}
        self.seen: list[httpx.Response] = []

    @property
    def last(self) -> httpx.Response:
        return self.seen[-1]

    async def sign_in(self, person_id: UUID, *roles: Role, officer: bool = False, at: datetime) -> Window:
        """A session as sign-in makes it: with a second step for an `officer`, and for whoever gets a role here."""
        proof = Proof.PASSWORD_TOTP if roles or officer else Proof.LINK
        async with self.society.store.writing() as writing:
            for role in roles:
                await identity.appoint(writing, person_id, role, at.date(), by=None, at=at)
            signed = await identity.begin(writing, person_id, proof, Browser("Firefox"), at=at)
        self.cookies[f"s-{self.society.short}"] = signed.token
        return self

    async def get(self, path: str) -> httpx.Response:
        answer = await self.client.get(self.at(path), headers=self.headers(), follow_redirects=False)
        return await self._led(self._kept(answer))

    async def send(
        self, path: str, fields: Mapping[str, str | list[str]] | None = None, /, **more: str
    ) -> httpx.Response:
        """Fill in the form that goes to this address on the page last seen, and press its button."""
        return await self._led(await self.post(path, {**self.hidden(path), **(fields or {}), **more}))

    async def send_file(
        self, path: str, name: str, content: bytes, kind: str, /, field: str = "file", **fields: str
    ) -> httpx.Response:
        """Choose a file in the form that goes to this address, fill in the rest, and press its button."""
        answer = await self.client.post(
            self.at(path),
            data={**self.hidden(path), **fields},
            files={field: (name, content, kind)},
            headers=self.headers(),
            follow_redirects=False,
        )
        return await self._led(self._kept(answer))

    async def post(self, path: str, fields: Mapping[str, str | list[str]], /, **headers: str) -> httpx.Response:
        """Send just these fields, whatever stands on the page, and follow nothing."""
        sent = {**self.headers(), **{name.replace("_", "-"): value for name, value in headers.items()}}
        answer = await self.client.post(self.at(path), data=dict(fields), headers=sent, follow_redirects=False)
        return self._kept(answer)

    async def by_hand(self, path: str, fields: Mapping[str, str] | None = None, /, *, at: datetime) -> httpx.Response:
        """Send what no form of a page sends, with the token that a page would have had."""
        visitor = await find_visitor(self.society, self.cookies[f"s-{self.society.short}"], at)
        assert visitor is not None
        token = form_token(visitor.session_secret, f"/{path.partition('?')[0]}")
        return await self.post(path, {FORM_FIELD: token, **(fields or {})})

    async def follow(self) -> httpx.Response:
        """Go where the last answer leads."""
        assert self.last.status_code == 303, self.text()
        return await self.get(self.last.headers["location"].split("#")[0])

    def hidden(self, path: str) -> dict[str, str]:
        """The hidden fields of one form of the page last seen."""
        forms = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", self.last.text, re.S)
        inside = [body for where, body in forms if html.unescape(where) == self.at(path)]
        assert inside, f"no form for {path} among {[where for where, _ in forms]}"
        found = re.findall(r"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", inside[0])
        return {name: html.unescape(value) for name, value in found}

    def text(self) -> str:
        """The words of the main part of the page last seen, as a reader has them."""
        main = re.search(r"<main.*?</main>", self.last.text, re.S)
        bare = re.sub(r"<[^>]+>", " ", main[0] if main else self.last.text)
        return " ".join(html.unescape(bare).split())

    def heading(self) -> str:
        found = re.search(r"<h1[^>]*>(.*?)</h1>", self.last.text, re.S)
        return " ".join(html.unescape(re.sub(r"<[^>]+>", "", found[1])).split()) if found else ""

    def at(self, path: str) -> str:
        return path if path.startswith("/") else f"{HERE}/{path}"

    def headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    async def _led(self, answer: httpx.Response) -> httpx.Response:
        leads = self.follows and answer.status_code in (302, 303)
        return await self.get(answer.headers["location"]) if leads else answer

    def _kept(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            if "Max-Age=0" in line:
                self.cookies.pop(name, None)
            else:
                self.cookies[name] = value.strip('"')
        self.client.cookies.clear()
        self.seen.append(answer)
        assert not problems_without_a_field(answer), problems_without_a_field(answer)
        return answer


def problems_without_a_field(answer: httpx.Response) -> list[str]:
    """Where the list of problems leads to, and no field of the page is."""
    if answer.status_code != 422:
        return []
    led_to = re.findall(r'<li><a href="#([^"]*)">', answer.text)
    return [field for field in led_to if f' id="{field}"' not in answer.text]
