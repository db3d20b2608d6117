"""Who comes into the booth: a browser with a paper of one ballot, or none. Found once, before guards."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from litestar.connection import ASGIConnection
from litestar.enums import ScopeType
from litestar.handlers import BaseRouteHandler
from litestar.types import ASGIApp, Receive, Scope, Send

from govern.booth.papers import Known, Papers
from govern.booth.settings import BoothSettings
from govern.booth.stay import NoPaper, Stay
from govern.clock import Clock
from govern.errors import NotFound
from govern.languages import CODES, LANGUAGES, Language
from govern.sentences import N_
from govern.settings import Rehearsal
from govern.web.cookies import cookie_name
from govern.web.door import AnyConnection, Door
from govern.web.guards import Guard
from govern.web.visitor import ASKS_AFTER

NO_PAPER = N_("You have no paper here. Papers are handed out on the page of the vote, where you are signed in.")


class BoothDoor(Door):
    """As the service's door, for a process that knows a society by its short name and nobody by name.

    `ballot_id` is the one that the address names, `stay` and `known` what this browser may see of it.
    """

    def __init__(
        self, *, settings: BoothSettings, papers: Papers, clock: Clock, at: datetime, language: Language, short: str
    ) -> None:
        super().__init__(settings=settings, clock=clock, at=at, language=language)
        self.booth = settings
        self.papers = papers
        self.short = short
        self.ballot_id: UUID | None = None
        self.stay: Stay | None = None
        self.known: Known | None = None

    @property
    def apart(self) -> bool:
        return True

    @property
    def across(self) -> str:
        return self.booth.service

    @property
    def rehearsal(self) -> Rehearsal | None:
        return self.known.document.rehearsal if self.known else None

    def gives_way(self) -> tuple[int, str] | None:
        if self.stay is None or not self.stay.desk:
            return None
        return int(ASKS_AFTER.total_seconds()), self.in_service("still-there")

    def address_in(self, language: str, path: str = "") -> str:
        return "/" + "/".join(filter(None, (language, self.short, path.lstrip("/"))))

    def in_service(self, path: str) -> str:
        """The address of a page of the service, in this language."""
        return self.booth.service + self.here(path)

    def form_secret(self) -> bytes:
        """Forms here are this voter's in this ballot; without a paper there are none."""
        same = self.stay.same if self.stay else ""
        return hmac.new(self.booth.key, b"forms\x00" + same.encode(), hashlib.sha256).digest()

    def cookie(self, kind: str) -> str:
        return cookie_name(kind, self.short or "all", secure=self.settings.secure)

    def let_in(self, stay: Stay, known: Known) -> None:
        self.stay, self.known, self.look = stay, known, stay.look
        wordings = known.document.wordings
        self.face = (wordings.get(self.language.code) or next(iter(wordings.values()))).face


def stay_cookie(ballot_id: UUID) -> str:
    return f"b-{ballot_id.hex}"


class AtTheBooth:
    """ASGI, around the router: reads `/{lang}/{society}/ballots/{ballot}/…` and finds the paper of this browser."""

    def __init__(self, app: ASGIApp, *, settings: BoothSettings, papers: Papers, clock: Clock) -> None:
        self.app = app
        self.settings = settings
        self.papers = papers
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and not scope["path"].startswith("/static/"):
            scope["state"]["door"] = door = self._door(scope["path"])
            try:
                await self._enter(door, ASGIConnection(scope))
            except Exception as trouble:
                door.trouble = trouble
        await self.app(scope, receive, send)

    def _door(self, path: str) -> BoothDoor:
        parts = path.split("/", 3)
        code = parts[1] if len(parts) > 1 and parts[1] in CODES else "en"
        short = parts[2] if len(parts) > 2 and parts[2] in self.settings.passes else ""
        door = BoothDoor(
            settings=self.settings,
            papers=self.papers,
            clock=self.clock,
            at=self.clock(),
            language=LANGUAGES[code],
            short=short,
        )
        door.rest = "/" + (parts[3] if len(parts) > 3 else "")
        return door

    async def _enter(self, door: BoothDoor, connection: AnyConnection) -> None:
        parts = door.rest.split("/")
        if not door.short or len(parts) < 3 or parts[1] != "ballots":
            return
        try:
            door.ballot_id = UUID(parts[2])
        except ValueError:
            return
        text = connection.cookies.get(door.cookie(stay_cookie(door.ballot_id)))
        stay = Stay.from_cookie(self.settings.key, door.short, door.ballot_id, text) if text else None
        if stay is not None:
            door.let_in(stay, await self.papers.here(door.short, door.language.code, stay, door.at))


class WithAPaper(Guard):
    """Whoever came in with a voting pass for this ballot."""

    async def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        door = connection.scope["state"]["door"]
        assert isinstance(door, BoothDoor)
        if door.trouble is not None:
            raise door.trouble
        if door.ballot_id is None:
            raise NotFound("There is no such vote. Go back to the list of votes and choose again.")
        if door.stay is None:
            raise NoPaper(NO_PAPER, door.ballot_id)


class InABallot(Guard):
    """Anybody, at the address of a ballot of a society that this booth stands beside."""

    async def __call__(self, connection: AnyConnection, _handler: BaseRouteHandler) -> None:
        door = connection.scope["state"]["door"]
        assert isinstance(door, BoothDoor)
        if door.ballot_id is None:
            raise NotFound("There is no such vote. Go back to the list of votes and choose again.")


with_a_paper = WithAPaper("with a paper", signed_in=False)
in_a_ballot = InABallot("in a ballot", signed_in=False)
