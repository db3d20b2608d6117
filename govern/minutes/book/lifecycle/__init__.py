"""The life of minutes: ours are written (`writing`); those of the time before are brought in as files (`past`)."""

from govern.minutes.book.lifecycle.writing import (
    bring_results,
    circulate,
    draft,
    edit_entry,
    option_words,
    result_words,
    rule_words,
)

__all__ = ["bring_results", "circulate", "draft", "edit_entry", "option_words", "result_words", "rule_words"]
