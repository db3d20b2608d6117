"""Pure rules of minutes: their stages (`stages`), and what the audit record says in a sentence (`happened`, of forums
`talked`)."""

from govern.minutes.book.rules.happened import HAPPENED, what_happened
from govern.minutes.book.rules.stages import (
    NEXT,
    READABLE,
    STANDING,
    EntryKind,
    Stage,
    Step,
    after,
    check_over,
    check_results_in,
    check_words,
)

__all__ = [
    "HAPPENED",
    "NEXT",
    "READABLE",
    "STANDING",
    "EntryKind",
    "Stage",
    "Step",
    "after",
    "check_over",
    "check_results_in",
    "check_words",
    "what_happened",
]
