"""A group may ask for the higher threshold: its own resolution turns an ordinary one into a special one.

Source: rulebook key `class_may_raise_to`; FairShares wiki on class resolutions; domain report W25.
"""

from __future__ import annotations

from govern.ballots.deciding.question import Rule


def raised(ordinary: Rule, higher: Rule, *, class_for: int, class_against: int) -> Rule:
    """The rule that applies after one group voted on raising it: the higher where more of the group were for."""
    return higher if class_for > class_against else ordinary
