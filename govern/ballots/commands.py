"""`govern open-due` and `govern close-due`: the clock's steps for a timer outside; the server takes them too."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from uuid import UUID

from govern.ballots import lifecycle
from govern.clock import now
from govern.constituencies.rulebook.queries import find_face
from govern.identity.rules import Site
from govern.settings import from_environment
from govern.society import Societies, Society

Due = Callable[[Society, datetime], Awaitable[tuple[UUID, ...]]]


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    opening = subparsers.add_parser("open-due", help="open every vote whose time has come and that is ready")
    opening.add_argument("society", help="the short name of the society")
    opening.set_defaults(run=_open_due)
    closing = subparsers.add_parser("close-due", help="close every vote whose time is over")
    closing.add_argument("society", help="the short name of the society")
    closing.set_defaults(run=_close_due)


def _open_due(args: argparse.Namespace) -> int:
    """Everybody on the roll is told, as when an officer opens the vote."""
    address = from_environment(os.environ).address

    async def opening(society: Society, at: datetime) -> tuple[UUID, ...]:
        site = Site(address, society.short, (await find_face(society, "en")).name)
        return await lifecycle.open_due(society, at=at, site=site)

    return asyncio.run(_take(args.society, opening, "Opened"))


def _close_due(args: argparse.Namespace) -> int:
    return asyncio.run(_take(args.society, lambda society, at: lifecycle.close_due(society, at=at), "Closed"))


async def _take(short: str, due: Due, done: str) -> int:
    """Take the step in one society. Refusals are told by the command line itself."""
    societies = Societies(from_environment(os.environ))
    try:
        found = await due(await societies.find(short), now())
    finally:
        await societies.close()
    print(f"{done}: {len(found)}")
    return 0
