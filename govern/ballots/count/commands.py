"""`govern count`: an election from a file, counted, and told. It starts without the service.

Everything is counted and written down in memory first, then printed at once: whoever sees a line of the result sees
the whole of it. Refusals are one sentence on stderr, with exit code 2.
"""

from __future__ import annotations

import argparse
import os
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import BinaryIO, Protocol

from govern.ballots.count.arguments import Given, lot_to_draw, put_onto, refuse_unreadable
from govern.ballots.count.election import Election
from govern.ballots.count.lots import LotNeeded
from govern.ballots.count.methods import METHODS, count, counter
from govern.ballots.count.telling import Form, tell
from govern.ballots.count.telling.speaking import CODES, teller
from govern.errors import NotValid

ABOUT = """Counts an election and explains it. FILE is a BLT, CSV or JSON file, the same packed as .gz, or - for
standard input."""
MORE = """Candidates are numbered from 1 in the order of the file. Their categories come from the file where its
format has them, and from --category. A constraint is "at most" (volunteer<=3) or "at least" (women>=2); put it in
quotes, and give --constraint several times for several. "volunteer<=3 of 9" also says how many seats the body has.
Seats that a category holds already, and goes on holding, count: --holding volunteer=2.

If votes are equal and the rules ask for a lot, the count stops and says among whom. Draw it and pass it with --lot,
or give the --seed that was committed to before the close: lots then follow from it, on any machine alike.

Example: govern count ward.blt --method scottish-stv --seats 4 --lot 3,1,2 --html > ward.html"""
SCORED = frozenset({"median"})
"""Methods that read the numbers in a table as scores."""
PATIENCE = 5
"""Seconds before a long count says on stderr that it is still at it, and between such lines."""


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    asking = subparsers.add_parser(
        "count",
        help="count an election from a file, and explain it",
        description=ABOUT,
        epilog=MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    asking.add_argument("file", metavar="FILE", help="the election; - is standard input")
    asking.add_argument("--method", metavar="NAME", help=f"how to count: {', '.join(METHODS)}")
    asking.add_argument("--seats", metavar="N", help="how many are elected, if not as the file says")
    asking.add_argument("--constraint", metavar="RULE", action="append", default=[], help='like "volunteer<=3"')
    asking.add_argument(
        "--category", metavar="NAME=NUMBERS", action="append", default=[], help="who is in it: volunteer=2,5,7"
    )
    asking.add_argument(
        "--holding", metavar="NAME=N", action="append", default=[], help="seats a category has already: volunteer=2"
    )
    asking.add_argument(
        "--withdrawn", metavar="NUMBERS", action="append", default=[], help="who has withdrawn: 4 or 4,6"
    )
    lots = asking.add_mutually_exclusive_group()
    lots.add_argument("--seed", metavar="HEX", help="the seed that lots follow from, revealed after the close")
    lots.add_argument(
        "--lot", metavar="NUMBERS", help="lots drawn by hand: 3,1,2, from the luckiest to the unluckiest"
    )
    forms = asking.add_mutually_exclusive_group()
    for form, about in (
        (Form.TABLE, "plain text (if nothing else is asked for)"),
        (Form.JSON, "all of it for programs, exact"),
        (Form.CSV, "votes at each stage, for spreadsheets"),
        (Form.HTML, "a page to read and print"),
        (Form.SVG, "a picture of how votes moved"),
    ):
        forms.add_argument(
            f"--{form.value}", dest="form", action="store_const", const=form, default=Form.TABLE, help=about
        )
    asking.add_argument("--language", choices=CODES, default="en", help="English, or Welsh (Cymraeg)")
    asking.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Reads, counts, tells, prints. Raises GovernError and OSError, which the command line says in a sentence."""
    given = Given(
        seats=args.seats,
        constraints=tuple(args.constraint),
        categories=tuple(args.category),
        holding=tuple(args.holding),
        withdrawn=tuple(args.withdrawn),
        seed=args.seed,
        lot=args.lot,
    )
    if args.method is None:
        raise NotValid("Say how to count, with --method. There are these: {methods}.", methods=tuple(METHODS))
    counter(args.method)
    refuse_unreadable(given)
    with progress("Reading"):
        election = put_onto(read(args.file, scores=args.method in SCORED), given)
    try:
        with progress("Counting"):
            result = count(election, args.method)
    except LotNeeded as needed:
        raise lot_to_draw(election, needed) from needed
    write_out(tell(result, args.form, teller(args.language), title_of(election, args.file)))
    return 0


class Reading(Protocol):
    """How the formats are read."""

    def __call__(self, source: Path | BinaryIO, *, scores: bool = False) -> Election: ...


def read(source: str, *, scores: bool = False) -> Election:
    """The election in a file, or on standard input. The one place where the command meets the formats.

    `scores`: numbers in a table are scores, not ranks.
    """
    reading: Reading = import_module("govern.ballots.count.formats").read
    return reading(sys.stdin.buffer if source == "-" else Path(source), scores=scores)


def title_of(election: Election, source: str) -> str:
    """What the election is called, else its file."""
    return election.title or election.contest or ("" if source == "-" else Path(source).name.split(".")[0])


def write_out(text: str) -> None:
    """The whole text, as UTF-8. Whoever has stopped reading (`| head`) is left in peace."""
    if sys.stdout is None:
        raise NotValid("There is nowhere to print to: standard output is closed.")
    try:
        sys.stdout.buffer.write(text.encode("utf-8", "replace"))
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that leaving says nothing either


@contextmanager
def progress(doing: str) -> Iterator[None]:
    """Says on stderr, every few seconds, that something long is still going on."""
    done = threading.Event()

    def say() -> None:
        seconds = PATIENCE
        while not done.wait(PATIENCE):
            print(f"govern count: {doing}, {seconds} s", file=sys.stderr, flush=True)
            seconds += PATIENCE

    telling = threading.Thread(target=say, daemon=True)
    telling.start()
    try:
        yield
    finally:
        done.set()
        telling.join()
