"""`govern found`, `serve`, `migrate`, `backup`, `restore`: what the server's owner does."""

from __future__ import annotations

import argparse
import asyncio
import errno
import gc
import logging
import os
import socket
import sys
from pathlib import Path

import uvicorn

from govern import backups, founding, migrations
from govern.app import create_app
from govern.ballots.seal.canonical import to_text
from govern.booth.commands import no_core_dumps
from govern.clock import now
from govern.constituencies.rulebook.book import example_names
from govern.errors import NotFound, NotValid, WrongMoment
from govern.settings import Settings, from_environment
from govern.society import Societies
from govern.web.passes import public_key


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    found = subparsers.add_parser("found", help="found a society and print its first officer's set-up link")
    found.add_argument("name", help="the society's name, as in its rules")
    found.add_argument("--officer", required=True, metavar="EMAIL", help="the first secretary's mail address")
    found.add_argument("--officer-name", default="", help="the first secretary's name")
    found.add_argument("--short", default="", help="its short name in addresses (made from the name otherwise)")
    found.add_argument("--rules", default="tair_nant", help=f"a template ({', '.join(example_names())}) or a file")
    found.add_argument(
        "--database", default="", metavar="URL", help="an empty PostgreSQL database (a file otherwise)"
    )
    found.set_defaults(run=run_found)
    serve = subparsers.add_parser("serve", help="start the service")
    serve.add_argument("--workers", type=int, default=1, help="server processes")
    serve.set_defaults(run=run_serve)
    beside = subparsers.add_parser("booth-settings", help="print what a booth beside this service is started with")
    beside.set_defaults(run=run_booth_settings)
    migrate = subparsers.add_parser("migrate", help="bring the databases up to this version")
    migrate.add_argument("society", nargs="?", help="one society's short name (all of them otherwise)")
    migrate.set_defaults(run=run_migrate)
    backing = subparsers.add_parser("backup", help="copy a society into one file, while the service goes on")
    backing.add_argument("society", help="the short name of the society")
    backing.add_argument("--to", default="", metavar="FILE", help="where to (its name and the moment otherwise)")
    backing.add_argument(
        "--with-keys", action="store_true", help="with the secret keys, which are left out otherwise"
    )
    backing.set_defaults(run=run_backup)
    restoring = subparsers.add_parser("restore", help="a society's folder from its backup; overwrites nothing")
    restoring.add_argument("file", help="the backup")
    restoring.add_argument("--into", required=True, metavar="FOLDER", help="a folder that is not there yet")
    restoring.set_defaults(run=run_restore)


def run_found(arguments: argparse.Namespace) -> int:
    settings = from_environment(os.environ)
    rules = arguments.rules
    if os.path.sep in rules or rules.endswith(".toml"):
        rules = Path(rules).read_text("utf-8")
    short = arguments.short or founding.short_name_of(arguments.name)
    officer = arguments.officer_name or arguments.officer.partition("@")[0]
    wanted = founding.Founding(arguments.name, short, rules, officer, arguments.officer, arguments.database)
    token = asyncio.run(founding.found(settings, wanted, at=now()))
    print(f"{arguments.name} is founded. Its first officer signs in here, once, within an hour:")
    print(f"{settings.address}/en/{short}/set-up/{token}")
    return 0


def run_serve(arguments: argparse.Namespace) -> int:
    check_port(from_environment(os.environ))
    serve(from_environment(os.environ), workers=arguments.workers)
    return 0


def check_port(settings: Settings) -> None:
    """Raises `WrongMoment` where something listens already: better now than after links to it were printed."""
    with socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET) as trying:
        trying.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trying.bind((settings.host, settings.port))
        except OSError as trouble:
            if trouble.errno != errno.EADDRINUSE:
                return  # the server says it better
            raise WrongMoment(
                "Something listens on port {port} already. Stop it, or choose another port.", port=str(settings.port)
            ) from None


def serve(settings: Settings, *, workers: int = 1) -> None:
    """Run the server until it is stopped. Several workers share the databases and nothing else.

    Where there is no booth choices are in its memory for a moment, and in that of its workers, who inherit the limit.
    """
    no_core_dumps()
    if not Societies(settings).names():
        print(f"No society yet. Found the first one at {settings.address}/en/first-run with the code")
        print(f"    {founding.first_run_code(settings.home)}")
    sys.stdout.flush()
    uvicorn.run(
        "govern.commands:served_app",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=workers if workers > 1 else None,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
        proxy_headers=settings.trusted_hops > 0,
    )


def served_app() -> object:
    """The app as uvicorn's workers make it, with its logs as lines of JSON on stderr.

    What is there once it stands stays for ever. The collector of garbage is told so: it would otherwise look through
    all of it every few dozen large pages, for a fifth of a second each time.
    """
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    logging.getLogger("alembic").setLevel(logging.WARNING)
    app = create_app(from_environment(os.environ))
    gc.collect()
    gc.freeze()
    return app


def run_booth_settings(_arguments: argparse.Namespace) -> int:
    """Public keys alone: a booth can read passes, and make none."""
    settings = from_environment(os.environ)
    if not settings.booth:
        raise NotValid("GOVERN_BOOTH is missing: name the address that the booth will have, then ask again.")
    return asyncio.run(_booth_settings(settings))


async def _booth_settings(settings: Settings) -> int:
    societies = Societies(settings)
    keys = {short: to_text(public_key(await societies.find(short))) for short in societies.names()}
    await societies.close()
    print(f"GOVERN_BOOTH={settings.booth}")
    print(f"GOVERN_BOOTH_SERVICE={settings.origin}")
    print("GOVERN_BOOTH_PASSES=" + ",".join(f"{short}:{key}" for short, key in keys.items()))
    return 0


def run_migrate(arguments: argparse.Namespace) -> int:
    societies = Societies(from_environment(os.environ))
    names = (arguments.society,) if arguments.society else societies.names()
    for short in names:
        asyncio.run(_migrate(societies, short))
    return 0


async def _migrate(societies: Societies, short: str) -> None:
    if short not in societies.names():
        raise NotFound("There is no society called {short} here.", short=short)
    society = await societies.find(short)
    at = await asyncio.to_thread(migrations.upgrade, society.database_url)
    print(f"{short}: {at}")
    await societies.close()


WITHOUT_KEYS = (
    "The keys are not in it. With them and the database together anybody could read who voted how, so keep a copy of "
    "{folder} in another place. To put them in all the same: --with-keys."
)
WITH_KEYS = (
    "The keys are in it. Whoever has this file can read who voted how in every vote that is not in the archive yet: "
    "keep it locked away."
)


def run_backup(arguments: argparse.Namespace) -> int:
    return asyncio.run(_backup(arguments.society, arguments.to, with_keys=arguments.with_keys))


async def _backup(short: str, to: str, *, with_keys: bool) -> int:
    societies, at = Societies(from_environment(os.environ)), now()
    society = await societies.find(short)
    try:
        file = Path(to or f"{short}-{at:%Y%m%dT%H%M%SZ}.backup.zip")
        made = await asyncio.to_thread(backups.backup, society, file, with_keys=with_keys, at=at)
    finally:
        await societies.close()
    print(f"{file}: {len(made.files)} files of {short}, its database at step {made.step} and whole.")
    print(WITH_KEYS if with_keys else WITHOUT_KEYS.format(folder=society.folder / "keys"))
    return 0


def run_restore(arguments: argparse.Namespace) -> int:
    into = Path(arguments.into)
    made = backups.restore(Path(arguments.file), into)
    print(f"{into}: {made.society} as it was at {made.made_at:%Y-%m-%d %H:%M} UTC, {len(made.files)} files checked.")
    if not made.with_keys:
        print(f"The keys were not in the backup. Put them into {into / 'keys'} before the service starts.")
    if made.step != migrations.newest():
        print(f"Its database is at step {made.step}. Run: govern migrate {into.name}")
    print("Votes that were open take no envelope until two officers have agreed how to go on, on the page of each.")
    return 0
