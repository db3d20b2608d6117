"""`python3 -I verify.py bundle.zip [--receipt FILE] [--fingerprint "twelve words"] [--plain]`: the command.

MIT licence; standard library only. Prints each check as PASS, WARN or FAIL. Ends with 0 where none failed, with 1
where one did, and with 2 where it was called in another way. `--plain` leaves libsodium aside even where it is there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from govern.ballots.verifier.checking_count import COUNT_CHECKS, v7
from govern.ballots.verifier.checking_log import CHECKS, Finding, v2
from govern.ballots.verifier.opening import Bundle
from govern.ballots.verifier.reading import Refusal

USAGE = 'usage: python3 -I verify.py bundle.zip [--receipt FILE]... [--fingerprint "twelve words"] [--plain]'
ALL = [f"V{number}" for number in range(1, 25)]


class Misuse(Exception):
    """The command was not given what it needs."""


@dataclass(slots=True)
class Asked:
    bundle: str = ""
    receipts: list[bytes] = field(default_factory=list)
    words: str | None = None
    plain: bool = False


def asked_for(arguments: list[str]) -> Asked:
    asked, rest = Asked(), list(arguments)
    while rest:
        given = rest.pop(0)
        if given == "--plain":
            asked.plain = True
        elif given in ("--receipt", "--fingerprint") and rest:
            value = rest.pop(0)
            if given == "--receipt":
                asked.receipts.append(Path(value).read_bytes())
            else:
                asked.words = value
        elif given.startswith("--") or asked.bundle:
            raise Misuse
        else:
            asked.bundle = given
    if not asked.bundle or not Path(asked.bundle).is_file():
        raise Misuse
    return asked


def verdicts(asked: Asked) -> list[tuple[str, str, str]]:
    """Every check with PASS, WARN or FAIL and its words, in order."""
    try:
        bundle = Bundle(asked.bundle, plain=asked.plain)
    except Refusal as why:
        return [("V1", "FAIL", str(why)), *((name, "FAIL", "not looked at: there is no bundle") for name in ALL[1:])]
    checks: dict[str, Callable[[Bundle], Finding]] = {
        **CHECKS,
        **COUNT_CHECKS,
        "V2": lambda b: v2(b, asked.words),
        "V7": lambda b: v7(b, asked.receipts),
    }
    return [(name, *_verdict(checks[name], bundle)) for name in ALL]


def _verdict(check: Callable[[Bundle], Finding], bundle: Bundle) -> tuple[str, str]:
    try:
        found = check(bundle)
    except Refusal as why:
        return "FAIL", str(why)
    except (
        ArithmeticError,
        AttributeError,
        LookupError,
        MemoryError,
        RecursionError,
        TypeError,
        ValueError,
    ) as trouble:
        return "FAIL", f"could not be checked ({type(trouble).__name__})"
    if found.warnings:
        return "WARN", "; ".join([found.words, *found.warnings])
    return "PASS", found.words


def printable(text: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in text)


def main(arguments: list[str]) -> int:
    try:
        asked = asked_for(arguments)
    except (Misuse, OSError, ValueError):
        print(USAGE, file=sys.stderr)
        return 2
    found = verdicts(asked)
    for name, verdict, words in found:
        line = printable(f"{name:4} {verdict}  {words}")
        print(line.encode(sys.stdout.encoding or "ascii", "replace").decode(sys.stdout.encoding or "ascii"))
    failed = sum(1 for _, verdict, _ in found if verdict == "FAIL")
    print(f"{failed} of {len(found)} checks failed." if failed else "Every check was passed.")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
