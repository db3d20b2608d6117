"""A ballot's life, in the order it is lived.

    settling    settle_decision: how a question is decided
    drafting    draft, add_contest, edit_ballot, edit_wording, add_candidate, withdraw_candidate, draw_lots
    preparing   publish, note_notice, freeze, accept_small_group, open_, withdraw_unopened
    room        arrived, left, everybody_left, take_vote: whoever is at the meeting when the vote is taken
    polling     poll: asked for in the room, and open at once
    carrying    appoint, revoke, follow_mandates, seal_for_others, cast_for_others: peers and proxies
    voting      seal_paper, cast, mail_receipt, remind, challenge, answer_challenge, close, withdraw
    counting    count
    deciding    declare, archive
    timing      open_due, close_due: the same steps, taken by the clock

Beside them `letters` (what people are written) and `keys` (what lies in files outside the database).
"""

from govern.ballots.casting import Posted
from govern.ballots.lifecycle.carrying import (
    Bundle,
    Naming,
    Standing,
    appoint,
    cast_bundle_before,
    cast_for_others,
    follow_mandates,
    held_by,
    revoke,
    seal_for_others,
)
from govern.ballots.lifecycle.counting import LogDamaged, count
from govern.ballots.lifecycle.deciding import archive, declare
from govern.ballots.lifecycle.drafting import (
    BallotDraft,
    ContestDraft,
    Wording,
    add_candidate,
    add_contest,
    draft,
    draw_lots,
    edit_ballot,
    edit_wording,
    withdraw_candidate,
)
from govern.ballots.lifecycle.polling import poll
from govern.ballots.lifecycle.preparing import (
    accept_small_group,
    freeze,
    note_notice,
    open_,
    publish,
    withdraw_unopened,
)
from govern.ballots.lifecycle.room import arrived, everybody_left, left, meeting_moved, take_vote
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
    "Bundle",
    "Choices",
    "ContestDraft",
    "LogDamaged",
    "Naming",
    "Posted",
    "Sealing",
    "Standing",
    "Wording",
    "accept_small_group",
    "add_candidate",
    "add_contest",
    "answer_challenge",
    "appoint",
    "archive",
    "arrived",
    "cast",
    "cast_before",
    "cast_bundle_before",
    "cast_for_others",
    "challenge",
    "close",
    "close_due",
    "count",
    "declare",
    "draft",
    "draw_lots",
    "edit_ballot",
    "edit_wording",
    "everybody_left",
    "follow_mandates",
    "freeze",
    "held_by",
    "left",
    "mail_receipt",
    "meeting_moved",
    "note_notice",
    "open_",
    "open_due",
    "poll",
    "publish",
    "put_back_before_opening",
    "remind",
    "revoke",
    "seal_for_others",
    "seal_paper",
    "settle_decision",
    "strike_before_opening",
    "take_names_back",
    "take_vote",
    "use_casting_vote",
    "withdraw",
    "withdraw_candidate",
    "withdraw_unopened",
]
