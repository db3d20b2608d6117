"""Groups of which so few voted that their numbers would tell how somebody voted (domain report, section 6.2).

How few is too few is decided before a vote opens (decision 36); `govern.ballots.rules.publishing` says of whom.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

LEAST_SHOWN = 3
"""Papers below which a group kept its split to itself in counts that do not say their floor (before decision 36)."""


class KeptBack(msgspec.Struct, frozen=True):
    """The groups whose split is not printed: as heads, each person once; as classes, each person in every group."""

    groups: frozenset[str]
    classes: frozenset[str]


def kept_back(papers: Mapping[str, int], floors: Mapping[str, int] | None = None) -> frozenset[str]:
    """Group -> papers; the groups whose split is not printed. `floors`: group -> how many papers it needs, 0 where it
    is told however few they are; LEAST_SHOWN of each where none are given."""
    voted = {group: number for group, number in papers.items() if number}
    needed = dict.fromkeys(voted, LEAST_SHOWN) if floors is None else floors
    small = [group for group, number in voted.items() if number < needed[group]]
    return kept_together(small, voted, max((needed[group] for group in voted), default=0))


def kept_together(small: Collection[str], numbers: Mapping[str, int], least: int) -> frozenset[str]:
    """The small groups and whoever is kept back with them.

    The totals are printed, so a small group that stands alone could be worked out from the others. The next smallest
    join it until two groups, and `least` people, stand together, or none is left.
    """
    hidden = list(small)
    shown = sorted((group for group in numbers if group not in small), key=lambda group: (numbers[group], group))
    while hidden and shown and (len(hidden) < 2 or sum(numbers[group] for group in hidden) < least):
        hidden.append(shown.pop(0))
    return frozenset(hidden)
