"""`govern open-due` and `govern close-due`: the clock's steps for a timer outside; the server takes them too.

`govern bundle` writes what is needed to check a vote that was counted, `govern keep-verifier` puts back the
`verify.py` of an older one; `govern check-test` checks one envelope that was opened as a test.
"""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from sqlalchemy import select

from govern.ballots import lifecycle
from govern.ballots.models import Ballot
from govern.ballots.queries.bundle import bundle_of
from govern.ballots.seal.fingerprint import read_fingerprint
from govern.ballots.seal.tested import Tested, opened
from govern.clock import now
from govern.constituencies.rulebook.queries import find_face
from govern.errors import NotFound, NotValid
from govern.identity.rules import Site
from govern.settings import from_environment
from govern.society import Societies, Society

#: A manifest of thousands of options with photographs and their words is far below this.
LARGEST_TEST = 64 * 2**20

Due = Callable[[Society, datetime], Awaitable[tuple[UUID, ...]]]


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    opening = subparsers.add_parser("open-due", help="open every vote whose time has come and that is ready")
    opening.add_argument("society", help="the short name of the society")
    opening.set_defaults(run=_open_due)
    closing = subparsers.add_parser("close-due", help="close every vote whose time is over")
    closing.add_argument("society", help="the short name of the society")
    closing.set_defaults(run=_close_due)

    bundle = subparsers.add_parser("bundle", help="write everything that is needed to check a counted vote")
    bundle.add_argument("society", help="the short name of the society")
    bundle.add_argument("number", help="the number of the vote, as in 2026-3")
    bundle.add_argument("--to", type=Path, required=True, help="the file to write, a zip")
    bundle.set_defaults(run=_bundle)

    keeping = subparsers.add_parser(
        "keep-verifier", help="put back a verify.py that votes of before were fixed with, for their bundles"
    )
    keeping.add_argument("society", help="the short name of the society")
    keeping.add_argument("file", type=Path, help="the verify.py of then")
    keeping.set_defaults(run=_keep_verifier)

    test = subparsers.add_parser("check-test", help="check an envelope that was opened as a test, without any server")
    test.add_argument("file", type=Path, help="the file that the page of the test gave")
    test.add_argument("--fingerprint", help="the twelve words of the vote, from its notice")
    test.set_defaults(run=_check_test)


def _bundle(args: argparse.Namespace) -> int:
    """Refusals are told by the command line itself."""
    content = asyncio.run(_bundle_of(args.society, args.number))
    args.to.write_bytes(content)
    print(f"Wrote {args.to}: {len(content)} bytes. Check it: python3 -I verify.py {args.to.name}")
    return 0


def _keep_verifier(args: argparse.Namespace) -> int:
    """Refusals are told by the command line itself."""
    content = args.file.read_bytes()

    async def keeping() -> int:
        societies = Societies(from_environment(os.environ))
        try:
            society = await societies.find(args.society)
            async with society.store.writing() as writing:
                return await lifecycle.keep_handed(writing, content, at=now())
        finally:
            await societies.close()

    print(f"Kept. Votes that were fixed with it: {asyncio.run(keeping())}")
    return 0


def _check_test(args: argparse.Namespace) -> int:
    """Refusals are told by the command line itself."""
    content = args.file.read_bytes()
    found = Tested.from_bytes(content) if len(content) <= LARGEST_TEST else None
    if found is None:
        raise NotValid("This file is too large to be a tested envelope. Choose the file that the page gave you.")
    if args.fingerprint is not None and read_fingerprint(args.fingerprint) != found.fingerprint:
        raise NotValid("This file belongs to a vote with other twelve words. Show it to a scrutineer.")
    held = opened(found.manifest, found.sealed, found.openers)
    print(f"The envelope {found.code} of the vote {found.manifest.title!r}, opened as a test, holds:")
    for contest, marks in held:
        entry = found.manifest.contest(contest)
        print(f"\n{found.names.get(contest, contest)}")
        numbers = {option.id: number for number, option in enumerate(entry.options, start=1)}
        for mark in marks:
            print(f"  number {numbers[mark]} on the paper ({found.names.get(mark, mark)})")
        if not marks:
            print("  nothing: the slip is blank")
    print(f"\nThe twelve words of this vote: {' '.join(found.fingerprint)}")
    print("Sealed again with its own numbers, every slip came out the same.")
    return 0


async def _bundle_of(short: str, number: str) -> bytes:
    societies = Societies(from_environment(os.environ))
    try:
        society = await societies.find(short)
        async with society.store.reading() as reading:
            ballot_id = await reading.scalar(select(Ballot.id).where(Ballot.number == number))
            if ballot_id is None:
                raise NotFound("There is no vote with this number. Look at the list of votes.")
            return await bundle_of(reading, ballot_id)
    finally:
        await societies.close()


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
