"""`govern rehearse`: begin a rehearsal of a society, print ways into it, end it; or hold one without a browser."""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from datetime import datetime
from pathlib import Path

from govern import rehearsals
from govern.clock import now
from govern.constituencies.register import queries as register
from govern.constituencies.rulebook import queries as rulebooks
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.identity import lifecycle as identity
from govern.identity import queries as people
from govern.identity.rules import day_of
from govern.rehearsals.dress import dress
from govern.settings import Settings, from_environment
from govern.society import Societies, Society


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    parser = subparsers.add_parser(
        "rehearse",
        help="rehearse on a copy of a society, where nothing counts, or without a browser",
        description="With --society: makes SHORT-rehearsal beside the society, with keys of its own. Officers sign "
        "in with the password and the authenticator that they have. With --members: holds a whole vote of an "
        "invented society, with five scrutineers, two mixers and two witnesses, and lets both verifiers judge it.",
    )
    which = parser.add_mutually_exclusive_group(required=True)
    which.add_argument("--society", metavar="SHORT", help="the society's short name")
    which.add_argument("--members", type=int, metavar="N", help="a whole rehearsal with so many invented members")
    parser.add_argument("--out", type=Path, metavar="FILE", help="with --members: where the bundle goes, a zip")
    parser.add_argument("--seed", default="rehearsal", metavar="TEXT", help="with --members: what people choose")
    parser.add_argument(
        "--links", type=int, metavar="N", help="print sign-in links into the rehearsal, for N members of each group"
    )
    parser.add_argument("--end", action="store_true", help="delete the rehearsal, after asking for its name")
    parser.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    if arguments.members is not None:
        return _dress(arguments.members, arguments.out, arguments.seed)
    settings = from_environment(os.environ)
    if arguments.end:
        return _end(settings, arguments.society)
    if arguments.links is not None:
        return asyncio.run(_print_links(settings, arguments.society, max(arguments.links, 0), now()))
    return asyncio.run(_begin(settings, arguments.society, now()))


async def _begin(settings: Settings, short: str, at: datetime) -> int:
    societies = Societies(settings)
    try:
        begun = await rehearsals.begin(await societies.find(short), at=at)
    finally:
        await societies.close()
    print(f"{begun.short} stands beside {short}. Nothing in it counts, and no mail leaves it.")
    print(f"Officers sign in with the password and authenticator that they have ({begun.officers} can):")
    print(f"{settings.address}/en/{begun.short}/sign-in/officer")
    print(f"Members come in by links: govern rehearse --society {short} --links 3")
    if begun.under_way:
        print(f"Votes under way: {begun.under_way}. They are withdrawn in the copy, and go on in {short}.")
    print(f"When you are done: govern rehearse --society {short} --end")
    return 0


async def _print_links(settings: Settings, short: str, each: int, at: datetime) -> int:
    societies, name = Societies(settings), rehearsals.name_of(short)
    try:
        if not societies.has(name):
            raise NotFound(
                "There is no rehearsal of {short}. Begin one: govern rehearse --society {short}", short=short
            )
        for line in await links(await societies.find(name), settings.address, each, at=at):
            print(line)
    finally:
        await societies.close()
    return 0


async def links(society: Society, address: str, each: int, *, at: datetime) -> list[str]:
    """A line that says whose link comes next, and the link: of each group its `each` members of longest standing."""
    day, lines, told = day_of(at), [], set()
    async with society.store.reading() as reading:
        book = (await rulebooks.in_force(reading, day)).rulebook
        groups = {group: await register.members_of_group(reading, group.id, day) for group in book.constituencies}
        known = await people.people_by_id(reading, {person for found in groups.values() for person in found})
    for group, found in groups.items():
        chosen = [known[person] for person in found if person not in told and not known[person].is_organisation]
        for person in chosen[:each]:
            told.add(person.id)
            async with society.store.writing() as writing:
                token = await identity.make_link(writing, person.id, at=at)
            lines.append(f"{group.name}: {person.name}, once, within an hour")
            lines.append(f"    {address}/{person.language}/{society.short}/sign-in/link/{token}")
    return lines


def _end(settings: Settings, short: str) -> int:
    rehearsals.check_there(settings.home, short)
    name = rehearsals.name_of(short)
    print(f"Everything in {name} will be deleted, and cannot be brought back. {short} itself stays as it is.")
    try:
        named = input(f"Type {name} to delete it: ")
    except EOFError:
        named = ""
    rehearsals.end(settings.home, short, named)
    print(f"{name} is deleted.")
    return 0


def _dress(members: int, out: Path | None, seed: str) -> int:
    """1 where a verifier refuses. Raises `NotValid` without a file to write."""
    if out is None:
        raise NotValid("Say where the bundle goes: --out bundle.zip")
    if out.exists():
        raise AlreadyDone("There is a file at {file} already. Choose another name for the bundle.", file=str(out))
    with tempfile.TemporaryDirectory(prefix="govern-rehearsal-") as folder:
        held = asyncio.run(dress(Path(folder), members, seed, now=now(), say=lambda line: print(line, flush=True)))
    out.write_bytes(held.bundle)
    print(f"{out}: {len(held.bundle)} bytes, {held.envelopes} envelopes and what came on paper.")
    print(f"{held.tested} test envelopes were opened before, and each held what was chosen.")
    for name, ran in held.verdicts:
        print(f"{name}: {'it holds' if ran.code == 0 else 'REFUSED'}")
        if ran.code:
            print(ran.said)
    return 0 if held.holds else 1
