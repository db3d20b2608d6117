"""Counting, pure and exact: an `Election` goes in, a `Result` comes out, stage by stage, each explained in sentences.

    election ──> count(election, method) ──> result: stages; who is elected; who is not, and why; how ties were broken

One method a file (`methods` names them), one shared vocabulary (`election`, `result`). Caps on seats are in `caps`,
lots in `lots`, the order in which ties are broken in `ties`. No floating-point number is used anywhere. Nothing here
reads a clock or a random source: a lot comes from a seed that was committed to before the close.
"""

from __future__ import annotations

from govern.ballots.count.caps import carry
from govern.ballots.count.countback import CountBack, count_back
from govern.ballots.count.election import Candidate, Cap, Election, Floor, NotCountable, Paper, TieRule
from govern.ballots.count.lots import LotNeeded, commitment, luck_order
from govern.ballots.count.methods import METHODS, UnknownMethod, count
from govern.ballots.count.result import (
    Action,
    Elected,
    Majority,
    NotElected,
    Result,
    Stage,
    Standing,
    Tie,
    TieFor,
    Unmet,
    Why,
)

__all__ = [
    "METHODS",
    "Action",
    "Candidate",
    "Cap",
    "CountBack",
    "Elected",
    "Election",
    "Floor",
    "LotNeeded",
    "Majority",
    "NotCountable",
    "NotElected",
    "Paper",
    "Result",
    "Stage",
    "Standing",
    "Tie",
    "TieFor",
    "TieRule",
    "UnknownMethod",
    "Unmet",
    "Why",
    "carry",
    "commitment",
    "count",
    "count_back",
    "luck_order",
]
