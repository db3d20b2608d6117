"""A drawing on paper: in black ink on white, and as dots for programs that cannot show lines."""

from __future__ import annotations

import re
from functools import lru_cache
from xml.etree import ElementTree

import resvg_py

# What theme.css gives the classes of a picture, for black ink on white paper.
PRINT_INK = """
text{font-family:'Atkinson Next','Atkinson Next Ext','DejaVu Sans',Verdana,sans-serif;font-size:16px;fill:#000}
.b{font-weight:700}.e{text-anchor:end}.m{text-anchor:middle}.lg{font-size:19px}.xl{font-size:26px}.sm{font-size:15px}
.t1,.t2,.t3,.t4,.t5,.t6,.ink,.dark,.late{fill:#000}.cut,.paper,.sheet,.linen,.gorse,text.on{fill:#fff}
.cutline{stroke:#fff}.inkline,.softline,.darkline{stroke:#000}.hair{stroke:#bbb}.nofill{fill:none}
.flow{fill:#ddd}.flow2{fill:#888}
"""

DOTS = 425
"""How wide a drawing is in dots: three hundred to the inch at 36 millimetres."""


def with_print_ink(svg: str) -> str:
    """An inline picture as a file of its own: with its namespace, and with the classes coloured for paper.

    Raises ValueError for what is no picture: the printer would leave it out without a word.
    """
    drawn = str(svg)  # Markup would escape what is joined to it
    opening = re.match(r"<svg\b[^>]*>", drawn)
    if opening is None:
        raise ValueError("a picture in a paper is an SVG")
    tag = opening[0]
    if "xmlns=" not in tag:
        tag = tag.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1)
    style = f"<style>{PRINT_INK}</style>" if "<style" not in drawn else ""
    whole = tag + style + drawn[opening.end() :]
    try:
        ElementTree.fromstring(whole)  # noqa: S314  our own drawing or a symbol of the service
    except ElementTree.ParseError as fault:
        raise ValueError(f"a picture in a paper is not well-formed: {fault}") from fault
    return whole


@lru_cache(maxsize=256)
def as_dots(svg: str) -> bytes:
    """The drawing as a PNG. The letters of this computer are looked for only where it has words: that takes long."""
    return resvg_py.svg_to_bytes(svg_string=with_print_ink(svg), width=DOTS, skip_system_fonts="<text" not in svg)
