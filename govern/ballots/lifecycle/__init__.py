"""A ballot's life, in the order it is lived.

    settling    settle_decision: how a question is decided
    drafting    draft, add_contest, edit_ballot, edit_wording
    candidates  add_candidate, withdraw_candidate, draw_lots
    preparing   publish, note_notice, freeze, accept_small_group, open_, withdraw_unopened
    voting      seal_paper, cast, mail_receipt, remind, challenge, answer_challenge, close, withdraw
    counting    count
    deciding    declare, archive
    counting_back  count_back: papers counted again for a seat that fell empty early
    timing      open_due, close_due: the same steps, taken by the clock

Beside them `letters` (what people are written) and `keys` (what lies in files outside the database).
"""

from govern.ballots.casting import Posted
from govern.ballots.lifecycle.candidates import add_candidate, draw_lots, withdraw_candidate
from govern.ballots.lifecycle.counting import LogDamaged, count
from govern.ballots.lifecycle.counting_back import count_back
from govern.ballots.lifecycle.deciding import archive, declare
from govern.ballots.lifecycle.drafting import (
    BallotDraft,
    ContestDraft,
    Wording,
    add_contest,
    draft,
    edit_ballot,
    edit_wording,
)
from govern.ballots.lifecycle.preparing import (
    accept_small_group,
    freeze,
    note_notice,
    open_,
    publish,
    withdraw_unopened,
)
from govern.ballots.lifecycle.settling import settle_decision, use_casting_vote
from govern.ballots.lifecycle.striking import put_back_before_opening, strike_before_opening, take_names_back
from govern.ballots.lifecycle.timing import close_due, open_due
from govern.ballots.lifecycle.voting import (
    Choices,
    Sealing,
    answer_challenge,
    cast,
    cast_before,
    challenge,
    close,
    mail_receipt,
    remind,
    seal_paper,
    withdraw,
)

__all__ = [
    "BallotDraft",
    "Choices",
    "ContestDraft",
    "LogDamaged",
    "Posted",
    "Sealing",
    "Wording",
    "accept_small_group",
    "add_candidate",
    "add_contest",
    "answer_challenge",
    "archive",
    "cast",
    "cast_before",
    "challenge",
    "close",
    "close_due",
    "count",
    "count_back",
    "declare",
    "draft",
    "draw_lots",
    "edit_ballot",
    "edit_wording",
    "freeze",
    "mail_receipt",
    "note_notice",
    "open_",
    "open_due",
    "publish",
    "put_back_before_opening",
    "remind",
    "seal_paper",
    "settle_decision",
    "strike_before_opening",
    "take_names_back",
    "use_casting_vote",
    "withdraw",
    "withdraw_candidate",
    "withdraw_unopened",
]
