"""`govern index SOCIETY`: make the index of the search again, from the first line of the record."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from govern.errors import GovernError
from govern.minutes.search.lifecycle import begin_again
from govern.settings import from_environment
from govern.society import Societies


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "index",
        help="make the index of a society's search again",
        description="The service keeps the index by itself. This empties it and reads everything again.",
    )
    parser.add_argument("society", help="the society's short name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        read = asyncio.run(_index(arguments.society))
    except GovernError as refusal:
        print(str(refusal), file=sys.stderr)
        return 1
    print(f"{read} things were read again and can be found.")
    return 0


async def _index(short: str) -> int:
    societies = Societies(from_environment(os.environ))
    try:
        return await begin_again((await societies.find(short)).store)
    finally:
        await societies.close()
