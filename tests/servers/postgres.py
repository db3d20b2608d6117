"""A PostgreSQL server for tests: its own data folder, a loopback port nobody else uses, gone at the end."""

from __future__ import annotations

import os
import pwd
import shutil
import socket
import subprocess
from pathlib import Path
from types import TracebackType
from uuid import uuid4

import psycopg

PLACES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def missing_binaries() -> str | None:
    """What to install, or None when initdb and postgres are here."""
    return None if _bin() else "install the package postgresql-15 (initdb and postgres were not found)"


def _bin() -> Path | None:
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    return next((place for place in PLACES if (place / "initdb").exists()), None)


class Cluster:
    """`with Cluster(folder) as cluster: cluster.new_database()` gives a URL a store can open."""

    def __init__(self, folder: Path, *, fsync: str = "off") -> None:
        self.fsync = fsync
        self.folder = folder / "data"
        self.sockets = folder
        self.port = _free_port()
        place = _bin()
        assert place is not None, missing_binaries()
        self.bin = place

    def __enter__(self) -> Cluster:
        self.folder.mkdir(exist_ok=True)
        if os.geteuid() == 0:
            self._give_to_postgres()
        self._run("initdb", "-D", str(self.folder), "-U", "govern", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._start()
        return self

    def _start(self) -> None:
        settings = f"-c listen_addresses=127.0.0.1 -c max_connections=200 -c fsync={self.fsync}"
        options = f"-p {self.port} {settings} -c unix_socket_directories={self.sockets}"
        log = str(self.sockets / "server.log")
        self._run("pg_ctl", "-D", str(self.folder), "-w", "-l", log, "-o", options, "start")

    def restart(self) -> None:
        """Gone without a word to anybody, and there again on the same port."""
        self._run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "stop")
        self._start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._run("pg_ctl", "-D", str(self.folder), "-m", "immediate", "stop")

    def new_database(self, like: str | None = None) -> str:
        """A new database's URL: empty, or a copy of the database `like` (a URL nobody is connected to)."""
        name = f"t{uuid4().hex[:16]}"
        # A copy is made file by file: written through the server's own log it would be written twice.
        copy = f" TEMPLATE {_name_in(like)} STRATEGY file_copy" if like else ""
        self._say(f"CREATE DATABASE {name}{copy}")
        return f"postgresql+psycopg://govern@127.0.0.1:{self.port}/{name}"

    def drop(self, url: str) -> None:
        """A database that nobody needs any more; each is 15 megabytes, and there are thousands of tests."""
        self._say(f"DROP DATABASE {_name_in(url)} WITH (FORCE)")

    def checkpoint(self) -> None:
        """Whatever is held in memory goes into the files of the data folder."""
        self._say("CHECKPOINT")

    def say(self, url: str, command: str) -> None:
        """One command to the database at this URL, beside whoever else is connected to it."""
        self._say(command, _name_in(url))

    def _say(self, command: str, database: str = "postgres") -> None:
        where = f"postgresql://govern@127.0.0.1:{self.port}/{database}"
        with psycopg.connect(where, autocommit=True) as connection:
            connection.execute(command.encode())

    def _give_to_postgres(self) -> None:
        account = pwd.getpwnam("postgres")
        for path in (self.folder, self.sockets):
            os.chown(path, account.pw_uid, account.pw_gid)

    def _run(self, command: str, *arguments: str) -> None:
        line = [str(self.bin / command), *arguments]
        if os.geteuid() == 0:
            line = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups", *line]
        done = subprocess.run(line, check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd="/", text=True)
        if done.returncode:
            raise RuntimeError(f"{command} failed: {done.stdout}")


def _name_in(url: str) -> str:
    return url.rpartition("/")[2]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
