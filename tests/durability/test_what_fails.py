"""What fails under a vote: the disk is full, the database restarts, a clock is wrong, a crowd votes at once.

Nobody is told that a vote is in which is not; the same form sent again puts it in, once.
"""

from __future__ import annotations

import asyncio
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event, select

from govern.ballots import lifecycle as ballots
from govern.ballots.lifecycle import Sealing
from govern.ballots.models import Ballot
from govern.ballots.seal.documents import Cast, Closed
from govern.clock import now
from govern.errors import GovernError, Unavailable, WrongMoment
from govern.society import Society
from scripts.bench.hall import Hall, a_hall_now
from tests.durability.the_box import codes_in, look_into
from tests.servers.postgres import Cluster

SOAK = bool(os.environ.get("GOVERN_SOAK"))
TEN_MINUTES = timedelta(minutes=10)


async def _seal(society: Society, hall: Hall, person: UUID, turn: int = 0, at: datetime | None = None) -> Sealing:
    choices: dict[UUID, tuple[str, ...]] = dict.fromkeys(hall.contests, ("yes" if turn % 2 else "no",))
    async with society.store.reading() as reading:
        return await ballots.seal_paper(reading, hall.ballot_id, person, choices, at=at or now())


@contextmanager
def a_full_disk() -> Iterator[None]:
    """Every connection that is opened meanwhile may not make its database any larger (SQLITE_FULL)."""

    def full(connection: Any, _record: Any) -> None:
        pages = connection.cursor()
        pages.execute("PRAGMA page_count")
        (many,) = pages.fetchone()
        pages.execute(f"PRAGMA max_page_count = {many}")
        pages.close()

    event.listen(Engine, "connect", full)
    try:
        yield
    finally:
        event.remove(Engine, "connect", full)


async def _fill_the_disk(hall: Hall) -> None:
    with a_full_disk():
        society = await hall.open()
        told: list[str] = []
        refused: tuple[Sealing, UUID] | None = None
        for turn in range(400):
            voter = hall.voters[turn % len(hall.voters)]
            sealing = await _seal(society, hall, voter.person_id, turn)
            try:
                told.append((await ballots.cast(society, voter.person_id, sealing, at=now())).code)
            except Unavailable as refusal:
                assert "you have not voted" in str(refusal)
                refused = sealing, voter.person_id
                break
        await society.store.close()
    assert refused is not None, "the disk was never full"
    society = await hall.open()
    sealing, person = refused
    assert await codes_in(society, hall.ballot_id) == told
    assert not (await look_into(society, hall.ballot_id)).wrong
    assert not (await ballots.cast(society, person, sealing, at=now())).again
    assert await codes_in(society, hall.ballot_id) == [*told, sealing.code]
    assert not (await look_into(society, hall.ballot_id)).wrong
    await society.store.close()


def test_on_a_full_disk_nobody_is_told_that_a_vote_is_in_and_afterwards_the_form_goes_in(tmp_path: Path) -> None:
    asyncio.run(_fill_the_disk(a_hall_now(tmp_path / "home", voters=30, ranked=False)))


async def _restart_under_votes(hall: Hall, cluster: Cluster) -> None:
    society = await hall.open()
    sealings = [
        (voter.person_id, await _seal(society, hall, voter.person_id, n)) for n, voter in enumerate(hall.voters)
    ]
    told: set[str] = set()

    async def cast(person: UUID, sealing: Sealing) -> None:
        with suppress(Unavailable):
            told.add((await ballots.cast(society, person, sealing, at=now())).code)

    for person, sealing in sealings[:10]:
        await cast(person, sealing)
    assert len(told) == 10
    casting = [asyncio.create_task(cast(person, sealing)) for person, sealing in sealings[10:]]
    await asyncio.to_thread(cluster.restart)
    await asyncio.gather(*casting)
    assert told <= set(await codes_in(society, hall.ballot_id))
    for person, sealing in sealings:
        await ballots.cast(society, person, sealing, at=now())
    codes = await codes_in(society, hall.ballot_id)
    assert sorted(codes) == sorted(sealing.code for _, sealing in sealings)
    assert not (await look_into(society, hall.ballot_id)).wrong
    await society.store.close()


@pytest.mark.postgres
def test_when_the_database_restarts_every_answered_vote_is_in_and_the_others_go_in_once(
    tmp_path: Path, postgres: Cluster
) -> None:
    hall = a_hall_now(tmp_path / "home", voters=60, ranked=False, url=postgres.new_database())
    asyncio.run(_restart_under_votes(hall, postgres))


async def _clocks_apart(hall: Hall) -> None:
    """T27: one worker's clock is right, another's ten minutes slow, a third's ten minutes fast."""
    society = await hall.open()
    async with society.store.reading() as reading:
        closes = await reading.scalar(select(Ballot.closes_at).where(Ballot.id == hall.ballot_id))
    assert closes is not None
    right, slow, fast = hall.voters[:3]
    before = closes - timedelta(minutes=5)
    for voter, at in ((right, before), (slow, before - TEN_MINUTES)):
        await ballots.cast(society, voter.person_id, await _seal(society, hall, voter.person_id, at=at), at=at)
    with pytest.raises(WrongMoment):  # its clock says that voting is over; nothing of that stands in the box
        sealing = await _seal(society, hall, fast.person_id, at=before)
        await ballots.cast(society, fast.person_id, sealing, at=before + TEN_MINUTES)
    waiting = await _seal(society, hall, slow.person_id, turn=1, at=before)
    async with society.store.writing() as writing:
        await ballots.close(writing, society, hall.ballot_id, by=None, at=closes + TEN_MINUTES)
    with pytest.raises(GovernError):  # for this worker there are minutes left, and the box is closed
        await ballots.cast(society, slow.person_id, waiting, at=closes - timedelta(minutes=1))
    box = await look_into(society, hall.ballot_id)
    assert not box.wrong and box.leaves[-1] == Closed()
    assert sum(isinstance(leaf, Cast) for leaf in box.leaves) == 2
    await society.store.close()


def test_with_clocks_ten_minutes_apart_nothing_comes_after_the_close(tmp_path: Path) -> None:
    asyncio.run(_clocks_apart(a_hall_now(tmp_path / "home", voters=30, ranked=False)))


async def _a_crowd(hall: Hall, many: int) -> None:
    society = await hall.open()
    door = asyncio.Semaphore(50)
    told: list[str] = []

    async def vote(person: UUID, turn: int) -> None:
        async with door:
            sealing = await _seal(society, hall, person, turn)
            told.append((await ballots.cast(society, person, sealing, at=now())).code)
            if secrets.randbelow(10) == 0:  # somebody presses twice
                assert (await ballots.cast(society, person, sealing, at=now())).again

    await asyncio.gather(*(vote(voter.person_id, turn) for turn, voter in enumerate(hall.voters)))
    box = await look_into(society, hall.ballot_id)
    assert not box.wrong
    assert len(told) == many and sorted(told) == sorted(box.codes)
    await society.store.close()


def test_a_crowd_of_fifty_at_once_loses_no_vote_and_doubles_none(tmp_path: Path) -> None:
    """5,000 in a soak: 0 lost, 0 double."""
    many = 5_000 if SOAK else 300
    asyncio.run(_a_crowd(a_hall_now(tmp_path / "home", voters=many, ranked=False), many))


@pytest.mark.postgres
def test_the_crowd_votes_where_postgresql_keeps_the_box(tmp_path: Path, postgres: Cluster) -> None:
    many = 5_000 if SOAK else 200
    hall = a_hall_now(tmp_path / "home", voters=many, ranked=False, url=postgres.new_database())
    asyncio.run(_a_crowd(hall, many))
