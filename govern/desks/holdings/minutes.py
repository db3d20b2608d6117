"""Columns of the minute book that name a person, and what they mean to that person.

Signed minutes stand as they are, so what names somebody in them stays with the record it was written with.
"""

from govern.desks.holdings.naming import MINUTES, OnErase, OnMerge, about, acts
from govern.sentences import Sentence

MINUTE_BOOK = [
    about(
        *("minutes_action", Sentence("What you took on at a meeting"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        "token",
        column="owner_id",
    ),
    *acts("minutes_action", Sentence("What others took on, as you wrote it down"), "made_by", "closed_by"),
    *acts("minutes_note", Sentence("Lines of minutes you wrote or struck"), "written_by", "struck_by"),
    *acts("minutes_note_before", Sentence("Lines of minutes as you wrote them before"), "written_by"),
    about("minutes_dissent", Sentence("Where you did not agree"), MINUTES, OnMerge.STAYS, OnErase.STAYS),
    *acts("minutes_dissent", Sentence("Where others did not agree, as you wrote it down"), "noted_by"),
    about("minutes_comment", Sentence("Your comments on minutes"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("minutes_comment", Sentence("Comments on minutes that you answered"), "answered_by"),
    *acts("minutes_correction", Sentence("Corrections of minutes you noted"), "noted_by"),
    *acts("minutes_confidential", Sentence("Confidential entries you wrote"), "written_by"),
    *acts("minutes_public", Sentence("Minutes you opened to everybody"), "released_by"),
    *acts("easy_minutes", Sentence("Easy Read minutes you wrote or released"), "written_by", "released_by"),
    about(
        *("easy_minutes", Sentence("Easy Read minutes you checked"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        column="reader_id",
    ),
    *acts("easy_minutes_line", Sentence("Lines of Easy Read minutes you wrote"), "written_by"),
]
