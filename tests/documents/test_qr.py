"""QR codes that a telephone and a screen reader can both make sense of."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import segno

from govern.documents.pictures import Caption
from govern.documents.qr import QUIET, qr

ADDRESS = "https://tairnant.example/cy/tair-nant/ballots/1"
SVG = qr(ADDRESS, Caption("Code for the vote", "Leads to the page of the vote."), prefix="code")


def test_the_picture_is_named_and_well_formed() -> None:
    root = ElementTree.fromstring(SVG)
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == "code-t code-d"
    assert [child.text for child in root if child.tag in ("title", "desc")] == [
        "Code for the vote",
        "Leads to the page of the vote.",
    ]


def test_the_dark_parts_are_those_of_the_code() -> None:
    matrix = segno.make(ADDRESS, error="q", micro=False, boost_error=False).matrix
    drawn = set()
    for x, y, length in re.findall(r"M(\d+) (\d+)h(\d+)v1", SVG):
        drawn |= {(int(x) + step - QUIET, int(y) - QUIET) for step in range(int(length))}
    assert drawn == {(x, y) for y, row in enumerate(matrix) for x, module in enumerate(row) if module}


def test_the_code_stays_dark_on_white_in_every_colour_set() -> None:
    assert 'fill="#fff"' in SVG
    assert "class=" not in SVG
