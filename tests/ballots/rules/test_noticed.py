"""Invariant 23: which words of a question stand since the notice went out."""

from __future__ import annotations

import pytest

from govern.ballots.rules import Noticed, Said, check_as_noticed, off_notice
from govern.errors import NotAllowed

TITLE, TEXT = {"en": "Saturdays"}, {"en": "The house opens\n\non Saturdays."}
QUESTION = {"en": "Do you agree to this: Saturdays?"}
NOTICED = Noticed(Said(TITLE, TEXT), QUESTION)


@pytest.mark.parametrize(
    ("title", "question", "text", "part"),
    [
        (TITLE, QUESTION, TEXT, None),
        (TITLE, TITLE, TEXT, None),
        (TITLE, QUESTION, {"en": "The house opens\r\n\r\non Saturdays. "}, None),
        ({**TITLE, "cy": "Sadyrnau"}, {**QUESTION, "cy": "A gytunwch?"}, {**TEXT, "cy": "Agor."}, None),
        ({"en": "Sundays"}, QUESTION, TEXT, "title"),
        ({"cy": "Sadyrnau"}, QUESTION, TEXT, "title"),
        (TITLE, {"en": "Shall we close?"}, TEXT, "question"),
        (TITLE, {}, TEXT, "question"),
        (TITLE, QUESTION, {"en": "The house closes."}, "full_text"),
        (TITLE, QUESTION, {}, "full_text"),
    ],
)
def test_title_and_text_stand_and_a_question_may_be_put_in_the_words_of_the_title(
    title: dict[str, str], question: dict[str, str], text: dict[str, str], part: str | None
) -> None:
    assert off_notice(NOTICED, title, question, text) == part


def test_an_election_whose_notice_has_no_text_gets_none() -> None:
    bare = Noticed(Said(TITLE, {}), QUESTION)
    check_as_noticed(bare, TITLE, QUESTION, {"en": " "})
    with pytest.raises(NotAllowed, match="correct the notice with a new item") as refusal:
        check_as_noticed(bare, TITLE, QUESTION, {"en": "And who loses leaves the society."})
    assert refusal.value.field == "full_text"
