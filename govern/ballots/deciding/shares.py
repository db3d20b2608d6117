"""An empty group's share goes to the others pro rata, and no share grows over the ceiling where that is possible."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import msgspec


class Collapse(msgspec.Struct, frozen=True):
    """Shares that add up to exactly 1. `held` are groups stopped at the ceiling, with the share they would have had.

    `ceiling_kept` is False where the ceiling could not be kept because too few groups are left.
    """

    shares: Mapping[str, Fraction]
    held: Mapping[str, Fraction]
    ceiling_kept: bool


def collapse(weights: Mapping[str, Fraction], ceiling: Fraction | None) -> Collapse:
    """The shares of the groups that are left, from their weights (each above 0), under a ceiling.

    With the ceiling, groups over it are held there and what is over is shared among the rest pro rata, until nobody
    is over. Where even all groups at the ceiling would not make a whole, the shares stay pro rata.
    Source: domain report, invariant 36 and W1-W3.
    """
    total = sum(weights.values(), Fraction(0))
    shares = {group: weight / total for group, weight in weights.items()}
    pro_rata = dict(shares)
    if ceiling is None or not shares:
        return Collapse(shares, {}, True)
    if len(shares) * ceiling < 1:
        return Collapse(shares, {}, False)
    held: dict[str, Fraction] = {}
    while over := [group for group, share in shares.items() if group not in held and share > ceiling]:
        held |= {group: pro_rata[group] for group in over}
        rest = {group: weight for group, weight in weights.items() if group not in held}
        left = 1 - len(held) * ceiling
        rest_total = sum(rest.values(), Fraction(0))
        shares = dict.fromkeys(shares, ceiling) | {
            group: left * weight / rest_total for group, weight in rest.items()
        }
    return Collapse(shares, held, True)
