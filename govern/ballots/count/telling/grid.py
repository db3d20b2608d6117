"""The table of a count: a row for each candidate, a column for each stage. Text, page and CSV all show this one."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from govern.ballots.count.result import Elected, NotElected, Result, Standing
from govern.ballots.count.telling.figures import are_rounded, common_places

_GONE = frozenset({Standing.EXCLUDED, Standing.WITHDRAWN})


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
            votes=standing_votes(result, place),
            entry=entries[candidate.id],
        )
        for place, candidate in enumerate(result.candidates)
    )
    lost = tuple(stage.non_transferable for stage in result.stages)
    totals = tuple(sum(stage.votes, stage.non_transferable) for stage in result.stages)
    adds_up = all(total == result.valid for total in totals)
    numbers = [votes for stage in result.stages for votes in (*stage.votes, stage.non_transferable)]
    return Grid(
        stages=tuple(stage.number for stage in result.stages),
        rows=rows,
        lost=lost if any(lost) or (adds_up and len(lost) > 1) else None,
        totals=totals if adds_up else None,
        places=common_places(numbers),
        rounded=are_rounded(numbers),
    )


def standing_votes(result: Result, place: int) -> tuple[Fraction | None, ...]:
    """The votes of one candidate at the end of each stage; none once they are out and hold none."""
    return tuple(
        None if stage.standing[place] in _GONE and not stage.votes[place] else stage.votes[place]
        for stage in result.stages
    )
