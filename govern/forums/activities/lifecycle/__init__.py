"""The life of an activity, in chapters: it is planned, changed or called off (`planning`), people sign up, wait,
move up and take it back (`signing`), they are told (`telling`) and reminded by the clock (`minding`), and it is
written down what came of it (`ending`). Beside it offers and answers (`offering`), and calendar feeds (`feeds`)."""

from govern.forums.activities.lifecycle.ending import (
    Outcome,
    add_picture,
    give_hours,
    note_outcome,
    remove_picture,
)
from govern.forums.activities.lifecycle.feeds import make_feed, mark_of, stop_feed, token_of
from govern.forums.activities.lifecycle.minding import forget_needs, keep_days, remind_due
from govern.forums.activities.lifecycle.offering import OfferDraft, answer_offer, make_offer, take_offer_back
from govern.forums.activities.lifecycle.planning import call_off, change, plan
from govern.forums.activities.lifecycle.signing import leave_all, sign_up, sign_up_once, take_back, told

__all__ = [
    "OfferDraft",
    "Outcome",
    "add_picture",
    "answer_offer",
    "call_off",
    "change",
    "forget_needs",
    "give_hours",
    "keep_days",
    "leave_all",
    "make_feed",
    "make_offer",
    "mark_of",
    "note_outcome",
    "plan",
    "remind_due",
    "remove_picture",
    "sign_up",
    "sign_up_once",
    "stop_feed",
    "take_back",
    "take_offer_back",
    "token_of",
    "told",
]
