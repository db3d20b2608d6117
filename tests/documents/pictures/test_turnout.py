"""Turnout by group: each bar as long as its whole group, and filled exactly as far as its people voted."""

from __future__ import annotations

from fractions import Fraction
from xml.etree import ElementTree

from govern.documents.pictures import Caption, TurnoutBar, turnout_bars

SVG = "{http://www.w3.org/2000/svg}"


def test_each_bar_is_filled_by_its_share_and_has_its_words() -> None:
    bars = [
        TurnoutBar("Staff", 2, Fraction(1, 2), "50.0%: 15 of 30"),
        TurnoutBar("Public bodies", 4, Fraction(0), "0.0%: 0 of 4"),
    ]
    drawn = turnout_bars(bars, caption=Caption("How much voted"), prefix="t")
    tree = ElementTree.fromstring(str(drawn).replace("<svg ", '<svg xmlns="http://www.w3.org/2000/svg" ', 1))
    widths = [one.get("width") for one in tree.findall(f"{SVG}rect")]
    assert widths == ["340", "170", "170", "340"]  # frame, ground, weave; and one frame alone
    words = [one.text for one in tree.iter(f"{SVG}text")]
    assert words == ["Staff", "50.0%: 15 of 30", "Public bodies", "0.0%: 0 of 4"]
