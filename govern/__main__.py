"""The command line. Errors are a sentence on stderr and exit code 2; every command has `--help`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from govern.errors import GovernError

if TYPE_CHECKING:
    from sqlalchemy.exc import InterfaceError, OperationalError

#: Where commands come from, in the order that `--help` lists them.
WHERE = (
    "govern.commands",
    "govern.booth.commands",
    "govern.rehearsals.commands",
    "govern.demo.commands",
    "govern.constituencies.rulebook.commands",
    "govern.desks.commands",
    "govern.identity.commands",
    "govern.ballots.commands",
    "govern.ballots.checking.commands",
    "govern.ballots.count.commands",
    "govern.ballots.duties.commands",
    "govern.minutes.book.commands",
    "govern.minutes.search.commands",
    "govern.post.commands",
)

#: Commands that start without the service, and so in no time: nothing but this is imported for them.
ALONE = {
    "booth": "govern.booth.commands",
    "count": "govern.ballots.count.commands",
    "verify": "govern.ballots.checking.commands",
    "trustee": "govern.ballots.duties.commands",
    "mixer": "govern.ballots.duties.commands",
    "witness": "govern.ballots.duties.commands",
}


class Asking(argparse.ArgumentParser):
    """Says what is wrong in one line, and where to read more."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message}. Try {self.prog} --help.\n")


def parser(where: Sequence[str] = WHERE) -> argparse.ArgumentParser:
    made = Asking(prog="govern", description="Democracy for social-care co-operatives.")
    subparsers = made.add_subparsers(required=True, metavar="command")
    for name in where:
        import_module(name).add_commands(subparsers)
    return made


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Returns 0 when done, 1 when a check fails, 2 when something is wrong."""
    words = list(sys.argv[1:] if arguments is None else arguments)
    alone = ALONE.get(words[0]) if words else None
    chosen = parser(WHERE if alone is None else (alone,)).parse_args(words)
    try:
        return int(chosen.run(chosen))
    except GovernError as refusal:
        print(f"govern: {refusal}", file=sys.stderr)
    except OSError as trouble:
        print(f"govern: {trouble.strerror or trouble}: {trouble.filename or ''}".rstrip(": "), file=sys.stderr)
    except KeyboardInterrupt:
        return 130
    except _of_a_database() as trouble:
        print(f"govern: the database does not answer: {str(trouble.orig).splitlines()[0]}", file=sys.stderr)
    return 2


def _of_a_database() -> tuple[type[OperationalError], type[InterfaceError]]:
    """Looked up only where something failed that is nothing else: commands that stand alone have no database."""
    from sqlalchemy.exc import InterfaceError, OperationalError  # noqa: PLC0415

    return OperationalError, InterfaceError


if __name__ == "__main__":
    sys.exit(main())
