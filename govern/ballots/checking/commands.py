"""`govern verify BUNDLE`: a counted ballot judged by its published files alone. It starts without the service."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from govern.ballots.checking.verdicts import Asked, Verdict, verdicts

ABOUT = """Checks the bundle of a counted vote: every file, the log, every proof, and the count made again."""
MORE = """Each check is PASS, WARN (look at it) or FAIL. The command ends with 0 if none failed and with 1 if one did.

A receipt is the file that a voter kept: V7 says whether its envelope is in the log, and whether it was counted or
which later entry took its place. A head is what somebody else was shown of the log: a receipt again, or the signed
head from the notice board. V6 says at once if the log has signed two histories.

Example: govern verify bundle.zip --receipt receipt.json --fingerprint "twelve words of the notice" """


def add_commands(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    verify = subparsers.add_parser(
        "verify",
        help="check a counted vote by its published bundle",
        description=ABOUT,
        epilog=MORE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    verify.add_argument("bundle", metavar="BUNDLE", type=Path, help="the zip that the society published")
    verify.add_argument("--receipt", metavar="FILE", type=Path, action="append", default=[], help="a voter's receipt")
    verify.add_argument(
        "--head", metavar="FILE", type=Path, action="append", default=[], help="a head from elsewhere"
    )
    verify.add_argument("--fingerprint", metavar="WORDS", help="the twelve words of the notice, in quotes")
    verify.set_defaults(run=_verify)


def _verify(args: argparse.Namespace) -> int:
    asked = Asked(
        args.fingerprint,
        tuple(path.read_bytes() for path in args.receipt),
        tuple(path.read_bytes() for path in args.head),
    )
    with args.bundle.open("rb") as file:
        lines = verdicts(file, asked)
    for line in lines:
        print(_printable(f"{line.name:4} {line.verdict.value}  {line.words}"))
    failed = sum(line.verdict is Verdict.FAIL for line in lines)
    print(f"{failed} of {len(lines)} checks failed." if failed else "Every check was passed.")
    return 1 if failed else 0


def _printable(text: str) -> str:
    """What a bundle says may not steer a terminal, and a terminal may not know every letter."""
    calm = "".join(letter if letter.isprintable() else "?" for letter in text)
    coding = sys.stdout.encoding or "ascii"
    return calm.encode(coding, "replace").decode(coding)
