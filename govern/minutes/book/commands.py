"""`govern verify-record SOCIETY`: walk the chain of the audit record from its first line to its last."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from govern import record
from govern.errors import GovernError
from govern.record import Verdict
from govern.settings import from_environment
from govern.society import Societies

HOLDS, BROKEN, TROUBLE = 0, 1, 2


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "verify-record",
        help="check that no line of a society's audit record was lost or altered",
        description="Exit code 0: the record holds. 1: it is broken, and where. 2: it could not be read.",
    )
    parser.add_argument("society", help="the society's short name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    try:
        verdict = asyncio.run(_verify(arguments.society))
    except GovernError as refusal:
        print(str(refusal), file=sys.stderr)
        return TROUBLE
    except Exception as trouble:
        print(f"The record could not be read: {type(trouble).__name__}.", file=sys.stderr)
        return TROUBLE
    if verdict.holds:
        print(f"The record holds: {verdict.lines} lines, ending in {verdict.chain_hash.hex()}.")
        return HOLDS
    print(f"The record is broken at line {verdict.first_broken}.")
    return BROKEN


async def _verify(short: str) -> Verdict:
    societies = Societies(from_environment(os.environ))
    try:
        society = await societies.find(short)
        async with society.store.reading() as reading:
            return await record.verify(reading)
    finally:
        await societies.close()
