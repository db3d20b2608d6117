"""Tables of this room: pots with their shares and spends (`pooled`), the fund (`benevolent`), `awards`."""

from govern.forums.purses.models.awards import (
    AwardCategory,
    AwardNaming,
    AwardRound,
)
from govern.forums.purses.models.benevolent import (
    THE_FUND,
    Asked,
    Asker,
    Fund,
    FundLine,
    PanelSeat,
    PanelVote,
    StoodAside,
)
from govern.forums.purses.models.pooled import Pot, PotLine, PotShare, Spend, SpendPart, SpendVoice

__all__ = [
    "THE_FUND",
    "Asked",
    "Asker",
    "AwardCategory",
    "AwardNaming",
    "AwardRound",
    "Fund",
    "FundLine",
    "PanelSeat",
    "PanelVote",
    "Pot",
    "PotLine",
    "PotShare",
    "Spend",
    "SpendPart",
    "SpendVoice",
    "StoodAside",
]
