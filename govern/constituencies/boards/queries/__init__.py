"""Who sits where on a day (`sitting`), the bodies as their pages show them (`bodies`), what rules to come
would change for them (`coming`)."""

from govern.constituencies.boards.queries.bodies import Board, SeatRow, board, boards
from govern.constituencies.boards.queries.coming import (
    CapStanding,
    Effects,
    GroupChange,
    SeatChange,
    affected_by,
    effects,
)
from govern.constituencies.boards.queries.sitting import Past, Sitting, breaches, past, sitting, tenure

__all__ = [
    "Board",
    "CapStanding",
    "Effects",
    "GroupChange",
    "Past",
    "SeatChange",
    "SeatRow",
    "Sitting",
    "affected_by",
    "board",
    "boards",
    "breaches",
    "effects",
    "past",
    "sitting",
    "tenure",
]
