"""The server is killed while people vote. Whoever was told "your vote is in" has it in, whole, under their code."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from govern.society import Society
from scripts.bench.hall import Hall, a_hall_now
from scripts.bench.http import Client
from scripts.bench.ready import Ready, ready
from scripts.bench.voting import receipt_code
from tests.durability.lives import Lives
from tests.durability.the_box import Box, codes_in, look_into
from tests.servers.postgres import Cluster
from tests.servers.service import Service

SOAK = bool(os.environ.get("GOVERN_SOAK"))
VOTERS = 8
PAPERS = 6
"""As many papers each voter has ready in one life; more than a life lasts for."""
GONE = (ConnectionError, asyncio.IncompleteReadError)


class Server(Protocol):
    """What is killed: the quick one or the one that `govern serve` starts."""

    port: int

    def begin(self) -> None: ...

    def end(self) -> None: ...


class FromTheCommandLine:
    """`govern serve`, begun as its owner begins it."""

    def __init__(self, home: Path) -> None:
        self._service = Service(home)
        self.port = self._service.port

    def begin(self) -> None:
        self._service.start()

    def end(self) -> None:
        self._service.kill()


class Voting:
    """Voters who vote again and again, through all lives of one server, and what they were told."""

    def __init__(self, hall: Hall, society: Society, server: Server) -> None:
        self.hall = hall
        self.society = society
        self.server = server
        self.told: dict[str, Ready] = {}
        self.untold: dict[str, Ready] = {}
        self.shown: set[str] = set()
        self.in_without_an_answer = 0

    async def one_life(self, luck: random.Random) -> Box:
        """Begin, send again what got no answer, vote until killed; then what the box holds."""
        self.server.begin()
        await self._send_again(luck)
        papers = [
            [await ready(self.society, self.hall, voter, luck.randrange(100)) for _ in range(PAPERS)]
            for voter in self.hall.voters
        ]
        voters = [asyncio.create_task(self._vote(mine)) for mine in papers]
        await asyncio.sleep(luck.uniform(0, 0.4))
        self.server.end()
        await asyncio.gather(*voters)
        return await look_into(self.society, self.hall.ballot_id)

    async def _vote(self, papers: list[Ready]) -> None:
        """Send one paper after the other, look at the receipt of each, until the server is gone."""
        client = Client(self.server.port)
        with contextlib.suppress(*GONE):
            await client.connect()
            for paper in papers:
                self.untold[paper.code] = paper
                await self._send(client, paper)
                shown = await receipt_code(client, self.hall, paper.voter)
                assert shown == paper.code.replace("-", ""), "the receipt shows another code than the check page"
                self.shown.add(paper.code)
        await client.close()

    async def _send(self, client: Client, paper: Ready) -> None:
        status = await client.send_raw(paper.sending.path, paper.sending.body, paper.sending.cookies)
        assert status == 303, f"a vote was answered with {status}"
        self.told[paper.code] = paper
        self.untold.pop(paper.code, None)

    async def _send_again(self, luck: random.Random) -> None:
        """The same forms after the restart: those without an answer, and some that had theirs."""
        before = await codes_in(self.society, self.hall.ballot_id)
        lost = [paper for paper in self.untold.values() if paper.code not in before]
        again = [paper for paper in self.untold.values() if paper.code in before]
        self.in_without_an_answer += len(again)
        answered = luck.sample(sorted(self.told), min(3, len(self.told)))
        client = Client(self.server.port)
        await client.connect()
        for paper in (*again, *(self.told[code] for code in answered)):
            await self._send(client, paper)
        assert await codes_in(self.society, self.hall.ballot_id) == before, (
            "the same form sent again made another envelope"
        )
        for paper in lost:
            await self._send(client, paper)
        assert len(await codes_in(self.society, self.hall.ballot_id)) == len(before) + len(lost)
        await client.close()


def faults(voting: Voting, box: Box) -> list[str]:
    """What may never be, whenever the server is killed."""
    found = list(box.wrong)
    found += [f"{code} was answered and is not in the box" for code in voting.told if code not in box.codes]
    found += [f"{code} was shown on a receipt and is not in the box" for code in voting.shown - set(box.codes)]
    known = voting.told.keys() | voting.untold.keys()
    found += [f"{code} is in the box and nobody sent it" for code in box.codes if code not in known]
    if len(set(box.codes)) != len(box.codes):
        found.append("an envelope is in the box twice")
    return found


async def _many_lives(hall: Hall, server: Server, kills: int, seed: int) -> Voting:
    society = await hall.open()
    voting = Voting(hall, society, server)
    luck = random.Random(seed)
    try:
        for life in range(kills):
            box = await voting.one_life(luck)
            assert not faults(voting, box), f"after kill {life + 1} (seed {seed})"
    finally:
        server.end()
        await society.store.close()
    return voting


@pytest.fixture
def hall(tmp_path: Path) -> Hall:
    return a_hall_now(tmp_path / "home", voters=VOTERS * 3, ranked=False)


@pytest.fixture
def hall_on_postgresql(tmp_path: Path, postgres: Cluster) -> Iterator[Hall]:
    yield a_hall_now(tmp_path / "home", voters=VOTERS * 3, ranked=False, url=postgres.new_database())


def _say(voting: Voting, kills: int) -> None:
    print(
        f"{kills} kills: {len(voting.told)} answered votes, all in the box; "
        f"{voting.in_without_an_answer} were in the box without an answer and got it after the restart"
    )
    assert len(voting.told) > kills, "hardly anybody voted; the kills came too early to show anything"


def test_every_answered_vote_is_in_the_box_whenever_the_server_is_killed(hall: Hall) -> None:
    kills = 180 if SOAK else 45
    _say(asyncio.run(_many_lives(hall, Lives(hall.home), kills, seed=9)), kills)


def test_the_same_holds_for_the_server_as_its_owner_starts_it(hall: Hall) -> None:
    kills = 20 if SOAK else 5
    _say(asyncio.run(_many_lives(hall, FromTheCommandLine(hall.home), kills, seed=10)), kills)


@pytest.mark.postgres
def test_the_same_holds_on_postgresql(hall_on_postgresql: Hall) -> None:
    kills = 50 if SOAK else 10
    home = hall_on_postgresql.home
    _say(asyncio.run(_many_lives(hall_on_postgresql, Lives(home), kills, seed=11)), kills)
