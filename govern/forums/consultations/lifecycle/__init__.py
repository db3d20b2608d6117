"""The life of a consultation, in chapters: a question is written, checked, opened, closed or stopped (`asking`), and
people are named who are to be asked (`inviting`)."""

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

__all__ = [
    "Invited",
    "QuestionDraft",
    "change",
    "check",
    "close",
    "draft",
    "end_asker",
    "hand_to",
    "invite",
    "methods_on",
    "name_asker",
    "open_",
    "reworded",
    "stop",
]
