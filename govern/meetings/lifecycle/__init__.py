"""A meeting's life, told in the order it is lived.

    draft ──send notice──► noticed ──open──► open ──close──► closed
      │                     │  ▲ correct the notice
      └──────cancel─────────┴──► cancelled   (whoever had a notice is told)
    open or noticed ──adjourn──► noticed, for another day

Chapters: `preparing` (drafting and the agenda), `chosen` (members chose its day in a vote), `standing` (what is on
every agenda), `access` (what people need), `interests` (declared and decided on), `papers` (with their versions),
`noticing` (the notice, its correction, calling off), `mailing` and `posting` (how it reaches each), `agreeing` and
`short_notice` (members agree to be told later than the rules ask), `balloting` (the ballot of this meeting),
`meeting` (who is here, opening, what became of each item, closing), `desk` (the same coming and going with what open
votes must know of it), `owing` (answers that put themselves on an agenda), `taking` (the vote is called in the
room), `floor` (hands, open votes, papers asked for in the room), `seeking` (a motion is looked at by consent),
`tablet` (a card signs in who was looked at), `requisition` (members ask for a meeting), `adjourning` (it stops and
goes on another day), `gathering` (what a forum hands down when it gathers); `held` says which meeting a step is for.
"""

from govern.meetings.lifecycle.access import answer_access, ask_for_access
from govern.meetings.lifecycle.adjourning import adjourn
from govern.meetings.lifecycle.agreeing import agree, note_agreement, take_back_agreement
from govern.meetings.lifecycle.balloting import make_ballot
from govern.meetings.lifecycle.chosen import check_day_in_time, draft_as_chosen
from govern.meetings.lifecycle.desk import Came, arrive, correct, depart, end, make_card, undo
from govern.meetings.lifecycle.floor import ask_poll, call, declare_floor, hand_in, say_voices
from govern.meetings.lifecycle.gathering import (
    Entitled,
    GatheringDraft,
    call_gathering,
    change_gathering,
    gathers,
    hand_down,
    put_item,
)
from govern.meetings.lifecycle.held import people_were_told
from govern.meetings.lifecycle.interests import decide_interest, declare, declare_in_item, end_interest
from govern.meetings.lifecycle.meeting import check_in, check_out, close, open_, settle_item, welcome_guest
from govern.meetings.lifecycle.noticing import call_off, correct_agenda, correct_notice, send_notice
from govern.meetings.lifecycle.owing import drafted, owe, owed_ahead, settle_owed
from govern.meetings.lifecycle.papers import NewPaper, add_paper, new_version, say_paper_read, take_paper_away
from govern.meetings.lifecycle.posting import note_came_back, note_posted, take_back_came_back
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
from govern.meetings.lifecycle.requisition import (
    OwnDay,
    add_business,
    begin,
    call_asked_for,
    call_own,
    join_own,
    note_signature,
    propose_own,
    sign,
    take_back_signature,
)
from govern.meetings.lifecycle.seeking import look_for_consent
from govern.meetings.lifecycle.short_notice import ask_for_short_notice
from govern.meetings.lifecycle.tablet import answer_tablet, enter_by_card, forget_tablets, hold_up
from govern.meetings.lifecycle.taking import call_vote

__all__ = [
    "Came",
    "Entitled",
    "GatheringDraft",
    "ItemDraft",
    "MeetingDraft",
    "NewPaper",
    "OwnDay",
    "add_business",
    "add_item",
    "add_paper",
    "adjourn",
    "agree",
    "answer_access",
    "answer_tablet",
    "arrive",
    "ask_for_access",
    "ask_for_short_notice",
    "ask_poll",
    "begin",
    "call",
    "call_asked_for",
    "call_gathering",
    "call_off",
    "call_own",
    "call_vote",
    "cancel",
    "change",
    "change_gathering",
    "change_item",
    "check_day_in_time",
    "check_in",
    "check_out",
    "close",
    "correct",
    "correct_agenda",
    "correct_notice",
    "decide_interest",
    "declare",
    "declare_floor",
    "declare_in_item",
    "depart",
    "draft",
    "draft_as_chosen",
    "drafted",
    "end",
    "end_interest",
    "enter_by_card",
    "forget_tablets",
    "gathers",
    "hand_down",
    "hand_in",
    "hold_up",
    "join_own",
    "look_for_consent",
    "make_ballot",
    "make_card",
    "move_item",
    "new_version",
    "note_agreement",
    "note_came_back",
    "note_posted",
    "note_signature",
    "open_",
    "owe",
    "owed_ahead",
    "people_were_told",
    "propose_own",
    "put_item",
    "remove_item",
    "say_paper_read",
    "say_voices",
    "send_notice",
    "settle_item",
    "settle_owed",
    "sign",
    "take_back_agreement",
    "take_back_came_back",
    "take_back_signature",
    "take_paper_away",
    "undo",
    "welcome_guest",
]
