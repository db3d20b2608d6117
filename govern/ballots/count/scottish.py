"""Single transferable vote as in Scottish councils: weighted inclusive Gregory with five decimals.

Source: Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1: rule 46 first stage, 47 quota,
48 election, 49 and 50 surpluses, 51 and 52 exclusions and their ties, 53 last vacancies.
All votes are whole numbers of 1/(parts × 100,000), where `parts` is the common denominator of the weights. The value
of a paper is per unit of weight and truncated to five decimals; what it credits is weight × value, exactly.
Without caps the count is that of the Order, step by step.
"""

from __future__ import annotations

from govern.ballots.count.election import Election, Number
from govern.ballots.count.gregory import Gregory
from govern.ballots.count.result import Result
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.table import Table

METHOD = "scottish-stv"
ONE = 100_000
"""A whole vote, in units of the fifth decimal."""


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie goes back to the beginning and no lot has been drawn."""
    papers = sort_papers(election)
    scale = papers.parts * ONE
    quota = int(papers.valid // (election.seats + 1) + 1) * scale
    return _Scottish(Table(election, papers, scale=scale, quota=quota, decimals=5), one=ONE).run(METHOD)


class _Scottish(Gregory):
    def share(self, surplus: Number, votes: Number, value: Number) -> Number:
        """Rules 49 and 50: surplus × value ÷ votes, to five decimals, the rest ignored."""
        return surplus * value // votes
