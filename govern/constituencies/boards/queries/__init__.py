"""Who sits where on a day (`sitting`), and the bodies as their pages show them (`bodies`)."""

from govern.constituencies.boards.queries.bodies import Board, SeatRow, board, boards
from govern.constituencies.boards.queries.sitting import Past, Sitting, affected_by, breaches, past, sitting, tenure

__all__ = [
    "Board",
    "Past",
    "SeatRow",
    "Sitting",
    "affected_by",
    "board",
    "boards",
    "breaches",
    "past",
    "sitting",
    "tenure",
]
