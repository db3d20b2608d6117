"""What pages of this room ask: pots (`pooled`)."""

from govern.forums.purses.queries.pooled import (
    Hold,
    LedgerLine,
    PartLine,
    PotName,
    PotView,
    ShareLine,
    SpendLine,
    ledger,
    pot,
    pots_of,
    spend,
    spends,
)

__all__ = [
    "Hold",
    "LedgerLine",
    "PartLine",
    "PotName",
    "PotView",
    "ShareLine",
    "SpendLine",
    "ledger",
    "pot",
    "pots_of",
    "spend",
    "spends",
]
