"""Where every request comes in: which society, which language, who is there; found once, before guards."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from litestar.connection import ASGIConnection, Request
from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from govern.clock import Clock
from govern.errors import GovernError, NotAllowed, NotFound
from govern.languages import CODES, LANGUAGES, Language
from govern.sentences import N_
from govern.settings import Reached, Rehearsal, Settings
from govern.web.cookies import cookie_name
from govern.web.face import Face, FindFace
from govern.web.visitor import ASKS_AFTER, FindVisitor, Look, Visitor, form_token

if TYPE_CHECKING:
    from govern.society import Societies, Society

#: Any request of ours; its generic parameters are Litestar's, we keep everything in the door.
AnyRequest = Request[Any, Any, Any]
AnyConnection = ASGIConnection[Any, Any, Any, Any]

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
FORM_FIELD = "_csrf_token"
#: An option of a handler: its form comes from the other process, from the booth to the service or back (ADR 34).
ACROSS = "across"


class Elsewhere(GovernError):
    """What was asked for is done on another page, to which the answer leads."""

    def __init__(self, address: str) -> None:
        super().__init__("This is done on another page.")
        self.address = address


class Door:
    """What the door found. Handlers get its parts injected; `page()` and the form reader use it whole."""

    def __init__(self, *, settings: Reached, clock: Clock, at: datetime, language: Language) -> None:
        self.settings = settings
        self.clock = clock
        self.at = at
        self.language = language
        self.society: Society | None = None
        self.face: Face | None = None
        self.visitor: Visitor | None = None
        self.look = Look()
        self.rest = "/"
        self.pre_session: str | None = None
        self.pre_session_is_new = False
        self.trouble: Exception | None = None

    @property
    def apart(self) -> bool:
        """Whether this is the booth, where nobody is signed in and no page has a script."""
        return False

    @property
    def across(self) -> str:
        """The origin of the other process, from which alone an `ACROSS` form is taken; empty where there is none."""
        return self.settings.booth

    @property
    def rehearsal(self) -> Rehearsal | None:
        return self.society.file.rehearsal if self.society else None

    def gives_way(self) -> tuple[int, str] | None:
        """After how many seconds this page gives way, and to which: at the desk, where the next person may come."""
        if self.visitor is None or not self.visitor.at_desk:
            return None
        return int(ASKS_AFTER.total_seconds()), f"{self.here('still-there')}?from={quote(self.rest)}"

    def here(self, path: str = "") -> str:
        """The address of a page of this society in this language."""
        return self.address_in(self.language.code, path)

    def address_in(self, language: str, path: str = "") -> str:
        if self.society is None:
            return f"/{language}" + (f"/{path.lstrip('/')}" if path else "")
        return f"/{language}/{self.society.short}" + (f"/{path.lstrip('/')}" if path else "")

    def form_secret(self) -> bytes:
        """The secret behind this browser's form tokens: the session's, or before sign-in the pre-session cookie's."""
        if self.visitor is not None:
            return self.visitor.session_secret
        if self.pre_session is None:
            self.pre_session = secrets.token_urlsafe(32)
            self.pre_session_is_new = True
        key = self.society.key("cookies") if self.society else b"front door"
        return hmac.new(key, b"pre-session\x00" + self.pre_session.encode(), hashlib.sha256).digest()

    def form_token(self, purpose: str) -> str:
        return form_token(self.form_secret(), purpose)

    def cookie(self, kind: str) -> str:
        short = self.society.short if self.society else "all"
        return cookie_name(kind, short, secure=self.settings.secure)


class AtTheDoor:
    """ASGI, around the router: reads `/{lang}/{society}/…`, opens the society, finds the visitor, leaves a `Door`.

    What goes wrong here is kept in the door and raised by the route's guard, where it becomes a page.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        settings: Settings,
        societies: Societies,
        clock: Clock,
        find_visitor: FindVisitor,
        find_face: FindFace,
    ) -> None:
        self.app = app
        self.settings = settings
        self.societies = societies
        self.clock = clock
        self.find_visitor = find_visitor
        self.find_face = find_face

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == ScopeType.HTTP and not scope["path"].startswith("/static/"):
            connection: AnyConnection = ASGIConnection(scope)
            scope["state"]["door"] = door = self._door(connection)
            try:
                await self._enter(door, connection)
            except Exception as trouble:
                door.trouble = trouble
        await self.app(scope, receive, send)

    def _door(self, connection: AnyConnection) -> Door:
        parts = connection.scope["path"].split("/")
        code = parts[1] if len(parts) > 1 and parts[1] in CODES else _preferred(connection)
        return Door(settings=self.settings, clock=self.clock, at=self.clock(), language=LANGUAGES[code])

    async def _enter(self, door: Door, connection: AnyConnection) -> None:
        if "\x00" in connection.scope["path"] or b"%00" in connection.scope["query_string"]:
            # No address of ours has a NUL, and PostgreSQL takes none: it goes no further.
            raise NotFound("The address may be old or mistyped. Go to the home page and choose from there.")
        parts = connection.scope["path"].split("/", 3)
        if len(parts) < 3 or parts[1] not in CODES or not self.societies.has(parts[2]):
            door.rest = "/" + "/".join(parts[2:])
            door.pre_session = connection.cookies.get(door.cookie("p"))
            return
        door.society = await self.societies.find(parts[2])
        door.rest = "/" + (parts[3] if len(parts) > 3 else "")
        token = connection.cookies.get(door.cookie("s"))
        if token:
            door.visitor = await self.find_visitor(door.society, token, door.at)
        door.pre_session = connection.cookies.get(door.cookie("p"))
        door.look = door.visitor.look if door.visitor else _look(connection.cookies.get(door.cookie("l")))
        door.face = await self.find_face(door.society, door.language.code)
        if door.language.code not in door.face.languages:
            raise NotFound("This society has no pages in this language. Choose another language.")


def door_of(request: AnyConnection) -> Door:
    """The door of this request. Every routed request has one."""
    door = request.scope["state"]["door"]
    assert isinstance(door, Door)
    return door


async def check_form(request: AnyRequest) -> None:
    """Before every handler: refuse a change that another site, form or session sends (security.md 7.4).

    Raises `NotAllowed`. Every unsafe method needs our origin and the synchroniser token of just this address.
    """
    if request.method in SAFE_METHODS:
        return
    door = door_of(request)
    if request.route_handler.opt.get(ACROSS) and door.across:
        _check_across(request, door)
        return
    _check_origin(request, door)
    try:
        sent = (await request.form()).get(FORM_FIELD)
    except (UnicodeDecodeError, LookupError):  # parts in letters or an alphabet that nobody knows
        sent = None
    expected = door.form_token(door.rest)
    if not isinstance(sent, str) or not hmac.compare_digest(sent.encode(), expected.encode()):
        raise StaleForm(
            "This page was open for too long, or you signed in or out since. Nothing was changed. "
            "Go back, load the page again, and send it once more."
        )


class StaleForm(NotAllowed):
    """A form without the token of this session and address."""


def _check_across(request: AnyRequest, door: Door) -> None:
    """The form of the other process has no token of ours; what it carries is sealed or signed for this use."""
    origin = request.headers.get("origin")
    near = request.headers.get("sec-fetch-site") in (None, "same-site", "same-origin")
    if origin is None or not near or _origin(origin) != _origin(door.across):
        raise NotAllowed(FROM_ELSEWHERE)


FROM_ELSEWHERE = N_(
    "This came from another website, so we did nothing. Open this service at its own address and try again."
)


def _check_origin(request: AnyRequest, door: Door) -> None:
    site = request.headers.get("sec-fetch-site")
    origin = request.headers.get("origin")
    foreign_site = site not in (None, "same-origin", "none")
    foreign_origin = origin is not None and _origin(origin) != _origin(door.settings.address)
    if foreign_site or foreign_origin:
        raise NotAllowed(FROM_ELSEWHERE)


def _origin(address: str) -> tuple[str, str | None, int | None]:
    try:
        parts = urlsplit(address)
        return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:
        return "", None, None


def _preferred(connection: AnyConnection) -> str:
    for part in connection.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in CODES:
            return code
    return "en"


def _look(text: str | None) -> Look:
    parts = (text or "").split(".")
    if len(parts) == 3:  # kept by a browser before there was a choice of presses
        parts.append(PRESSES[0])
    if len(parts) != 4 or parts[0] not in ("1", "2", "3", "4"):
        return Look()
    known = parts[1] in COLOURS and parts[2] in LAYOUTS and parts[3] in PRESSES
    return Look(int(parts[0]), *parts[1:]) if known else Look()


COLOURS = ("standard", "black-on-white", "white-on-black", "cream")
LAYOUTS = ("standard", "easy")
PRESSES = ("usual", "one")
