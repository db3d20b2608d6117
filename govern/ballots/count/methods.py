"""The ways of counting, by name."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType

from govern.ballots.count import (
    approval,
    av,
    block,
    equal_shares,
    ers97,
    median,
    meek,
    plurality,
    ranked_pairs,
    schulze,
    scottish,
    wigm,
    yes_no,
)
from govern.ballots.count.election import Election, refuse_contradictions
from govern.ballots.count.result import Result
from govern.errors import NotFound

METHODS: MappingProxyType[str, Callable[[Election], Result]] = MappingProxyType(
    {
        module.METHOD: module.count
        for module in (
            *(scottish, wigm, meek, ers97, av),
            *(plurality, block, approval, yes_no),
            *(schulze, ranked_pairs, median, equal_shares),
        )
    }
)


class UnknownMethod(NotFound):
    """There is no way of counting by this name."""


def counter(method: str) -> Callable[[Election], Result]:
    """The way of counting of this name. Raises UnknownMethod."""
    if method not in METHODS:
        raise UnknownMethod(
            'There is no way of counting called "{method}". There are these: {methods}.',
            method=method,
            methods=tuple(METHODS),
        )
    return METHODS[method]


def count(election: Election, method: str) -> Result:
    """The election counted by the method of this name.

    Raises UnknownMethod, NotCountable for an election that contradicts itself, LotNeeded where a lot must be drawn.
    """
    counted = counter(method)
    refuse_contradictions(election)
    return counted(election)
