"""Questions about consultations: how far one opens to somebody (`gate`), what people are shown (`shown`), who
delivers whose care (`care`), what it adds up to (`sums`), the answers on their way back (`returning`)."""

from govern.forums.consultations.queries.care import (
    delivers_care,
)
from govern.forums.consultations.queries.gate import (
    ConsultationView,
    consultation,
    part_of,
    seen,
    worked_on,
)
from govern.forums.consultations.queries.returning import (
    AnswerBack,
    AnswersOwed,
    answer_back,
    answers_back,
    answers_owed,
    attached_to,
    ballots_beside,
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
from govern.forums.consultations.queries.sums import (
    Beside,
    Decided,
    Told,
    card_names,
    decided,
    people_beside,
    person_beside,
    summed,
    the_sum,
    to_read,
    told,
)

__all__ = [
    "AnswerBack",
    "AnswersOwed",
    "Beside",
    "CardView",
    "ConsultationView",
    "Decided",
    "EasyRow",
    "PhotographView",
    "Told",
    "WayView",
    "answer_back",
    "answers_back",
    "answers_owed",
    "attached_to",
    "ballots_beside",
    "card_names",
    "cards_of",
    "consultation",
    "decided",
    "delivers_care",
    "easy_rows",
    "part_of",
    "people_beside",
    "person_beside",
    "photograph",
    "photographs_of",
    "seen",
    "summed",
    "the_sum",
    "to_read",
    "told",
    "ways_of",
    "worked_on",
]
