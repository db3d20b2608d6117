"""So many visitors at once, in a process of their own so that measuring does not slow what is measured."""

from __future__ import annotations

import asyncio
import multiprocessing
import time
from collections.abc import Sequence
from urllib.parse import urlencode

import msgspec
import uvloop

from scripts.bench.http import Client


class Sending(msgspec.Struct, frozen=True):
    """One form to be sent: where, what, with which cookies, and which status and address answer it."""

    path: str
    body: bytes
    cookies: str
    expects: int = 303

    @classmethod
    def of(cls, path: str, fields: dict[str, str], cookies: dict[str, str], expects: int = 303) -> Sending:
        kept = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return cls(path, urlencode(fields).encode(), kept, expects)


class Measured(msgspec.Struct, frozen=True):
    """How long all took together, and each by itself, in seconds. `refused`: answers of another status."""

    wall: float
    each: tuple[float, ...]
    refused: int

    @property
    def rate(self) -> float:
        return len(self.each) / self.wall


def measure(port: int, sendings: Sequence[Sending], at_once: int) -> Measured:
    """Send everything, `at_once` visitors each with one connection, each waiting for its answer before the next."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_run, args=(theirs, port, list(sendings), at_once))
    process.start()
    measured: Measured = ours.recv()
    process.join()
    return measured


def _run(answer: object, port: int, sendings: list[Sending], at_once: int) -> None:
    measured = uvloop.run(_all(port, sendings, at_once))
    answer.send(measured)  # type: ignore[attr-defined]  # a pipe's end has no public type


async def _all(port: int, sendings: list[Sending], at_once: int) -> Measured:
    waiting = iter(sendings)
    each: list[float] = []
    refused = 0

    async def visitor(client: Client) -> None:
        nonlocal refused
        for sending in waiting:
            begun = time.perf_counter()
            status = await client.send_raw(sending.path, sending.body, sending.cookies)
            each.append(time.perf_counter() - begun)
            refused += status != sending.expects

    clients = [Client(port) for _ in range(at_once)]
    for client in clients:
        await client.connect()
    begun = time.perf_counter()
    await asyncio.gather(*map(visitor, clients))
    wall = time.perf_counter() - begun
    for client in clients:
        await client.close()
    return Measured(wall, tuple(each), refused)
