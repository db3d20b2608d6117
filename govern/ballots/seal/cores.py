"""The same sum for each of many slips, on all cores: libsodium lets other threads run while it multiplies.

Neither what comes out nor its order depends on the number of cores. Plain Python gains nothing from threads and loses
little, so nobody here asks what does the arithmetic.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")

ENOUGH = 32
"""Items a core: with fewer, starting a thread takes as long as what it would do (some 50 µs an item)."""


_kept_to: list[int] = []


def number() -> int:
    """The cores that this process may use."""
    if _kept_to:
        return _kept_to[0]
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def keep_to(most: int | None) -> None:
    """So many at most in this process, which then works beside others; None: all that there are."""
    _kept_to[:] = [] if most is None else [max(1, most)]


def each_share(work: Callable[[Sequence[Item]], Found], items: Sequence[Item]) -> list[Found]:
    """What comes of each core's share of the items, in their order: at least one. Raises what `work` raises first."""
    shares = min(number(), len(items) // ENOUGH)
    if shares < 2:
        return [work(items)]
    bounds = [len(items) * share // shares for share in range(shares + 1)]
    with ThreadPoolExecutor(shares) as pool:
        return list(pool.map(lambda share: work(items[bounds[share] : bounds[share + 1]]), range(shares)))


def each(work: Callable[[Item], Found], items: Sequence[Item]) -> list[Found]:
    """As `map`, in the order of the items. Raises what `work` raises, of the first item that it raises for."""
    return [found for some in each_share(lambda share: [work(item) for item in share], items) for found in some]
