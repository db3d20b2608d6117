"""Approval: each paper marks as many candidates as it likes, and those with most marks are elected.

Source: S Brams and P Fishburn, Approval voting, American Political Science Review 72 (1978); with several seats the
highest totals take them. Caps are kept by passing over (see `taking`); weights count in full for every mark. Where
the election sets `at_most`, a paper with more marks is void.
"""

from __future__ import annotations

from govern.ballots.count.election import Election
from govern.ballots.count.result import Result
from govern.ballots.count.taking import by_most_votes, marks_of

METHOD = "approval"


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie touches the last place and no lot has been drawn."""
    papers, votes = marks_of(election, election.at_most)
    return by_most_votes(election, METHOD, papers, votes)
