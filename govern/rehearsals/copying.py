"""A copy of a society to rehearse on, in the same home under `SHORT-rehearsal`, and its end.

    society ── backup without keys ── restore beside it ── marked ── what the society alone may have goes ── keys

The copy has keys of its own, so nothing signed here is ever taken for the society's. The society's keys of votes are
not in it, and votes under way are withdrawn in it; whom a handle names is in it no more. Its society.toml says whose
rehearsal it is and since when: from that every page, letter and paper says so, and no mail leaves. The key of the
cookies is written last: with it the folder is a society that is served.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from govern import backups, migrations, record
from govern.ballots import lifecycle as ballots
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, Unavailable, WrongMoment
from govern.forums.consultations import lifecycle as consultations
from govern.identity import lifecycle as identity
from govern.post import lifecycle as post
from govern.settings import read_society_file
from govern.society import KEYS, REHEARSAL, Society, make_keys, write_secret

#: Room that is left free beside the archive, the copy and what SQLite needs to write it anew.
SPARE = 64 * 1024 * 1024
#: The key with which a folder is a society that the service opens.
SERVED = "cookies"


class Begun(msgspec.Struct, frozen=True):
    """A rehearsal stands: its short name, how many officers can sign in, how many votes were under way and letters
    unsent in the society itself."""

    short: str
    officers: int
    under_way: int
    unsent: int


def name_of(short: str) -> str:
    """The short name of a society's rehearsal."""
    return f"{short}{REHEARSAL}"


async def begin(society: Society, *, at: datetime) -> Begun:
    """Copy the society. Nothing of it is changed, and nothing is left behind where this fails.

    Raises `NotAllowed` for a rehearsal and for PostgreSQL, `AlreadyDone` where there is one, `WrongMoment` before
    `govern migrate`, `Unavailable` where the disk has not the room.
    """
    folder = society.folder.parent / name_of(society.short)
    _check(society, folder)
    try:
        await asyncio.to_thread(_copied, society, folder, at)
        return await _made_ready(society, folder, at)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _check(society: Society, folder: Path) -> None:
    if society.file.rehearsal is not None:
        raise NotAllowed(
            "{short} is a rehearsal itself. Rehearse on {of}: end this rehearsal first, then begin another one.",
            short=society.short,
            of=society.file.rehearsal.of,
        )
    if society.store.kind != "sqlite":
        raise NotAllowed(
            "This society lives in a PostgreSQL database, which this command cannot copy. Restore a base backup into "
            "a server of its own and mark it as a rehearsal: docs/running.md says how, under Rehearsals."
        )
    if folder.exists():
        raise AlreadyDone(
            "There is a rehearsal of {short} already. Go on with it, or end it: govern rehearse --society {short} "
            "--end",
            short=society.short,
        )
    if migrations.stands_at(society.database_url) != migrations.newest():
        raise WrongMoment(
            "The database of {short} is not at this version yet. Run: govern migrate {short}", short=society.short
        )
    needs, free = needed(society), shutil.disk_usage(folder.parent).free
    if free < needs:
        raise Unavailable(
            "There is not enough room for a copy: it takes {needs} MB and {free} MB are free. Make room, then begin "
            "again.",
            needs=_megabytes(needs),
            free=free // 1024**2,
        )


def needed(society: Society) -> int:
    """How many bytes must be free: the database as archive, as copy and as it is written anew; uploads twice."""
    files = [file for file in society.uploads().rglob("*") if file.is_file()]
    database = society.folder / "society.sqlite"
    return 3 * database.stat().st_size + 2 * sum(file.stat().st_size for file in files) + SPARE


def _megabytes(octets: int) -> int:
    return -(-octets // 1024**2)


def _copied(society: Society, folder: Path, at: datetime) -> None:
    """The database of one moment and the uploads, every hash checked; of keys and of what heads were seen nothing."""
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".govern-rehearsal-") as beside:
        archive = Path(beside) / "copy.zip"
        backups.backup(society, archive, with_keys=False, at=at)
        backups.restore(archive, folder)
    shutil.rmtree(folder / "heads", ignore_errors=True)
    (folder / "society.toml").unlink(missing_ok=True)
    since = at.astimezone(UTC).isoformat(timespec="seconds")
    write_secret(folder / "society.toml", f'[rehearsal]\nof = "{society.short}"\nsince = {since}\n'.encode())


async def _made_ready(society: Society, folder: Path, at: datetime) -> Begun:
    make_keys(folder, [name for name in KEYS if name != SERVED])
    copy = Society(folder, read_society_file(folder / "society.toml"))
    try:
        async with copy.store.writing() as writing:
            officers = await identity.begin_anew(writing, society.key("codes"), copy.key("codes"))
            unsent = await post.erase_unsent(writing)
            under_way = await ballots.leave_out(writing, at=at)
            await ballots.draw_lots_anew(writing, copy, at=at)
            await consultations.end_all(writing, at=at)
            facts: dict[str, str | int | bool | None] = {"of": society.short, "under_way": under_way}
            await record.add(writing, record.Event("rehearsal.began", f"society:{copy.short}", at, facts=facts))
    finally:
        await copy.store.close()
    await asyncio.to_thread(_written_anew, folder / backups.DATABASE)
    make_keys(folder, [SERVED])
    return Begun(copy.short, officers, under_way, unsent)


def _written_anew(database: Path) -> None:
    """What was deleted from the copy is not in its file either."""
    with contextlib.closing(sqlite3.connect(database, timeout=20)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("VACUUM")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def end(home: Path, short: str, named: str) -> None:
    """Delete the rehearsal of a society, or what is left of one that was cut off while it was made. `named` is what
    whoever asks for it has typed.

    Raises `NotFound` where there is none, `NotValid` where another name was typed, `NotAllowed` for any folder that
    is a society and no rehearsal of this one.
    """
    folder = home / name_of(short)
    check_there(home, short)
    if named.strip() != folder.name:
        raise NotValid("That is not {name}. Nothing was deleted.", name=folder.name)
    (folder / "keys" / f"{SERVED}.key").unlink(missing_ok=True)
    going = Path(tempfile.mkdtemp(dir=home, prefix=".govern-ended-"))
    folder.rename(going / folder.name)
    shutil.rmtree(going)


def check_there(home: Path, short: str) -> None:
    """Raises `NotFound` where the society has no rehearsal, `NotAllowed` where what stands there is none."""
    folder = home / name_of(short)
    if not folder.is_dir():
        raise NotFound("There is no rehearsal of {short} here. Nothing was deleted.", short=short)
    marked = read_society_file(folder / "society.toml").rehearsal
    served = (folder / "keys" / f"{SERVED}.key").exists()
    if served and (marked is None or marked.of != short):
        raise NotAllowed("{name} is no rehearsal of {short}. Nothing was deleted.", name=folder.name, short=short)
