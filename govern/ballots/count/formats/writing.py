"""An election written as BLT, such that reading it gives the same papers.

BLT knows ranks, skipped or shared, weights and withdrawals. It knows no categories, no caps, no costs: these are left
out. Where a paper has a weight of its own, each such paper gets a line, because a whole number in front of a line
would say how many papers there are.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from govern.ballots.count.election import Election, Number, Paper
from govern.errors import NotValid


def blt(election: Election) -> Iterator[str]:
    """The lines, each with its end. Raises NotValid for what BLT cannot say: scores, and names of several lines."""
    places = {candidate.id: str(number) for number, candidate in enumerate(election.candidates, start=1)}
    names = [_quoted(candidate.name) for candidate in election.candidates]
    title = _quoted(election.title)
    yield f"{len(places)} {election.seats}\n"
    if election.withdrawn:
        yield " ".join(f"-{places[candidate]}" for candidate in election.withdrawn) + "\n"
    for paper in election.papers:
        yield from _lines(paper, places)
    yield "0\n"
    yield from (f"{name}\n" for name in names)
    if election.title:
        yield f"{title}\n"


def _lines(paper: Paper, places: dict[str, str]) -> Iterator[str]:
    if paper.scores:
        raise NotValid("A BLT file has no place for scores. Keep these papers as JSON.")
    choices = [places[mark] for mark in paper.marks]
    if paper.shared:
        ranks = iter(choices)
        choices = ["=".join(next(ranks) for _ in range(several)) for several in paper.shared]
    rest = " ".join([*choices, "0"])
    if paper.weight == 1:
        yield f"{paper.times} {rest}\n"
    else:
        yield from [f"{_weight(paper.weight)} {rest}\n"] * paper.times


def _weight(weight: Number) -> str:
    """A decimal if it has an end, else a fraction; with a point or a stroke in any case."""
    exact = Fraction(weight)
    for places in range(1, 19):
        scaled = exact * 10**places
        if scaled.denominator == 1:
            digits = f"{scaled.numerator:0{places + 1}d}"
            return f"{digits[:-places]}.{digits[-places:]}"
    return f"{exact.numerator}/{exact.denominator}"


def _quoted(text: str) -> str:
    if any(ord(sign) < ord(" ") for sign in text):
        raise NotValid("A name in a BLT file stands on one line, without tabs. Write the name on one line.")
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
