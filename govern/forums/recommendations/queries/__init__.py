"""Questions about recommendations: how much of one is there for whom (`seeing`), one with its journey (`one`), and
lists of them (`lists`): on their way, answered, a forum's own, owed; the answer as a `letter`."""

from govern.forums.recommendations.queries.letter import answer_letter
from govern.forums.recommendations.queries.lists import (
    AnsweredPage,
    Line,
    Mine,
    Rung,
    Said,
    answered,
    in_office,
    led_by,
    of_forum,
    on_their_way,
    owed_by,
    owed_in_office,
    raised_by,
    there_for,
)
from govern.forums.recommendations.queries.one import (
    BackView,
    RaiserView,
    StepView,
    VersionView,
    View,
    answers_to_give,
    as_everybody,
    view,
)
from govern.forums.recommendations.queries.seeing import Called, Gate, called_for, gate, not_for_you, nothing

__all__ = [
    "AnsweredPage",
    "BackView",
    "Called",
    "Gate",
    "Line",
    "Mine",
    "RaiserView",
    "Rung",
    "Said",
    "StepView",
    "VersionView",
    "View",
    "answer_letter",
    "answered",
    "answers_to_give",
    "as_everybody",
    "called_for",
    "gate",
    "in_office",
    "led_by",
    "not_for_you",
    "nothing",
    "of_forum",
    "on_their_way",
    "owed_by",
    "owed_in_office",
    "raised_by",
    "there_for",
    "view",
]
