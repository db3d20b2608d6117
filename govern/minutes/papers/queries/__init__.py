"""Papers as `documents` prints them, each made of what its room answers, and those that were issued.

`making` makes any kind in its `frames`: `meeting_papers`, `minutes`, the `extract` of a resolution, `candidates`,
`ballot_papers`, `declaring` a result, the `scrutiny`. `issued` lists, shows and checks what has a number; `bundles`
has all of a meeting.
"""

from govern.minutes.papers.queries.declaring import declaration_paper
from govern.minutes.papers.queries.frames import Wanted
from govern.minutes.papers.queries.issued import (
    Asked,
    Checked,
    Issued,
    IssuedLine,
    IssuedPage,
    all_issued,
    check,
    issued,
    issued_of,
    issued_page,
    named,
)
from govern.minutes.papers.queries.making import as_issued, made
from govern.minutes.papers.queries.minutes import minutes_paper
from govern.minutes.papers.queries.scrutiny import (
    Reconciled,
    ScrutinyView,
    aside_rows,
    reconciled,
    scrutiny_of,
    sum_rows,
)

__all__ = [
    "Asked",
    "Checked",
    "Issued",
    "IssuedLine",
    "IssuedPage",
    "Reconciled",
    "ScrutinyView",
    "Wanted",
    "all_issued",
    "as_issued",
    "aside_rows",
    "check",
    "declaration_paper",
    "issued",
    "issued_of",
    "issued_page",
    "made",
    "minutes_paper",
    "named",
    "reconciled",
    "scrutiny_of",
    "sum_rows",
]
