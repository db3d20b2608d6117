"""`govern import-members SOCIETY FILE`: a file of members into the register, from the command line;
`govern import-seats SOCIETY FILE`: a file of those who sit and sat onto the boards.

They stand in the top room because an import of members can cost somebody a seat, and end mandates in open votes.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
from collections.abc import AsyncIterator, Coroutine
from pathlib import Path
from typing import Protocol

from govern.clock import Clock, now
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries
from govern.constituencies.register import lifecycle as register
from govern.constituencies.register.incoming import Outcome
from govern.constituencies.rulebook.queries import find_face
from govern.desks.lifecycle import heeding
from govern.errors import GovernError, NotValid
from govern.identity.rules import Site, day_of
from govern.settings import from_environment
from govern.society import Societies, Society

PART = 65_536


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    members = subparsers.add_parser("import-members", help="put a file of members (CSV) into a society's register")
    seats = subparsers.add_parser("import-seats", help="put a file of those who sit and sat (CSV) onto the boards")
    for parser, what in ((members, import_members), (seats, import_seats)):
        parser.add_argument("society", help="the society's short name")
        parser.add_argument("file", type=Path, help="a table in CSV, UTF-8; its first line names the columns")
        parser.add_argument("--dry-run", action="store_true", help="show what would change and change nothing")
        parser.add_argument("--yes", action="store_true", help="do not ask before the changes are made")
        parser.set_defaults(run=run, what=what)


def run(arguments: argparse.Namespace) -> int:
    """Returns 0 when done, 1 when nobody said yes, 2 when something is wrong or lines cannot be taken."""
    try:
        return asyncio.run(
            _import(arguments.what, arguments.society, arguments.file, dry=arguments.dry_run, yes=arguments.yes)
        )
    except GovernError as refusal:
        print(f"govern: {refusal}", file=sys.stderr)
    except OSError as trouble:
        print(f"govern: {arguments.file}: {trouble.strerror}", file=sys.stderr)
    return 2


class Importer(Protocol):
    """What is done with a file: `import_members` or `import_seats`."""

    def __call__(
        self, society: Society, file: Path, *, dry: bool, yes: bool, clock: Clock, site: Site | None = None
    ) -> Coroutine[None, None, int]: ...


async def _import(what: Importer, short: str, file: Path, *, dry: bool, yes: bool, clock: Clock = now) -> int:
    settings = from_environment(os.environ)
    societies = Societies(settings)
    try:
        society = await societies.find(short)
        site = Site(settings.address, society.short, (await find_face(society, "en")).name)
        return await what(society, file, dry=dry, yes=yes, clock=clock, site=site)
    finally:
        await societies.close()


async def import_members(
    society: Society, file: Path, *, dry: bool, yes: bool, clock: Clock, site: Site | None = None
) -> int:
    """Look at the file, show what it would change, and put it in.

    Whoever runs this holds the database itself, so no second officer is asked; the record says that nobody of the
    society did it (`by` is empty).
    """
    at = clock()
    upload = await register.keep_upload(society.uploads(), file.name, _parts(file))
    kept = register.upload_of(society.uploads(), upload.import_id)
    try:
        async with society.store.reading() as reading:
            look = await register.look_at(reading, kept, at=at)
        _show(look)
        if look.counts[Outcome.REFUSED]:
            print("govern: nothing has been put in. Correct the file and try again.", file=sys.stderr)
            return 2
        if dry or look.changes == 0:
            return 0
        if not yes and not _says_yes():
            print("Nothing has been put in.")
            return 1
        async with society.store.writing() as writing, heeding(writing, society, day_of(at), by=None, at=at):
            await register.note_import(writing, upload, look, by=None, at=at)
            await register.apply(writing, upload.import_id, kept, by=None, at=at, site=site)
    finally:
        register.forget_upload(society.uploads(), upload.import_id)
    print("Put into the register.")
    return 0


async def import_seats(
    society: Society, file: Path, *, dry: bool, yes: bool, clock: Clock, site: Site | None = None
) -> int:
    """Look at the file, show what would come of it, and put it in. `site` is not asked: nobody is written to."""
    at = clock()
    upload = await register.keep_upload(society.uploads(), file.name, _parts(file))
    kept = register.upload_of(society.uploads(), upload.import_id)
    try:
        async with society.store.reading() as reading:
            look = await boards.look_at_seats(reading, kept, at=at)
        for finding in look.findings:
            why = " ".join(str(sentence) for sentence in finding.why)
            print(f"line {finding.line}: {finding.outcome}: {finding.name} {finding.what}: {why}")
        if look.count(Outcome.REFUSED):
            print("govern: nothing has been put in. Correct the file and try again.", file=sys.stderr)
            return 2
        if dry or not look.tenures:
            return 0
        if not yes and not _says_yes("Put them on their seats? Type yes: "):
            print("Nothing has been put in.")
            return 1
        async with society.store.writing() as writing:
            await boards.note_seat_import(writing, upload, look, by=None, at=at)
            await boards.apply_seats(writing, upload.import_id, kept, by=None, at=at)
        async with society.store.reading() as reading:
            for breach in await queries.open_breaches(reading, day_of(at)):
                print(
                    f"A limit is not kept: {breach.scope or 'all members'}: {breach.cap}, {breach.counted} counted."
                )
    finally:
        register.forget_upload(society.uploads(), upload.import_id)
    print("Put on their seats.")
    return 0


def _show(look: register.Look) -> None:
    for finding in look.findings:
        why = " ".join(str(sentence) for sentence in finding.why)
        print(f"line {finding.line}: {finding.outcome}: {finding.number} {finding.name}: {why}")
    for outcome in Outcome:
        print(f"{outcome}: {look.counts[outcome]}")


def _says_yes(question: str = "Put these changes into the register? Type yes: ") -> bool:
    try:
        said = input(question)
    except EOFError:
        raise NotValid("Nobody is there to say yes. Add --yes to put the file in without asking.") from None
    return said.strip().lower() in ("yes", "y", "ie")


async def _parts(file: Path) -> AsyncIterator[bytes]:
    with file.open("rb") as opened:
        while part := await asyncio.to_thread(opened.read, PART):
            yield part
