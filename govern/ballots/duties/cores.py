"""Work on all cores of a machine, where it is worth it: each contest and style is mixed and opened by itself,
and each of its mixes is checked by itself."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

WORTH_IT = 200
"""Slips in all: with fewer, one core is done before the others have started."""


def each(work: Callable[[Task], Outcome], tasks: list[Task], slips: int) -> Iterator[Outcome]:
    """As `map`, in the order of the tasks. Where a process cannot be split off (Windows), one after another."""
    number = min(os.cpu_count() or 1, len(tasks))
    if number < 2 or slips < WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, tasks)
        return
    with ProcessPoolExecutor(number, mp_context=multiprocessing.get_context("fork")) as pool:
        yield from pool.map(work, tasks)
