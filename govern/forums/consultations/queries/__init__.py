"""Questions about consultations: how far one opens to somebody (`gate`), what people are shown (`shown`), how far it
is prepared (`preparing`), who is to be asked (`people`), and who delivers whose care (`care`)."""

from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.queries.gate import ConsultationView, consultation, part_of, seen, worked_on
from govern.forums.consultations.queries.people import (
    AskedLine,
    AskedPage,
    AskerLine,
    asked_page,
    askers_of,
    best_ways,
    care_among,
    counted,
    found_named,
    may_ask,
    not_on_the_list,
)
from govern.forums.consultations.queries.preparing import (
    cards_for_rules,
    checks_of,
    draft_of,
    hints_of,
    languages_on,
    meanings_of,
    missing_of,
)
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
    "AskedLine",
    "AskedPage",
    "AskerLine",
    "CardView",
    "ConsultationView",
    "EasyRow",
    "PhotographView",
    "WayView",
    "asked_page",
    "askers_of",
    "best_ways",
    "cards_for_rules",
    "cards_of",
    "care_among",
    "checks_of",
    "consultation",
    "counted",
    "delivers_care",
    "draft_of",
    "easy_rows",
    "found_named",
    "hints_of",
    "languages_on",
    "may_ask",
    "meanings_of",
    "missing_of",
    "not_on_the_list",
    "part_of",
    "photograph",
    "photographs_of",
    "seen",
    "ways_of",
    "worked_on",
]
