"""The lives of this room: a pot of several people (`pooled`), the fund (`benevolent`), `awards`."""

from govern.forums.purses.lifecycle.awards import (
    RoundDraft,
    answer_naming,
    name_for_award,
    open_round,
    put_to_vote,
)
from govern.forums.purses.lifecycle.becoming_one import check_may_become_one
from govern.forums.purses.lifecycle.benevolent import (
    Ask,
    ask_fund,
    bring_to_minutes,
    leave_panel,
    open_fund,
    open_name,
    put_in_fund,
    seat,
    stand_aside,
    unseat,
    vote,
    withdraw,
)
from govern.forums.purses.lifecycle.pooled import (
    Support,
    answer,
    ask_to_spend,
    close_pot,
    name_guide,
    open_pot,
    put_in,
    take_back,
)

__all__ = [
    "Ask",
    "RoundDraft",
    "Support",
    "answer",
    "answer_naming",
    "ask_fund",
    "ask_to_spend",
    "bring_to_minutes",
    "check_may_become_one",
    "close_pot",
    "leave_panel",
    "name_for_award",
    "name_guide",
    "open_fund",
    "open_name",
    "open_pot",
    "open_round",
    "put_in",
    "put_in_fund",
    "put_to_vote",
    "seat",
    "stand_aside",
    "take_back",
    "unseat",
    "vote",
    "withdraw",
]
