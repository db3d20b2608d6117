"""Plurality: each paper has one choice, and those with most votes are elected (with several seats: the single
non-transferable vote).

Sources: domain.md invariants 57 and 58, W16. Papers that rank are read for their first choice. Where papers are sets,
the election says `at_most=1`, and one with more marks is void; so is one with several on its first rank. Caps are
kept by passing over (see `taking`).
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.election import Election
from govern.ballots.count.result import Result
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.taking import by_most_votes

METHOD = "plurality"


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie touches the last place and no lot has been drawn."""
    papers = sort_papers(election, election.at_most)
    everybody = [True] * len(election.candidates)
    votes = [0] * len(election.candidates)
    for ranking, weight in papers.rankings(everybody, everybody).items():
        if ranking:
            votes[ranking[0]] += weight
    return by_most_votes(election, METHOD, papers, tuple(Fraction(units, papers.parts) for units in votes))
