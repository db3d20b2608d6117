"""All checks of a bundle in order, each PASS, WARN or FAIL in words. A damaged bundle fails, and breaks nothing."""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from typing import BinaryIO

from govern.ballots.checking.count_checks import COUNT_CHECKS
from govern.ballots.checking.heads import check_heads
from govern.ballots.checking.log_checks import LOG_CHECKS, Finding, v2
from govern.ballots.checking.published import Fails, Published
from govern.ballots.checking.receipts import v7
from govern.ballots.seal import packs
from govern.errors import NotValid

ALL = tuple(f"V{number}" for number in range(1, 25))

#: What arithmetic and look-ups raise on documents that an earlier check has refused already.
STUMBLES = (
    *(ArithmeticError, AssertionError, AttributeError, LookupError, MemoryError),
    *(RecursionError, StopIteration, TypeError, ValueError),
)


class Verdict(enum.StrEnum):
    PASS = "PASS"  # noqa: S105  # the word that is printed
    WARN = "WARN"
    FAIL = "FAIL"


@dataclass(frozen=True, slots=True)
class Line:
    """One check: its name, its verdict, and what it found."""

    name: str
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a verifier is given beside the bundle: the twelve words of the notice, receipts, heads from elsewhere."""

    fingerprint: str | None = None
    receipts: tuple[bytes, ...] = ()
    heads: tuple[bytes, ...] = ()


def verdicts(file: BinaryIO, asked: Asked = Asked()) -> list[Line]:
    """V1 to V24 in order. Whatever the file holds, this gives its lines and raises nothing."""
    try:
        published = Published(packs.contents(file))
    except (NotValid, OSError) as why:
        nothing = "cannot be made: there is no bundle to look at, and V1 says why"
        return [Line("V1", Verdict.FAIL, str(why)), *(Line(name, Verdict.FAIL, nothing) for name in ALL[1:])]
    published.read_all()
    checks: dict[str, Callable[[Published], Finding]] = {
        **LOG_CHECKS,
        **COUNT_CHECKS,
        "V2": lambda p: v2(p, asked.fingerprint),
        "V6": lambda p: _with_heads(p, asked.heads),
        "V7": lambda p: v7(p, asked.receipts),
    }
    return [_line(name, checks[name], published) for name in ALL]


def _with_heads(p: Published, given: tuple[bytes, ...]) -> Finding:
    found = LOG_CHECKS["V6"](p)
    if not given:
        return found
    return Finding(f"{found.words}; {check_heads(p, given)}", found.warnings)


def _line(name: str, check: Callable[[Published], Finding], published: Published) -> Line:
    try:
        found = check(published)
    except (Fails, NotValid) as why:
        return Line(name, Verdict.FAIL, str(why))
    except STUMBLES as trouble:
        rests = "cannot be made: it rests on something that an earlier check has refused"
        return Line(name, Verdict.FAIL, f"{rests} ({type(trouble).__name__})")
    if found.warnings:
        return Line(name, Verdict.WARN, "; ".join((found.words, *found.warnings)))
    return Line(name, Verdict.PASS, found.words)
