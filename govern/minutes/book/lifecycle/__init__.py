"""The life of minutes, in the order it is lived.

Taken live (`taking`) and put together (`composing`: what is `known`, decided by `consents`, `citing` consultations),
written (`writing`, `in_body`, `noting` people), agreed and signed (`agreeing`), bound into the minute book
(`binding`, by the mark of the `formal` text), kept `apart` or opened, told in `easy` words; what is left goes on
(`carrying`).
Those of the time before are brought in as files (`past`, `archives`).
"""

from govern.minutes.book.lifecycle.agreeing import answer_comment, approve, chairs, comment, correct, sign, was_there
from govern.minutes.book.lifecycle.apart import keep_apart, may_read, open_to_everybody
from govern.minutes.book.lifecycle.carrying import Carried, carry, to_agree
from govern.minutes.book.lifecycle.noting import dissenters, note_dissent, note_people
from govern.minutes.book.lifecycle.taking import Clash, add_line, change_line, close_action, strike_line, take_on
from govern.minutes.book.lifecycle.writing import (
    bring_results,
    circulate,
    draft,
    edit_entry,
    option_words,
    put_together,
    result_words,
    rule_words,
)

__all__ = [
    "Carried",
    "Clash",
    "add_line",
    "answer_comment",
    "approve",
    "bring_results",
    "carry",
    "chairs",
    "change_line",
    "circulate",
    "close_action",
    "comment",
    "correct",
    "dissenters",
    "draft",
    "edit_entry",
    "keep_apart",
    "may_read",
    "note_dissent",
    "note_people",
    "open_to_everybody",
    "option_words",
    "put_together",
    "result_words",
    "rule_words",
    "sign",
    "strike_line",
    "take_on",
    "to_agree",
    "was_there",
]
