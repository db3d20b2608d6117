"""Tables of the minute book: the `minutes` themselves, what is taken down `live`, how they are agreed and kept
(`agreeing`), their Easy Read (`easy`), files of the time before (`past`), and what
the database itself refuses (`standing`)."""

from govern.errors import AlreadyDone
from govern.minutes.book.models.agreeing import Comment, Correction, Leaf, PublicMinutes
from govern.minutes.book.models.easy import EasyMinutes, EasyMinutesLine
from govern.minutes.book.models.live import Action, Note, NoteBefore
from govern.minutes.book.models.minutes import Apology, ConfidentialEntry, Dissent, Entry, Minutes, Presence
from govern.minutes.book.models.past import PastCorrection, PastMinutes
from govern.minutes.book.models.standing import statements

__all__ = [
    "REFUSALS",
    "Action",
    "Apology",
    "Comment",
    "ConfidentialEntry",
    "Correction",
    "Dissent",
    "EasyMinutes",
    "EasyMinutesLine",
    "Entry",
    "Leaf",
    "Minutes",
    "Note",
    "NoteBefore",
    "PastCorrection",
    "PastMinutes",
    "Presence",
    "PublicMinutes",
    "statements",
]

#: A unique constraint that was broken, by its name (PostgreSQL) and by its column (SQLite), and what it means.
REFUSALS = {
    "uq_minutes_meeting_id": AlreadyDone(
        "There are minutes of this meeting already. Look at them, and change them there."
    ),
    "minutes.meeting_id": AlreadyDone(
        "There are minutes of this meeting already. Look at them, and change them there."
    ),
}
