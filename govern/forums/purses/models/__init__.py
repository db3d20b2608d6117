"""Tables of this room: pots with their shares and spends (`pooled`)."""

from govern.forums.purses.models.pooled import Pot, PotLine, PotShare, Spend, SpendPart

__all__ = [
    "Pot",
    "PotLine",
    "PotShare",
    "Spend",
    "SpendPart",
]
