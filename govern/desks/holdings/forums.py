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
    about(
        *("recommendation", Sentence("Recommendations you wrote"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        column="written_by",
    ),
    *acts("recommendation_version", Sentence("Wordings of recommendations you wrote down"), "written_by"),
    *acts("recommendation_step", Sentence("Steps of recommendations you noted"), "by"),
    about(
        *("recommendation_raiser", Sentence("Recommendations you raised"), MINUTES, OnMerge.MOVES, OnErase.GOES),
        "named_by",
    ),
    *acts("recommendation_raiser", Sentence("People you named as raising a recommendation"), "named_by"),
    about(
        *(
            "recommendation_answer_back",
            Sentence("Answers that came back to you"),
            MINUTES,
            OnMerge.MOVES,
            OnErase.GOES,
        ),
        *("letter_id", "given_by"),
    ),
    *acts("recommendation_answer_back", Sentence("Answers you gave to people"), "given_by"),
    about(
        *("recommendation_appellant", Sentence("Appeals you carried about a recommendation"), MINUTES),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
]
