"""What a dress rehearsal comes to: its bundle, and what the two verifiers say of it, each in a process of its own."""

from __future__ import annotations

import asyncio
import io
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from govern.ballots.seal import packs
from govern.rehearsals.hall import Ran, run

Say = Callable[[str], None]
#: The first verifier stands on the service's own code; the second is the file that every bundle holds.
FIRST, SECOND = "govern verify", "verify.py"


class Dressed(msgspec.Struct, frozen=True):
    """A rehearsal that was held: its bundle, how many envelopes went in, how many were tested, who judged it how."""

    bundle: bytes
    envelopes: int
    tested: int
    verdicts: tuple[tuple[str, Ran], ...]

    @property
    def holds(self) -> bool:
        return all(ran.code == 0 for _, ran in self.verdicts)


class Told:
    """Says each step and how long it took."""

    def __init__(self, say: Say) -> None:
        self.say = say

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        begun = time.perf_counter()
        yield
        self.say(f"{time.perf_counter() - begun:7.1f} s  {words}")


def verifiers(bundle: Path, own: Path) -> dict[str, tuple[object, ...]]:
    """Each verifier's command for a bundle; `own` is the file `verify.py` out of it."""
    return {FIRST: ("-m", "govern", "verify", bundle), SECOND: ("-I", own, bundle)}


async def judged(bundle: bytes, folder: Path, told: Told) -> tuple[tuple[str, Ran], ...]:
    """What each verifier said."""
    file, own = folder / "bundle.zip", folder / "verify.py"
    file.write_bytes(bundle)
    own.write_bytes(packs.unpack(io.BytesIO(bundle))["verify.py"])
    verdicts = []
    for name, words in verifiers(file, own).items():
        with told.step(f"{name} judges the bundle"):
            verdicts.append((name, await asyncio.to_thread(run, *words)))
    return tuple(verdicts)
