"""`govern demo`: found the example societies once, print the ways in, start the server."""

from __future__ import annotations

import argparse
import asyncio
import os
import shutil
from datetime import datetime
from pathlib import Path
from uuid import UUID

import msgspec
import pyotp

from govern import commands, migrations
from govern.clock import now
from govern.demo import world
from govern.demo.world import Account
from govern.identity import lifecycle as identity
from govern.settings import Settings
from govern.society import Societies

ACCOUNTS = "accounts.json"
FOLDER = "demo"


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    demo = subparsers.add_parser("demo", help="found two example societies, print sign-in links, start the server")
    demo.add_argument("--folder", default=FOLDER, help="where the example societies are kept")
    demo.add_argument("--port", type=int, default=8000)
    demo.add_argument("--fresh", action="store_true", help="throw away what is there and start over")
    demo.add_argument("--no-server", action="store_true", help="only found the societies and print the links")
    demo.add_argument("--codes", action="store_true", help="print the officers' one-time codes of this half minute")
    demo.set_defaults(run=run)


def run(arguments: argparse.Namespace) -> int:
    folder = Path(arguments.folder).resolve()
    if arguments.codes:
        return _print_codes(folder, now())
    address = f"http://127.0.0.1:{arguments.port}"
    settings = Settings(home=folder, address=address, port=arguments.port, demo=True)
    if not arguments.no_server:
        commands.check_port(settings)
    if arguments.fresh:
        shutil.rmtree(folder, ignore_errors=True)
    accounts = asyncio.run(_accounts(settings))
    print("\n".join(asyncio.run(_ways_in(settings, accounts, now()))))
    elsewhere = "" if folder == Path(FOLDER).resolve() else f" --folder {folder}"
    print(f"For an officer's code later: .venv/bin/govern demo --codes{elsewhere}\n", flush=True)
    if arguments.no_server:
        return 0
    os.environ.update(
        GOVERN_HOME=str(folder), GOVERN_ADDRESS=address, GOVERN_PORT=str(arguments.port), GOVERN_DEMO="1"
    )
    commands.serve(settings)
    return 0


def _print_codes(folder: Path, at: datetime) -> int:
    for account in msgspec.json.decode((folder / ACCOUNTS).read_bytes(), type=tuple[Account, ...]):
        if account.officer:
            print(f"{pyotp.TOTP(account.secret).at(at)}  {account.society}: {account.who} ({account.name})")
    return 0


async def _accounts(settings: Settings) -> tuple[Account, ...]:
    """The ways in, kept beside the societies: a second run keeps the data."""
    kept = settings.home / ACCOUNTS
    if kept.exists():
        societies = Societies(settings)
        for short in societies.names():
            migrations.upgrade((await societies.find(short)).database_url)
        await societies.close()
        return msgspec.json.decode(kept.read_bytes(), type=tuple[Account, ...])
    shutil.rmtree(settings.home, ignore_errors=True)
    accounts = await world.build(settings, now())
    kept.write_bytes(msgspec.json.encode(accounts))
    return accounts


async def _ways_in(settings: Settings, accounts: tuple[Account, ...], at: datetime) -> list[str]:
    """A fresh link for each member; address, password and the code of this half minute for each officer."""
    societies = Societies(settings)
    lines = [f"Everything is invented. Open {settings.address} or one of these, each link once, within an hour:", ""]
    for account in accounts:
        society = await societies.find(account.society)
        head = f"{account.society}: {account.who} ({account.name})"
        if account.officer:
            code = pyotp.TOTP(account.secret).at(at)
            lines += [
                head,
                f"    {settings.address}/en/{account.society}/sign-in/officer",
                f"    {account.email}   password: {account.password}",
                f"    code now: {code}   authenticator secret: {account.secret}",
            ]
            continue
        async with society.store.writing() as writing:
            token = await identity.make_link(writing, UUID(account.person_id), at=at)
        lines += [head, f"    {settings.address}/en/{account.society}/sign-in/link/{token}"]
    lines += ["", "tair-nant: public bodies have no members now; the results show how their share is handed on."]
    await societies.close()
    return lines
