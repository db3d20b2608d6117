"""Schulze: who has a stronger path of majorities to another than back comes before them.

Source: M Schulze, A new monotonic, clone-independent, reversal symmetric, and Condorcet-consistent single-winner
election method, Social Choice and Welfare 36 (2011): 2.1 strength of a link by winning votes, 2.2 paths, 2.3.1 the
algorithm. A path is as strong as its weakest link. The relation is transitive (4.1) but may leave several without
order: the best are those before whom nobody comes, then those before whom nobody of the rest comes, and so on. With
several seats they are taken in that order. Equals are told apart by lot, only where they touch the last place; the
paper's own way with ties (section 5) is not used.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from msgspec.structs import replace

from govern.ballots.count import words_choosing as words
from govern.ballots.count.election import Election, refuse_limits
from govern.ballots.count.pairwise import Comparison, Pair, compare, first_stage, layers, seats_in_order, standings
from govern.ballots.count.result import Action, Result, Stage
from govern.ballots.count.stages import still_stage
from govern.sentences import Sentence

METHOD = "schulze"

Strength = tuple[int, Fraction, Fraction]
"""Of a link, larger is stronger: a win before a tie before a loss; then more votes for it, then fewer against it.
For a loss, fewer votes against it, then more for it (2.1, winning votes)."""


def count(election: Election) -> Result:
    """Raises NotCountable for caps, LotNeeded where equals touch the last place and no lot has been drawn."""
    refuse_limits(election)
    found = compare(election)
    strongest = paths(found)
    above = frozenset(pair for pair, strength in strongest.items() if strength > strongest[pair[::-1]])
    first = first_stage(election, found)
    second = _second_stage(election, found, strongest, above, first)
    return seats_in_order(election, METHOD, found, (first, second), above)


def paths(found: Comparison) -> dict[Pair, Strength]:
    """The strength of the strongest path between every two, by Floyd and Warshall (2.3.1)."""
    strongest = {
        (one, other): link(found.matrix[one][other], found.matrix[other][one])
        for one in found.stands
        for other in found.stands
        if one != other
    }
    for between in found.stands:
        for one in found.stands:
            for other in found.stands:
                if len({between, one, other}) == 3:
                    around = min(strongest[one, between], strongest[between, other])
                    strongest[one, other] = max(strongest[one, other], around)
    return strongest


def link(votes: Fraction, against: Fraction) -> Strength:
    if votes > against:
        return 1, votes, -against
    return (0, Fraction(0), Fraction(0)) if votes == against else (-1, -against, votes)


def _second_stage(
    election: Election, found: Comparison, strongest: dict[Pair, Strength], above: frozenset[Pair], first: Stage
) -> Stage:
    votes = standings(above, len(election.candidates))
    places = range(len(votes))
    matrix = tuple(tuple(_in_votes(strongest.get((one, other))) for other in places) for one in places)
    told = _told(election, found, matrix, above)
    return replace(still_stage(election, 2, Action.PATHS, votes, first.votes), matrix=matrix, why=tuple(told))


def _in_votes(strength: Strength | None) -> Fraction:
    """The votes of the weakest majority on the path; nought where no path of majorities leads there."""
    return strength[1] if strength is not None and strength[0] > 0 else Fraction(0)


def _told(
    election: Election, found: Comparison, matrix: tuple[tuple[Fraction, ...], ...], above: frozenset[Pair]
) -> list[Sentence]:
    """Why each one comes before the next in the order."""
    names = [candidate.name for candidate in election.candidates]
    order = list(layers(found.stands, above))
    told = [words.what_a_path_is()]
    for better, worse in pairwise(order):
        for one in worse:
            for other in better:
                if (other, one) in above:
                    told.append(words.path(names[other], names[one], matrix[other][one], matrix[one][other]))
    return told
