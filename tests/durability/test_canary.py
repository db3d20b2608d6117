"""Choices that can be recognised anywhere are cast through the pages; then all that the server keeps is searched."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import json
import resource
import sqlite3
import tempfile
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from govern.ballots.models import Ballot, MemberHandle
from govern.ballots.queries import contest_ids
from govern.ballots.seal import elgamal, slips
from govern.ballots.seal.contests import ContestEntry, ContestKind, OptionEntry
from govern.ballots.seal.documents import Manifest
from govern.identity.models import Person
from scripts.bench.hall import SHORT, Hall, Voter, a_hall_now
from scripts.bench.http import Client
from scripts.bench.voting import Sealed, send, to_check_page
from tests.durability.searching import VOTERS, Untouched, a_backup, files_under, hits, needles, order_of, told_of
from tests.servers.postgres import Cluster
from tests.servers.service import Service

ON_EITHER = pytest.mark.parametrize(
    "cluster", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)], indirect=True
)


class Heard(NamedTuple):
    """Where a request went and where its answer led."""

    address: str
    led_to: str


class Listening(Client):
    """A browser whose addresses are written down: what a proxy, a history or a Referer would hold."""

    def __init__(self, port: int) -> None:
        super().__init__(port)
        self.heard: list[Heard] = []
        self.ever: set[str] = set()

    async def _ask(self, method: str, path: str, body: bytes) -> tuple[int, str, bytes]:
        before = set(self.cookies.values())
        status, where, page = await super()._ask(method, path, body)
        self.heard.append(Heard(path, where))
        self.ever |= set(self.cookies.values()) - before
        return status, where, page


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[Cluster | None]:
    """None: the society lives in SQLite. Else a server of PostgreSQL whose every file is the society's."""
    if getattr(request, "param", "sqlite") == "sqlite":
        yield None
        return
    request.getfixturevalue("postgres")  # says what is missing
    with tempfile.TemporaryDirectory(prefix="govern-postgres-") as folder, Cluster(Path(folder)) as started:
        yield started


@pytest.fixture
def hall(tmp_path: Path, cluster: Cluster | None) -> Hall:
    url = None if cluster is None else cluster.new_database()
    return a_hall_now(tmp_path / "home", voters=VOTERS, url=url)


@pytest.fixture
def untouched(tmp_path: Path) -> Untouched:
    return Untouched(tmp_path / "temporary")


@pytest.fixture
def service(hall: Hall, untouched: Untouched) -> Iterator[Service]:
    with Service(hall.home, temporary=untouched.folder) as started:
        yield started


def canary(hall: Hall, number: int) -> tuple[tuple[str, ...], ...]:
    """Yes or no twice, and an order of the five people that can be recognised."""
    return (("yes",) if number % 2 else ("no",), ("yes",), order_of(hall.candidates, number))


async def _everybody_votes(hall: Hall, port: int) -> Listening:
    client = Listening(port)
    for number, voter in enumerate(hall.voters):
        sealed = await to_check_page(client, hall, voter, canary(hall, number))
        status, where = await send(client, sealed)
        assert (status, where) == (303, f"{hall.path}/receipt")
        client.cookies = dict(voter.cookies)
        await client.get(where)
        await client.get(f"{hall.path}/receipt/file")
    return client


async def _things_go_wrong(hall: Hall, client: Listening, voter: Voter, cluster: Cluster | None) -> None:
    """Forms that are refused, torn, too large, forged; the server must not talk about them in its log."""
    sealed = await to_check_page(client, hall, voter, canary(hall, 0))
    await _database_trouble(hall, client, sealed, cluster)
    order = ",".join(canary(hall, 0)[2])
    forged = {**sealed.fields, "envelope": order}
    for fields in (
        {**sealed.fields, "_csrf_token": order},
        forged,
        {**sealed.fields, "envelope": sealed.fields["envelope"][:-9]},
        {**sealed.fields, "more": order * 50},
    ):
        client.cookies = dict(sealed.cookies)
        await client.post(sealed.path, fields)
    client.cookies = dict(sealed.cookies)
    await client.post(f"{hall.path}/paper/1", {**sealed.fields, "answer": order})
    await client.post(f"{hall.path}/check", {**sealed.fields, "move": f"up:{order}"})
    client.cookies = {**sealed.cookies, **{name: order for name in sealed.cookies if name.startswith("d-")}}
    await client.get(f"{hall.path}/check")


async def _database_trouble(hall: Hall, client: Listening, sealed: Sealed, cluster: Cluster | None) -> None:
    """Tables are gone for a moment: what fails then is logged, and the log must not say what was in the form."""
    for table in ("slip_seen", "candidate"):
        _at_the_database(hall, cluster, f"ALTER TABLE {table} RENAME TO gone")
        client.cookies = dict(sealed.cookies)
        status, _, _ = await client.post(sealed.path, sealed.fields)
        seen, _ = await client.get(f"{hall.path}/check")
        _at_the_database(hall, cluster, f"ALTER TABLE gone RENAME TO {table}")
        assert status in (409, 500, 503) or table == "candidate"
        assert seen in (500, 503) or table == "slip_seen"


def _at_the_database(hall: Hall, cluster: Cluster | None, command: str) -> None:
    if cluster is not None:
        cluster.say(url_of(hall), command)
        return
    with contextlib.closing(sqlite3.connect(hall.home / SHORT / "society.sqlite")) as database:
        database.execute("PRAGMA legacy_alter_table = ON")
        database.execute(command)


def url_of(hall: Hall) -> str:
    """Where the society lives, if not in its folder."""
    told = tomllib.loads((hall.home / SHORT / "society.toml").read_text())
    return str(told["database"]["url"])


async def sought_in(hall: Hall) -> dict[str, list[bytes]]:
    society = await hall.open()
    try:
        async with society.store.reading() as reading:
            ballot = await reading.get_one(Ballot, hall.ballot_id)
            contests = await contest_ids(reading, hall.ballot_id)
        election = Manifest.from_bytes(ballot.manifest or b"").contest(str(contests[2]))
        return needles(election, hall.candidates, len(hall.voters))
    finally:
        await society.store.close()


def kept_by(hall: Hall, service: Service, cluster: Cluster | None, backup: Path) -> dict[str, bytes]:
    """Every file of the installation and of its temporary folder, the log, and the database: the files of the server
    of PostgreSQL with its log, or a backup that is made of SQLite while the service runs."""
    assert service.temporary is not None
    kept = files_under(hall.home, service.temporary) | {"the log": service.log.read_bytes()}
    if cluster is None:
        assert any(name.endswith("-wal") for name in kept), "the write-ahead log was not searched"
        return kept | {"the backup": a_backup(hall.home / SHORT / "society.sqlite", backup)}
    cluster.checkpoint()
    rows = files_under(cluster.sockets)
    assert any("/pg_wal/" in name for name in rows) and any("/base/" in name for name in rows)
    assert any(str(hall.candidates[0]).encode() in content for content in rows.values()) or any(
        hall.candidates[0].bytes in content for content in rows.values()
    ), "the rows of the society were not searched"
    return kept | rows


@ON_EITHER
def test_no_choice_is_anywhere_in_clear_before_the_count(
    hall: Hall, service: Service, cluster: Cluster | None, untouched: Untouched, tmp_path: Path
) -> None:
    async def story() -> tuple[Listening, dict[str, list[bytes]]]:
        client = await _everybody_votes(hall, service.port)
        await _things_go_wrong(hall, client, hall.voters[0], cluster)
        await client.close()
        return client, await sought_in(hall)

    client, sought = asyncio.run(story())
    kept = kept_by(hall, service, cluster, tmp_path / "backup.sqlite")
    kept["addresses"] = "\n".join(f"{one.address} {one.led_to}" for one in client.heard).encode()
    found = hits(kept | told_of(client.ever), sought)
    assert not found, found
    assert not [one for one in client.heard if any(str(name) in "".join(one) for name in hall.candidates)]
    assert untouched.is_so, "the service made a temporary file"


@pytest.mark.parametrize("workers", [1, 2], ids=["one worker", "two workers"])
def test_the_service_leaves_no_core_dump(hall: Hall, workers: int) -> None:
    """T18: asked of the kernel, for the process that was started and for every worker of it."""
    with Service(hall.home, workers=workers) as service:
        limits = [resource.prlimit(pid, resource.RLIMIT_CORE) for pid in service.pids()]
    assert len(limits) >= workers and set(limits) == {(0, 0)}


def contest_of(standing: list[UUID]) -> ContestEntry:
    options = tuple(OptionEntry(str(one), bytes(32)) for one in standing)
    return ContestEntry("board", ContestKind.RANKING, bytes(32), options, 5, 3, "stv", {}, allow_abstain=True)


def test_the_search_finds_a_choice_where_there_is_one() -> None:
    """The search itself is tried: a needle put into a haystack in each encoding is found, wherever it begins."""
    standing = [uuid4() for _ in range(5)]
    marks = order_of(standing, 3)
    election = contest_of(standing)
    sought = needles(election, standing, VOTERS)
    point = elgamal.to_point(slips.encode(election, marks))
    for number, hay in enumerate(
        (
            json.dumps({"choices": list(marks)}).encode(),
            base64.b64encode(b'{"a":' + json.dumps(list(marks)).encode() + b"}"),
            base64.urlsafe_b64encode(b'xx"marks":' + json.dumps(list(marks), separators=(",", ":")).encode()),
            json.dumps(list(marks)).encode().hex().encode(),
            slips.encode(election, marks),
            point.hex().encode(),
            base64.b64encode(b"x" + point),
        )
    ):
        buried = bytes(number) + f'["{marks[0]}'.encode() + hay + b"\x00"
        assert "voter 3 in a file" in hits({"a file": buried}, sought), number
    assert hits({"a file": "".join(str(one) for one in standing).encode()}, sought) == []


@pytest.mark.parametrize("nameless", [False, True], ids=["with a name", "without a name"])
def test_a_temporary_file_that_is_gone_again_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, nameless: bool
) -> None:
    untouched = Untouched(tmp_path / "temporary")
    assert untouched.is_so
    monkeypatch.setenv("TMPDIR", str(untouched.folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    with (tempfile.TemporaryFile if nameless else tempfile.NamedTemporaryFile)():
        pass
    assert not list(untouched.folder.iterdir()) and not untouched.is_so


def test_no_person_stands_beside_a_handle_but_in_the_one_table(hall: Hall, service: Service) -> None:
    """Neither the audit record nor the log names a voter, a mail address or a handle."""

    async def story() -> tuple[list[str], list[Person]]:
        client = await _everybody_votes(hall, service.port)
        await client.close()
        society = await hall.open()
        try:
            async with society.store.reading() as reading:
                handles = list(await reading.scalars(select(MemberHandle.handle)))
                return handles, list(await reading.scalars(select(Person)))
        finally:
            await society.store.close()

    handles, people = asyncio.run(story())
    voters = {voter.person_id for voter in hall.voters}
    names = [person.name for person in people if person.id in voters]
    ids = [form for person in voters for form in (person.hex, str(person))]
    mails = [person.email for person in people if person.email]
    log = service.log.read_text()
    with contextlib.closing(sqlite3.connect(hall.home / SHORT / "society.sqlite")) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        rows = {table: [_line(row) for row in database.execute(f"SELECT * FROM {table}")] for table in tables}
    both = [
        table
        for table, lines in rows.items()
        for line in lines
        if any(handle in line for handle in handles) and any(one in line for one in (*ids, *names, *mails))
    ]
    assert set(both) == {"member_handle"}
    record = "\n".join(line for line in rows["record_line"] if "vote.cast" in line)
    assert record.count("vote.cast") == VOTERS
    for text in (record, log):
        assert not [word for word in (*handles, *names, *mails, *ids) if word in text]


def _line(row: tuple[object, ...]) -> str:
    return " ".join(value.decode("latin-1") if isinstance(value, bytes) else str(value) for value in row)
