"""`govern booth`: the booth as a process of its own. It starts without the service and imports nothing of it."""

from __future__ import annotations

import argparse
import logging
import os
import resource
import secrets
import sys

import uvicorn

from govern.booth.app import create_booth
from govern.booth.settings import KEY, from_environment, written


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    booth = subparsers.add_parser("booth", help="start the booth, where AGM votes are filled in and sealed")
    booth.add_argument("--new-key", action="store_true", help="print a new key for GOVERN_BOOTH_KEY, and end")
    booth.set_defaults(run=run_booth)


def run_booth(arguments: argparse.Namespace) -> int:
    if arguments.new_key:
        print(written(secrets.token_bytes(KEY)))
        return 0
    settings = from_environment(os.environ)
    no_core_dumps()
    uvicorn.run(
        "govern.booth.commands:served_booth",
        factory=True,
        host=settings.host,
        port=settings.port,
        loop="uvloop",
        http="httptools",
        access_log=False,
        log_level="warning",
        server_header=False,
    )
    return 0


def no_core_dumps() -> None:
    """What is in memory here are choices: it is never written to a disk when the process dies."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def served_booth() -> object:
    """The booth as uvicorn makes it; its log says route, status and time of each request, as lines on stderr."""
    logging.basicConfig(level=logging.INFO, format="%(message)s", stream=sys.stderr)
    for chatty in ("httpx", "httpcore"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    return create_booth(from_environment(os.environ))
