"""Who counts towards the quorum: filled = here, open = represented and counted, an upright line = needed."""

from __future__ import annotations

from fractions import Fraction

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, coordinate, drawing, element, frame, inside, lettering

MOST_DOTS = 60  # look/README.md section 6: over 60 people a bar


class QuorumWords(msgspec.Struct, frozen=True):
    """`here` stands at the left under the row, `represented` at the right."""

    here: str
    represented: str
    caption: Caption


def quorum_row(*, here: int, represented: int, needed: int, words: QuorumWords, prefix: str) -> Markup:
    """A dot for each person counted, with room for those still needed."""
    places = max(here + represented, needed, 1)
    pitch = min(Fraction(63, 5), Fraction(328, places))
    draw = _dots if places <= MOST_DOTS else _bar
    line = 8 + pitch * needed - pitch / 2
    at, anchor = inside(line, str(needed), 2, 334)
    return drawing(
        prefix,
        (0, 0, 336, 74),
        words.caption,
        draw(here, represented, pitch),
        element("path", d=f"M{coordinate(line)} 20V50", class_="inkline", stroke_width=3),
        lettering(at, 14, str(needed), f"{anchor} b".strip()),
        lettering(2, 68, words.here),
        lettering(334, 68, words.represented, "e"),
    )


def _dots(here: int, represented: int, pitch: Fraction) -> Markup:
    full = min(Fraction(5), pitch * 2 / 5)
    row = [element("circle", cx=8 + pitch * place, cy=34, r=full, class_="ink") for place in range(here)]
    row += [
        element("circle", cx=8 + pitch * place, cy=34, r=full * 4 / 5, class_="nofill inkline", stroke_width=full / 2)
        for place in range(here, here + represented)
    ]
    return Markup("").join(row)


def _bar(here: int, represented: int, pitch: Fraction) -> Markup:
    """For many people: one bar, filled as far as people are here. It begins half a place before the first dot."""
    left = 8 - pitch / 2
    drawn = Markup("")
    if represented:
        drawn += frame(left, 25, pitch * (here + represented), 18)
    if here:
        drawn += frame(left, 25, pitch * here, 18, "ink inkline")
    return drawn
