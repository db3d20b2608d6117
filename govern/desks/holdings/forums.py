"""Columns of the rooms of forums that name a person."""

from __future__ import annotations

from govern.desks.holdings.naming import MINUTES, WAY_IN, OnErase, OnMerge, about, acts
from govern.sentences import Sentence

DAYS_OUT = Sentence("We need it so that there is a place for you. What you need that day is deleted after it.")

HEARD = Sentence(
    "Whoever leads the forum plans with it, so that everybody is heard in their own way. Nobody else sees it. It is "
    "deleted after the time that the rules set for views."
)

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
        "activity",
        Sentence("What you organise in a forum"),
        MINUTES,
        OnMerge.MOVES,
        OnErase.STAYS,
        column="organiser_id",
    ),
    *acts(
        "activity", Sentence("Activities you planned, and what you wrote down of them"), "planned_by", "outcome_by"
    ),
    about("activity_sign_up", Sentence("Days out you signed up for"), DAYS_OUT, OnMerge.MOVES, OnErase.GOES),
    *acts("activity_sign_up", Sentence("People you signed up for a day out"), "entered_by"),
    *acts("activity_photograph", Sentence("Photographs you added"), "added_by"),
    about(
        *("forum_offer", Sentence("What you offered a forum"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        column="offered_by",
    ),
    *acts("forum_offer", Sentence("Offers you wrote down or answered"), "entered_by", "answered_by"),
    about(
        "calendar_feed",
        Sentence("Your addresses for your own calendar"),
        WAY_IN,
        OnMerge.STAYS,
        OnErase.GOES,
        "token_hash",
    ),
    *acts(
        "forum_item",
        Sentence("What you asked more time for, or took off, in a forum"),
        "more_time_by",
        "taken_off_by",
    ),
    about("meeting_entitled", Sentence("Gatherings of your forums"), MINUTES, OnMerge.OWN_STEP, OnErase.STAYS),
    about(
        *("gathering_heard", Sentence("Gatherings of a forum at which you were heard, and how"), HEARD),
        *(OnMerge.OWN_STEP, OnErase.GOES),
    ),
    *acts("gathering_heard", Sentence("Whom you wrote down as heard at a gathering"), "noted_by"),
    about("dissent", Sentence("Decisions of a forum that you see otherwise"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("gathering_action", Sentence("What you said you would do"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
        column="owner_id",
    ),
    about("delegate", Sentence("Forums that sent you to the forum above"), MINUTES, OnMerge.MOVES, OnErase.STAYS),
    *acts("delegate", Sentence("Delegates you named"), "named_by"),
    *acts("safeguarding_contact", Sentence("Safeguarding contacts you named"), "named_by"),
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
