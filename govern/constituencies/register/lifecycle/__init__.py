"""The life of a membership, and of a file that brings many.

    enter / admit ──> belongs to a group ──> end_membership          move = end here, admit there, the same day
    note_attribute ──> holds ──> end_attribute

    receive ──> check_application ──> admit_applicant | decline ──> appeal ──> decide_appeal
    check_member ──> goes on, or ends by the rules           name_representative, note_shares, tie: from a day on

    keep_upload ──> look_at ──> [approve] ──> apply | abandon        a file is taken whole or not at all

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
from govern.constituencies.register.lifecycle.decision_letters import Told, decision
from govern.constituencies.register.lifecycle.holdings import (
    end_shares,
    note_shares,
    note_subscription,
    tie,
    untie,
)
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
from govern.constituencies.register.lifecycle.representing import (
    act_for,
    end_representation,
    find_or_add_human,
    name_representative,
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
    "appeal",
    "apply",
    "approve",
    "check_application",
    "check_member",
    "decide_appeal",
    "decision",
    "decline",
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
    "move",
    "name_representative",
    "note_attribute",
    "note_import",
    "note_shares",
    "note_subscription",
    "receive",
    "tie",
    "untie",
    "upload_of",
    "withdraw_application",
]
