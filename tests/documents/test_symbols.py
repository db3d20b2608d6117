"""The drawings that ship: all there, found in both languages, nothing in them but a drawing."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from govern.documents import symbols
from govern.errors import NotFound

ALL = symbols.symbols()


def test_the_whole_set_ships_and_takes_less_than_thirteen_megabytes() -> None:
    assert sum(name.startswith(symbols.MULBERRY) for name in ALL) > 3_400
    assert (symbols.FOLDER / "mulberry.zip").stat().st_size < 13_000_000


def test_its_licence_lies_in_the_file_and_its_drawer_is_named() -> None:
    assert b"Share Alike License" in symbols._packed().read("LICENSE.txt")
    assert "mulberry.zip" in (symbols.FOLDER / "NOTICE.md").read_text("utf-8")


def test_six_hundred_symbols_and_more_have_a_welsh_word() -> None:
    assert sum(bool(one.welsh) for one in ALL.values()) >= 600


@pytest.mark.parametrize(
    ("typed", "language", "first"),
    [
        ("swim", "en", "mulberry-swim_,_to"),
        ("nofio", "cy", "mulberry-swim_,_to"),
        ("NOFIO", "en", "mulberry-swim_,_to"),
        ("tŷ bach", "cy", "mulberry-toilet"),
        ("ty bach", "cy", "mulberry-toilet"),
        ("bws", "cy", "openmoji-bus"),
        ("gath", "cy", "mulberry-feed_cat_,_to"),
        ("dafad", "cy", "mulberry-sheep"),
        ("gadair olwyn", "cy", "mulberry-wheelchair"),
        ("wheelch", "en", "mulberry-wheelchair"),
        ("sign language", "en", "mulberry-sign_,_to"),
    ],
)
def test_a_word_leads_to_its_drawing(typed: str, language: str, first: str) -> None:
    assert symbols.search(typed, language)[0].name == first


def test_a_mutated_word_finds_the_same_drawing() -> None:
    assert "mulberry-cat" in [one.name for one in symbols.search("gath", "cy")]


def test_names_that_lie_are_left_out_or_put_right() -> None:
    """Easy-read.md, rule 23."""
    assert not symbols.is_there("mulberry-ready")
    assert not symbols.is_there("mulberry-Houses_of_Parliament")
    assert "mulberry-seal" not in [one.name for one in symbols.search("closed", "en")]
    assert "fruit" in ALL["mulberry-dates"].english
    assert "leaning" in ALL["mulberry-against"].english
    assert symbols.search("flat", "en")[0].english != "flat, a home"


@pytest.mark.parametrize(
    "name", ["mulberry-../symbols", "mulberry-LICENSE.txt", "", "openmoji-none", "A.svg", "x" * 500]
)
def test_what_is_not_in_the_sets_is_not_there(name: str) -> None:
    with pytest.raises(NotFound):
        symbols.drawing(name)


def test_no_drawing_carries_a_script_or_asks_for_anything() -> None:
    harmful = re.compile(rb"<script|\son[a-z]+=|href=\"(?!#)|@import|<foreignObject|<!ENTITY", re.I)
    assert [name for name in ALL if harmful.search(symbols.drawing(name))] == []


def test_a_search_is_quick_and_many_read_at_once() -> None:
    symbols.search("warm", "en")
    began = time.perf_counter()
    for typed in ("swim", "nofio", "a", "bwydo'r gath", "nothing of this kind"):
        symbols.search(typed, "cy")
    assert time.perf_counter() - began < 1
    names = list(ALL)[:60]
    with ThreadPoolExecutor(8) as many:
        assert list(many.map(symbols.drawing, names)) == [symbols.drawing(name) for name in names]


@pytest.mark.parametrize(
    "path", ["../../pyproject.toml", "vendor/symbols/nothing.svg", "vendor/symbols/mulberry.zip", "/etc/hostname", ""]
)
def test_on_paper_no_other_file_is_read_for_a_drawing(path: str) -> None:
    assert symbols.drawn_at(path) == symbols.EMPTY
    assert symbols.drawn_at("vendor/symbols/openmoji-house.svg").startswith("<svg")
