"""Choices that can be recognised anywhere are cast through the pages; then all that the server keeps is searched."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import json
import resource
import sqlite3
import urllib.parse
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from sqlalchemy import select

from govern.ballots.models import Ballot, MemberHandle
from govern.ballots.queries import contest_ids
from govern.ballots.seal import slips
from govern.ballots.seal.documents import Manifest
from govern.identity.models import Person
from govern.society import Society
from scripts.bench.hall import SHORT, Hall, Voter, a_hall_now
from scripts.bench.http import Client
from scripts.bench.voting import Sealed, send, to_check_page
from tests.servers.service import Service

VOTERS = 30


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
def hall(tmp_path: Path) -> Hall:
    return a_hall_now(tmp_path / "home", voters=VOTERS)


@pytest.fixture
def service(hall: Hall) -> Iterator[Service]:
    with Service(hall.home) as started:
        yield started


def canary(hall: Hall, number: int) -> tuple[tuple[str, ...], ...]:
    """Yes or no twice, and an order of the five people that only this voter gives."""
    order = list(itertools.permutations(hall.candidates))[number * 4 + 1]
    return (("yes",) if number % 2 else ("no",), ("yes",), tuple(map(str, order)))


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


async def _things_go_wrong(hall: Hall, client: Listening, voter: Voter) -> None:
    """Forms that are refused, torn, too large, forged; the server must not talk about them in its log."""
    sealed = await to_check_page(client, hall, voter, canary(hall, 0))
    await _database_trouble(hall, client, sealed)
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


async def _database_trouble(hall: Hall, client: Listening, sealed: Sealed) -> None:
    """Tables are gone for a moment: what fails then is logged, and the log must not say what was in the form."""
    for table in ("slip_seen", "candidate"):
        with contextlib.closing(sqlite3.connect(hall.home / SHORT / "society.sqlite")) as database:
            database.execute("PRAGMA legacy_alter_table = ON")
            database.execute(f"ALTER TABLE {table} RENAME TO gone")
            client.cookies = dict(sealed.cookies)
            status, _, _ = await client.post(sealed.path, sealed.fields)
            seen, _ = await client.get(f"{hall.path}/check")
            database.execute(f"ALTER TABLE gone RENAME TO {table}")
        assert status in (409, 500, 503) or table == "candidate"
        assert seen in (500, 503) or table == "slip_seen"


async def needles(society: Society, hall: Hall) -> dict[str, list[bytes]]:
    """Everybody's choice in every form one might find it: words, JSON, slip, and each of them encoded."""
    async with society.store.reading() as reading:
        ballot = await reading.get_one(Ballot, hall.ballot_id)
        manifest = Manifest.from_bytes(ballot.manifest or b"")
        contests = await contest_ids(reading, hall.ballot_id)
    found: dict[str, list[bytes]] = {}
    election = manifest.contest(str(contests[2]))
    for number in range(len(hall.voters)):
        marks = canary(hall, number)[2]
        plain = [
            slips.encode(election, marks),
            json.dumps(list(marks)).encode(),
            json.dumps(list(marks), separators=(",", ":")).encode(),
            *(separator.join(marks[:3]).encode() for separator in (",", " ", ";", "\n", "&answer=")),
            b"".join(bytes.fromhex(mark.replace("-", "")) for mark in marks[:2]),
        ]
        found[f"voter {number}"] = [needle for text in plain if len(text) >= 12 for needle in encoded(text)]
    return found


def encoded(text: bytes) -> Iterator[bytes]:
    yield text
    yield text.hex().encode()
    yield text.hex().upper().encode()
    yield urllib.parse.quote(text).encode()
    for shift in range(3):
        # Inside longer base64 a text stands at one of three offsets; its middle is the same whatever is around it.
        whole = base64.b64encode(b"\x00" * shift + text)
        middle = whole[4 : len(whole) - 4]
        if len(middle) >= 16:
            yield middle
            yield middle.replace(b"+", b"-").replace(b"/", b"_")


def everything_kept(hall: Hall, service: Service, backup: Path) -> dict[str, bytes]:
    """Every file of the installation, the log, and a backup made while the server ran."""
    with (
        contextlib.closing(sqlite3.connect(hall.home / SHORT / "society.sqlite")) as source,
        contextlib.closing(sqlite3.connect(backup)) as target,
    ):
        source.backup(target)
    files = [path for path in hall.home.rglob("*") if path.is_file()]
    kept = {str(path.relative_to(hall.home)): path.read_bytes() for path in files}
    return kept | {"the log": service.log.read_bytes(), "the backup": backup.read_bytes()}


def test_no_choice_is_anywhere_in_clear_before_the_count(hall: Hall, service: Service, tmp_path: Path) -> None:
    async def story() -> tuple[Listening, dict[str, list[bytes]]]:
        client = await _everybody_votes(hall, service.port)
        await _things_go_wrong(hall, client, hall.voters[0])
        await client.close()
        society = await hall.open()
        try:
            return client, await needles(society, hall)
        finally:
            await society.store.close()

    client, sought = asyncio.run(story())
    kept = everything_kept(hall, service, tmp_path / "backup.sqlite")
    assert any(name.endswith("-wal") for name in kept), "the write-ahead log was not searched"
    kept["addresses"] = "\n".join(f"{one.address} {one.led_to}" for one in client.heard).encode()
    kept["cookies"] = "\n".join(client.ever).encode()
    kept["cookies, decoded"] = b"\n".join(_bytes_in(cookie) for cookie in client.ever)
    hits = [
        f"{whose} in {where}"
        for where, content in kept.items()
        for whose, forms in sought.items()
        for needle in forms
        if needle in content
    ]
    assert not hits, sorted(set(hits))
    assert not [one for one in client.heard if any(str(name) in "".join(one) for name in hall.candidates)]


@pytest.mark.parametrize("workers", [1, 2], ids=["one worker", "two workers"])
def test_the_service_leaves_no_core_dump(hall: Hall, workers: int) -> None:
    """T18: asked of the kernel, for the process that was started and for every worker of it."""
    with Service(hall.home, workers=workers) as service:
        limits = [resource.prlimit(pid, resource.RLIMIT_CORE) for pid in service.pids()]
    assert len(limits) >= workers and set(limits) == {(0, 0)}


def test_the_search_finds_a_choice_where_there_is_one(hall: Hall) -> None:
    """The search itself is tried: a needle put into a haystack in each encoding is found."""

    async def sought() -> dict[str, list[bytes]]:
        society = await hall.open()
        try:
            return await needles(society, hall)
        finally:
            await society.store.close()

    found = asyncio.run(sought())
    marks = canary(hall, 3)[2]
    for hay in (
        json.dumps({"choices": list(marks)}).encode(),
        base64.b64encode(b'{"a":' + json.dumps(list(marks)).encode() + b"}"),
        base64.urlsafe_b64encode(b'xx"marks":' + json.dumps(list(marks), separators=(",", ":")).encode()),
        json.dumps(list(marks)).encode().hex().encode(),
    ):
        whose = {name for name, forms in found.items() if any(needle in hay for needle in forms)}
        assert "voter 3" in whose


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


def _bytes_in(cookie: str) -> bytes:
    with contextlib.suppress(ValueError):
        return base64.urlsafe_b64decode(cookie + "=" * (-len(cookie) % 4))
    return b""
