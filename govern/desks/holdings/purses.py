"""Columns of the room of shared money that name a person."""

from __future__ import annotations

from govern.desks.holdings.naming import AWARDS, FUND, POTS, OnErase, OnMerge, about, acts
from govern.sentences import Sentence

PURSES = [
    about("pot_share", Sentence("Your share of a pot of money"), POTS, OnMerge.MOVES, OnErase.STAYS),
    about("pot_line", Sentence("What came into your share and went out of it"), POTS, OnMerge.MOVES, OnErase.STAYS),
    *acts("pot_line", Sentence("Money of others that you wrote down"), "by"),
    about(
        *("pot_spend_part", Sentence("What you were asked to spend of your share"), POTS),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
    *acts("pot_spend_part", Sentence("Answers about a share that you wrote down"), "noted_by"),
    about(
        *("pot_spend_voice", Sentence("What you said about money that others gave"), POTS),
        *(OnMerge.MOVES, OnErase.STAYS),
    ),
    *acts("pot_spend_voice", Sentence("What others said about it, and you wrote down"), "noted_by"),
    *acts("pot_spend", Sentence("What you asked a pot for"), "proposed_by"),
    about(
        *("pot", Sentence("Pots at which you look on from outside"), POTS, OnMerge.MOVES, OnErase.STAYS),
        column="guide_id",
    ),
    *acts("pot", Sentence("Pots you opened"), "opened_by"),
    about("benevolent_asker", Sentence("What you asked of the fund"), FUND, OnMerge.MOVES, OnErase.GOES),
    about("benevolent_panel", Sentence("When you sat on the panel of the fund"), FUND, OnMerge.MOVES, OnErase.STAYS),
    *acts("benevolent_panel", Sentence("Those you named to the panel of the fund"), "named_by"),
    about("benevolent_vote", Sentence("How you voted on that panel"), FUND, OnMerge.MOVES, OnErase.STAYS),
    about(
        *("benevolent_aside", Sentence("When you stood aside on that panel"), FUND, OnMerge.MOVES, OnErase.STAYS),
        "reason",
    ),
    *acts("benevolent_line", Sentence("Money of the fund that you wrote down"), "by"),
    about(
        *("award_naming", Sentence("Awards you were named for"), AWARDS, OnMerge.STAYS, OnErase.GOES, "named_by"),
        column="nominee_id",
    ),
    about(
        *("award_naming", Sentence("Whom you named for an award"), AWARDS, OnMerge.STAYS, OnErase.GOES, "nominee_id"),
        column="named_by",
    ),
    *acts("award_round", Sentence("Rounds of awards you opened"), "opened_by"),
]
