"""Sealing, mixing, proving, checking and opening N slips on one core, each beside its floor.

The floor of a step is the scalar multiplications that its equations ask for, times what the library takes for one in
the same run. Above it are additions, which libsodium does with both points unpacked anew, hashes, and Python.
Seconds of the processor, so that other work on the machine weighs less; GOVERN_BENCH_SLIPS="100 1000" sets the sizes.
"""

from __future__ import annotations

import os
import resource
import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeVar

from govern.ballots.seal import cores, elgamal, group, opening, sharing, shuffle_check, shuffle_proof, shuffling
from scripts.bench.figures import row

SIZES = tuple(int(size) for size in os.environ.get("GOVERN_BENCH_SLIPS", "100 1000 10000").split())
MANIFEST, CONTEST, STYLE = bytes(32), "board", "members"
NEEDED, HOLDERS = 3, 5
Found = TypeVar("Found")


class Asked(NamedTuple):
    """Multiplications a slip: of any point, and of the base point."""

    any_point: int
    base: int


class Unit(NamedTuple):
    """Seconds for one multiplication of any point, and for one of the base point."""

    any_point: float
    base: float

    def floor(self, asked: Asked) -> float:
        return asked.any_point * self.any_point + asked.base * self.base


#: From the equations: (16), (16), the re-encryption, (1) (3) (5), (9) to (14), (19) with (20), (20), (21) with k = 3.
FLOORS = {
    "seal": Asked(1, 2),
    "check a seal": Asked(1, 1),
    "shuffle": Asked(1, 1),
    "prove": Asked(5, 3),
    "check a mix": Asked(8, 1),
    "open in part": Asked(3, 0),
    "check a part": Asked(2, 0),
    "put together": Asked(NEEDED, 0),
}


def main() -> None:
    cores.keep_to(1)
    print(f"{group.works_with()}\n")
    print(row("slips", "step", "s", "slips/s", "floor, s", "times the floor", "multiplications/s", "MB held"))
    print(row("--:", "---", *["--:"] * 6))
    for number in SIZES:
        measure(number)


def beside(work: Callable[[], Found]) -> tuple[Found, Unit]:
    """What comes of the work, and one multiplication as quick as it was just before or just after: a processor that
    others share changes its pace within seconds, and nothing goes below a floor."""
    before = _one_multiplication()
    found = work()
    after = _one_multiplication()
    return found, Unit(min(before.any_point, after.any_point), min(before.base, after.base))


def _one_multiplication() -> Unit:
    """The quickest of twenty runs."""
    point, scalar = group.base_times(group.random_scalar()), group.random_scalar()

    def each(call: Callable[[], bytes]) -> float:
        runs = []
        for _ in range(20):
            began = time.process_time()
            for _ in range(300):
                call()
            runs.append((time.process_time() - began) / 300)
        return min(runs)

    return Unit(each(lambda: group.times(scalar, point)), each(lambda: group.base_times(scalar)))


def _clocked(work: Callable[[], Found]) -> tuple[Found, float]:
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def measure(number: int) -> None:
    """One ballot of so many slips, from the sealing to the slips as they come out."""

    def told(step: str, work: Callable[[], Found]) -> Found:
        (found, seconds), unit = beside(partial(_clocked, work))
        floor = number * unit.floor(FLOORS[step])
        held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        times, pace = f"{seconds / floor:.2f}", f"{1 / unit.any_point:,.0f}"
        print(
            row(f"{number:,}", step, f"{seconds:.3f}", f"{number / seconds:,.0f}", f"{floor:.3f}", times, pace, held),
            flush=True,
        )
        return found

    dealing = sharing.deal(NEEDED, HOLDERS)
    key, label = dealing.key, elgamal.label(MANIFEST, CONTEST, STYLE, bytes(32))
    payloads = [bytes([0x11, at % 3 << 2]) + bytes(28) for at in range(number)]
    sealed = told("seal", lambda: [elgamal.seal(key, slip, label)[0] for slip in payloads])
    sound = told("check a seal", lambda: [elgamal.is_sound(key, one, label) for one in sealed])
    inputs = tuple(one.ciphertext for one in sealed)
    order, fresh = list(range(number))[::-1], [group.random_scalar() for _ in range(number)]
    outputs = told("shuffle", lambda: shuffling.re_encrypted(key, inputs, order, fresh))
    statement = shuffle_proof.Statement(shuffle_proof.context(MANIFEST, CONTEST, STYLE, 1), key, inputs, outputs)
    proof = told("prove", lambda: shuffling.prove(statement, order, fresh))
    shuffle_proof.generators.cache_clear()  # who checks makes them too
    told("check a mix", lambda: shuffle_check.check(statement, proof))
    where = opening.context(MANIFEST, CONTEST, STYLE)
    first = told("open in part", lambda: opening.decrypt(where, dealing.shares[1], outputs))
    told("check a part", lambda: opening.check(where, sharing.share_key(dealing.commitments, 1), outputs, first))
    rest = {holder: [group.times(dealing.shares[holder], one.a) for one in outputs] for holder in (2, 3)}
    points = told("put together", lambda: opening.combine(NEEDED, outputs, {1: first.parts, **rest}))
    if not all(sound) or sorted(map(elgamal.from_point, points), key=str) != sorted(payloads, key=str):
        raise SystemExit("The slips that came out are not those that went in.")


if __name__ == "__main__":
    main()
