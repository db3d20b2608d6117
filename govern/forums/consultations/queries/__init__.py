"""Questions about consultations: how far one opens to somebody (`gate`), who delivers whose care (`care`), what it
adds up to (`sums`), the answers on their way back (`returning`)."""

from govern.forums.consultations.queries.care import delivers_care
from govern.forums.consultations.queries.gate import ConsultationView, consultation, part_of, seen, worked_on
from govern.forums.consultations.queries.returning import (
    AnswerBack,
    AnswersOwed,
    answer_back,
    answers_back,
    answers_owed,
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
    "ConsultationView",
    "Decided",
    "Told",
    "answer_back",
    "answers_back",
    "answers_owed",
    "card_names",
    "consultation",
    "decided",
    "delivers_care",
    "part_of",
    "people_beside",
    "person_beside",
    "seen",
    "summed",
    "the_sum",
    "to_read",
    "told",
    "worked_on",
]
