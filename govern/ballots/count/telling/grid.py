"""The table of a count: a row for each candidate, a column for each stage. Text, page and CSV all show this one."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from govern.ballots.count.result import Elected, NotElected, Result, Standing
from govern.ballots.count.telling.figures import are_rounded, common_places

_NEVER_THERE = frozenset({Standing.WITHDRAWN})
_GONE = _NEVER_THERE | {Standing.EXCLUDED}


class Row(msgspec.Struct, frozen=True):
    """One candidate, numbered from 1 in the order of the paper.

    `votes` at the end of each stage, none once they are out and hold no votes. `entry` is what became of them.
    """

    number: int
    name: str
    votes: tuple[Fraction | None, ...]
    entry: Elected | NotElected

    @property
    def elected_in(self) -> int | None:
        """The number of the stage in which they were elected."""
        return self.entry.stage if isinstance(self.entry, Elected) else None


class Grid(msgspec.Struct, frozen=True):
    """`lost` is what counts for nobody at the end of each stage, `totals` all votes together; none where papers may
    mark several, so that votes do not add up to papers."""

    stages: tuple[int, ...]
    rows: tuple[Row, ...]
    lost: tuple[Fraction, ...] | None
    totals: tuple[Fraction, ...] | None
    places: int
    rounded: bool


def grid(result: Result) -> Grid:
    """The table of this count; `places` is how many decimals its numbers are shown with."""
    entries: dict[str, Elected | NotElected] = {entry.candidate: entry for entry in result.not_elected}
    entries |= {entry.candidate: entry for entry in result.elected}
    rows = tuple(
        Row(
            number=place + 1,
            name=candidate.name,
            votes=votes,
            entry=entries[candidate.id],
        )
        for place, (candidate, votes) in enumerate(zip(result.candidates, standing_votes(result), strict=True))
    )
    lost = tuple(stage.non_transferable for stage in result.stages)
    whole = adds_up(result)
    numbers = [votes for stage in result.stages for votes in (*stage.votes, stage.non_transferable)]
    return Grid(
        stages=tuple(stage.number for stage in result.stages),
        rows=rows,
        lost=lost if any(lost) or (whole and len(lost) > 1) else None,
        totals=(result.valid,) * len(lost) if whole else None,
        places=common_places(numbers),
        rounded=are_rounded(numbers),
    )


def standing_votes(result: Result) -> tuple[tuple[Fraction | None, ...], ...]:
    """For each candidate, the votes at the end of each stage; none once they are out and hold none.

    Where votes do not add up to papers, nobody's papers move on, and only who withdrew has none.
    """
    gone = _GONE if adds_up(result) else _NEVER_THERE
    return tuple(
        tuple(
            None if stage.standing[place] in gone and not stage.votes[place] else stage.votes[place]
            for stage in result.stages
        )
        for place in range(len(result.candidates))
    )


def adds_up(result: Result) -> bool:
    """Whether the votes of every stage, with those that have left the count, are all valid votes."""
    return all(sum(stage.votes, stage.non_transferable) == result.valid for stage in result.stages)
