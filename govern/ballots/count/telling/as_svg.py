"""How votes moved from stage to stage, as a picture that stands alone: SVG with the table of votes below it.

It needs no other file, speaks to screen readers by its title and description, and can be printed in black and white:
blocks have their numbers, moving votes are darker than votes that stay, a heavy frame marks who is elected when.
"""

from __future__ import annotations

from fractions import Fraction

from markupsafe import Markup

from govern.ballots.count.result import Result
from govern.ballots.count.telling import wording
from govern.ballots.count.telling.figures import shown
from govern.ballots.count.telling.flowing import cut, flow, words
from govern.ballots.count.telling.grid import Grid, grid
from govern.ballots.count.telling.speaking import Teller, one_line
from govern.documents.pictures import Caption, Flow, whole_picture
from govern.documents.pictures.drawing import drawing, lettering

_ROW = 24
_HEAD = 34

STYLE = Markup(
    "<style>"
    "svg text{font-family:Verdana,'DejaVu Sans',Arial,sans-serif;font-size:14px;fill:#000}"
    "svg .b{font-weight:700}svg .e{text-anchor:end}svg .m{text-anchor:middle}svg .sm{font-size:13px}"
    "svg .on{fill:#fff}svg .halo{stroke:#fff;stroke-width:4px;stroke-linejoin:round}"
    "svg .t1{fill:#8a2f78}svg .t2{fill:#0f6e61}svg .t3{fill:#975a00}"
    "svg .t4{fill:#2c5f96}svg .t5{fill:#55660f}svg .t6{fill:#5d5663}"
    "svg .flow{fill:#000;opacity:.13}svg .flow2{fill:#000;opacity:.4}"
    "svg .sheet{fill:#fff}svg .nofill{fill:none}svg .inkline{stroke:#000}"
    "</style>"
)


def as_svg(result: Result, teller: Teller, title: str) -> str:
    """The picture as a file of its own."""
    table = grid(result)
    drawn = flow(result, teller)
    if drawn is None or len(drawn.edges) != len(table.stages):
        drawn = _without_columns(table, drawn)
    caption = words(result, teller).caption
    heading = one_line(": ".join(part for part in (title, teller.say(wording.method(result.method))) if part))
    rows = _table(table, drawn, teller, teller.say(wording.counted(result.method)))
    notes = [teller.say(wording.starred()), *([teller.say(wording.rounded())] if table.rounded else [])]
    foot = drawn.height + _HEAD + _ROW * (len(table.rows) + 4)
    parts = [
        Markup('<rect x="-16" y="-40" width="100%" height="100%" class="sheet"/>'),
        lettering(0, -14, heading, "b"),
        *drawn.parts,
        *rows,
        *(lettering(0, foot + _ROW * at, note, "sm") for at, note in enumerate(notes)),
    ]
    view = (-16, -40, max(drawn.width, 420) + 32, foot + 40 + _ROW * (len(notes) + 1))
    picture = drawing("count", view, Caption(caption.title, caption.description), STYLE, *parts, sized=True)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{str(picture).replace("<svg ", _opening(teller), 1)}\n'


def inline(result: Result, teller: Teller) -> Markup:
    """The picture for a page that has the table beside it and `STYLE` in its head; empty where nobody stands."""
    drawn = flow(result, teller)
    if drawn is None:
        return Markup("")
    caption = words(result, teller).caption
    return whole_picture(drawn, caption, "flow")


def _opening(teller: Teller) -> str:
    return f'<svg xmlns="http://www.w3.org/2000/svg" xml:lang="{teller.code}" '


def _table(table: Grid, drawn: Flow, teller: Teller, heading: str) -> list[Markup]:
    """The numbers under the columns of the stages they belong to, or side by side where not all stages are drawn."""
    edges = drawn.edges
    y = drawn.height + _HEAD
    lines = [lettering(0, y, heading, "b")]
    for row in table.rows:
        y += _ROW
        lines.append(lettering(0, y, cut(f"{row.number} {one_line(row.name)}")))
        for edge, stage, votes in zip(edges, table.stages, row.votes, strict=True):
            text = "–" if votes is None else shown(votes, table.places) + ("*" if stage == row.elected_in else "")
            lines.append(_number(edge, y, text))
    for name, numbers in ((wording.NO_NEXT, table.lost), (wording.ALL, table.totals)):
        if numbers is not None:
            y += _ROW
            lines.append(lettering(0, y, teller.say(name)))
            lines += [_number(edge, y, shown(v, table.places)) for edge, v in zip(edges, numbers, strict=True)]
    return lines


def _without_columns(table: Grid, drawn: Flow | None) -> Flow:
    """The drawing, if there is one, with columns for a table of all stages."""
    edges = tuple(Fraction(380 + 140 * at) for at in range(len(table.stages)))
    parts, width, height = ((), 0, 0) if drawn is None else (drawn.parts, drawn.width, drawn.height)
    return Flow(parts, max(width, round(edges[-1]) + 20), height, edges)


def _number(edge: Fraction, y: int, text: str) -> Markup:
    """Digits end below one another; a star stands out to the right of them."""
    return lettering(edge + (9 if text.endswith("*") else 0), y, text, "e")
