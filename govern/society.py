"""A society as this process holds it: its folder, its database, its keys. And all societies of the installation.

One society, one database: nothing here joins two of them (pages.md). A society is opened at its first request and
closed when nobody has asked for it for a while.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import re
import secrets
import time
from collections.abc import Sequence
from pathlib import Path

from govern.database import Store, open_store, sqlite_url
from govern.errors import NotFound, NotValid
from govern.settings import Settings, SocietyFile, read_society_file

#: The copy on which a society rehearses bears its name and this; no society is founded under such a name.
REHEARSAL = "-rehearsal"
SHORT_NAME = re.compile(rf"^[a-z][a-z0-9-]{{1,30}}[a-z0-9]({REHEARSAL})?$")
IDLE_SECONDS = 900
KEYS = ("cookies", "log", "passes", "codes")


class Society:
    """One society, opened. `short` is its name in addresses; `store` reaches its database; `key()` reads its keys."""

    def __init__(self, folder: Path, file: SocietyFile) -> None:
        self.folder = folder
        self.short = folder.name
        self.file = file
        self.database_url = file.database.url if file.database else sqlite_url(folder / "society.sqlite")
        self.store: Store = open_store(self.database_url, folder, rehearsal=file.rehearsal is not None)
        self.asked_at = time.monotonic()
        self._keys: dict[str, bytes] = {}
        self._made = _when_made(folder)

    def key(self, name: str) -> bytes:
        """32 secret bytes kept in a file outside the database: `cookies`, `log`, `passes` or `codes`."""
        if name not in self._keys:
            self._keys[name] = (self.folder / "keys" / f"{name}.key").read_bytes()
        return self._keys[name]

    def is_gone(self) -> bool:
        """Whether this rehearsal was ended meanwhile, or another one begun in its place. No other society goes."""
        return self.file.rehearsal is not None and _when_made(self.folder) != self._made

    def uploads(self) -> Path:
        return self.folder / "uploads"


class Societies:
    """All societies of this installation, found by their short name."""

    def __init__(self, settings: Settings) -> None:
        self.home = settings.home
        self._open: dict[str, Society] = {}
        self._lock = asyncio.Lock()

    def names(self) -> tuple[str, ...]:
        """Short names in order. A folder is a society once its keys are made."""
        if not self.home.exists():
            return ()
        return tuple(sorted(f.name for f in self.home.iterdir() if (f / "keys" / "cookies.key").exists()))

    def has(self, short: str) -> bool:
        """Whether there is a society of this short name."""
        known = self._open.get(short)
        return (known is not None and not known.is_gone()) or (
            bool(SHORT_NAME.match(short)) and (self.home / short / "keys" / "cookies.key").exists()
        )

    async def find(self, short: str, *, idly: bool = False) -> Society:
        """The society, opened if it is not; `idly` is the clock asking, not a person. Raises `NotFound`."""
        society = self._open.get(short)
        if society is None or society.is_gone():
            async with self._lock:
                society = self._open.get(short)
                if society is not None and society.is_gone():
                    del self._open[short]
                    await society.store.close()
                    society = None
                society = society or self._opened(short)
        if not idly:
            society.asked_at = time.monotonic()
        return society

    def _opened(self, short: str) -> Society:
        if not self.has(short):
            raise NotFound("There is no society of that name here. Check the address, or choose from the list.")
        folder = self.home / short
        society = Society(folder, read_society_file(folder / "society.toml"))
        self._open[short] = society
        return society

    async def close_idle(self, older_than: float = IDLE_SECONDS) -> None:
        """Let go of the databases nobody has asked for lately."""
        for short, society in list(self._open.items()):
            if society.is_gone() or time.monotonic() - society.asked_at > older_than:
                del self._open[short]
                await society.store.close()

    async def close(self) -> None:
        for society in self._open.values():
            with contextlib.suppress(asyncio.CancelledError):
                await society.store.close()
        self._open.clear()
        self._lock = asyncio.Lock()  # whoever opens them again may run on another loop


def check_short_name(home: Path, short: str) -> None:
    """Raises `NotValid` for a name that cannot stand in an address or is taken."""
    if short.endswith(REHEARSAL):
        raise NotValid(
            "Names that end in {end} are for rehearsals. Choose another short name.", field="short", end=REHEARSAL
        )
    if not SHORT_NAME.match(short):
        raise NotValid(
            "The short name {short} cannot be used. Use 3 to 32 small letters, digits and hyphens, a letter first.",
            field="short",
            short=short,
        )
    if (home / short / "keys").exists():
        raise NotValid(
            "There is a society called {short} already. Choose another short name.", field="short", short=short
        )


def make_folder(home: Path, short: str) -> Path:
    """A new society's folder with its keys, readable by the owner alone. Raises `NotValid` as `check_short_name`."""
    check_short_name(home, short)
    folder = home / short
    for part in ("keys", "keys/ballots", "uploads"):
        (folder / part).mkdir(parents=True, exist_ok=True, mode=0o700)
    make_keys(folder)
    return folder


def make_keys(folder: Path, names: Sequence[str] = KEYS) -> None:
    """Fresh keys for a folder that has none of these. With that of the cookies it is a society."""
    for name in names:
        write_secret(folder / "keys" / f"{name}.key", secrets.token_bytes(32))


def _when_made(folder: Path) -> tuple[int, int] | None:
    try:
        made = (folder / "keys" / "cookies.key").stat()
    except OSError:
        return None
    return made.st_ino, made.st_mtime_ns


def write_secret(file: Path, content: bytes) -> None:
    """A file only the owner may read, on disk before this returns."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        os.write(descriptor, content)
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
