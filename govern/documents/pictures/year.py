"""The year as one strip: a cell a month, this month gorse, a mark for each thing done, to do or late.

Wide pages only; the lists below it give every date (look/09-office.html).
"""

from __future__ import annotations

import enum
from collections.abc import Sequence

import msgspec
from markupsafe import Markup

from govern.documents.pictures.drawing import Caption, drawing, element, lettering

PITCH = 77
MOST_MARKS = 3


class Due(enum.StrEnum):
    """How one thing of the year plan stands."""

    DONE = "done"
    LATE = "late"
    TO_DO = "to_do"


class YearMonth(msgspec.Struct, frozen=True):
    """A month by its short name, with its things in the order of their dates. `now` is the month of today."""

    label: str
    due: tuple[Due, ...] = ()
    now: bool = False


def year_strip(months: Sequence[YearMonth], *, caption: Caption, prefix: str) -> Markup:
    """One cell a month from left to right."""
    cells = [_month(month, PITCH * place) for place, month in enumerate(months)]
    return drawing(prefix, (0, 0, PITCH * len(months), 86), caption, *cells)


def _month(month: YearMonth, left: int) -> Markup:
    cell = {"x": left, "y": 0, "width": 75, "height": 86, "rx": 8}
    middle = left + 37
    if month.now:
        drawn = element("rect", **cell, class_="gorse inkline", stroke_width=3)
    else:
        drawn = element("rect", **cell, class_="linen")
    drawn += lettering(middle, 26, month.label, "m b dark" if month.now else "m b")
    if len(month.due) <= MOST_MARKS:
        return drawn + Markup("").join(
            _sign(due, middle + 22 * place - 11 * (len(month.due) - 1), 56, month.now)
            for place, due in enumerate(month.due)
        )
    return drawn + _counted(month, middle)


def _counted(month: YearMonth, middle: int) -> Markup:
    """Too many to draw one by one: each kind once, with its number under it."""
    kinds = [due for due in Due if due in month.due]
    drawn = Markup("")
    for place, due in enumerate(kinds):
        x = middle + 24 * place - 12 * (len(kinds) - 1)
        drawn += _sign(due, x, 48, month.now)
        drawn += lettering(x, 77, str(month.due.count(due)), "m sm b dark" if month.now else "m sm b")
    return drawn


def _sign(due: Due, x: int, y: int, now: bool) -> Markup:
    # Gorse stays bright in every colour set, so what stands on it is always dark.
    if due is Due.DONE:
        return element("circle", cx=x, cy=y, r=8, class_="dark" if now else "ink")
    if due is Due.LATE:
        return element("path", d=f"M{x} {y - 12}l11 20h-22z", class_="late")
    line = "darkline" if now else "inkline"
    return element("circle", cx=x, cy=y, r=7, class_=f"nofill {line}", stroke_width=3)
