"""Small elections with several caps and floors, counted by the service and by the second verifier, stage by stage."""

from __future__ import annotations

import os
import random
from collections import Counter
from fractions import Fraction
from typing import NamedTuple

import pytest

from govern.ballots.count import Candidate, Cap, Election, Floor, Paper, TieRule, block, count, scottish
from govern.ballots.count.result import Standing
from govern.ballots.verifier.electing import Elected, most_marks, transferable
from govern.ballots.verifier.limiting import Limits
from govern.ballots.verifier.reading import digest, spelled, written
from govern.ballots.verifier.slips import Marks

EACH = 2_000 if os.environ.get("GOVERN_SOAK") else 40
OUT = (Standing.WITHDRAWN, Standing.EXCLUDED)
Row = tuple[int, int, bool]


class Given(NamedTuple):
    """An election with options numbered from 1: limits as (number, options)."""

    options: int
    seats: int
    caps: tuple[tuple[int, frozenset[int]], ...]
    floors: tuple[tuple[int, frozenset[int]], ...]
    papers: dict[Marks, int]
    withdrawn: frozenset[int]
    seed: bytes

    @classmethod
    def drawn(cls, chance: random.Random, caps: int, floors: int, *, ranked: bool) -> Given:
        options = chance.randint(3, 7)
        seats, numbers = chance.randint(1, min(4, options)), range(1, options + 1)

        def limits(many: int) -> tuple[tuple[int, frozenset[int]], ...]:
            return tuple(
                (chance.randint(0, seats), frozenset(one for one in numbers if chance.random() < 0.45))
                for _ in range(many)
            )

        papers: Counter[Marks] = Counter()
        for _ in range(chance.randint(0, 12)):
            marks = chance.sample(numbers, chance.randint(1, options))
            papers[tuple(marks if ranked else sorted(marks))] += chance.randint(1, 4)
        gone = frozenset({1} if chance.random() < 0.1 else ())
        return cls(options, seats, limits(caps), limits(floors), dict(papers), gone, chance.randbytes(32))

    def luck(self) -> dict[int, int]:
        lots = {
            one: digest("lot", written([spelled(self.seed), "board", f"o{one}"]))
            for one in range(1, self.options + 1)
        }
        return {one: rank for rank, one in enumerate(sorted(lots, key=lots.__getitem__))}


def by_the_service(given: Given, method: str) -> tuple[list[Row], list[list[Fraction | None]]]:
    named = [*(("c", *limit) for limit in given.caps), *(("f", *limit) for limit in given.floors)]
    limits = [(f"{kind}{place}", number, under) for place, (kind, number, under) in enumerate(named)]
    election = Election(
        candidates=tuple(
            Candidate(f"o{one}", f"o{one}", tuple(name for name, _, under in limits if one in under))
            for one in range(1, given.options + 1)
        ),
        seats=given.seats,
        papers=tuple(
            Paper(tuple(f"o{mark}" for mark in marks), times=times) for marks, times in sorted(given.papers.items())
        ),
        withdrawn=tuple(f"o{one}" for one in sorted(given.withdrawn)),
        caps=tuple(Cap(name, number) for name, number, _ in limits if name[0] == "c"),
        floors=tuple(Floor(name, number) for name, number, _ in limits if name[0] == "f"),
        at_most=given.options,
        ties=(TieRule.BACKWARDS, TieRule.LOT),
        seed=given.seed,
        contest="board",
    )
    result = count(election, method)
    out = OUT if method == scottish.METHOD else OUT[:1]
    stages = [
        [None if standing in out else votes for votes, standing in zip(stage.votes, stage.standing, strict=True)]
        for stage in result.stages
    ]
    return [(int(one.candidate[1:]), one.stage, one.by_lot) for one in result.elected], stages


def by_the_second(given: Given, method: str) -> tuple[list[Row], list[list[Fraction | None]]]:
    limits, gone = Limits(given.caps, given.floors), set(given.withdrawn)
    papers = {marks: Fraction(times) for marks, times in given.papers.items()}
    found: Elected
    if method == scottish.METHOD:
        found = transferable(papers, given.options, given.seats, given.luck(), gone, limits).run()
    else:
        found = most_marks(papers, given.options, given.seats, given.luck(), gone, limits)
    return [(one.option, one.stage, one.by_lot) for one in found.won], [list(stage.votes) for stage in found.stages]


@pytest.mark.parametrize("method", [scottish.METHOD, block.METHOD])
@pytest.mark.parametrize(("caps", "floors"), [(0, 0), (1, 0), (2, 0), (0, 1), (0, 2), (1, 1), (2, 2)])
def test_both_elect_the_same_with_the_same_votes_at_every_stage(method: str, caps: int, floors: int) -> None:
    """Invariants 57 and 58, where limits overlap too."""
    chance = random.Random(f"{method}{caps}{floors}")
    for _ in range(EACH):
        given = Given.drawn(chance, caps, floors, ranked=method == scottish.METHOD)
        assert by_the_service(given, method) == by_the_second(given, method), given


def test_two_floors_that_overlap_keep_in_who_serves_both() -> None:
    """Two women and two Black people for three places: a Black woman has to stay, with however few votes."""
    women, black = frozenset({1, 2}), frozenset({2, 3})
    given = Given(
        5, 3, (), ((2, women), (2, black)), {(4,): 9, (5,): 8, (1,): 3, (3,): 3, (2,): 1}, frozenset(), b"x" * 32
    )
    for method in (scottish.METHOD, block.METHOD):
        elected, _ = by_the_second(given, method)
        assert (
            {option for option, _, _ in elected} == {1, 2, 3} == {row[0] for row in by_the_service(given, method)[0]}
        )
