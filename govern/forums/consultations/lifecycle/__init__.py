"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`), and
people are named who are to be asked (`inviting`); they are asked (`sitting`; in `steps` for
pages), what they showed is read (`reading`), or they answer by themselves (`answering`); how they communicate is
written down (`profiles`); what records of persons need (`persons`)."""

from govern.forums.consultations.lifecycle.answering import answer_myself
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
from govern.forums.consultations.lifecycle.inviting import Invited, hand_to, invite
from govern.forums.consultations.lifecycle.persons import erase_asked, forget_due, moved_once
from govern.forums.consultations.lifecycle.profiles import ProfileDraft, end_care, note_care, note_look, write_profile
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, not_reached, read
from govern.forums.consultations.lifecycle.sitting import Presence, SittingDraft, record_sitting
from govern.forums.consultations.lifecycle.steps import Beginning, Told, begin, pick, put, stop_sitting, tell

__all__ = [
    "Beginning",
    "Invited",
    "Presence",
    "ProfileDraft",
    "QuestionDraft",
    "ReadingDraft",
    "SittingDraft",
    "Told",
    "answer_myself",
    "begin",
    "change",
    "check",
    "check_back",
    "close",
    "draft",
    "end_asker",
    "end_care",
    "erase_asked",
    "forget_due",
    "hand_to",
    "invite",
    "methods_on",
    "moved_once",
    "name_asker",
    "not_reached",
    "note_care",
    "note_look",
    "open_",
    "pick",
    "put",
    "read",
    "record_sitting",
    "reworded",
    "stop",
    "stop_sitting",
    "tell",
    "write_profile",
]
