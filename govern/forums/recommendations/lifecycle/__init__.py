"""The life of a recommendation, in chapters: it is written and agreed (`writing`), answered layer by layer
(`climbing`), or both at a gathering (`deciding`); whoever owes the answer is written to (`owing`); it puts itself on
agendas where it is late (`lateness`), and its answer comes back to each who raised it
(`telling`) and to the forum that asked, which may ask again (`returning`). `keeping` is what
they share, `persons` what becomes of it when two records are one person."""

from govern.forums.recommendations.lifecycle.citing import Because
from govern.forums.recommendations.lifecycle.climbing import answer
from govern.forums.recommendations.lifecycle.deciding import Decided, answer_at_gathering, ask, put_forward
from govern.forums.recommendations.lifecycle.lateness import late, put_late, put_late_due
from govern.forums.recommendations.lifecycle.owing import tell_owing, tell_owing_due
from govern.forums.recommendations.lifecycle.persons import raised_once
from govern.forums.recommendations.lifecycle.returning import (
    accept,
    appeal,
    ask_again,
    ask_motion,
    note_given,
    receive,
    settle,
)
from govern.forums.recommendations.lifecycle.telling import send_answers
from govern.forums.recommendations.lifecycle.writing import (
    Wish,
    agree,
    drop,
    drop_raiser,
    name_raiser,
    reword,
    write,
    write_easy,
)

__all__ = [
    "Because",
    "Decided",
    "Wish",
    "accept",
    "agree",
    "answer",
    "answer_at_gathering",
    "appeal",
    "ask",
    "ask_again",
    "ask_motion",
    "drop",
    "drop_raiser",
    "late",
    "name_raiser",
    "note_given",
    "put_forward",
    "put_late",
    "put_late_due",
    "raised_once",
    "receive",
    "reword",
    "send_answers",
    "settle",
    "tell_owing",
    "tell_owing_due",
    "write",
    "write_easy",
]
