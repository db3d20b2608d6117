"""Who sits where on a day (`sitting`), and the bodies as their pages show them (`bodies`)."""

from govern.constituencies.boards.queries.bodies import Board, SeatRow, board, boards
from govern.constituencies.boards.queries.directors import Director, directors
from govern.constituencies.boards.queries.holding import Held, held_by
from govern.constituencies.boards.queries.sitting import Past, Sitting, affected_by, breaches, past, sitting, tenure

__all__ = [
    "Board",
    "Director",
    "Held",
    "Past",
    "SeatRow",
    "Sitting",
    "affected_by",
    "board",
    "boards",
    "breaches",
    "directors",
    "held_by",
    "past",
    "sitting",
    "tenure",
]
