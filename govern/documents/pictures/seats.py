"""A board round its table: a horseshoe of seats from left to right in the order of the groups.

One shape a seat with the person's initials; a second outline is somebody just elected, a broken outline a vacant
place. In the middle the sum in words. Beyond fifteen seats the list alone (look/06-result-election.html).
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, drawing, element, lettering, shape

MOST_SEATS = 15
MIDDLE, RADIUS, SHOULDER = 194, 168, 210  # the arc of seats: its centre and where its legs begin
APART = 68  # two outlined seats side by side still have a gap
SHORT_LEG = 16
SEAT, OUTLINE = 23, 31


class Seat(msgspec.Struct, frozen=True):
    """A seat of a group. A vacant one has no initials."""

    thread: int
    initials: str = ""
    new: bool = False

    @property
    def vacant(self) -> bool:
        return not self.initials


class SeatWords(msgspec.Struct, frozen=True):
    """`total` ("9 seats") and `state` ("all filled") stand in the middle of the horseshoe."""

    total: str
    state: str
    caption: Caption


def seat_map(seats: Sequence[Seat], *, words: SeatWords, prefix: str) -> Markup | None:
    """The horseshoe, or None where there are too many seats to see (or none at all)."""
    if not 1 <= len(seats) <= MOST_SEATS:
        return None
    leg = max(float(SHORT_LEG), (APART * (len(seats) - 1) - math.pi * RADIUS) / 2)
    foot = SHOULDER + leg + 22
    table = f"M98 {foot:.0f}V216A96 92 0 0 1 290 216V{foot:.0f}"
    parts = [element("path", d=table, class_="nofill hair", stroke_width=40, stroke_linecap="butt")]
    parts += [_seat(seat, x, y) for seat, (x, y) in zip(seats, _places(len(seats), leg), strict=True)]
    parts += [lettering(MIDDLE, 196, words.total, "m xl b"), lettering(MIDDLE, 222, words.state, "m lg")]
    return drawing(prefix, (-20, -2, 428, round(foot) + 24), words.caption, *parts)


def _seat(seat: Seat, x: float, y: float) -> Markup:
    if seat.vacant:
        return shape(seat.thread, x, y, SEAT - 1, class_="nofill inkline", stroke_width="3", stroke_dasharray="7 5")
    drawn = Markup("")
    if seat.new:
        drawn += shape(seat.thread, x, y, OUTLINE, class_="nofill inkline", stroke_width="4")
    size = "m b on" if len(seat.initials) <= 2 else "m sm b on"
    return drawn + shape(seat.thread, x, y, SEAT) + lettering(x, y + 6, seat.initials, size)


def _places(count: int, leg: float) -> list[tuple[float, float]]:
    """Even steps up the left leg, round the arc and down the right leg."""
    if count == 1:
        return [(float(MIDDLE), float(SHOULDER - RADIUS))]
    whole = 2 * leg + math.pi * RADIUS
    return [_at(whole * place / (count - 1), leg) for place in range(count)]


def _at(way: float, leg: float) -> tuple[float, float]:
    """The point that far along the horseshoe, starting at the foot of the left leg."""
    arc = math.pi * RADIUS
    if way <= leg:
        return MIDDLE - RADIUS, SHOULDER + leg - way
    if way >= leg + arc:
        return MIDDLE + RADIUS, SHOULDER + (way - leg - arc)
    turn = (way - leg) / RADIUS
    return MIDDLE - RADIUS * math.cos(turn), SHOULDER - RADIUS * math.sin(turn)
