"""How this installation is operated, read once. What a society decides stands in its rulebook, never here."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from govern.errors import NotValid


class Reached(msgspec.Struct, frozen=True):
    """How people reach a process of ours: `address` is what they type, with its scheme. `booth` is the origin of the
    booth, where votes of the level AGM are filled in and sealed; empty without one."""

    address: str = "http://127.0.0.1:8000"
    host: str = "127.0.0.1"
    port: int = 8000
    demo: bool = False
    trusted_hops: int = 0
    booth: str = ""

    @property
    def secure(self) -> bool:
        """Whether people reach us over TLS; cookies are then `Secure` and bear the `__Host-` prefix."""
        return self.address.startswith("https://")

    @property
    def origin(self) -> str:
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc}"


class Settings(Reached, frozen=True, kw_only=True):
    """The installation. `home` holds a folder for each society. Without `timer` votes open and close by
    `govern open-due` and `close-due` alone."""

    home: Path
    timer: bool = True


class Mail(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[mail]` of society.toml: the SMTP server that takes this society's letters."""

    host: str
    sender: str
    port: int = 587
    user: str = ""
    password: str = ""
    security: str = "starttls"


class Database(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[database]` of society.toml. Without it the society lives in `society.sqlite` beside the file."""

    url: str


class Rehearsal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`[rehearsal]` of society.toml: this is a copy of another society, and nothing in it counts."""

    of: str
    since: datetime


class SocietyFile(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`society.toml`: operation only (decision 13)."""

    host: str | None = None
    database: Database | None = None
    mail: Mail | None = None
    rehearsal: Rehearsal | None = None

    @property
    def sends_by(self) -> Mail | None:
        """The mail server that letters go to. A rehearsal has none, whatever stands under `[mail]`."""
        return None if self.rehearsal else self.mail


def from_environment(environ: Mapping[str, str]) -> Settings:
    """Settings from GOVERN_HOME, GOVERN_ADDRESS, GOVERN_HOST, GOVERN_PORT, GOVERN_DEMO, GOVERN_TRUSTED_HOPS,
    GOVERN_TIMER, GOVERN_BOOTH.

    Raises `NotValid` that names each missing or wrong variable.
    """
    wrong: list[str] = []
    if not environ.get("GOVERN_HOME"):
        wrong.append("GOVERN_HOME is missing: name the folder that holds the societies.")
    port = _number(environ, "GOVERN_PORT", 8000, wrong)
    hops = _number(environ, "GOVERN_TRUSTED_HOPS", 0, wrong)
    address = environ.get("GOVERN_ADDRESS", f"http://127.0.0.1:{port}").rstrip("/")
    if urlsplit(address).scheme not in ("http", "https") or not urlsplit(address).netloc:
        wrong.append(f"GOVERN_ADDRESS is {address!r}: it needs http:// or https:// and a host name.")
    booth = environ.get("GOVERN_BOOTH", "").rstrip("/")
    if booth:
        wrong.extend(wrong_origin("GOVERN_BOOTH", booth, address))
    if wrong:
        raise NotValid(" ".join(wrong).replace("{", "{{").replace("}", "}}"))
    return Settings(
        home=Path(environ["GOVERN_HOME"]).resolve(),
        address=address,
        host=environ.get("GOVERN_HOST", "127.0.0.1"),
        port=port,
        demo=environ.get("GOVERN_DEMO", "") == "1",
        trusted_hops=hops,
        timer=environ.get("GOVERN_TIMER", "1") == "1",
        booth=booth,
    )


def wrong_origin(name: str, text: str, other: str) -> list[str]:
    """What is wrong with the origin of the other process beside the one at `other`; nothing if it will do."""
    parts, beside = urlsplit(text), urlsplit(other)
    if not parts.netloc or text != f"{parts.scheme}://{parts.netloc}":
        return [f"{name} is {text!r}: it needs http:// or https:// and a host name, and nothing after it."]
    if parts.scheme != beside.scheme:
        return [f"{name} is {text!r}: both addresses need the same scheme, as cookies go by it."]
    if parts.netloc == beside.netloc:
        return [f"{name} is {text!r}: the booth needs an address of its own, another host name or port."]
    return []


def _number(environ: Mapping[str, str], name: str, otherwise: int, wrong: list[str]) -> int:
    text = environ.get(name, str(otherwise))
    if text.isascii() and text.isdigit():
        return int(text)
    wrong.append(f"{name} is {text!r}: it needs a whole number.")
    return otherwise


def read_society_file(path: Path) -> SocietyFile:
    """`society.toml`, or the defaults where there is none. Raises `NotValid` naming the file and the mistake."""
    if not path.exists():
        return SocietyFile()
    try:
        return msgspec.convert(tomllib.loads(path.read_text("utf-8")), SocietyFile)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as mistake:
        raise NotValid("{file} cannot be read: {mistake}.", file=path.name, mistake=str(mistake)) from None
