"""What names the rules give (`calling`), and what a change of the rules needs (`changing`). Pure."""

from govern.constituencies.rulebook.rules.calling import (
    body_name,
    called,
    group_name,
    layer_name,
    plain_group_name,
    ruling_on,
    society_name,
    thread_of,
)
from govern.constituencies.rulebook.rules.changing import (
    Affected,
    DraftStage,
    DraftStep,
    Proposal,
    affected_from,
    after,
    check_proposal,
    check_still_newest,
    check_transition,
    fingerprint_of,
    is_registered,
    may_confirm,
)

__all__ = [
    "Affected",
    "DraftStage",
    "DraftStep",
    "Proposal",
    "affected_from",
    "after",
    "body_name",
    "called",
    "check_proposal",
    "check_still_newest",
    "check_transition",
    "fingerprint_of",
    "group_name",
    "is_registered",
    "layer_name",
    "may_confirm",
    "plain_group_name",
    "ruling_on",
    "society_name",
    "thread_of",
]
