"""`govern verify-record SOCIETY`: walk the chain of the audit record from its first line to its last.
`govern verify-minutes SOCIETY`: walk every minute book from its first set of minutes to its last.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys

from govern import record
from govern.errors import GovernError
from govern.minutes.book import queries
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
    books = subparsers.add_parser(
        "verify-minutes",
        help="check that no set of minutes in a society's minute books was lost or altered",
        description="Exit code 0: every book holds. 1: one is broken, and where. 2: they could not be read.",
    )
    books.add_argument("society", help="the society's short name")
    books.set_defaults(run=run_books)


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


def run_books(arguments: argparse.Namespace) -> int:
    try:
        verdicts = asyncio.run(_verify_books(arguments.society))
    except GovernError as refusal:
        print(str(refusal), file=sys.stderr)
        return TROUBLE
    except Exception as trouble:
        print(f"The minute books could not be read: {type(trouble).__name__}.", file=sys.stderr)
        return TROUBLE
    if not verdicts:
        print("There is no minute book yet: nothing is signed.")
    for one in verdicts:
        if one.holds:
            print(f"The minute book of {one.body} holds: {one.checked} sets of minutes, ending in {one.chain_hash}.")
        else:
            print(f"The minute book of {one.body} is broken at number {one.first_broken}.")
    return HOLDS if all(one.holds for one in verdicts) else BROKEN


async def _verify_books(short: str) -> list[queries.BookVerdict]:
    societies = Societies(from_environment(os.environ))
    try:
        society = await societies.find(short)
        async with society.store.reading() as reading:
            bodies = await queries.bodies_with_books(reading)
            return [await queries.verify_book(reading, body, society.uploads()) for body in bodies]
    finally:
        await societies.close()
