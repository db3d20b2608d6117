"""The pencil of all pictures: elements, coordinates, the shape and the weave of each thread.

A thread is a member group: 1 circle and dots, 2 square and upright lines, 3 diamond and slanting lines, 4 hexagon and
check, 5 triangle and rings, 6 star and waves (look/README.md sections 4 and 6). Shape and weave say what colour says.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

import msgspec
from markupsafe import Markup, escape

from govern.sentences import decimal

Number = int | Fraction

# What is cut into the filled bar of each thread: tile size and the marks in it.
WEAVES: dict[int, tuple[int, str]] = {
    1: (8, '<circle cx="4" cy="4" r="1.3" class="cut"/>'),
    2: (9, '<path d="M4.5 0v9" class="cutline" stroke-width="1.5"/>'),
    3: (10, '<path d="M-1 1L1 -1M0 10L10 0M9 11L11 9" class="cutline" stroke-width="1.5"/>'),
    4: (9, '<path d="M0 4.5h9M4.5 0v9" class="cutline" stroke-width="1.2"/>'),
    5: (11, '<circle cx="5.5" cy="5.5" r="3" class="nofill cutline" stroke-width="1.3"/>'),
    6: (12, '<path d="M0 6Q3 2 6 6T12 6" class="nofill cutline" stroke-width="1.5"/>'),
}


class Caption(msgspec.Struct, frozen=True):
    """What a picture says to somebody who does not see it: one sentence, and the figures where there are many."""

    title: str
    description: str = ""


def coordinate(value: Number | float) -> str:
    """A place on the drawing, to a hundredth of a unit."""
    hundredths = round(value * 100)
    whole, rest = divmod(abs(hundredths), 100)
    digits = f"{whole}.{rest:02d}".rstrip("0").rstrip(".")
    return f"-{digits}" if hundredths < 0 else digits


def edges(parts: Sequence[Number], *, start: Number, length: Number, whole: Number) -> list[Fraction]:
    """Where each part of a strip begins and ends: one more edge than parts.

    Edges are rounded to hundredths, and widths are differences of edges, so the widths add up to the strip exactly.
    """
    found = [Fraction(start)]
    total = Fraction(0)
    for part in parts:
        total += part
        found.append(Fraction(round((start + total * Fraction(length) / whole) * 100), 100))
    return found


def element(tag: str, content: str = "", /, **attributes: str | Number | float) -> Markup:
    """One SVG element. A trailing underscore spares Python's own words; other underscores become hyphens."""
    written = "".join(
        f' {name.rstrip("_").replace("_", "-")}="{escape(value if isinstance(value, str) else coordinate(value))}"'
        for name, value in attributes.items()
    )
    inside = escape(content)
    return Markup(f"<{tag}{written}>{inside}</{tag}>" if inside else f"<{tag}{written}/>")  # noqa: S704  escaped above


def lettering(x: Number | float, y: Number | float, text: str, class_: str = "") -> Markup:
    """Text with its base line at y. Classes: m middle, e end, b bold, lg, sm, xl sizes, on = upon a thread."""
    if class_:
        return element("text", text, x=x, y=y, class_=class_)
    return element("text", text, x=x, y=y)


def frame(x: Number, y: Number, width: Number, height: Number, class_: str = "sheet inkline") -> Markup:
    return element("rect", x=x, y=y, width=width, height=height, class_=class_, stroke_width=2)


def woven(prefix: str, thread: int, x: Number, y: Number, width: Number, height: Number) -> Markup:
    """A filled bar of one thread with its weave and an ink edge."""
    _known(thread)
    place: dict[str, str | Number | float] = {"x": x, "y": y, "width": width, "height": height}
    return element("rect", **place, class_=f"t{thread}") + element(
        "rect", **place, fill=f"url(#{prefix}-w{thread})", class_="inkline", stroke_width=2
    )


def weaves(prefix: str, threads: Iterable[int]) -> Markup:
    """The tiles of the threads a picture uses. The ground is drawn by the bar, so no seams show in print."""
    tiles = Markup("").join(_tile(prefix, thread) for thread in sorted({_known(thread) for thread in threads}))
    return Markup("<defs>") + tiles + Markup("</defs>") if tiles else Markup("")


def shape(thread: int, x: Number | float, y: Number | float, radius: Number | float, **attributes: str) -> Markup:
    """The shape of a thread about a middle point; all six look about equally big."""
    _known(thread)
    given: dict[str, str | Number | float] = dict(attributes) if attributes else {"class_": f"t{thread}"}
    if thread == 1:
        return element("circle", cx=x, cy=y, r=radius, **given)
    if thread == 2:
        half = radius * 9 / 10
        return element("rect", x=x - half, y=y - half, width=half * 2, height=half * 2, rx=radius * 12 / 100, **given)
    outline = "L".join(
        f"{coordinate(x + across)} {coordinate(y + down)}" for across, down in _corners(thread, radius)
    )
    return element("path", d=f"M{outline}Z", **given)


def mark(thread: int, *, free: bool = False) -> Markup:
    """The small shape before a group's name, in tables, keys and lists. The name beside it is what is read out."""
    look = {"class_": "nofill inkline", "stroke_width": "2.5", "stroke_dasharray": "5 4"} if free else {}
    return Markup('<svg class="co-mark" viewBox="0 0 32 32" aria-hidden="true" focusable="false">{}</svg>').format(
        shape(thread, 16, 16, 11 if free else 13, **look)
    )


def cap_slots(thread: int, *, used: int, most: int) -> Markup:
    """The places a cap allows: a full shape for each that is used, a broken one for each still free.

    The sentence beside it says the numbers, so screen readers pass over the shapes.
    """
    slots = [mark(thread)] * used + [mark(thread, free=True)] * max(0, most - used)
    return Markup('<span class="co-cap__slots">{}</span>').format(Markup("").join(slots))


def drawing(
    prefix: str, view: tuple[Number, Number, Number, Number], caption: Caption, *parts: Markup, sized: bool = False
) -> Markup:
    """The whole picture: `view` is left, top, width and height of what is shown. A `sized` one keeps that size;
    others are as wide as their place."""
    if not re.fullmatch(r"[a-z][a-z0-9-]*", prefix):
        raise ValueError(f"a picture's prefix is lower-case letters, digits and hyphens: {prefix!r}")
    if not caption.title.strip():
        raise ValueError("a picture needs a title for those who cannot see it")
    names = f"{prefix}-t {prefix}-d" if caption.description else f"{prefix}-t"
    said = element("title", caption.title, id=f"{prefix}-t")
    if caption.description:
        said += element("desc", caption.description, id=f"{prefix}-d")
    box = " ".join(coordinate(side) for side in view)
    size = Markup(' width="{}" height="{}"').format(coordinate(view[2]), coordinate(view[3])) if sized else ""
    return Markup('<svg viewBox="{}"{} role="img" aria-labelledby="{}">{}{}</svg>').format(
        box, size, names, said, Markup("").join(parts)
    )


def text_width(text: str, size: int = 16) -> Fraction:
    """About how wide bold text will be. A little generous, since the letters are not known here."""
    narrow = sum(sign in ".,:;'’ilj|!" for sign in text)
    return Fraction(size) * (Fraction(60, 100) * (len(text) - narrow) + Fraction(32, 100) * narrow)


def inside(x: Number, text: str, left: Number, right: Number, size: int = 16) -> tuple[Number, str]:
    """Where a text about x must be anchored so that it stays on the drawing, and the class that anchors it."""
    half = text_width(text, size) / 2
    if x - half < left:
        return left, ""
    if x + half > right:
        return right, "e"
    return x, "m"


def shortest_that_fits(
    votes: Number, width: Number, size: int = 16, number: Callable[[Fraction], str] = decimal
) -> str:
    """The number in full, or with one decimal, or nothing where neither fits. The table beside it has it in full."""
    exact = Fraction(votes)
    for text in (number(exact), number(Fraction(round(exact * 10), 10))):
        if text_width(text, size) <= width:
            return text
    return ""


def _tile(prefix: str, thread: int) -> Markup:
    side, cut = WEAVES[thread]
    tile = '<pattern id="{}-w{}" width="{}" height="{}" patternUnits="userSpaceOnUse">{}</pattern>'
    return Markup(tile).format(prefix, thread, side, side, Markup(cut))  # noqa: S704  both are ours


def _known(thread: int) -> int:
    if thread not in WEAVES:
        raise ValueError(f"there are six threads, not one numbered {thread}")
    return thread


def _corners(thread: int, radius: Number | float) -> list[tuple[Number | float, Number | float]]:
    """Corners about the middle, clockwise from the top or the left."""
    if thread == 3:
        far = radius * 12 / 10
        return [(0, -far), (far, 0), (0, far), (-far, 0)]
    if thread == 4:
        return _ring([float(radius) * 1.1] * 6, start=0.0)
    if thread == 5:
        return [(across, down + float(radius) * 0.2) for across, down in _ring([float(radius) * 1.25] * 3)]
    return _ring([float(radius) * 1.25, float(radius) * 0.6] * 5)


def _ring(radii: Sequence[float], start: float = -90.0) -> list[tuple[Number | float, Number | float]]:
    """Points round the middle at even angles, each at its own distance."""
    turn = 360 / len(radii)
    angles = [math.radians(start + turn * index) for index in range(len(radii))]
    return [(radius * math.cos(angle), radius * math.sin(angle)) for radius, angle in zip(radii, angles, strict=True)]
