"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`), and
people are named who are to be asked (`inviting`); they are asked (`sitting`), and what they showed is read
(`reading`)."""

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
from govern.forums.consultations.lifecycle.reading import ReadingDraft, check_back, not_reached, read
from govern.forums.consultations.lifecycle.sitting import Presence, SittingDraft, record_sitting

__all__ = [
    "Invited",
    "Presence",
    "QuestionDraft",
    "ReadingDraft",
    "SittingDraft",
    "change",
    "check",
    "check_back",
    "close",
    "draft",
    "end_asker",
    "hand_to",
    "invite",
    "methods_on",
    "name_asker",
    "not_reached",
    "open_",
    "read",
    "record_sitting",
    "reworded",
    "stop",
]
