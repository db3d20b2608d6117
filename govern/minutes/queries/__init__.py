"""Questions about what is remembered: `minutes`, the `papers` made of them and of results, the audit `trail`."""

from govern.minutes.queries.minutes import EntryView, MinutesPage, PresenceView, minutes_of, minutes_page
from govern.minutes.queries.papers import declaration_paper, minutes_paper
from govern.minutes.queries.trail import Trail, TrailLine, subjects_of_meeting, trail

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
