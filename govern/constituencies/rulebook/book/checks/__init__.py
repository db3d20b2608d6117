"""What must agree between the tables of a rulebook. Each check is one small function that yields what it finds wrong.

Source: the project's domain report, section 3.3, and the laws its checks cite. A check may assume that the form is
right: every required key is there and of its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from govern.constituencies.rulebook.book.checks import (
    bodies,
    forums,
    law,
    limits,
    meetings,
    naming,
    peers,
    resolutions,
    seats,
    sensible,
    thresholds,
    weights,
)
from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables

Check = Callable[[Tables], Iterator[Problem]]

CHECKS: tuple[Check, ...] = (
    *naming.CHECKS,
    *weights.CHECKS,
    *resolutions.CHECKS,
    *meetings.CHECKS,
    *peers.CHECKS,
    *bodies.CHECKS,
    *seats.CHECKS,
    *limits.CHECKS,
    *forums.CHECKS,
    *thresholds.CHECKS,
    *law.CHECKS,
    *sensible.CHECKS,
)


def problems_of_sense(tables: Tables) -> list[Problem]:
    """Everything that does not agree, in the order of the checks."""
    return [problem for check in CHECKS for problem in check(tables)]
