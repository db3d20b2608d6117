"""QR codes for paper: a link to a ballot, to minutes, to the check of an envelope.

Drawn as inline SVG by segno. Always dark on white, whatever colours the reader chose: a telephone reads nothing else.
"""

from __future__ import annotations

import segno
from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, drawing

QUIET = 4  # blank modules round the code: ISO/IEC 18004, 9.1


def qr(text: str, caption: Caption, *, prefix: str) -> Markup:
    """The code of a text (mostly an address); a quarter of it may be smudged. Ids begin with `prefix`."""
    code = segno.make(text, error="q", micro=False, boost_error=False)
    rows = [bytes(row) for row in code.matrix]
    side = len(rows) + 2 * QUIET
    dark = "".join(
        f"M{start + QUIET} {down + QUIET}h{length}v1h-{length}z"
        for down, row in enumerate(rows)
        for start, length in _dark_stretches(row)
    )
    ground = Markup('<rect width="{}" height="{}" fill="#fff"/>').format(side, side)
    modules = Markup('<path d="{}" fill="#000" shape-rendering="crispEdges"/>').format(dark)
    return drawing(prefix, (0, 0, side, side), caption, ground, modules)


def _dark_stretches(row: bytes) -> list[tuple[int, int]]:
    """Where a row is dark: (start, length) of each stretch."""
    found: list[tuple[int, int]] = []
    for place, module in enumerate(row):
        if module and found and sum(found[-1]) == place:
            found[-1] = (found[-1][0], found[-1][1] + 1)
        elif module:
            found.append((place, 1))
    return found
