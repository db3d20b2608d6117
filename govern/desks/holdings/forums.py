"""Columns of the rooms of forums that name a person."""

from __future__ import annotations

from govern.desks.holdings.naming import MINUTES, OnErase, OnMerge, about, acts
from govern.sentences import Sentence

FORUMS = [
    about("forum_belonging", Sentence("Forums you belong or belonged to"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("forum_belonging", Sentence("People you let into a forum"), "let_in_by"),
    about("facilitator_term", Sentence("Forums you lead or led"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("facilitator_term", Sentence("Facilitators you named"), "named_by"),
    about(
        *("forum_item", Sentence("What you raised in a forum"), MINUTES, OnMerge.MOVES, OnErase.STAYS, "about_id"),
        column="raised_by",
    ),
    about(
        *("forum_item", Sentence("What was raised in a forum about you"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        "raised_by",
        column="about_id",
    ),
    *acts("forum", Sentence("Forums you founded"), "founded_by"),
    *acts(
        "forum_item",
        Sentence("What you asked more time for, or took off, in a forum"),
        "more_time_by",
        "taken_off_by",
    ),
    about("meeting_entitled", Sentence("Gatherings of your forums"), MINUTES, OnMerge.OWN_STEP, OnErase.STAYS),
    about("dissent", Sentence("Decisions of a forum that you see otherwise"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("gathering_action", Sentence("What you said you would do"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        column="owner_id",
    ),
    about("delegate", Sentence("Forums that sent you to the forum above"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("delegate", Sentence("Delegates you named"), "named_by"),
    *acts("safeguarding_contact", Sentence("Safeguarding contacts you named"), "named_by"),
]
