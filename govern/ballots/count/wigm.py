"""Single transferable vote by the plain weighted inclusive Gregory method, in exact fractions: nothing is cut off.

Sources: the transfers are those of the Scottish Local Government Elections Order 2011 (SSI 2011/399), schedule 1,
rules 49 to 53, without the truncation to five decimals. The quota is the exact Droop quota, valid votes ÷ (seats +
1), and a candidate is elected with more than that: at most as many as there are seats can have it (D R Woodall,
Properties of preferential election rules, Voting matters 3 (1994); R A Newland and F S Britton, How to conduct an
election by the single transferable vote, 3rd edition, 1997, 5.1.6 and 6.14, which round it up to two decimals). A
whole number, as in Scotland, would make the result depend on whether papers weigh one each or a tenth each.

Surpluses: the largest first, one a stage, also those that later stages bring forth; every paper of the elected
candidate goes on at its value × surplus ÷ votes. Exclusions: one a stage. Ties as `Election.ties` says. Once no more
candidates are left than seats they are elected.

Votes are fractions of 1/`parts`. Their numbers of digits about double with every surplus that moves, so a count for
more than about twelve seats may take long; for those the Scottish count differs only beyond the fifth decimal.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.count.election import Election, Number
from govern.ballots.count.gregory import Gregory
from govern.ballots.count.result import Result
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.table import Table

METHOD = "wigm"


def count(election: Election) -> Result:
    """Raises LotNeeded where a tie goes back to the beginning and no lot has been drawn."""
    papers = sort_papers(election)
    quota = Fraction(papers.weight, election.seats + 1)
    return _Exact(Table(election, papers, scale=papers.parts, quota=quota, above=True), one=1).run(METHOD)


class _Exact(Gregory):
    def share(self, surplus: Number, votes: Number, value: Number) -> Number:
        return Fraction(surplus) * value * Fraction(1, votes)
