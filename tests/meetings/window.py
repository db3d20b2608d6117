"""A browser window over the whole service: keeps its session, sends a form as it stands on the page last seen."""

from __future__ import annotations

import html
import re
from datetime import datetime
from uuid import UUID

import httpx
from litestar import Litestar
from litestar.testing import AsyncTestClient

from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof
from govern.permissions import Role
from govern.society import Society

HERE = "/en/tair-nant"


class Window:
    """One person's browser at this society, or nobody's before `sign_in`."""

    def __init__(self, client: AsyncTestClient[Litestar], society: Society) -> None:
        self.client, self.society = client, society
        self.cookies: dict[str, str] = {}
        self.last: httpx.Response

    async def sign_in(self, person_id: UUID, *roles: Role, at: datetime) -> Window:
        """A session as sign-in makes it: with a second step where the person acts for the society."""
        proof = Proof.PASSWORD_TOTP if roles else Proof.LINK
        async with self.society.store.writing() as writing:
            for role in roles:
                await identity.appoint(writing, person_id, role, at.date(), by=None, at=at)
            signed = await identity.begin(writing, person_id, proof, Browser("Firefox"), at=at)
        self.cookies[f"s-{self.society.short}"] = signed.token
        return self

    async def get(self, path: str) -> httpx.Response:
        return self._seen(await self.client.get(self._at(path), headers=self._headers(), follow_redirects=False))

    async def send(self, path: str, **fields: str) -> httpx.Response:
        """Fill in the form of this address on the page last seen, and press its button."""
        return await self.post(path, {**self.hidden(self._at(path)), **fields})

    async def post(self, path: str, fields: dict[str, str]) -> httpx.Response:
        """Send just these fields, whatever stands on the page."""
        headers = self._headers()
        return self._seen(
            await self.client.post(self._at(path), data=fields, headers=headers, follow_redirects=False)
        )

    async def follow(self) -> httpx.Response:
        """Go where the last answer leads."""
        assert self.last.status_code == 303, self.text()
        return await self.get(self.last.headers["location"].split("#")[0])

    def hidden(self, action: str) -> dict[str, str]:
        """The hidden fields of one form of the page last seen."""
        forms = re.findall(r"<form[^>]*action=\"([^\"]*)\"[^>]*>(.*?)</form>", self.last.text, re.S)
        inside = [body for where, body in forms if html.unescape(where) == action]
        assert inside, f"no form to {action} on this page: {[where for where, _ in forms]}"
        found = re.findall(r"<input type=\"hidden\" name=\"([^\"]*)\" value=\"([^\"]*)\">", inside[0])
        return {name: html.unescape(value) for name, value in found}

    def text(self) -> str:
        """The words of the main part of the page last seen."""
        main = re.search(r"<main.*?</main>", self.last.text, re.S)
        words = re.sub(r"<[^>]+>", " ", main[0] if main else self.last.text)
        return " ".join(html.unescape(words).split())

    def _seen(self, answer: httpx.Response) -> httpx.Response:
        for line in answer.headers.get_list("set-cookie"):
            name, _, value = line.split(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
            if "Max-Age=0" in line:
                del self.cookies[name]
        self.client.cookies.clear()
        self.last = answer
        return answer

    def _at(self, path: str) -> str:
        return path if path.startswith("/") else f"{HERE}/{path}"

    def _headers(self) -> dict[str, str]:
        return {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
