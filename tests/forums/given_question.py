"""Given a complete question of a forum, as whoever writes one has it: in both languages, with its days."""

from __future__ import annotations

from datetime import date, timedelta

from govern.forums.consultations.lifecycle import QuestionDraft
from govern.forums.consultations.rules import Asks

QUESTION = "Swimming is on Tuesday. Move it to Thursday evening?"


def swimming_on_thursday(today: date) -> QuestionDraft:
    """The forum decides in thirty days, and asks for twenty."""
    return QuestionDraft(
        asks=Asks.PROPOSAL,
        title={"en": "Swimming", "cy": "Nofio"},
        question={"en": QUESTION, "cy": "Mae nofio ar ddydd Mawrth. Ei symud i nos Iau?"},
        context={"en": "The pool is quieter on Thursdays.", "cy": "Mae'r pwll yn dawelach ar ddydd Iau."},
        can_change={"en": "The day, for six weeks at first.", "cy": "Y diwrnod, am chwe wythnos yn gyntaf."},
        who_decides={"en": "The forum", "cy": "Y fforwm"},
        decide_by=today + timedelta(days=30),
        ask_until=today + timedelta(days=20),
    )
