"""What the booth is told at its start; nothing of it changes, and nothing is written."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from urllib.parse import urlsplit

from govern.ballots.seal.canonical import NotCanonical, from_text, to_text
from govern.errors import NotValid
from govern.settings import Reached, wrong_origin

KEY = 32


class BoothSettings(Reached, frozen=True, kw_only=True):
    """`service` is the origin of the service as people reach it, `asks` where the booth reaches it for papers,
    `passes` the public key (32 bytes) of each society by its short name, `key` its own for cookies (32 bytes).
    """

    service: str
    asks: str = ""
    passes: dict[str, bytes]
    key: bytes


def from_environment(environ: Mapping[str, str]) -> BoothSettings:
    """From GOVERN_BOOTH, GOVERN_BOOTH_SERVICE, GOVERN_BOOTH_ASKS, GOVERN_BOOTH_PASSES, GOVERN_BOOTH_KEY,
    GOVERN_BOOTH_HOST and GOVERN_BOOTH_PORT. Raises `NotValid` that names each missing or wrong variable.

    Without a key one is made, which goes with the process, and with it what browsers keep of unfinished papers.
    """
    wrong: list[str] = []
    port = environ.get("GOVERN_BOOTH_PORT", "8001")
    if not (port.isascii() and port.isdigit()):
        wrong.append(f"GOVERN_BOOTH_PORT is {port!r}: it needs a whole number.")
    address = environ.get("GOVERN_BOOTH", "").rstrip("/")
    service = environ.get("GOVERN_BOOTH_SERVICE", "").rstrip("/")
    if urlsplit(service).scheme not in ("http", "https"):
        wrong.append(f"GOVERN_BOOTH_SERVICE is {service!r}: it needs the http:// or https:// address of the service.")
    else:
        wrong.extend(wrong_origin("GOVERN_BOOTH", address, service))
    passes = _passes(environ.get("GOVERN_BOOTH_PASSES", ""), wrong)
    key = _key(environ.get("GOVERN_BOOTH_KEY", ""), wrong)
    if wrong:
        raise NotValid(" ".join(wrong).replace("{", "{{").replace("}", "}}"))
    return BoothSettings(
        address=address,
        host=environ.get("GOVERN_BOOTH_HOST", "127.0.0.1"),
        port=int(port),
        service=service,
        asks=environ.get("GOVERN_BOOTH_ASKS", "").rstrip("/") or service,
        passes=passes,
        key=key,
    )


def _passes(text: str, wrong: list[str]) -> dict[str, bytes]:
    found: dict[str, bytes] = {}
    for part in filter(None, text.replace(" ", "").split(",")):
        short, _, key = part.partition(":")
        found[short] = _octets(key)
    if not found or any(len(key) != KEY for key in found.values()):
        wrong.append("GOVERN_BOOTH_PASSES is missing or wrong: `govern booth-settings` of the service prints it.")
    return found


def _key(text: str, wrong: list[str]) -> bytes:
    key = _octets(text) if text else secrets.token_bytes(KEY)
    if len(key) != KEY:
        wrong.append("GOVERN_BOOTH_KEY is wrong: it needs 32 bytes, as `govern booth --new-key` prints them.")
    return key


def _octets(text: str) -> bytes:
    try:
        return from_text(text)
    except NotCanonical:
        return b""


def written(key: bytes) -> str:
    """A key as the settings have it."""
    return to_text(key)
