"""Questions about consultations: how far one opens to somebody (`gate`), who delivers whose care (`care`), what people
are shown (`shown`), whom is asked where there is no signal (`kitchen`)."""

from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.queries.gate import ConsultationView, consultation, part_of, seen, worked_on
from govern.forums.consultations.queries.shown import (
    CardView,
    EasyRow,
    PhotographView,
    WayView,
    cards_of,
    easy_rows,
    photograph,
    photographs_of,
    ways_of,
)

__all__ = [
    "CardView",
    "ConsultationView",
    "EasyRow",
    "PhotographView",
    "WayView",
    "cards_of",
    "consultation",
    "delivers_care",
    "easy_rows",
    "part_of",
    "photograph",
    "photographs_of",
    "seen",
    "ways_of",
    "worked_on",
]
