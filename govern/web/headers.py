"""The security headers of every answer (security.md 7.5, decision 36), and the log line of every request.

The log says which route, which status, how long; never an address with an id in it, never who.
"""

from __future__ import annotations

import json
import logging
import time

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from govern.settings import Reached

_SOURCES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "object-src 'none'",
)
#: A page has no worker, cannot be installed and plays films from here alone; the one page that works without a
#: connection has a worker, and plays a film that it unsealed itself (ADR 25).
POLICY = "; ".join((*_SOURCES, "media-src 'self'", "worker-src 'none'", "manifest-src 'none'"))
INSTALLABLE = "; ".join((*_SOURCES, "media-src 'self' data:", "worker-src 'self'", "manifest-src 'self'"))
ALWAYS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}
logger = logging.getLogger("govern.requests")


class Headers:
    """ASGI wrapper outside everything else, so that error answers carry the headers too."""

    def __init__(self, app: ASGIApp, settings: Reached, *, forms_to: str = "", scripts: bool = True) -> None:
        """`forms_to` is the one other origin to which a form may lead; without `scripts` no page has any."""
        self.app = app
        always = {**ALWAYS, "content-security-policy": _policy(forms_to, scripts=scripts)}
        self.headers = [(name.encode(), value.encode()) for name, value in always.items()]
        if settings.secure:
            self.headers.append((b"strict-transport-security", b"max-age=31536000; includeSubDomains"))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != ScopeType.HTTP:
            await self.app(scope, receive, send)
            return
        started, status = time.perf_counter(), 0
        is_static = scope["path"].startswith("/static/")

        async def with_headers(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                given = {name for name, _ in message["headers"]}
                extra = [pair for pair in self.headers if pair[0] not in given]
                if not is_static and b"cache-control" not in given:
                    extra.append((b"cache-control", b"no-store"))
                message["headers"] = [*message["headers"], *extra]
            await send(message)

        try:
            await self.app(scope, receive, with_headers)
        finally:
            if not is_static:
                _log(scope, status, time.perf_counter() - started)


def _policy(forms_to: str, *, scripts: bool) -> str:
    policy = POLICY.replace("form-action 'self'", f"form-action 'self' {forms_to}") if forms_to else POLICY
    return policy if scripts else policy.replace("script-src 'self'", "script-src 'none'")


def _log(scope: Scope, status: int, seconds: float) -> None:
    route = scope.get("path_template") or "(no route)"
    line = {"method": str(scope.get("method")), "route": route, "status": status, "ms": round(seconds * 1000, 1)}
    logger.info(json.dumps(line))
