"""`govern worker`: send what is in the outboxes."""

from __future__ import annotations

import argparse
import asyncio
import os

from govern.clock import now
from govern.post import smtp
from govern.settings import from_environment
from govern.society import Societies


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser("worker", help="send the letters in the outboxes, again and again")
    parser.add_argument("--once", action="store_true", help="send what is due now, then stop")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    sent = asyncio.run(_work(once=arguments.once))
    print(f"{sent} letters sent.")
    return 0


async def _work(*, once: bool) -> int:
    societies = Societies(from_environment(os.environ))
    try:
        return await smtp.work(societies, now, once=once)
    finally:
        await societies.close()
