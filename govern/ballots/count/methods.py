"""The ways of counting, by name."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

from govern.ballots.count.election import Election, refuse_contradictions
from govern.ballots.count.result import Result
from govern.errors import NotFound

Count = Callable[[Election], Result]

#: Each way of counting and the file it stands in.
FILES = {
    "scottish-stv": "scottish",
    "wigm": "wigm",
    "meek": "meek",
    "ers97": "ers97",
    "av": "av",
    "plurality": "plurality",
    "block-vote": "block",
    "approval": "approval",
    "yes-no": "yes_no",
    "schulze": "schulze",
    "ranked-pairs": "ranked_pairs",
    "median": "median",
    "equal-shares": "equal_shares",
}


class _Methods(Mapping[str, Count]):
    """The files are imported when their way is first asked for: a small count is hardly more than its start."""

    def __getitem__(self, method: str) -> Count:
        found: Count = import_module(f"govern.ballots.count.{FILES[method]}").count
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(FILES)

    def __len__(self) -> int:
        return len(FILES)


METHODS = _Methods()


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
