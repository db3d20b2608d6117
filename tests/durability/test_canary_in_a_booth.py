"""Choices that can be recognised are cast through the booth, at the level AGM: nothing that either process keeps
has one in clear, and the booth keeps nothing at all."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import httpx
import pytest

from govern.ballots.models import Ballot
from govern.ballots.queries import contest_ids
from govern.ballots.seal.documents import Level, Manifest
from govern.clock import now
from tests.ballots.given_ballots import Given, a_society, election, lots_drawn, motion, published, stands
from tests.ballots.given_ceremony import a_shared_draft, frozen_by_two, handed_in, opened_by_two, ring_for
from tests.booth.given_booth import Voter, form_to
from tests.durability.searching import VOTERS, Untouched, a_backup, files_under, hits, needles, order_of, told_of
from tests.servers.booth import Booth
from tests.servers.service import Service
from tests.window import Window

GROUPS = ("supported", "staff", "volunteers")
#: Every so manieth voter has an envelope opened before they vote.
TESTS = 5


class Evening(NamedTuple):
    """A society with an open ballot of a motion and an election, and who stands there, in the order of the paper."""

    given: Given
    ballot_id: UUID
    standing: tuple[UUID, ...]

    async def manifest(self) -> tuple[Manifest, UUID]:
        async with self.given.society.store.reading() as reading:
            ballot = await reading.get_one(Ballot, self.ballot_id)
            contests = await contest_ids(reading, self.ballot_id)
        return Manifest.from_bytes(ballot.manifest or b""), contests[1]


async def an_evening(home: Path) -> Evening:
    given = await a_society(home, groups={group: VOTERS // len(GROUPS) for group in GROUPS})
    board = election(seats=3)
    ballot_id = await a_shared_draft(given, motion(), board, closes=now() + timedelta(days=1))
    async with given.society.store.reading() as reading:
        _, contest = await contest_ids(reading, ballot_id)
    for person in given.everybody[:5]:
        await stands(given, contest, person)
    await lots_drawn(given, ballot_id)
    ring = await ring_for(given, ballot_id)
    await published(given, ballot_id)
    await handed_in(given, ballot_id, ring.files())
    await frozen_by_two(given, ballot_id)
    await opened_by_two(given, ballot_id)
    found = Evening(given, ballot_id, ())
    manifest, contest = await found.manifest()
    assert manifest.level is Level.AGM
    standing = tuple(UUID(option.id) for option in manifest.contest(str(contest)).options)
    return found._replace(standing=standing)


class Pair(NamedTuple):
    """The two processes, and the folder that the service has for its temporary files."""

    service: Service
    booth: Booth
    untouched: Untouched


@pytest.fixture
def evening(tmp_path: Path) -> Evening:
    home = tmp_path / "home"
    home.mkdir()

    async def made() -> Evening:
        found = await an_evening(home)
        await found.given.society.store.close()
        return found

    return asyncio.run(made())


@pytest.fixture
def pair(evening: Evening, tmp_path: Path) -> Iterator[Pair]:
    """The booth's folder for temporary files is taken away once it has started: the library that seals is unpacked
    there before. From then on a temporary file, with a name or without one, is a fault that is answered with 500."""
    untouched, temporary = Untouched(tmp_path / "temporary"), tmp_path / "temporary-of-the-booth"
    temporary.mkdir()
    booth = Booth(tmp_path / "booth", temporary=temporary)
    service = Service(tmp_path / "home", booth=booth.address, temporary=untouched.folder)
    booth.is_told_by(service)
    with service, booth:
        assert list(temporary.iterdir()) == []
        temporary.rmdir()
        yield Pair(service, booth, untouched)


class Heard:
    """What browsers saw of both processes: addresses, where answers led, and cookies."""

    def __init__(self) -> None:
        self.addresses: set[str] = set()
        self.cookies: set[str] = set()

    def of(self, *windows: Window) -> None:
        for answer in (answer for window in windows for answer in window.seen):
            self.addresses |= {str(answer.request.url), answer.headers.get("location", "")}
            self.cookies |= {line.split(";")[0].partition("=")[2] for line in answer.headers.get_list("set-cookie")}


async def everybody_votes(evening: Evening, pair: Pair) -> Heard:
    heard = Heard()
    addresses = (pair.service.address, pair.booth.address)
    async with (
        httpx.AsyncClient(base_url=pair.service.address, timeout=60) as service,
        httpx.AsyncClient(base_url=pair.booth.address, timeout=60) as booth,
    ):
        for number, person in enumerate(evening.given.everybody):
            society = evening.given.society
            window = await Window(service, society, follows=True).sign_in(person, at=now())
            voter = Voter(window, Window(booth, society, follows=True), evening.ballot_id, addresses=addresses)
            form = await voter.at_check("no" if number % 2 else "yes", *order_of(evening.standing, number))
            if number % TESTS == 0:
                await an_envelope_is_tested(voter)
                form = voter.cast_form()
            if number == 0:
                await things_go_wrong(voter, ",".join(order_of(evening.standing, number)))
            await voter.send(form.fields)
            assert voter.service.heading() == "Your vote is in", voter.service.text()
            await voter.service.get(f"{voter.at}/receipt/file")
            heard.of(voter.service, voter.booth)
    return heard


async def an_envelope_is_tested(voter: Voter) -> None:
    noted = await voter.send(voter.test_form().fields)
    opened = await voter.to_booth("opened", form_to(noted, "/opened").fields)
    assert voter.booth.heading() == "Your test envelope is open"
    file = form_to(opened, "/test/file")
    assert (await voter.booth.post(file.action, file.fields)).status_code == 200
    await voter.booth.get(f"{voter.at}/check")


async def things_go_wrong(voter: Voter, order: str) -> None:
    """Forms that are torn, forged, too large, of another kind: neither process writes down what was in them."""
    good = voter.cast_form().fields
    for fields in (
        {**good, "sealed": order},
        {**good, "paper": order},
        {**good, "more": order * 50},
        {"state": order},
    ):
        await voter.send(fields)
    for name in ("voting_pass", "paper", "note", "state"):
        for rest in ("enter", "opened"):
            assert 400 <= (await voter.to_booth(rest, {name: order})).status_code < 500
    client, headers = voter.booth.client, {**voter.booth.headers(), "origin": voter.service_address}
    headers["sec-fetch-site"] = "same-site"
    for times in (3, 1_000, 20_000):
        file = {"file": ("order.txt", order.encode() * times, "text/plain")}
        answer = await client.post(f"{voter.at}/enter", data={"note": order}, files=file, headers=headers)
        assert 400 <= answer.status_code < 500
    kept = dict(voter.booth.cookies)
    voter.booth.cookies = dict.fromkeys(kept, order)
    assert 400 <= (await voter.booth.get(f"{voter.at}/check")).status_code < 500
    voter.booth.cookies = kept


def test_neither_the_service_nor_the_booth_has_a_choice_in_clear(
    evening: Evening, pair: Pair, tmp_path: Path
) -> None:
    async def story() -> tuple[Heard, dict[str, list[bytes]]]:
        try:
            heard = await everybody_votes(evening, pair)
            manifest, contest = await evening.manifest()
            return heard, needles(manifest.contest(str(contest)), evening.standing, len(evening.given.everybody))
        finally:
            await evening.given.society.store.close()

    heard, sought = asyncio.run(story())
    kept = files_under(pair.service.home, pair.untouched.folder)
    assert any(name.endswith("-wal") for name in kept), "the write-ahead log was not searched"
    kept["the backup"] = a_backup(evening.given.society.folder / "society.sqlite", tmp_path / "backup.sqlite")
    kept |= {f"the log of {one.log.name}": one.log.read_bytes() for one in (pair.service, pair.booth)}
    kept["addresses"] = "\n".join(heard.addresses).encode()
    assert b"paper/1" in kept["addresses"] and len(heard.cookies) > len(evening.given.everybody)
    found = hits(kept | told_of(heard.cookies), sought)
    assert not found, found
    assert not [person for person in evening.standing if str(person).encode() in kept["addresses"]]
    assert pair.untouched.is_so, "the service made a temporary file"
    assert list(pair.booth.folder.iterdir()) == [] and not pair.booth.temporary.exists()
    assert '"status": 500' not in pair.booth.log.read_text()
