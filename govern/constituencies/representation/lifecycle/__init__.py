"""The life of peers and mandates (`standing`), letters about them (`letters`), a file from paper (`files`), proxies
(`proxies`), support (`support`), a member's wish as a facilitator
notes it (`noting`), and what a death or a second record of one person changes (`persons`)."""

from govern.constituencies.representation.lifecycle.letters import remind_due, tell_ended, tell_over
from govern.constituencies.representation.lifecycle.noting import Wish, check_may_note, note_choice, noter_on
from govern.constituencies.representation.lifecycle.persons import (
    both_peers,
    end_offices_of,
    end_support_of,
    take_over,
)
from govern.constituencies.representation.lifecycle.standing import (
    check_stands_apart,
    end,
    end_office,
    give,
    held_in,
    open_office,
    renew,
    someone,
)
from govern.constituencies.representation.lifecycle.support import end_support, find_supporter, name_supporter

__all__ = [
    "Wish",
    "both_peers",
    "check_may_note",
    "check_stands_apart",
    "end",
    "end_office",
    "end_offices_of",
    "end_support",
    "end_support_of",
    "find_supporter",
    "give",
    "held_in",
    "name_supporter",
    "note_choice",
    "noter_on",
    "open_office",
    "remind_due",
    "renew",
    "someone",
    "take_over",
    "tell_ended",
    "tell_over",
]
