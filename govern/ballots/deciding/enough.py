"""How many people a rule asks for that names a number, a share of everybody, or the greater or lesser of both.

Quorums of meetings, of bodies and of ballots outside a meeting all count so (domain report, invariant 25).
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil


def enough(entitled: int, *, number: int, share: Fraction | None, rule: str) -> int:
    """The greater or the lesser of number and share, the share rounded up; the number alone where the rule says so.

    >>> enough(121, number=12, share=Fraction(1, 5), rule="greater")
    25
    """
    if share is None or rule == "number":
        return number
    of_all = ceil(share * entitled)
    return max(number, of_all) if rule == "greater" else min(number, of_all)
