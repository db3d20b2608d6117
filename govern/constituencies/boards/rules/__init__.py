"""Who may sit: `holders`, `caps` and quotas, `seats`, what a change of status does (`changes`), `terms`.
What a body may decide (`domains`), what linked bodies ask of each other (`instructing`): asked for by chapter.

Invariants 10 to 17 of the domain report. A cap of the seats established is kept at every moment and refuses; a cap of
the seats filled, and a quota, never removes anyone: it opens a breach that the next general meeting has to cure."""

from govern.constituencies.boards.rules.caps import (
    CapReached,
    Standing,
    counts_for,
    over_caps,
    refuses,
    standing,
    standings,
    who_is_counted,
)
from govern.constituencies.boards.rules.changes import Vacated, vacated_by
from govern.constituencies.boards.rules.holders import ANYBODY, NOBODY, Holder, HowFilled
from govern.constituencies.boards.rules.seats import (
    DIRECTOR_AGE,
    free_places,
    leaves_room_for_quotas,
    may_sit,
    rows_fit,
)
from govern.constituencies.boards.rules.terms import end_of_term, span_is_right

__all__ = [
    "ANYBODY",
    "DIRECTOR_AGE",
    "NOBODY",
    "CapReached",
    "Holder",
    "HowFilled",
    "Standing",
    "Vacated",
    "counts_for",
    "end_of_term",
    "free_places",
    "leaves_room_for_quotas",
    "may_sit",
    "over_caps",
    "refuses",
    "rows_fit",
    "span_is_right",
    "standing",
    "standings",
    "vacated_by",
    "who_is_counted",
]
