"""A meeting of 500: everybody through two desks, then 500 open screens of the hall while people come and go.

Each desk is one officer's browser that does what a scanner does: types a number into the page's form, sends it, and
reads the page that follows. The ballot of the meeting is open, so every check-in writes into its log too.
"""

from __future__ import annotations

import asyncio
import os
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select, update

from govern.ballots.models import Ballot
from govern.clock import now
from govern.constituencies.register.models import Member
from govern.identity import lifecycle as identity
from govern.identity.lifecycle import Browser
from govern.identity.rules import Proof
from govern.meetings import lifecycle as meetings
from govern.meetings.lifecycle import ItemDraft, MeetingDraft
from govern.meetings.rules import ItemKind, MeetingKind
from govern.society import Society
from scripts.bench.figures import milliseconds
from scripts.bench.hall import SHORT, Hall, a_hall
from scripts.bench.http import HIDDEN, Client
from tests.servers.service import Service

PEOPLE = 500
DESKS = 2
WATCHED_SECONDS = 60
ASKED_EVERY = 4.0


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        asyncio.run(_measure(Path(name) / "home"))


async def _measure(home: Path) -> None:
    hall = await a_hall(home, voters=PEOPLE, ranked=False)
    society = await hall.open()
    try:
        meeting, numbers, desks = await _a_meeting(society, hall)
    finally:
        await society.store.close()
    with Service(home) as service:
        begun = time.perf_counter()
        shares = [numbers[desk::DESKS] for desk in range(DESKS)]
        each = await asyncio.gather(
            *(_desk(service.port, meeting, desks[desk], shares[desk], "in") for desk in range(DESKS))
        )
        wall = time.perf_counter() - begun
        every = [seconds for one in each for seconds in one]
        print(f"{PEOPLE} people at {DESKS} desks: {wall:.0f} s, a check-in with its page {milliseconds(every)}")
        spent = service.cpu_seconds()
        print(f"mean of a check-in: {1000 * sum(every) / PEOPLE:.0f} ms")
        print(f"processor time of the server, with its start: {1000 * spent / PEOPLE:.1f} ms a check-in")
        asked = await _watched(service.port, hall, meeting, desks, shares[0])
        print(f"processor time of the server: {1000 * (service.cpu_seconds() - spent) / asked:.1f} ms a question")


async def _a_meeting(society: Society, hall: Hall) -> tuple[UUID, list[str], list[dict[str, str]]]:
    """A meeting of today to which the hall's ballot belongs; members' numbers; a session for each desk."""
    at, begun, secretary = now(), now() - timedelta(days=29), hall.officers[-1].person_id
    words = {"en": "General meeting", "cy": "Cyfarfod cyffredinol"}
    wanted = MeetingDraft(
        kind=MeetingKind.GM, title=words, starts_at=at + timedelta(seconds=1), place={"en": "Hall", "cy": "Neuadd"}
    )
    async with society.store.writing() as writing:
        meeting = await meetings.draft(writing, wanted, by=secretary, at=begun)
        item = ItemDraft(kind=ItemKind.REPORT, title=words)
        await meetings.add_item(writing, meeting, item, by=secretary, at=begun)
        await meetings.send_notice(writing, meeting, pages={}, by=secretary, at=begun)
        await writing.execute(update(Ballot).values(meeting_id=meeting, meets_at=at))
        numbers = list(await writing.scalars(select(Member.number).order_by(Member.number)))
        desks = []
        for _ in range(DESKS):
            signed = await identity.begin(writing, secretary, Proof.PASSWORD_TOTP, Browser("Firefox"), at=at)
            desks.append({f"s-{SHORT}": signed.token})
    voting = {str(number) for number in range(1, PEOPLE + 1)}
    return meeting, [number for number in numbers if number in voting], desks


async def _desk(port: int, meeting: UUID, cookies: dict[str, str], numbers: Sequence[str], way: str) -> list[float]:
    """One number after the other, each with the page that follows. Returns the seconds of each."""
    at = f"/en/{SHORT}/office/meetings/{meeting}/desk"
    client = Client(port)
    client.cookies.update(cookies)
    status, page = await client.get(f"{at}?way={way}")
    assert status == 200, page[:400]
    form = page.split(f'action="{at}/{way}"'.encode())[1]
    name, value = HIDDEN.findall(form)[0]
    each = []
    for number in numbers:
        begun = time.perf_counter()
        status, led, body = await client.post(f"{at}/{way}", {name.decode(): value.decode(), "find": number})
        assert status == 303, (number, status, body[-1500:])
        status, _ = await client.get(led.removeprefix(f"http://127.0.0.1:{port}"))
        assert status == 200
        each.append(time.perf_counter() - begun)
    await client.close()
    return each


async def _watched(port: int, hall: Hall, meeting: UUID, desks: list[dict[str, str]], numbers: Sequence[str]) -> int:
    """Everybody has the hall's screen open; meanwhile one desk sends somebody out and in again every two seconds.

    Returns how many questions were answered.
    """
    over = time.perf_counter() + WATCHED_SECONDS
    asked: list[tuple[int, float]] = []
    chair: list[float] = []

    async def screen(cookies: dict[str, str]) -> None:
        client, path, seen = Client(port), f"/en/{SHORT}/meetings/{meeting}/hall", ""
        client.cookies.update(cookies)
        await asyncio.sleep(random.random() * ASKED_EVERY)
        while time.perf_counter() < over:
            begun = time.perf_counter()
            status, body = await client.get(f"{path}?seen={seen}" if seen else path)
            asked.append((status, time.perf_counter() - begun))
            if status == 200:
                seen = body.split(b"?seen=")[1][:16].decode()
            await asyncio.sleep(ASKED_EVERY)
        await client.close()

    async def coming_and_going() -> None:
        for number in numbers:
            if time.perf_counter() > over:
                return
            await _desk(port, meeting, desks[0], [number], "out")
            await asyncio.sleep(1)
            await _desk(port, meeting, desks[0], [number], "in")
            await asyncio.sleep(1)

    async def the_chair() -> None:
        client = Client(port)
        client.cookies.update(desks[1])
        while time.perf_counter() < over:
            begun = time.perf_counter()
            status, _ = await client.get(f"/en/{SHORT}/office/meetings/{meeting}/chair")
            assert status == 200
            chair.append(time.perf_counter() - begun)
            await asyncio.sleep(1)
        await client.close()

    await asyncio.gather(*(screen(voter.cookies) for voter in hall.voters), coming_and_going(), the_chair())
    empty = [seconds for status, seconds in asked if status == 204]
    fresh = [seconds for status, seconds in asked if status == 200]
    strange = sum(status not in (200, 204) for status, _ in asked)
    print(f"{len(hall.voters)} screens for {WATCHED_SECONDS} s: {len(asked)} questions, {strange} answered otherwise")
    print(
        f"unchanged ({len(empty)}): {milliseconds(empty or [0.0])}; new figures ({len(fresh)}): {milliseconds(fresh)}"
    )
    print(f"the chair's own screen, loaded every second: {milliseconds(chair)}")
    return len(asked)
