"""A result told outwards: as JSON and CSV for programs, as text, as a page and as a picture for people.

    result ──> tell(result, Form.TABLE, teller, title) ──> the whole text, ready to be written

All five have the same numbers. JSON has them exactly; the others show up to five decimals. Each form is loaded when
it is asked for.
"""

from __future__ import annotations

import enum

from govern.ballots.count.result import Result
from govern.ballots.count.telling.speaking import Teller


class Form(enum.StrEnum):
    """The forms a result can be told in."""

    JSON = "json"
    CSV = "csv"
    TABLE = "table"
    HTML = "html"
    SVG = "svg"


def tell(result: Result, form: Form, teller: Teller, title: str) -> str:
    """The whole of it, ended by a line break. `title` names the election on pages; programs do not get it."""
    if form is Form.JSON:
        from govern.ballots.count.telling.as_json import as_json  # noqa: PLC0415  only what is asked for is loaded

        return as_json(result, teller)
    if form is Form.CSV:
        from govern.ballots.count.telling.as_csv import as_csv  # noqa: PLC0415

        return as_csv(result)
    if form is Form.HTML:
        from govern.ballots.count.telling.as_html import as_html  # noqa: PLC0415

        return as_html(result, teller, title)
    if form is Form.SVG:
        from govern.ballots.count.telling.as_svg import as_svg  # noqa: PLC0415

        return as_svg(result, teller, title)
    from govern.ballots.count.telling.as_text import as_text  # noqa: PLC0415

    return as_text(result, teller, title)
