"""The life of a membership, and of a file that brings many.

    enter / admit ──> belongs to a group ──> end_membership          move = end here, admit there, the same day
    note_attribute ──> holds ──> end_attribute

    receive ──> check_application ──> admit_applicant | decline ──> appeal ──> decide_appeal
    check_member ──> goes on, or ends by the rules           name_representative, note_shares, tie: from a day on

    keep_upload ──> look_at ──> [approve] ──> apply | abandon        a file is taken whole or not at all

    ask_correction ──> answer_correction | take_back_correction        (`correcting`)
    ask_erasure ──> note_erased | decline_erasure | take_back_erasure  (`wishing`; the desks erase)
    merge_entries, note_merged                                         (`merging`; the desks move the rest)
    note_death ──> [undo_death]                                        (`dying`; the desks end everything else)

Nothing is overwritten: a span ends and another begins, each with its day, its reason and a line in the record
(invariant 1). What may cost somebody a seat is done through the boards, which stand above this room.
"""

from govern.constituencies.register.lifecycle.applications import (
    NewApplication,
    Received,
    admit_applicant,
    appeal,
    check_application,
    decide_appeal,
    decline,
    find_application,
    receive,
    withdraw_application,
)
from govern.constituencies.register.lifecycle.applying import apply
from govern.constituencies.register.lifecycle.checking import check_member
from govern.constituencies.register.lifecycle.correcting import (
    answer_correction,
    ask_correction,
    correct_membership,
    take_back_correction,
)
from govern.constituencies.register.lifecycle.decision_letters import Told, decision
from govern.constituencies.register.lifecycle.dying import note_death, undo_death
from govern.constituencies.register.lifecycle.holdings import end_shares, note_shares, note_subscription, tie, untie
from govern.constituencies.register.lifecycle.importing import (
    Look,
    Upload,
    abandon,
    approve,
    forget_upload,
    keep_upload,
    look_at,
    note_import,
    upload_of,
)
from govern.constituencies.register.lifecycle.joining import (
    admit,
    end_attribute,
    end_membership,
    enter,
    move,
    note_attribute,
)
from govern.constituencies.register.lifecycle.merging import merge_entries, note_merged
from govern.constituencies.register.lifecycle.representing import (
    act_for,
    end_representation,
    find_or_add_human,
    name_representative,
)
from govern.constituencies.register.lifecycle.training import note_training
from govern.constituencies.register.lifecycle.wishing import (
    ask_erasure,
    decline_erasure,
    note_erased,
    take_back_erasure,
)

__all__ = [
    "Look",
    "NewApplication",
    "Received",
    "Told",
    "Upload",
    "abandon",
    "act_for",
    "admit",
    "admit_applicant",
    "answer_correction",
    "appeal",
    "apply",
    "approve",
    "ask_correction",
    "ask_erasure",
    "check_application",
    "check_member",
    "correct_membership",
    "decide_appeal",
    "decision",
    "decline",
    "decline_erasure",
    "end_attribute",
    "end_membership",
    "end_representation",
    "end_shares",
    "enter",
    "find_application",
    "find_or_add_human",
    "forget_upload",
    "keep_upload",
    "look_at",
    "merge_entries",
    "move",
    "name_representative",
    "note_attribute",
    "note_death",
    "note_erased",
    "note_import",
    "note_merged",
    "note_shares",
    "note_subscription",
    "note_training",
    "receive",
    "take_back_correction",
    "take_back_erasure",
    "tie",
    "undo_death",
    "untie",
    "upload_of",
    "withdraw_application",
]
