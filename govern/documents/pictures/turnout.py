"""How much of each group took part: a bar a group, as long as the whole group, filled as far as its people voted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, drawing, edges, frame, lettering, weaves, woven

BAR, PITCH = 340, 84


class TurnoutBar(msgspec.Struct, frozen=True):
    """One group: its thread, what share of 1 took part, and the numbers in words."""

    name: str
    thread: int
    share: Fraction
    line: str


def turnout_bars(bars: Sequence[TurnoutBar], *, caption: Caption, prefix: str) -> Markup:
    """One bar below the other, each with its name and its numbers over it."""
    parts = [weaves(prefix, (bar.thread for bar in bars if bar.share > 0))]
    for place, bar in enumerate(bars):
        top = PITCH * place
        parts += [
            lettering(0, top + 18, bar.name, "lg b"),
            lettering(0, top + 39, bar.line),
            frame(1, top + 47, BAR, 26),
        ]
        filled = edges([bar.share], start=1, length=BAR, whole=1)[1] - 1
        if filled > 0:
            parts.append(woven(prefix, bar.thread, 1, top + 47, filled, 26))
    return drawing(prefix, (0, 0, 344, PITCH * max(len(bars), 1)), caption, *parts)
