"""Columns of the room of consultations that name a person."""

from __future__ import annotations

from govern.desks.holdings.naming import OnErase, OnMerge, about, acts
from govern.sentences import Sentence

OWN = Sentence("It is yours. Those who ask you what you think read it first, nobody else does.")
VIEWS = Sentence("It says what you showed when you were asked. It is deleted after the time that the rules say.")
CARE = Sentence("It makes sure that nobody who helps you every day leads when you are asked what you think.")
TABLET = Sentence("What you write down without a connection is sealed on the tablet, and opened here.")
_STEP = (OnMerge.OWN_STEP, OnErase.OWN_STEP)

CONSULTATIONS = [
    about("communication_profile", Sentence("How you communicate"), OWN, *_STEP, "written_by"),
    *acts("communication_profile", Sentence("How others communicate, written down with them"), "written_by"),
    about("care_link", Sentence("Who delivers your care"), CARE, *_STEP, "carer_id", "noted_by", "ended_by"),
    about(
        "care_link",
        Sentence("Whose care you deliver"),
        CARE,
        *_STEP,
        "person_id",
        "noted_by",
        "ended_by",
        column="carer_id",
    ),
    *acts("care_link", Sentence("Whose care is delivered by whom, as you noted it"), "noted_by", "ended_by"),
    about(
        "consultation_response", Sentence("What you were asked, and what you said"), VIEWS, *_STEP, "asker_id", "code"
    ),
    *acts(
        *("consultation_response", Sentence("People you asked or checked an answer back with")),
        *("asker_id", "checked_back_by", "invited_by"),
    ),
    about("consultation_sitting", Sentence("Each time you were asked"), VIEWS, *_STEP, "led_by", "read_by"),
    *acts(
        *("consultation_sitting", Sentence("Each time you asked somebody, or wrote it down")),
        *("led_by", "read_by", "entered_by"),
    ),
    about(
        *("consultation_present", Sentence("Each time you were there when somebody was asked"), VIEWS, *_STEP),
        "sitting_id",
    ),
    about("consultation_reading", Sentence("What others made of what you showed"), VIEWS, *_STEP, "read_by"),
    *acts("consultation_reading", Sentence("What you made of what others showed"), "read_by"),
    about("consultation_answer_back", Sentence("Answers that came back to you"), VIEWS, *_STEP, "given_by"),
    *acts("consultation_answer_back", Sentence("Answers you brought to people"), "given_by"),
    about(
        *("consultation_asker", Sentence("Consultations in which you ask people"), VIEWS, *_STEP),
        "named_by",
    ),
    *acts("consultation_asker", Sentence("People you named to ask others"), "named_by"),
    *acts("consultation", Sentence("Questions you wrote or lead"), "runs_id", "written_by"),
    *acts("consultation_check", Sentence("Questions of others that you checked"), "checked_by"),
    about(
        *("consultation_tablet", Sentence("Questions you took along on a tablet"), TABLET, OnMerge.STAYS),
        *(OnErase.GOES, "ended_by", "public_key", "private_key"),
    ),
    *acts("consultation_tablet", Sentence("Tablets you ended"), "ended_by"),
    *acts("consultation_photograph", Sentence("Photographs you added to a question"), "added_by"),
    *acts("symbol_meaning", Sentence("Symbols whose meaning you set"), "set_by"),
    *acts("consultation_adaptation", Sentence("Ways of asking that you prepared"), "written_by"),
    *acts("consultation_attached", Sentence("Where you laid a consultation beside a decision"), "attached_by"),
    *acts("consultation_sum", Sentence("Sums of what people showed that you wrote"), "summed_by", "published_by"),
    *acts(
        "consultation_decision", Sentence("Decisions after a consultation that you noted"), "noted_by", "closed_by"
    ),
]
