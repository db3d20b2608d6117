"""Alternative vote, also called instant run-off: one seat, ranked papers, whoever has the fewest votes goes out.

Source: R A Newland and F S Britton, How to conduct an election by the single transferable vote, 3rd edition, 1997,
whose count comes to this for one place; City of Minneapolis, Code of Ordinances, title 8.5, chapter 167 (mayor 2013)
for what is needed, but one candidate is excluded at a time. Elected is whoever has more than half of all valid votes,
or is the only one left. More than half is counted in the smallest part of a vote that the weights know: with papers
that weigh one each, 39,680 of 79,358. Papers without a next choice leave the count and do not lower what is needed.
Ties as `Election.ties` says.
"""

from __future__ import annotations

from govern.ballots.count.election import Election, NotCountable, Number
from govern.ballots.count.gregory import Gregory
from govern.ballots.count.result import Result
from govern.ballots.count.stack import sort_papers
from govern.ballots.count.table import Table

METHOD = "av"


def count(election: Election) -> Result:
    """Raises NotCountable for more than one seat, LotNeeded where a lot must be drawn and has not been."""
    if election.seats > 1:
        raise NotCountable(
            "The alternative vote fills one seat, and there are {seats}. Choose a way of counting for several seats.",
            seats=election.seats,
        )
    papers = sort_papers(election)
    table = Table(election, papers, scale=papers.parts, quota=papers.weight // 2 + 1)
    return _OneSeat(table, one=1).run(METHOD)


class _OneSeat(Gregory):
    def share(self, surplus: Number, votes: Number, value: Number) -> Number:
        raise AssertionError("with one seat the count is over before a surplus could move")
