"""Block vote: each paper marks up to as many candidates as there are seats, and those with most votes are elected.

With one seat this is the plain vote by relative majority. Sources: domain.md invariants 57 and 58, W8, W16. Caps are
kept by passing over (see `taking`). A paper with too many marks is void. Weights count in full for every mark.
"""

from __future__ import annotations

from govern.ballots.count.election import Election
from govern.ballots.count.result import Result
from govern.ballots.count.taking import by_most_votes, marks_of

METHOD = "block-vote"


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie touches the last place and no lot has been drawn."""
    papers, votes = marks_of(election, election.seats if election.at_most is None else election.at_most)
    return by_most_votes(election, METHOD, papers, votes)
