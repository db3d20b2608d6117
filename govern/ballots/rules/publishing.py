"""What may be published of a counted ballot: no number of so few people that it tells how one of them voted.

Ballot-protocol 3.9 and decision 26. A cell is what a bundle says of one contest and one style of paper. One below the
floor is published only where an officer recorded before voting opened that this group votes all the same, and its
members were told on the paper.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec


class Cell(msgspec.Struct, frozen=True):
    """How many slips of one contest come from one style of paper, paper and screen together."""

    contest: str
    style: str
    slips: int


def cells_withheld(cells: Iterable[Cell], floors: Mapping[str, int], accepted: Collection[str]) -> tuple[Cell, ...]:
    """The cells for which nothing may be published. `floors`: style -> its floor; `accepted`: styles with a recorded
    decision. A style that nobody knows a floor of is withheld."""
    return tuple(
        cell
        for cell in cells
        if cell.slips and cell.style not in accepted and (cell.style not in floors or cell.slips < floors[cell.style])
    )


def turnout_shown(voted: Mapping[str, int], floors: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """How many voted in all, and of each style; None where so few that it could tell who.

    What is kept back could be worked out from the total. So the next smallest join it until together they reach the
    floor too; where everything is kept back and does not reach it, so is the total.
    """
    most = max(floors.values(), default=1)
    by_size = sorted(voted, key=lambda style: (voted[style], style))
    hidden = [style for style in by_size if voted[style] < floors[style]]
    shown = [style for style in by_size if style not in hidden]
    while hidden and shown and (len(hidden) < 2 or sum(voted[style] for style in hidden) < most):
        hidden.append(shown.pop(0))
    total = sum(voted.values())
    whole = None if total < most and (hidden or total == 0) else total
    return whole, {style: None if style in hidden else voted[style] for style in voted}
