"""Questions about what is remembered: `minutes`, the `papers` made of them and of results, the audit `trail`."""

from govern.minutes.book.queries.minutes import EntryView, MinutesPage, PresenceView, minutes_of, minutes_page
from govern.minutes.book.queries.papers import declaration_paper, minutes_paper
from govern.minutes.book.queries.trail import Trail, TrailLine, subjects_of_meeting, trail

__all__ = [
    "EntryView",
    "MinutesPage",
    "PresenceView",
    "Trail",
    "TrailLine",
    "declaration_paper",
    "minutes_of",
    "minutes_page",
    "minutes_paper",
    "subjects_of_meeting",
    "trail",
]
