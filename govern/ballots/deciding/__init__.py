"""Deciding: is the resolution carried? Pure; values in, a `Decision` with its reasons in plain sentences out.

    decide(question) -> Decision

Read in this order: `question.py` (what is asked), `shares.py` (an empty group's share goes to the others),
`colleges.py` and `heads.py` (the two ways votes are weighed), `conditions.py` (threshold, turnout, groups' own
majorities), `small.py` (whose numbers are kept back), `explaining.py` (the sentences), `decide.py` (the whole in
order), `turning.py` (what would have changed it). Beside it: `statutes.py` (what the law of 2014 asks of conversions
and mergers) and `confirming.py` (the second meeting and its days), `raising.py` (a group may ask for the higher
threshold), `enough.py` (numbers of people that rules ask for), `board.py` (a vote of the board) and `consent.py`
(deciding without a vote). Everything is int or Fraction; nothing is rounded before it is shown.
Source: the project's domain report, 2.3 (invariants 32-42), 2.5 and the worked examples W1-W7 and W25.
"""

from govern.ballots.deciding.decide import decide
from govern.ballots.deciding.decision import About, ClassResult, Decision, GroupShare, State, Step, TurnoutResult
from govern.ballots.deciding.enough import enough
from govern.ballots.deciding.question import (
    Abstentions,
    Base,
    Basis,
    CapBasis,
    CollegeResult,
    Colleges,
    EmptyCollege,
    Group,
    Op,
    Question,
    Rule,
    Side,
    Threshold,
    Tie,
    Turnout,
)
from govern.ballots.deciding.raising import raised
from govern.ballots.deciding.small import KeptBack, kept_back, kept_together
from govern.ballots.deciding.statutes import Statute, Window, confirmation_window, statute, why_not_confirm_on

__all__ = [
    "About",
    "Abstentions",
    "Base",
    "Basis",
    "CapBasis",
    "ClassResult",
    "CollegeResult",
    "Colleges",
    "Decision",
    "EmptyCollege",
    "Group",
    "GroupShare",
    "KeptBack",
    "Op",
    "Question",
    "Rule",
    "Side",
    "State",
    "Statute",
    "Step",
    "Threshold",
    "Tie",
    "Turnout",
    "TurnoutResult",
    "Window",
    "confirmation_window",
    "decide",
    "enough",
    "kept_back",
    "kept_together",
    "raised",
    "statute",
    "why_not_confirm_on",
]
