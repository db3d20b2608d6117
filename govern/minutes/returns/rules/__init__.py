"""Pure: the society's `years`, what a `duty` is, what the `law` and the rules want each year, and what follows from
`terms`, answers and papers that stand in the database."""

from govern.minutes.returns.rules.duties import (
    SOON,
    STANDING_WORDS,
    Duty,
    Standing,
    check_done_on,
    in_order,
    to_tick,
    with_ticks,
    within,
)
from govern.minutes.returns.rules.law import Held, years_to_plan
from govern.minutes.returns.rules.terms import Drawn, Ending, Owed
from govern.minutes.returns.rules.years import SocietyYear, months_after, year_ending, year_of, years_between

__all__ = [
    "SOON",
    "STANDING_WORDS",
    "Drawn",
    "Duty",
    "Ending",
    "Held",
    "Owed",
    "SocietyYear",
    "Standing",
    "check_done_on",
    "in_order",
    "months_after",
    "to_tick",
    "with_ticks",
    "within",
    "year_ending",
    "year_of",
    "years_between",
    "years_to_plan",
]
