"""What holds in the register: spans of days and who votes where (`belonging`), how a file is taken in (`files`)."""

from govern.constituencies.register.rules.belonging import (
    ATTRIBUTE_WORDS,
    MEMBER_AGE,
    attribute_words,
    attributes_of,
    holds_on,
    old_enough,
    voting_groups,
)
from govern.constituencies.register.rules.files import (
    MOST_BYTES,
    MOST_ROWS,
    NEXT,
    SECOND_OFFICER_FROM,
    ImportStage,
    after,
    may_apply,
    needs_second_officer,
)

__all__ = [
    "ATTRIBUTE_WORDS",
    "MEMBER_AGE",
    "MOST_BYTES",
    "MOST_ROWS",
    "NEXT",
    "SECOND_OFFICER_FROM",
    "ImportStage",
    "after",
    "attribute_words",
    "attributes_of",
    "holds_on",
    "may_apply",
    "needs_second_officer",
    "old_enough",
    "voting_groups",
]
