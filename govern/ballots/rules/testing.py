"""What test envelopes find, and how many one member may make: enough to catch a server that swaps choices, too few to
fill the list.

Every test is an entry of the list for ever, with a signed head. Twenty catch a server that swaps a tenth of all
choices with 87 in a hundred (1 - 0.9^20); more is the work of several people, not of one.

Source: ballot-protocol 3.6. The same arithmetic says how many people scrutineers ask whether a vote is theirs (T3)
and how many envelopes are tested (T7): of things of which a share f is false, s drawn at random find one with the
chance 1 - (1 - f)^s. Who is not asked twice finds no less than that.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache

import msgspec

from govern.errors import TooMany

MOST_TESTS_A_DAY = 20
#: Of so many hundredths that a server might change officers are told what tests find.
CHANGED = (1, 5, 10, 20)
SURE = Fraction(95, 100)


class Finding(msgspec.Struct, frozen=True):
    """Of a server that changes `changed` of a hundred votes: the tests that were made find it `found` times of a
    hundred, rounded down, and `needed` tests find it at least 95 times of a hundred."""

    changed: int
    found: int
    needed: int


def chance_of_finding(share: Fraction, drawn: int) -> Fraction:
    """1 - (1 - share)^drawn: that at least one of so many drawn at random is one of the `share` that is false.

    Raises ValueError for a share outside 0 to 1, and for fewer than none drawn.
    """
    if not 0 <= share <= 1 or drawn < 0:
        raise ValueError(f"a share of {share} and {drawn} drawn have no chance")
    return 1 - (1 - share) ** drawn


@cache
def needed_to_find(share: Fraction, chance: Fraction = SURE) -> int:
    """The fewest drawn that find a share with at least this chance. Raises ValueError where no number does."""
    if not 0 < share <= 1 or not 0 <= chance <= 1 or (chance == 1 and share < 1):
        raise ValueError(f"no number finds a share of {share} with the chance {chance}")
    drawn, missed = 0, Fraction(1)
    while 1 - missed < chance:
        drawn, missed = drawn + 1, missed * (1 - share)
    return drawn


def what_tests_find(tests: int) -> tuple[Finding, ...]:
    """What officers are told of so many tests that were made and looked at."""
    shares = [(changed, Fraction(changed, 100)) for changed in CHANGED]
    return tuple(
        Finding(changed, int(chance_of_finding(share, tests) * 100), needed_to_find(share))
        for changed, share in shares
    )


def tested_enough(wait_seconds: int) -> TooMany:
    """The refusal of one test more."""
    return TooMany(
        "You have made {most} test envelopes in this vote today. More would fill the list for everybody. "
        "Send your vote now, or test again tomorrow.",
        wait_seconds=wait_seconds,
        most=MOST_TESTS_A_DAY,
    )
