"""What the server's owner does at the command line: appoint an officer, let one in, print a sign-in link."""

from __future__ import annotations

import argparse
import asyncio
import os
from collections.abc import Awaitable, Callable
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from govern.clock import now
from govern.errors import NotFound, NotValid
from govern.identity import lifecycle, queries
from govern.identity.queries import PersonView
from govern.identity.rules import LinkKind, day_of
from govern.permissions import OFFICERS, Role
from govern.settings import Settings, from_environment
from govern.society import Societies

Make = Callable[[AsyncSession, PersonView, datetime], Awaitable[str]]


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    let_in = subparsers.add_parser("let-in", help="let an officer in who is locked out; it is recorded")
    let_in.add_argument("society", help="the society's short name")
    let_in.add_argument("email", help="the officer's email address")
    let_in.add_argument("--reason", required=True, help="how you know that it is them; it stays in the record")
    let_in.add_argument("--name", help="who of several people with this address")
    let_in.set_defaults(run=let_officer_in)
    give = subparsers.add_parser("appoint", help="give somebody in the society an office, as its board decided")
    give.add_argument("society", help="the society's short name")
    give.add_argument("email", help="the person's email address")
    give.add_argument("role", choices=[role.value for role in Role])
    give.add_argument("--name", help="who of several people with this address")
    give.set_defaults(run=appoint)
    link = subparsers.add_parser("sign-in-link", help="print a link that signs a person in once, within an hour")
    link.add_argument("society", help="the society's short name")
    link.add_argument("email", help="the person's email address")
    link.add_argument("--name", help="who of several people with this address")
    link.set_defaults(run=print_sign_in_link)


def let_officer_in(arguments: argparse.Namespace) -> int:
    async def make(writing: AsyncSession, person: PersonView, at: datetime) -> str:
        token = await lifecycle.let_in_by_owner(writing, person.id, reason=arguments.reason, at=at)
        return f"set-up/{token}"

    link = asyncio.run(_link(from_environment(os.environ), arguments.society, arguments.email, arguments.name, make))
    print("Give this link to the officer. It is good once, for 24 hours:")
    print(link)
    return 0


def appoint(arguments: argparse.Namespace) -> int:
    """Officers who act for the society get a link to set up their password and authenticator."""
    role = Role(arguments.role)

    async def make(writing: AsyncSession, person: PersonView, at: datetime) -> str:
        await lifecycle.appoint(writing, person.id, role, day_of(at), by=None, at=at)
        if role not in OFFICERS:
            return f"sign-in/link/{await lifecycle.make_link(writing, person.id, at=at)}"
        kind = LinkKind.SET_UP
        return f"set-up/{await lifecycle.make_link(writing, person.id, kind=kind, next_path='/office', at=at)}"

    link = asyncio.run(_link(from_environment(os.environ), arguments.society, arguments.email, arguments.name, make))
    print("Give this link to them. It is good once:")
    print(link)
    return 0


def print_sign_in_link(arguments: argparse.Namespace) -> int:
    async def make(writing: AsyncSession, person: PersonView, at: datetime) -> str:
        return f"sign-in/link/{await lifecycle.make_link(writing, person.id, at=at)}"

    print(asyncio.run(_link(from_environment(os.environ), arguments.society, arguments.email, arguments.name, make)))
    return 0


async def _link(settings: Settings, short: str, email: str, name: str | None, make: Make) -> str:
    """Make a link for the person of an address, and give it whole. Raises `NotFound`, `NotValid`."""
    societies = Societies(settings)
    try:
        society = await societies.find(short)
        async with society.store.reading() as reading:
            person = _one_of(await queries.people_at(reading, email), name)
        async with society.store.writing() as writing:
            path = await make(writing, person, now())
        return f"{settings.address}/{person.language}/{short}/{path}"
    finally:
        await societies.close()


def _one_of(people: tuple[PersonView, ...], name: str | None) -> PersonView:
    fitting = tuple(person for person in people if name is None or person.name == name)
    if not fitting:
        raise NotFound("Nobody here has this address and name. Check both.")
    if len(fitting) > 1:
        raise NotValid(
            "Several people have this address: {names}. Say which with --name.",
            names=tuple(person.name for person in fitting),
        )
    return fitting[0]
