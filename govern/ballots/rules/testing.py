"""How many test envelopes one member may make: enough to catch a server that swaps choices, too few to fill the list.

Every test is an entry of the list for ever, with a signed head. Twenty catch a server that swaps a tenth of all
choices with 87 in a hundred (1 - 0.9^20); more is the work of several people, not of one.
"""

from __future__ import annotations

from govern.errors import TooMany

MOST_TESTS_A_DAY = 20


def tested_enough(wait_seconds: int) -> TooMany:
    """The refusal of one test more."""
    return TooMany(
        "You have made {most} test envelopes in this vote today. More would fill the list for everybody. "
        "Send your vote now, or test again tomorrow.",
        wait_seconds=wait_seconds,
        most=MOST_TESTS_A_DAY,
    )
