"""Breaking a tie: by an earlier stage where the tied differed, then by lot; and writing down which it was.

An earlier stage may settle it only for some of the tied. Those are then safe, and the search goes on among the others
(Scottish Local Government Elections Order 2011, schedule 1, rules 50 and 52).
"""

from __future__ import annotations

from collections.abc import Sequence

from govern.ballots.count.election import Election, Number, TieRule
from govern.ballots.count.lots import draw
from govern.ballots.count.result import Tie, TieFor

Moment = tuple[int, Sequence[Number]]
"""The number of a stage, and votes in it."""


def break_tie(
    election: Election, purpose: TieFor, tied: Sequence[int], history: Sequence[Moment], slack: int = 0
) -> Tie:
    """Who of the tied is taken: out for an exclusion (fewest votes, unluckiest), else first (most votes, luckiest).

    `tied` are places in the list of candidates, `history` the votes at earlier moments, each with the number of its
    stage. Votes that differ by no more than `slack` are equal. Raises LotNeeded.
    """
    ids = [candidate.id for candidate in election.candidates]
    left = list(tied)
    for rule in election.ties:
        if rule is TieRule.LOT:
            break
        for stage, votes in reversed(history) if rule is TieRule.BACKWARDS else history:
            left = _extreme(left, votes, purpose, slack)
            if len(left) == 1:
                return Tie(purpose, _named(ids, tied), rule, (ids[left[0]],), stage=stage)
    order = draw(election, _named(ids, left))
    chosen = order[-1] if purpose is TieFor.EXCLUSION else order[0]
    return Tie(purpose, _named(ids, tied), TieRule.LOT, (chosen,), undecided=_named(ids, left))


def _extreme(left: list[int], votes: Sequence[Number], purpose: TieFor, slack: int) -> list[int]:
    if purpose is TieFor.EXCLUSION:
        fewest = min(votes[place] for place in left)
        return [place for place in left if votes[place] <= fewest + slack]
    most = max(votes[place] for place in left)
    return [place for place in left if votes[place] >= most - slack]


def _named(ids: list[str], places: Sequence[int]) -> tuple[str, ...]:
    return tuple(ids[place] for place in places)
