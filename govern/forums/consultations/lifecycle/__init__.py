"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`), and
people are named who are to be asked (`inviting`); they are asked (`sitting`), and what they showed is read
(`reading`). It is laid beside what is decided (`attaching`), summed up and told (`summing`), may become a vote where
a person says so (`carrying`), and the answer goes back (`returning`)."""

from govern.forums.consultations.lifecycle.asking import (
    QuestionDraft,
    change,
    check,
    close,
    draft,
    end_asker,
    methods_on,
    name_asker,
    open_,
    reworded,
    stop,
)
from govern.forums.consultations.lifecycle.attaching import attach, beside_of, detach
from govern.forums.consultations.lifecycle.carrying import let_count, read_of, response_to_count, why_not_a_vote
from govern.forums.consultations.lifecycle.inviting import Invited, hand_to, invite
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, not_reached, read
from govern.forums.consultations.lifecycle.returning import Cited, bring, close_answers, note_printed, use
from govern.forums.consultations.lifecycle.sitting import Presence, SittingDraft, record_sitting
from govern.forums.consultations.lifecycle.summing import (
    let_be_seen,
    publish,
    release,
    summarise,
    take_back_release,
)

__all__ = [
    "Cited",
    "Invited",
    "Presence",
    "QuestionDraft",
    "ReadingDraft",
    "SittingDraft",
    "attach",
    "beside_of",
    "bring",
    "change",
    "check",
    "check_back",
    "close",
    "close_answers",
    "detach",
    "draft",
    "end_asker",
    "hand_to",
    "invite",
    "let_be_seen",
    "let_count",
    "methods_on",
    "name_asker",
    "not_reached",
    "note_printed",
    "open_",
    "publish",
    "read",
    "read_of",
    "record_sitting",
    "release",
    "response_to_count",
    "reworded",
    "stop",
    "summarise",
    "take_back_release",
    "use",
    "why_not_a_vote",
]
