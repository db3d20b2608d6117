"""The style sheets and vendored files: readable in all four colour sets, light, and ours to ship."""

from __future__ import annotations

import hashlib
import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from scripts.preview_parts import COLOURS, GROUPS, PAGES, STATIC, render

VENDOR = STATIC / "vendor"
SHEETS = sorted([*(STATIC / "look").glob("*.css"), VENDOR / "govuk.css"])
GROUNDS = ("paper", "sheet", "linen")
TINTS = ("damson-tint", "pine-tint", "gorse-tint", "madder-tint")
#: Text, and what it stands on (design/look/README.md, section 4).
TEXT_ON_GROUND = [
    *(
        (text, ground)
        for text in ("ink", "ink-soft", "damson", "damson-deep", "pine", "madder")
        for ground in GROUNDS
    ),
    *(("ink", tint) for tint in TINTS),
    *(("ink-soft", tint) for tint in TINTS),
    *(("on-strong", strong) for strong in ("damson", "pine", "pine-deep", "madder")),
    ("on-band", "band"),
    ("band-soft", "band"),
    ("act-on-band-text", "act-on-band"),
    ("on-gorse", "gorse"),
    ("late-now", "gorse"),
    *(("on-strong", f"thread-{group.thread}") for group in GROUPS),
]
#: Edges and shapes that carry meaning need 3 (WCAG 2.2, 1.4.11), text and its like 4.5 (1.4.3).
EDGES = [
    *(("line", ground) for ground in GROUNDS),
    *((f"thread-{group.thread}", ground) for group in GROUPS for ground in GROUNDS),
    *((f"thread-{group.thread}", "thread-cut") for group in GROUPS),
    ("focus-edge", "focus"),
]


@cache
def tokens(colours: str) -> dict[str, str]:
    """Each `--co-` token's value in this colour set, with the names of others followed to their end."""
    css = re.sub(r"/\*.*?\*/", "", (STATIC / "look" / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    blocks = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
    found: dict[str, str] = {}
    for selector, body in blocks:
        if selector.strip() in {":root", f'html[data-colours="{colours}"]'}:
            found |= {name: value.strip() for name, value in re.findall(r"--co-([a-z0-9-]+):([^;]+)", body)}
    while left := {name: value for name, value in found.items() if value.startswith("var(--co-")}:
        found |= {name: found[value[9:-1]] for name, value in left.items()}
    return found


def brightness(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definition), from 0 for black to 1 for white."""
    digits = colour.removeprefix("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((brightness(one), brightness(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_reckoned_as_the_guideline_says() -> None:
    assert contrast("#000", "#fff") == pytest.approx(21)
    assert contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@pytest.mark.parametrize("colours", COLOURS)
def test_every_text_can_be_read_in_every_colour_set(colours: str) -> None:
    values = tokens(colours)
    faint = {
        f"{text} on {ground}": round(contrast(values[text], values[ground]), 2)
        for text, ground in TEXT_ON_GROUND
        if contrast(values[text], values[ground]) < 4.5
    }
    assert faint == {}


@pytest.mark.parametrize("colours", COLOURS)
def test_every_edge_and_shape_that_means_something_can_be_seen(colours: str) -> None:
    values = tokens(colours)
    faint = {
        f"{edge} on {ground}": round(contrast(values[edge], values[ground]), 2)
        for edge, ground in EDGES
        if contrast(values[edge], values[ground]) < 3
    }
    assert faint == {}


def test_black_on_white_has_two_tones_only() -> None:
    values = tokens("black-on-white")
    spared = {"gorse", "on-gorse", "late-now", "focus", "focus-edge", "tile"}
    for name, value in values.items():
        if value.startswith("#") and name not in spared:
            assert value in {"#000", "#fff", "#ffffff", "#333"}, name


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_a_style_sheet_asks_for_nothing_from_elsewhere(sheet: Path) -> None:
    css = sheet.read_text("utf-8")
    assert "@import" not in css
    assert "GDS" not in css
    assert not re.search(r"https?:|//[a-z]", re.sub(r"/\*.*?\*/|\[href[^]]*]", "", css, flags=re.DOTALL))
    for address in re.findall(r"url\(([^)]+)\)", css):
        assert (sheet.parent / address).resolve().is_file(), address


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)
def test_every_token_a_style_sheet_uses_exists(sheet: Path) -> None:
    used = set(re.findall(r"var\(--co-([a-z0-9-]+)", sheet.read_text("utf-8")))
    assert used <= tokens("standard").keys()


def test_no_text_is_under_seventeen_pixels_in_the_usual_size() -> None:
    for sheet in SHEETS:
        if sheet.name == "govuk.css":
            continue
        sizes = re.findall(r"font(?:-size)?:[^;}]*?([.\d]+)rem", sheet.read_text("utf-8"))
        assert all(Fraction(size) * 16 >= 17 for size in sizes), sheet.name


def test_vendored_files_are_as_they_were_fetched() -> None:
    lines = (VENDOR / "SHA256SUMS").read_text("utf-8").splitlines()
    listed = {name: mark for mark, name in (line.split("  ") for line in lines)}
    here = {str(path.relative_to(VENDOR)): path for path in VENDOR.rglob("*") if path.is_file()}
    del here["SHA256SUMS"]
    assert listed == {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in here.items()}


@pytest.mark.parametrize(
    ("licence", "words"),
    [
        ("govuk.LICENSE.txt", "MIT"),
        ("htmx.LICENSE.txt", "Zero-Clause BSD"),
        ("fonts/OFL.txt", "SIL OPEN FONT LICENSE"),
        ("symbols/openmoji.LICENSE.txt", "Attribution-ShareAlike 4.0"),
        ("symbols/NOTICE.md", "CC BY-SA 4.0"),
    ],
)
def test_what_others_made_lies_beside_its_licence(licence: str, words: str) -> None:
    assert words in (VENDOR / licence).read_text("utf-8")


def test_everybody_who_drew_a_symbol_is_named() -> None:
    notice = (VENDOR / "symbols" / "NOTICE.md").read_text("utf-8")
    for drawing in (VENDOR / "symbols").glob("*.svg"):
        assert re.search(rf"`{drawing.name}`.*drawn by \w", notice), drawing.name


def test_no_drawing_carries_a_script_or_asks_for_anything() -> None:
    for drawing in STATIC.rglob("*.svg"):
        text = drawing.read_text("utf-8")
        assert not re.search(r"<script|\son[a-z]+=|href=\"(?!#)|@import", text), drawing.name


@pytest.mark.parametrize("name", sorted(PAGES))
def test_a_page_with_all_it_asks_for_weighs_under_three_hundred_kilobytes(name: str) -> None:
    html = render(name)
    files = {address for address in re.findall(r'(?:href|src)="static/([^"]+)"', html) if address != "favicon.svg"}
    fonts = {f"vendor/fonts/{font.name}" for font in (VENDOR / "fonts").glob("*.woff2")}
    weight = len(html.encode()) + sum(
        (STATIC / file).stat().st_size for file in files | fonts | {"pictures/weave.svg"}
    )
    assert weight < 300_000
