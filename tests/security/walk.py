"""Every route of the service, asked by every visitor: which routes there are, and how one of them is asked."""

from __future__ import annotations

import hashlib
import hmac
import re
import typing
from collections.abc import Iterator, Mapping
from pathlib import Path
from uuid import uuid4

import httpx
import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute

from govern.settings import Settings
from govern.society import Society
from govern.web.cookies import cookie_name
from govern.web.door import FORM_FIELD
from govern.web.guards import Guard, is_generated
from govern.web.visitor import form_token
from tests.security.home import Town

ADDRESS = "http://testserver.local"
PRE_SESSION = "a-browser-nobody-signed-in-with"
#: Addresses of votes (and of what forums ask) that are prepared, that are closed with papers to read (that the office
#: answers), and that are over; all others are shown the open one.
OF_DRAFTS = re.compile(
    r"/office/ballots/{ballot_id}/(questions|candidates|change|publish|lots|freeze|reading)"
    r"|/recommendations/{recommendation_id}/(words|easy|agree|drop|raisers|mine)"
    r"|/facilitate/consultations/{consultation_id}/(change|cards|photographs|ways|check|open|people/(all|find|share)|askers)"
    r"|/consultations/{consultation_id}/photographs"
)
OF_PAPERS = re.compile(r"/office/paper/{ballot_id}/(openings|batches)|/office/recommendations/{recommendation_id}")
OF_THE_PAST = re.compile(
    r"/ballots/{ballot_id}/(result|declar|regulator|peer-report|scrutiny)"
    r"|/recommendations/{recommendation_id}/(received|appeal|satisfied|again|motion|given|letters)"
    r"|(?<!office)/minutes/{minutes_id}(/annex|/public|/easy|/easy.pdf|/comments)?$|/office/minutes/{minutes_id}/comments"
    r"|/facilitate/consultations/{consultation_id}/(sum|decision|answers|beside)"
    r"|/consultations/{consultation_id}(/people/{asked_id}/(told|why-not|release|seen|votes)|$)"
)


def a_client(app: Litestar, at: str) -> httpx.AsyncClient:
    """Requests that go straight into the app; what it raises past its own error pages is raised in the test."""
    return httpx.AsyncClient(transport=httpx.ASGITransport(typing.cast(typing.Any, app)), base_url=at)


class Route(msgspec.Struct, frozen=True, order=True):
    """One method at one address, and the name of the guard before it."""

    path: str
    method: str
    guard: str

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def in_a_society(self) -> bool:
        return self.path.startswith("/{lang}/{society_name}")


def routes(app: Litestar) -> list[Route]:
    """Every route there is, in order of address; the framework's own OPTIONS answers aside."""
    return sorted(
        Route(found.path_format, method, " and ".join(sorted(_guards(handler.resolve_guards()))))
        for found in app.routes
        if isinstance(found, HTTPRoute)
        for handler in found.route_handlers
        if not is_generated(handler)
        for method in handler.http_methods
    )


def _guards(guards: list[object] | object) -> Iterator[str]:
    assert isinstance(guards, list)
    yield from (guard.name for guard in guards if isinstance(guard, Guard))


def address(route: Route, town: Town, **instead: str) -> str:
    """The route's address in this society, with ids that are there; `instead` puts others in their place."""
    ids = dict(town.ids)
    if OF_DRAFTS.search(route.path):
        ids |= town.drafts
    if OF_PAPERS.search(route.path):
        ids |= town.mixed
    if OF_THE_PAST.search(route.path):
        ids |= town.past
    return route.path.format(**(ids | instead))


def foreign(route: Route, town: Town) -> str:
    """The same with an id nobody ever gave."""
    return address(
        route, town, **{gap: str(uuid4()) for gap in town.ids if gap.endswith("_id") and gap != "board_id"}
    )


class Visitor:
    """Somebody's browser at one society, whichever cookie it carries: signed in as `who`, or nobody."""

    def __init__(self, client: httpx.AsyncClient, settings: Settings, town: Town, who: str = "nobody") -> None:
        self.client, self.settings, self.town, self.who = client, settings, town, who
        self.signed = town.sessions.get(who)
        self.secure = settings.secure

    @property
    def cookies(self) -> dict[str, str]:
        kind, value = ("s", self.signed.token) if self.signed else ("p", PRE_SESSION)
        names = {cookie_name(kind, self.town.short, secure=self.secure): value}
        return names | {cookie_name("p", "all", secure=self.secure): PRE_SESSION}

    def token(self, path: str) -> str:
        """The form token of an address, as a page in this browser carries it."""
        parts = path.split("?", maxsplit=1)[0].split("/", 3)
        if len(parts) > 2 and parts[2] == self.town.short:
            return form_token(self._secret(), "/" + (parts[3] if len(parts) > 3 else ""))
        return form_token(_pre_session(b"front door"), "/" + "/".join(parts[2:]))

    def _secret(self) -> bytes:
        if self.signed is not None:
            return self.signed.secret
        return _pre_session((self.settings.home / self.town.short / "keys" / "cookies.key").read_bytes())

    async def get(self, path: str, headers: Mapping[str, str] | None = None) -> httpx.Response:
        return await self.ask("GET", path, headers=headers)

    async def post(
        self,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """A form with the token of its address; `fields` may carry another one."""
        return await self.ask("POST", path, {FORM_FIELD: self.token(path)} | dict(fields or {}), headers)

    async def ask(
        self,
        method: str,
        path: str,
        fields: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        sent = {"cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} | dict(headers or {})
        self.client.cookies.clear()
        return await self.client.request(method, path, data=fields, headers=sent)


def _pre_session(key: bytes) -> bytes:
    return hmac.new(key, b"pre-session\x00" + PRE_SESSION.encode(), hashlib.sha256).digest()


async def head_of(home: Path, town: Town) -> bytes:
    """The end of a society's record: as long as it stays the same, nothing has happened."""
    from govern.record import last_hash
    from govern.settings import read_society_file

    folder = home / town.short
    society = Society(folder, read_society_file(folder / "society.toml"))
    try:
        async with society.store.reading() as reading:
            return await last_hash(reading)
    finally:
        await society.store.close()
