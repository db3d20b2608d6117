"""The life of a forum, in chapters: it is founded and one day closed (`founding`, `closing`), people come and go
(`belonging`), somebody leads it for a term (`facilitating`), anybody in it raises what is to be talked about
(`raising`), it gathers (`calling`, `holding`, `hearing`, `tasks`), sends some of its members to the forum above
(`delegating`, `terms`), minds what is said (`minding`) and votes by itself (`voting`). `handing_down` tells its
gatherings who belongs to it."""

from govern.forums.gatherings.lifecycle.belonging import belong_once, come, go, join, leave_all
from govern.forums.gatherings.lifecycle.calling import (
    Invitation,
    call,
    call_off,
    change,
    item_behind,
    move,
    put_back,
    send_agenda,
    take_up,
)
from govern.forums.gatherings.lifecycle.closing import close_forum
from govern.forums.gatherings.lifecycle.delegating import DelegateDraft, end_delegate, send_delegate
from govern.forums.gatherings.lifecycle.facilitating import extend_term, name_facilitator
from govern.forums.gatherings.lifecycle.founding import ForumDraft, change_forum, found_forum
from govern.forums.gatherings.lifecycle.handing_down import hand_down
from govern.forums.gatherings.lifecycle.hearing import forget_heard, note_heard, take_back_heard
from govern.forums.gatherings.lifecycle.holding import (
    Decision,
    answered,
    begin,
    close,
    decide,
    dissent,
    hear,
    keep_view,
    more_time,
    note,
    say_whom_it_is_about,
)
from govern.forums.gatherings.lifecycle.minding import name_contact, pass_on, report_concern, take_off
from govern.forums.gatherings.lifecycle.raising import ItemDraft, owe, planned, raise_item, take_back
from govern.forums.gatherings.lifecycle.tasks import TaskDraft, done, fill_box, give_task
from govern.forums.gatherings.lifecycle.terms import stop_delegates
from govern.forums.gatherings.lifecycle.voting import (
    VoteDraft,
    ask_for_vote,
    being_written,
    draft_vote,
    freeze_vote,
)
from govern.forums.gatherings.queries.overview import Contact

__all__ = [
    "Contact",
    "Decision",
    "DelegateDraft",
    "ForumDraft",
    "Invitation",
    "ItemDraft",
    "TaskDraft",
    "VoteDraft",
    "answered",
    "ask_for_vote",
    "begin",
    "being_written",
    "belong_once",
    "call",
    "call_off",
    "change",
    "change_forum",
    "close",
    "close_forum",
    "come",
    "decide",
    "dissent",
    "done",
    "draft_vote",
    "end_delegate",
    "extend_term",
    "fill_box",
    "forget_heard",
    "found_forum",
    "freeze_vote",
    "give_task",
    "go",
    "hand_down",
    "hear",
    "item_behind",
    "join",
    "keep_view",
    "leave_all",
    "more_time",
    "move",
    "name_contact",
    "name_facilitator",
    "note",
    "note_heard",
    "owe",
    "pass_on",
    "planned",
    "put_back",
    "raise_item",
    "report_concern",
    "say_whom_it_is_about",
    "send_agenda",
    "send_delegate",
    "stop_delegates",
    "take_back",
    "take_back_heard",
    "take_off",
    "take_up",
]
