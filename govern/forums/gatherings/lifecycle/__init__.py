"""The life of a forum, in chapters: it is founded and closed (`founding`), people come and go (`belonging`), somebody
leads it for a term (`facilitating`), and anybody in it raises what is to be talked about (`raising`)."""

from govern.forums.gatherings.lifecycle.belonging import belong_once, come, go, join, leave_all
from govern.forums.gatherings.lifecycle.facilitating import extend_term, hand_on, name_facilitator
from govern.forums.gatherings.lifecycle.founding import ForumDraft, change_forum, close_forum, found_forum
from govern.forums.gatherings.lifecycle.raising import ItemDraft, owe, raise_item, settle_owed, take_back

__all__ = [
    "ForumDraft",
    "ItemDraft",
    "belong_once",
    "change_forum",
    "close_forum",
    "come",
    "extend_term",
    "found_forum",
    "go",
    "hand_on",
    "join",
    "leave_all",
    "name_facilitator",
    "owe",
    "raise_item",
    "settle_owed",
    "take_back",
]
