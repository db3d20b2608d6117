"""How the hundred is shared among the groups, and how much of it was for.

The share strip shows the rules above and this vote below. The weights chart has a bar a group, as long as the group's
share, filled as far as it was for; the last bar adds the filled parts up against a heavy line at what is needed.
Figures of the mock-up: look/06-result.html.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import (
    Caption,
    coordinate,
    drawing,
    edges,
    element,
    frame,
    inside,
    lettering,
    shortest_that_fits,
    text_width,
    weaves,
    woven,
)

STRIP = 342
CHART = 340
CHIP, CHIP_MARGIN = 38, 6
CHIP_OVERHANG = 5  # a number's chip may stand over the edge of its own part by this much, as in the mock-up


class ShareBar(msgspec.Struct, frozen=True):
    """One group: its share by the rules, its share in this vote, and how much of that was for.

    All three are parts of the same base (usually 100). `line` is said under its name: "28.125 for, of 37.5".
    """

    name: str
    thread: int
    in_rules: Fraction
    in_vote: Fraction
    for_: Fraction
    line: str = ""


class ShareWords(msgspec.Struct, frozen=True):
    in_rules: str
    in_vote: str
    caption: Caption


class WeightWords(msgspec.Struct, frozen=True):
    """`together` and `together_line` stand over the last bar, `needed` under the heavy line."""

    together: str
    together_line: str
    needed: str
    caption: Caption


def share_strip(bars: Sequence[ShareBar], *, base: Fraction, words: ShareWords, prefix: str) -> Markup:
    """Two bars of `base`, cut by group, each part with its number in a chip of paper."""
    return drawing(
        prefix,
        (0, 0, 344, 166),
        words.caption,
        weaves(prefix, (bar.thread for bar in bars)),
        lettering(0, 18, words.in_rules, "b"),
        _strip(prefix, 28, [(bar.thread, bar.in_rules) for bar in bars], base),
        lettering(0, 106, words.in_vote, "b"),
        _strip(prefix, 116, [(bar.thread, bar.in_vote) for bar in bars], base),
    )


def weights_chart(
    bars: Sequence[ShareBar], *, base: Fraction, needed: Fraction, words: WeightWords, prefix: str
) -> Markup:
    """A bar for each group with a share in this vote, and one for all together. `needed` is a part of `base` too."""
    present = [bar for bar in bars if bar.in_vote > 0]
    parts: list[Markup] = [weaves(prefix, (bar.thread for bar in present))]
    for place, bar in enumerate(present):
        top = 104 * place
        share = edges([bar.in_vote], start=1, length=CHART, whole=base)[1] - 1
        for_ = edges([bar.for_], start=1, length=CHART, whole=base)[1] - 1
        parts += [
            lettering(0, top + 18, bar.name, "lg b"),
            lettering(0, top + 39, bar.line),
            frame(1, top + 49, share, 30),
        ]
        if for_ > 0:
            parts.append(woven(prefix, bar.thread, 1, top + 49, for_, 30))
    top = 104 * len(present)
    parts.append(_together(prefix, present, top, base, needed, words))
    return drawing(prefix, (0, 0, 344, top + 160), words.caption, *parts)


def _strip(prefix: str, top: int, parts: Sequence[tuple[int, Fraction]], base: Fraction) -> Markup:
    present = [(thread, share) for thread, share in parts if share > 0]
    cut = edges([share for _, share in present], start=1, length=STRIP, whole=base)
    drawn = Markup("")
    chips = Markup("")
    for (thread, share), left, right in zip(present, cut, cut[1:], strict=False):
        drawn += woven(prefix, thread, left, top, right - left, 40)
        number = shortest_that_fits(share, right - left + CHIP_OVERHANG - CHIP_MARGIN)
        if number and right - left + CHIP_OVERHANG >= CHIP:
            chip = max(Fraction(CHIP), text_width(number) + CHIP_MARGIN)
            middle = (left + right) / 2
            chips += element("rect", x=middle - chip / 2, y=top + 8, width=chip, height=24, rx=4, class_="paper")
            chips += lettering(middle, top + 26, number, "m b")
    return drawn + chips


def _together(
    prefix: str, bars: Sequence[ShareBar], top: int, base: Fraction, needed: Fraction, words: WeightWords
) -> Markup:
    drawn = lettering(0, top + 24, words.together, "lg b") + lettering(0, top + 45, words.together_line)
    drawn += frame(1, top + 68, CHART, 46)
    filled = [bar for bar in bars if bar.for_ > 0]
    cut = edges([bar.for_ for bar in filled], start=1, length=CHART, whole=base)
    for bar, left, right in zip(filled, cut, cut[1:], strict=False):
        drawn += woven(prefix, bar.thread, left, top + 68, right - left, 46)
    line = edges([needed], start=1, length=CHART, whole=base)[1]
    drawn += element("path", d=f"M{coordinate(line)} {top + 56}V{top + 126}", class_="inkline", stroke_width=4)
    at, anchor = inside(line, words.needed, 0, 344)
    return drawn + lettering(at, top + 148, words.needed, f"{anchor} b".strip())
