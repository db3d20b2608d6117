"""A stage in which no papers move: what the method counts by, who stands, and what is added by the method."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from govern.ballots.count.election import Election
from govern.ballots.count.result import Action, Stage, Standing


def still_stage(
    election: Election, number: int, action: Action, votes: Sequence[Fraction], before: Sequence[Fraction] = ()
) -> Stage:
    """Everybody still stands, and nobody is elected yet. `before` are the votes of the stage before this one."""
    gone = set(election.withdrawn)
    nothing = [Fraction(0)] * len(votes)
    return Stage(
        number=number,
        action=action,
        moved=None,
        votes=tuple(votes),
        transfers=tuple(now - then for now, then in zip(votes, before or nothing, strict=True)),
        non_transferable=Fraction(0),
        standing=tuple(
            Standing.WITHDRAWN if candidate.id in gone else Standing.HOPEFUL for candidate in election.candidates
        ),
    )
