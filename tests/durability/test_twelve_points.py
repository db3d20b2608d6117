"""A vote's way into the box, cut off at each of twelve points: a receipt has its leaf, and the form goes in once.

Each run is a process of its own that casts one vote by the room's own steps and is killed (SIGKILL) where it has just
done the thing the point is named after. Then the box is looked into, and the same form is sent again.
"""

from __future__ import annotations

import asyncio
import functools
import multiprocessing
import os
import signal
from collections.abc import Callable
from itertools import islice
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import Engine, event

from govern import record
from govern.ballots import lifecycle as ballots
from govern.ballots.casting import caster
from govern.ballots.lifecycle import Sealing
from govern.clock import now
from govern.society import Society
from scripts.bench.hall import Hall, a_hall_now
from tests.durability.the_box import codes_in, look_into
from tests.servers.postgres import Cluster

SOAK = bool(os.environ.get("GOVERN_SOAK"))
BEFORE, AFTER, TOLD = "before the commit", "after the commit", "after the answer"
STEPS = {
    "it waits for its turn": (caster.Caster, "_post_waiting"),
    "the box is held": (caster, "held_edge"),
    "the ballot is read": (caster, "_box"),
    "the roll is read": (caster, "_places_on_the_roll"),
    "the leaf is in": (caster, "add_leaves"),
    "the head is signed": (caster, "sign_head"),
    "the record has its line": (record, "add_all"),
}
INSERTS = {
    "the envelope is kept": "INSERT INTO envelope",
    "its slips are seen": "INSERT INTO slip_seen",
    "its form is kept": "INSERT INTO cast_token",
}
POINTS = {**dict.fromkeys((*STEPS, *INSERTS), BEFORE), "it is committed": AFTER, "it is answered": TOLD}


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _dies_after(place: Any, name: str) -> None:
    """From now on the process ends where this step has just been taken."""
    step: Callable[..., Any] = getattr(place, name)

    @functools.wraps(step)
    async def taken(*args: Any, **kwargs: Any) -> None:
        await step(*args, **kwargs)
        _die()

    setattr(place, name, taken)


def _dies_waiting() -> None:
    async def never(_: caster.Caster) -> None:
        _die()

    setattr(caster.Caster, "_post_waiting", never)  # noqa: B010  # it is put in the place of a method


def _cast_until(hall: Hall, sealing: Sealing, person: int, point: str, told: Connection) -> None:
    """In a process of its own: prepare the end, then vote. What is sent through `told` the voter has read."""
    if point == "it waits for its turn":
        _dies_waiting()
    elif point in STEPS:
        _dies_after(*STEPS[point])
    elif point in INSERTS:
        event.listen(Engine, "after_cursor_execute", _dies_at(INSERTS[point]))
    elif point == "it is committed":
        _dies_after(caster, "post")
    posted = asyncio.run(_cast(hall, sealing, person))
    told.send(posted.code)
    if POINTS[point] == TOLD:
        _die()


def _dies_at(beginning: str) -> Callable[..., None]:
    def look(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if statement.startswith(beginning):
            _die()

    return look


async def _cast(hall: Hall, sealing: Sealing, person: int) -> ballots.Posted:
    society = await hall.open()
    return await ballots.cast(society, hall.voters[person].person_id, sealing, at=now())


async def _seal(society: Society, hall: Hall, person: int, turn: int) -> Sealing:
    choices: dict[UUID, tuple[str, ...]] = dict.fromkeys(hall.contests, ("yes" if turn % 2 else "no",))
    async with society.store.reading() as reading:
        return await ballots.seal_paper(reading, hall.ballot_id, hall.voters[person].person_id, choices, at=now())


async def _one_run(society: Society, hall: Hall, point: str, turn: int) -> None:
    person = turn % len(hall.voters)
    sealing = await _seal(society, hall, person, turn)
    before = await codes_in(society, hall.ballot_id)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["govern.commands", __name__])
    heard, told = context.Pipe(duplex=False)
    process = context.Process(target=_cast_until, args=(hall, sealing, person, point, told))
    process.start()
    told.close()
    await asyncio.to_thread(process.join, 60)
    assert process.exitcode == -signal.SIGKILL, f"{point}: it was not reached ({process.exitcode})"
    receipts = [heard.recv()] if POINTS[point] == TOLD else []
    found = await codes_in(society, hall.ballot_id)
    assert found == before + [sealing.code] * (POINTS[point] != BEFORE), point
    assert all(code in found for code in receipts), f"{point}: a receipt has no leaf"
    again = await ballots.cast(society, hall.voters[person].person_id, sealing, at=now())
    assert again.again is (POINTS[point] != BEFORE), point
    assert (await codes_in(society, hall.ballot_id)) == [*before, sealing.code], f"{point}: sent again"


async def _runs(hall: Hall, many: int) -> None:
    society = await hall.open()
    try:
        for turn, point in enumerate(islice([*POINTS] * (many // len(POINTS) + 1), many)):
            await _one_run(society, hall, point, turn)
            if turn % 60 == 11 or turn == many - 1:
                assert not (await look_into(society, hall.ballot_id)).wrong
    finally:
        await society.store.close()


def test_a_vote_cut_off_at_any_of_twelve_points_is_in_whole_or_not_at_all(tmp_path: Path) -> None:
    hall = a_hall_now(tmp_path / "home", voters=30, ranked=False)
    asyncio.run(_runs(hall, 1_000 if SOAK else 24))


@pytest.mark.postgres
def test_the_same_holds_where_postgresql_keeps_the_box(tmp_path: Path, postgres: Cluster) -> None:
    hall = a_hall_now(tmp_path / "home", voters=30, ranked=False, url=postgres.new_database())
    asyncio.run(_runs(hall, 120 if SOAK else 12))
