"""Groups of which so few voted that their numbers would tell how somebody voted (domain report, section 6.2)."""

from __future__ import annotations

from collections.abc import Mapping

#: A group with fewer papers keeps its split to itself.
LEAST_SHOWN = 3


def kept_back(papers: Mapping[str, int]) -> frozenset[str]:
    """Group -> papers; the groups whose split is not printed.

    The totals are printed, so a small group that stands alone could be worked out from the others. The next smallest
    join it until two groups and three papers stand together, or none is left.
    """
    voted = sorted((number, group) for group, number in papers.items() if number)
    hidden = [(number, group) for number, group in voted if number < LEAST_SHOWN]
    shown = voted[len(hidden) :]
    while hidden and shown and (len(hidden) < 2 or sum(number for number, _ in hidden) < LEAST_SHOWN):
        hidden.append(shown.pop(0))
    return frozenset(group for _, group in hidden)
