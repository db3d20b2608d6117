"""A ballot's life, in the order it is lived.

    settling    settle_decision: how a question is decided
    drafting    draft, add_contest, edit_ballot, edit_wording
    candidates  add_candidate, withdraw_candidate, draw_lots
    preparing   publish, note_notice, freeze, accept_small_group, open_, withdraw_unopened
    room        arrived, left, take_vote: whoever is at the meeting when the vote is taken
    carrying    appoint, revoke, follow_mandates, seal_for_others, cast_for_others: peers and proxies
    supporting  tell_of_support, tell_support_due: after a vote that was sent with help
    telephone   begin_call, heard, end_call: an officer reads the paper to a caller, a second one listens
    voting      seal_paper, cast, mail_receipt, remind, challenge, answer_challenge, close, withdraw
    counting    count
    deciding    declare, archive
    filing      send_to_regulator, note_registered, note_returned: what follows a decision that the law wants to see
    counting_back  count_back: papers counted again for a seat that fell empty early
    timing      open_due, close_due: the same steps, taken by the clock

Circles decide by consent in a life of their own:

    proposing   draft_proposal, reword, add_to_circle, take_from_circle, move_on, end_round, integrate
    consenting  answer, find_no_reason, take_fallback, vote, end_vote, review

Beside them `letters` (what people are written) and `keys` (what lies in files outside the database).
"""

from govern.ballots.casting import Posted
from govern.ballots.casting.supporters import Support
from govern.ballots.lifecycle.candidates import add_candidate, draw_lots, withdraw_candidate
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
from govern.ballots.lifecycle.filing import Sent, note_registered, note_returned, send_to_regulator
from govern.ballots.lifecycle.preparing import (
    accept_small_group,
    freeze,
    note_notice,
    open_,
    publish,
    withdraw_unopened,
)
from govern.ballots.lifecycle.room import arrived, left, take_vote
from govern.ballots.lifecycle.settling import settle_decision, use_casting_vote
from govern.ballots.lifecycle.striking import put_back_before_opening, strike_before_opening, take_names_back
from govern.ballots.lifecycle.supporting import tell_of_support, tell_support_due
from govern.ballots.lifecycle.telephone import begin_call, end_call, heard
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
    "Sent",
    "Standing",
    "Support",
    "Wording",
    "accept_small_group",
    "add_candidate",
    "add_contest",
    "answer_challenge",
    "appoint",
    "archive",
    "arrived",
    "begin_call",
    "cast",
    "cast_before",
    "cast_bundle_before",
    "cast_for_others",
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
    "end_call",
    "follow_mandates",
    "freeze",
    "heard",
    "held_by",
    "left",
    "mail_receipt",
    "note_notice",
    "note_registered",
    "note_returned",
    "open_",
    "open_due",
    "publish",
    "put_back_before_opening",
    "remind",
    "revoke",
    "seal_for_others",
    "seal_paper",
    "send_to_regulator",
    "settle_decision",
    "strike_before_opening",
    "take_names_back",
    "take_vote",
    "tell_of_support",
    "tell_support_due",
    "use_casting_vote",
    "withdraw",
    "withdraw_candidate",
    "withdraw_unopened",
]
