"""The life of peers and mandates (`standing`), letters about them (`letters`), a file from paper (`files`), proxies
(`proxies`), support (`support`)."""

from govern.constituencies.representation.lifecycle.letters import remind_due, tell_over
from govern.constituencies.representation.lifecycle.standing import end, end_office, give, open_office, renew, someone
from govern.constituencies.representation.lifecycle.support import end_support, find_supporter, name_supporter

__all__ = [
    "end",
    "end_office",
    "end_support",
    "find_supporter",
    "give",
    "name_supporter",
    "open_office",
    "remind_due",
    "renew",
    "someone",
    "tell_over",
]
