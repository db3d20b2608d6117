"""The life of a circle, in chapters: it begins (`beginning`), people come and go and link it (`people`), it decides
in its domain (`deciding`), by rounds of consent where it wants (`consenting`), gets another one above it (`nesting`),
and one day it ends, leaves, or joins from elsewhere (`moving`)."""

from govern.forums.circles.lifecycle.beginning import CircleDraft, begin_circle, begin_team, change_circle, show_team
from govern.forums.circles.lifecycle.consenting import answer_above, present, propose, review
from govern.forums.circles.lifecycle.deciding import DecisionDraft, decide, give_matter, review_decision, take_matter
from govern.forums.circles.lifecycle.moving import belong_once, bring_in, end_circle, leave_all
from govern.forums.circles.lifecycle.nesting import look_at_domain, move_circle
from govern.forums.circles.lifecycle.people import end_link, leave, let_go, let_in, name_link

__all__ = [
    "CircleDraft",
    "DecisionDraft",
    "answer_above",
    "begin_circle",
    "begin_team",
    "belong_once",
    "bring_in",
    "change_circle",
    "decide",
    "end_circle",
    "end_link",
    "give_matter",
    "leave",
    "leave_all",
    "let_go",
    "let_in",
    "look_at_domain",
    "move_circle",
    "name_link",
    "present",
    "propose",
    "review",
    "review_decision",
    "show_team",
    "take_matter",
]
