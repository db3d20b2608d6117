"""How long the server takes for a page, and how heavy a page is with everything that it loads, uncompressed."""

from __future__ import annotations

import asyncio
import os
import re
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import msgspec

from govern.ballots import lifecycle as ballots
from govern.clock import now
from scripts.bench.figures import median, percentile, row
from scripts.bench.hall import SHORT, Hall, a_hall
from scripts.bench.http import Client
from scripts.bench.ready import ready
from scripts.bench.voting import send, to_check_page
from tests.servers.service import Service

TIMES = 100
LOADED = re.compile(rb'(?:href|src)="(/static/[^"]+)"')
IN_CSS = re.compile(rb"url\(['\"]?([^'\")]+)['\"]?\)")


class Page(msgspec.Struct, frozen=True):
    """A page to be measured: its name, its path after the society, and who looks at it."""

    name: str
    path: str
    cookies: dict[str, str]


def main() -> None:
    with tempfile.TemporaryDirectory(dir=os.environ.get("GOVERN_BENCH_FOLDER")) as name:
        asyncio.run(_measure(Path(name) / "home"))


async def _measure(home: Path) -> None:
    hall = await a_hall(home, voters=195)
    counted = await _a_declared_result(home.parent / "declared")
    print(row("page", "time p50, ms", "p95, ms", "HTML, KB", "with all it loads, KB"))
    print(row(*["---"] * 5))
    with Service(home) as service:
        client = Client(service.port)
        for page in await _pages(client, hall):
            await show(client, page)
        await client.close()
    with Service(counted.home) as service:
        client = Client(service.port)
        await show(client, Page("result", f"{counted.path}/result", counted.voters[0].cookies))
        await client.close()


async def _pages(client: Client, hall: Hall) -> list[Page]:
    """The journey's pages: two voters, one before sending and one after, and the returning officer."""
    here = f"/en/{SHORT}"
    answers = [("yes",), ("no",), tuple(map(str, hall.candidates))]
    sending, sent = hall.voters[:2]
    sealed = await to_check_page(client, hall, sending, answers)
    await send(client, await to_check_page(client, hall, sent, answers))
    return [
        Page("front page", here, {}),
        Page("home", f"{here}/home", hall.voters[2].cookies),
        Page("ballot", hall.path, hall.voters[2].cookies),
        Page("paper, a question", f"{hall.path}/paper/1", hall.voters[2].cookies),
        Page("paper, an election", f"{hall.path}/paper/3", hall.voters[2].cookies),
        Page("check", f"{hall.path}/check", sealed.cookies),
        Page("receipt", f"{hall.path}/receipt", sent.cookies),
        Page("office", f"{here}/office", hall.officers[0].cookies),
        Page("office, a ballot", f"{here}/office/ballots/{hall.ballot_id}", hall.officers[0].cookies),
    ]


async def _a_declared_result(home: Path) -> Hall:
    """The same society, everybody has voted, the result is declared."""
    hall = await a_hall(home / "home", voters=195)
    with Service(hall.home) as service:
        society = await hall.open()
        client = Client(service.port)
        await client.connect()
        for number, voter in enumerate(hall.voters):
            made = (await ready(society, hall, voter, number)).sending
            await client.send_raw(made.path, made.body, made.cookies)
        await client.close()
    officer, at = hall.officers[0].person_id, now()
    async with society.store.writing() as writing:
        await ballots.close(writing, society, hall.ballot_id, by=officer, at=at)
    await ballots.count(society, hall.ballot_id, by=officer, at=at + timedelta(seconds=1))
    async with society.store.writing() as writing:
        await ballots.declare(writing, hall.ballot_id, by=officer, at=at + timedelta(seconds=2))
    await society.store.close()
    return hall


async def show(client: Client, page: Page) -> None:
    client.cookies = dict(page.cookies)
    status, html = await client.get(page.path)
    if status != 200:
        raise RuntimeError(f"{page.name}: {status}")
    times = []
    for _ in range(TIMES):
        client.cookies = dict(page.cookies)
        begun = time.perf_counter()
        await client.get(page.path)
        times.append((time.perf_counter() - begun) * 1000)
    weight = len(html) + await _weight_of_what_it_loads(client, html)
    print(
        row(
            page.name,
            f"{median(times):.1f}",
            f"{percentile(times, 0.95):.1f}",
            f"{len(html) / 1000:.0f}",
            f"{weight / 1000:.0f}",
        ),
        flush=True,
    )


async def _weight_of_what_it_loads(client: Client, html: bytes) -> int:
    """Style sheets, scripts, pictures, and what the style sheets name: fonts in every cut, as if all were needed."""
    waiting = {address.decode() for address in LOADED.findall(html)}
    seen: set[str] = set()
    weight = 0
    while waiting:
        address = waiting.pop()
        seen.add(address)
        status, content = await client.get(address)
        weight += len(content) if status == 200 else 0
        if address.partition("?")[0].endswith(".css"):
            folder = address.rpartition("/")[0]
            named = {_absolute(folder, link.decode()) for link in IN_CSS.findall(content)}
            waiting |= {link for link in named if link.startswith("/static/")} - seen
    return weight


def _absolute(folder: str, link: str) -> str:
    return os.path.normpath(link if link.startswith("/") else f"{folder}/{link}").partition("#")[0]
