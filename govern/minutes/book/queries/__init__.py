"""Questions about what is remembered: `minutes`, the audit `trail`."""

from govern.minutes.book.queries.minutes import EntryView, MinutesPage, PresenceView, minutes_of, minutes_page
from govern.minutes.book.queries.trail import Trail, TrailLine, subjects_of_meeting, trail

__all__ = [
    "EntryView",
    "MinutesPage",
    "PresenceView",
    "Trail",
    "TrailLine",
    "minutes_of",
    "minutes_page",
    "subjects_of_meeting",
    "trail",
]
