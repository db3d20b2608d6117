"""A society in one file, and back: a copy of its database that is whole, its settings, its uploads.

The archive is a zip: `backup.json` with the hash of every other file in it, `society.sqlite`, `society.toml`,
`uploads/…`, and `keys/…` where they were asked for. The heads of open votes (`heads/`) are never in it: they are how
an older copy is known as one. Whatever was restored is such a copy, so its open votes wait for two officers.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from uuid import UUID

import msgspec

from govern import migrations
from govern.ballots.casting import heads
from govern.ballots.seal import tree
from govern.database import sqlite_url
from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.society import Society

FORM = 1
DATABASE = "society.sqlite"
LIST = "backup.json"
#: Folders that go in whole; keys only where they are asked for.
UPLOADS, KEYS = "uploads", "keys"
LARGEST_LIST = 64 * 1024 * 1024
CHUNK = 1024 * 1024


class Contents(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`backup.json`: whose it is, when it was made, at which step its database stands, and the hash of each file."""

    form: int
    society: str
    made_at: datetime
    step: str
    with_keys: bool
    files: dict[str, str]


def postgresql_elsewhere() -> NotAllowed:
    return NotAllowed(
        "This society lives in a PostgreSQL database, which this command cannot copy. Make a base backup and archive "
        "its WAL instead: docs/running.md says how, under Backups."
    )


def backup(society: Society, to: Path, *, with_keys: bool, at: datetime) -> Contents:
    """Write the archive, and read its database through before it gets its name. The service may go on meanwhile.

    Raises `NotAllowed` for PostgreSQL, `AlreadyDone` where the file exists, `NotValid` where the copy is damaged.
    """
    if society.store.kind != "sqlite":
        raise postgresql_elsewhere()
    if to.exists():
        raise AlreadyDone("There is a file at {file} already. Choose another name for the backup.", file=str(to))
    to.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=to.parent, prefix=".govern-backup-") as beside:
        copy = Path(beside) / DATABASE
        _copied(society.folder / DATABASE, copy)
        _check_whole(copy)
        step = migrations.stands_at(sqlite_url(copy)) or ""
        files = {DATABASE: copy, **_files_of(society.folder, with_keys=with_keys)}
        hashes = {name: _hash_of(file) for name, file in files.items()}
        contents = Contents(FORM, society.short, at.astimezone(UTC), step, with_keys, hashes)
        made = Path(beside) / "archive.zip"
        _written(made, contents, files)
        made.replace(to)
        heads.on_disk(to.parent)
    return contents


def _copied(database: Path, copy: Path) -> None:
    """SQLite's own online backup: one moment of the database, whatever is written meanwhile."""
    with (
        contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=20)) as source,
        contextlib.closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode=DELETE")


def _check_whole(database: Path) -> None:
    try:
        with contextlib.closing(sqlite3.connect(database)) as connection:
            said = [row[0] for row in connection.execute("PRAGMA integrity_check")]
            broken = connection.execute("PRAGMA foreign_key_check").fetchone()
    except sqlite3.DatabaseError as trouble:
        said, broken = [str(trouble)], None
    if said != ["ok"] or broken is not None:
        raise NotValid(
            "The database in this copy is damaged: {trouble}. Nothing was written. Use an older backup.",
            trouble=said[0] if said != ["ok"] else "a row refers to one that is not there",
        )


def _files_of(folder: Path, *, with_keys: bool) -> dict[str, Path]:
    """What goes in beside the database, by its name in the archive."""
    found = [folder / "society.toml"]
    for part in (UPLOADS, *((KEYS,) if with_keys else ())):
        found += sorted((folder / part).rglob("*"))
    return {file.relative_to(folder).as_posix(): file for file in found if file.is_file() and not file.is_symlink()}


def _written(made: Path, contents: Contents, files: dict[str, Path]) -> None:
    descriptor = os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as into:
        with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(LIST, msgspec.json.format(msgspec.json.encode(contents), indent=2))
            for name, file in files.items():
                archive.write(file, name)
        into.flush()
        os.fsync(into.fileno())


def _hash_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


# --- And back -------------------------------------------------------------------------------------------------------


def restore(archive: Path, into: Path) -> Contents:
    """A society's folder from its archive, checked through before it stands there. Nothing is ever overwritten.

    Raises `AlreadyDone` where the folder exists, `NotValid` for an archive that is not whole or from a newer version.
    """
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        raise AlreadyDone(
            "There is something at {folder} already, and a restore overwrites nothing. Name a folder that is not "
            "there yet.",
            folder=str(into),
        )
    into.parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=into.parent, prefix=".govern-restore-"))
    try:
        contents = _unpacked(archive, beside)
        _check_whole(beside / DATABASE)
        _check_step(beside / DATABASE, contents)
        _mark_open_votes(beside)
        for part in (UPLOADS, KEYS, f"{KEYS}/ballots"):
            (beside / part).mkdir(parents=True, exist_ok=True, mode=0o700)
        if into.exists():
            into.rmdir()
        beside.rename(into)
        heads.on_disk(into.parent)
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise
    return contents


def _unpacked(archive: Path, folder: Path) -> Contents:
    try:
        with zipfile.ZipFile(archive) as opened:
            contents = _contents(opened)
            for name, wanted in contents.files.items():
                if _put(opened, name, folder) != wanted:
                    raise NotValid(
                        "{name} in this archive is not what was put in: its hash is another one. Use another backup.",
                        name=name,
                    )
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError) as trouble:
        raise NotValid("{file} is no backup, or it was cut off.", file=archive.name) from trouble
    return contents


def _contents(opened: zipfile.ZipFile) -> Contents:
    if opened.getinfo(LIST).file_size > LARGEST_LIST:
        raise NotValid("The list in this archive is too long to be one of ours.")
    try:
        contents = msgspec.json.decode(opened.read(LIST), type=Contents)
    except (msgspec.DecodeError, json.JSONDecodeError):
        raise NotValid("The list in this archive cannot be read. Use another backup.") from None
    names = sorted(one.filename for one in opened.infolist())
    if contents.form != FORM or names != sorted((LIST, *contents.files)) or DATABASE not in contents.files:
        raise NotValid("The files in this archive are not those on its list. Use another backup.")
    for name in contents.files:
        parts = PurePosixPath(name).parts
        inside = name in (DATABASE, "society.toml") or (len(parts) > 1 and parts[0] in (UPLOADS, KEYS))
        if not inside or ".." in parts or name != "/".join(parts) or "\\" in name:
            raise NotValid("{name} has no place in a backup. Use another one.", name=name)
    return contents


def _put(opened: zipfile.ZipFile, name: str, folder: Path) -> str:
    """One file into the folder, readable by its owner alone. Returns its hash."""
    file = folder / name
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    hashed = hashlib.sha256()
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with opened.open(name) as source, os.fdopen(descriptor, "wb") as into:
        while chunk := source.read(CHUNK):
            hashed.update(chunk)
            into.write(chunk)
        into.flush()
        os.fsync(into.fileno())
    return hashed.hexdigest()


def _check_step(database: Path, contents: Contents) -> None:
    """A database of this version or an older one; `govern migrate` brings an older one up."""
    step = migrations.stands_at(sqlite_url(database)) or ""
    if step != contents.step:
        raise NotValid("The database in this archive is not at the step its list names. Use another backup.")
    if step not in migrations.steps():
        raise NotValid(
            "This backup was made by a newer version of the service (step {step}). Install that version, then "
            "restore it.",
            step=step or "none",
        )


def _mark_open_votes(folder: Path) -> None:
    """Every vote into which something may still come waits for two officers: a restore is a step back."""
    with contextlib.closing(sqlite3.connect(folder / DATABASE)) as connection:
        known = {row[1] for row in connection.execute("PRAGMA table_info(log_head)")}
        if not known:
            return  # from before there were votes
        epoch = "epoch" if "epoch" in known else "0"
        open_ = "SELECT id FROM ballot WHERE stage IN ('open', 'closed', 'counted')"
        rows = connection.execute(
            f"SELECT ballot_id, {epoch}, frontier, checkpoint FROM log_head WHERE ballot_id IN ({open_})"  # noqa: S608
        ).fetchall()
    for ballot_id, number, frontier, note in rows:
        heads.mark_restored(folder, UUID(ballot_id), number, tree.Frontier.from_bytes(frontier), note)
