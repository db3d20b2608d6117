"""What may be published of a counted ballot: no number of so few people that it tells how one of them voted.

Ballot-protocol 3.9, decisions 26 and 36. A cell is what a bundle says of one contest and one style of paper. One
below the floor is published only where an officer recorded before voting opened that this group votes all the same,
and its members were told on the paper. The result page and the bundle go by the same floors: where a bundle is given
out the page keeps no group back, and the page tells of no group for which the bundle is withheld.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from govern.ballots.deciding import KeptBack, kept_back, kept_together
from govern.ballots.rules.inputs import groups_of


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


def split_untold(slips: Mapping[str, int], floors: Mapping[str, int], accepted: Collection[str]) -> KeptBack:
    """The groups whose split on one question is not printed. `slips`: style -> all of them, blank and spoilt too;
    `floors` and `accepted` as in `cells_withheld`.

    A group's number is that of several styles where people are in several groups. It is told where it reaches the
    highest floor of those that nobody accepted. Beside the heads the classes are printed, and the difference of the
    two is people whose paper names this group and counts in another: so few of them are kept back as well.
    """
    voted = {style: number for style, number in slips.items() if number}
    unknown = 1 + sum(voted.values())
    named = {group for style in voted for group in groups_of(style)}
    heads, classes, beside = (
        {group: [style for style in voted if is_in(group, groups_of(style))] for group in named}
        for is_in in (_as_head, _as_class, _beside)
    )

    def number(styles: Collection[str]) -> int:
        return sum(voted[style] for style in styles)

    def floor(styles: Collection[str]) -> int:
        return max((floors.get(style, unknown) for style in styles if style not in accepted), default=0)

    def is_small(styles: Collection[str]) -> bool:
        return 0 < number(styles) < floor(styles)

    groups = kept_back(
        {group: number(styles) for group, styles in heads.items()},
        {group: floor(styles) for group, styles in heads.items()},
    )
    small = {group for group in named if is_small(classes[group]) or is_small(beside[group])}
    return KeptBack(groups, groups | small)


def _as_head(group: str, names: tuple[str, ...]) -> bool:
    return names[0] == group


def _as_class(group: str, names: tuple[str, ...]) -> bool:
    return group in names


def _beside(group: str, names: tuple[str, ...]) -> bool:
    return group in names[1:]


def turnout_shown(voted: Mapping[str, int], floors: Mapping[str, int]) -> tuple[int | None, dict[str, int | None]]:
    """How many voted in all, and of each style; None where so few that it could tell who.

    What is kept back could be worked out from the total. So the next smallest join it until together they reach the
    floor too; where everything is kept back and does not reach it, so is the total.
    """
    most = max(floors.values(), default=1)
    hidden = kept_together([style for style in voted if voted[style] < floors[style]], voted, most)
    total = sum(voted.values())
    whole = None if total < most and (hidden or total == 0) else total
    return whole, {style: None if style in hidden else voted[style] for style in voted}
