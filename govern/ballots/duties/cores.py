"""Several lists at once, each in a process of its own: a list is what one contest and style is mixed, checked or
opened by itself.

Within a list the slips share the cores too (`seal.cores`), but its threads wait for each other now and then.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

from govern.ballots.seal import cores

Task = TypeVar("Task")
Outcome = TypeVar("Outcome")

WORTH_IT = 200
"""Slips in all: with fewer, one core is done before the others have started."""


def each(work: Callable[[Task], Outcome], tasks: list[Task], slips: int) -> Iterator[Outcome]:
    """As `map`, in the order of the tasks. Where a process cannot be split off (Windows), one after another."""
    there = cores.number()
    number = min(there, len(tasks))
    if number < 2 or slips < WORTH_IT or "fork" not in multiprocessing.get_all_start_methods():
        yield from map(work, tasks)
        return
    fork = multiprocessing.get_context("fork")
    with ProcessPoolExecutor(number, fork, initializer=cores.keep_to, initargs=(there // number,)) as pool:
        yield from pool.map(work, tasks)
