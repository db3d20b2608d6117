"""The lives of this room: a pot of several people (`pooled`)."""

from govern.forums.purses.lifecycle.becoming_one import check_may_become_one
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
    "Support",
    "answer",
    "ask_to_spend",
    "check_may_become_one",
    "close_pot",
    "name_guide",
    "open_pot",
    "put_in",
    "take_back",
]
