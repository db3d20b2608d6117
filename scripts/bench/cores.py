"""Mixing, checking and opening one list of N slips, or several, as the tools of scrutineers do: on all cores.

A list is one contest in one style. Seconds by the clock, so it wants a quiet machine; beside them the floor of
`scripts/bench/proofs.py`, for all lists and shared out over all cores. GOVERN_BENCH_SLIPS sets how long a list is
("100 1000"), GOVERN_BENCH_LISTS how many there are ("1 4"). The median of nine runs, or of as many as begin within
ten seconds: what takes a tenth of a second on both cores takes half as long again when anything else wants one.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from govern.ballots.duties.cores import each
from govern.ballots.seal import cores, elgamal, group, opening, sharing, shuffle_check, shuffle_proof, shuffling
from govern.ballots.seal.elgamal import Ciphertext
from govern.ballots.seal.opening import PartialProof
from govern.ballots.seal.sharing import Dealing
from govern.ballots.seal.shuffle_proof import ShuffleProof, Statement
from scripts.bench.figures import median, row
from scripts.bench.proofs import FLOORS, HOLDERS, MANIFEST, NEEDED, STYLE, beside

SIZES = tuple(int(size) for size in os.environ.get("GOVERN_BENCH_SLIPS", "100 1000").split())
LISTS = tuple(int(number) for number in os.environ.get("GOVERN_BENCH_LISTS", "1 4").split())
MIXER = ("shuffle", "prove", "check a mix")
"""A mixer's tool does all three, so that no mix leaves it that others would refuse."""
STEPS = {"mix": MIXER, "check a mix": MIXER[2:], "open in part": ("open in part",), "check a part": ("check a part",)}
RUNS, LONG = 9, 10.0
"""Runs of a step of which the median is told, and seconds after which no further run begins."""
Task = TypeVar("Task")
Outcome = TypeVar("Outcome")


class Sealed(NamedTuple):
    """One list: which, and what was sealed in it."""

    name: str
    key: bytes
    inputs: tuple[Ciphertext, ...]


class Mixed(NamedTuple):
    """One list after a mixer."""

    statement: Statement
    proof: ShuffleProof


class Share(NamedTuple):
    """One list, and the share that opens it in part."""

    name: str
    share: int
    outputs: tuple[Ciphertext, ...]


class Opened(NamedTuple):
    """One list that was opened in part, and the public key of the share."""

    name: str
    public: bytes
    outputs: tuple[Ciphertext, ...]
    part: PartialProof


def main() -> None:
    print(f"{group.works_with()}, {cores.number()} cores\n")
    print(row("lists", "slips in all", "step", "cores", "s", "slips/s", "floor, s", "times the floor"))
    print(row("--:", "--:", "---", *["--:"] * 5))
    for lists in LISTS:
        for number in SIZES:
            measure(lists, number)


def measure(lists: int, number: int) -> None:
    """So many lists of so many slips: first on one core, then on all."""
    dealing = sharing.deal(NEEDED, HOLDERS)
    sealed = [_sealed(f"list-{place}", dealing.key, number) for place in range(lists)]
    mixed = _timed("mix", _mix, sealed, number)
    _timed("check a mix", _check_mix, mixed, number)
    shares = [
        Share(one.name, dealing.shares[1], found.statement.outputs) for one, found in zip(sealed, mixed, strict=True)
    ]
    parts = _timed("open in part", _open, shares, number)
    opened = [Opened(one.name, _public(dealing), one.outputs, part) for one, part in zip(shares, parts, strict=True)]
    _timed("check a part", _check_part, opened, number)


def _timed(step: str, work: Callable[[Task], Outcome], tasks: list[Task], number: int) -> list[Outcome]:
    found: list[Outcome] = []
    slips = number * len(tasks)
    for at_work in dict.fromkeys((1, cores.number())):
        cores.keep_to(at_work)
        (found, seconds), unit = beside(partial(_runs, work, tasks, slips))
        floor = slips * sum(unit.floor(FLOORS[name]) for name in STEPS[step]) / at_work
        told = (len(tasks), f"{slips:,}", step, at_work, f"{seconds:.3f}", f"{slips / seconds:,.0f}")
        print(row(*told, f"{floor:.3f}", f"{seconds / floor:.2f}"), flush=True)
    cores.keep_to(None)
    return found


def _runs(work: Callable[[Task], Outcome], tasks: list[Task], slips: int) -> tuple[list[Outcome], float]:
    """What comes of it, and the median of the seconds of its runs."""
    found: list[Outcome] = []
    took: list[float] = []
    while len(took) < RUNS and sum(took) < LONG:
        shuffle_proof.generators.cache_clear()  # who mixes and who checks makes them
        began = time.perf_counter()
        found = list(each(work, tasks, slips))
        took.append(time.perf_counter() - began)
    return found, median(took)


def _sealed(name: str, key: bytes, number: int) -> Sealed:
    label = elgamal.label(MANIFEST, name, STYLE, bytes(32))
    payloads = [bytes([0x11, at % 3 << 2]) + bytes(28) for at in range(number)]
    return Sealed(name, key, tuple(elgamal.seal(key, slip, label)[0].ciphertext for slip in payloads))


def _public(dealing: Dealing) -> bytes:
    return sharing.share_key(dealing.commitments, 1)


def _mix(one: Sealed) -> Mixed:
    where = shuffle_proof.context(MANIFEST, one.name, STYLE, 1)
    outputs, proof = shuffling.shuffle(where, one.key, one.inputs)
    return Mixed(Statement(where, one.key, one.inputs, outputs), proof)


def _check_mix(one: Mixed) -> None:
    shuffle_check.check(one.statement, one.proof)


def _open(one: Share) -> PartialProof:
    return opening.decrypt(opening.context(MANIFEST, one.name, STYLE), one.share, one.outputs)


def _check_part(one: Opened) -> None:
    opening.check(opening.context(MANIFEST, one.name, STYLE), one.public, one.outputs, one.part)


if __name__ == "__main__":
    main()
