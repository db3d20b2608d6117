"""A meeting's life, told in the order it is lived.

    draft ──send notice──► noticed ──open──► open ──close──► closed
      │                     │  ▲ correct the notice
      └──────cancel─────────┴──► cancelled   (whoever had a notice is told)

Chapters: `preparing` (drafting and the agenda), `noticing` (the notice, its correction, calling off), `balloting`
(the ballot of this meeting), `meeting` (who is here, opening, what became of each item, closing).
"""

from govern.meetings.lifecycle.balloting import make_ballot
from govern.meetings.lifecycle.meeting import check_in, check_out, close, open_, settle_item, welcome_guest
from govern.meetings.lifecycle.noticing import call_off, correct_notice, send_notice
from govern.meetings.lifecycle.preparing import (
    ItemDraft,
    MeetingDraft,
    add_item,
    cancel,
    change,
    change_item,
    draft,
    move_item,
    remove_item,
)

__all__ = [
    "ItemDraft",
    "MeetingDraft",
    "add_item",
    "call_off",
    "cancel",
    "change",
    "change_item",
    "check_in",
    "check_out",
    "close",
    "correct_notice",
    "draft",
    "make_ballot",
    "move_item",
    "open_",
    "remove_item",
    "send_notice",
    "settle_item",
    "welcome_guest",
]
