"""Columns of circles and teams that name a person."""

from __future__ import annotations

from govern.desks.holdings.naming import CIRCLES, MINUTES, OnErase, OnMerge, about, acts
from govern.sentences import Sentence

TEAM = Sentence("It says who chose who is in a team, and how they said it. It is kept as long as minutes are.")

OF_CIRCLES = [
    about("circle", Sentence("Teams you lead or led"), TEAM, OnMerge.MOVES, OnErase.STAYS, column="leader_id"),
    *acts("circle", Sentence("Circles and teams you began"), "began_by"),
    about("circle_seat", Sentence("Circles you sit or sat in"), CIRCLES, OnMerge.MOVES, OnErase.STAYS),
    *acts("circle_seat", Sentence("People you let into a circle"), "let_in_by"),
    about("circle_link", Sentence("Circles you link or linked"), CIRCLES, OnMerge.MOVES, OnErase.STAYS),
    *acts("circle_link", Sentence("Links between circles you named"), "named_by"),
    *acts("circle_matter", Sentence("Matters you gave to a circle"), "given_by"),
    about(
        *("team_choice", Sentence("What you chose for your team"), TEAM, OnMerge.MOVES, OnErase.STAYS),
        column="chosen_by",
    ),
    about(
        *("team_choice", Sentence("What somebody chose about you in their team"), TEAM, OnMerge.MOVES, OnErase.STAYS),
        *("expressed", "present", "supporter_id"),
        column="about_id",
    ),
    about(
        *("team_choice", Sentence("Choices of others that you wrote down as a supporter"), TEAM),
        *(OnMerge.MOVES, OnErase.STAYS, "about_id"),
        column="supporter_id",
    ),
    *acts("team_choice", Sentence("Choices for a team you wrote down"), "noted_by"),
    about(
        "circle_there", Sentence("Decisions of a circle you were there for"), MINUTES, OnMerge.STAYS, OnErase.STAYS
    ),
    *acts("circle_decision", Sentence("Decisions of a circle you recorded"), "recorded_by"),
]
