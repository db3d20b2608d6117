"""Sentences: filled in late, in any language, and kept through the database."""

from __future__ import annotations

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from govern.languages import LANGUAGES
from govern.sentences import Name, Sentence, decimal, from_json, to_json
from govern.web.page import environment

CLOSING = datetime(2026, 11, 27, 17, 0, tzinfo=UTC)


def test_a_sentence_is_filled_in_plain_english_without_a_reader() -> None:
    assert str(Sentence("{n} of {of} people voted.", n=121, of=195)) == "121 of 195 people voted."


@pytest.mark.parametrize(
    ("number", "digits"),
    [
        (Fraction(87, 160) * 100, "54.375"),
        (Fraction(1, 2), "0.5"),
        (Fraction(-3, 4), "-0.75"),
        (Fraction(9), "9"),
        (Fraction(1, 3), "0.333"),
        (Fraction(2, 3), "0.667"),
        (Fraction(0), "0"),
    ],
)
def test_fractions_are_shown_exactly_or_to_three_places(number: Fraction, digits: str) -> None:
    assert decimal(number) == digits


@given(st.fractions(max_denominator=64))
def test_shown_fractions_are_never_further_off_than_half_a_thousandth(number: Fraction) -> None:
    assert abs(Fraction(decimal(number)) - number) <= Fraction(1, 2000)


def test_sentences_survive_being_kept() -> None:
    inner = Sentence("{n} seat", "{n} seats", 2, n=2)
    sentence = Sentence(
        "{who}: {seats}, {share} on {day} at {at}",
        who=("Ana", "Cai"),
        seats=inner,
        share=Fraction(3, 8),
        day=date(2026, 11, 27),
        at=CLOSING,
    )
    kept = from_json(to_json({"steps": [sentence]}), lambda value: value)
    assert isinstance(kept, dict) and kept["steps"] == (sentence,)
    assert str(kept["steps"][0]) == str(sentence)


def test_dates_are_said_in_words_in_both_languages() -> None:
    assert LANGUAGES["en"].moment(CLOSING) == "Friday 27 November 2026 at 5 in the afternoon"
    assert LANGUAGES["cy"].moment(CLOSING) == "dydd Gwener 27 Tachwedd 2026 am 5 y prynhawn"


@pytest.mark.parametrize(
    ("hour", "minute", "words"),
    [
        (0, 0, "12 midnight"),
        (0, 30, "12:30 in the morning"),
        (9, 5, "9:05 in the morning"),
        (12, 0, "12 noon"),
        (12, 15, "12:15 in the afternoon"),
        (18, 0, "6 in the evening"),
        (23, 59, "11:59 in the evening"),
    ],
)
def test_times_are_said_in_words(hour: int, minute: int, words: str) -> None:
    assert LANGUAGES["en"].time(datetime(2026, 1, 9, hour, minute, tzinfo=UTC)) == words


def test_the_clock_is_the_one_on_the_wall_in_summer_too() -> None:
    assert LANGUAGES["en"].time(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)) == "5 in the afternoon"
    assert LANGUAGES["en"].clock(datetime(2026, 7, 1, 16, 0, tzinfo=UTC)) == "(17:00)"


def test_lists_end_with_and() -> None:
    assert LANGUAGES["en"].listed(["users", "staff", "volunteers"]) == "users, staff and volunteers"
    assert LANGUAGES["en"].listed(["users"]) == "users"


def test_a_name_is_read_in_the_readers_language_and_in_the_first_where_there_is_no_other() -> None:
    group, body = Name("Volunteers", cy="Gwirfoddolwyr"), Name("Board {of} nine", cy=None)
    said = Sentence("{group}: {body}", group=group, body=body)
    assert str(said) == "Volunteers: Board {of} nine"
    assert LANGUAGES["cy"].say(said) == "Gwirfoddolwyr: Board {of} nine"
    kept = from_json(to_json([said]), lambda value: value)
    assert isinstance(kept, tuple) and LANGUAGES["cy"].say(kept[0]) == "Gwirfoddolwyr: Board {of} nine"
    assert Name("Volunteers", cy="Gwirfoddolwyr") == group != Name("Volunteers")


@pytest.mark.parametrize("before", ["ar", "o", "i", "tan", "Ar"])
def test_a_day_is_softened_in_welsh_after_the_words_that_soften(before: str) -> None:
    """The text has the word and the gap, the day comes in later: only together do they show."""
    welsh = LANGUAGES["cy"]
    day = welsh.day(date(2026, 12, 13))
    assert welsh.joined(f"{before} {day}") == f"{before} ddydd Sul 13 Rhagfyr 2026"
    assert LANGUAGES["en"].joined("o dydd Sul 13") == "o dydd Sul 13"
    for kept in (f"Mae'r {day}", "ar dydd y cyfarfod", f"bar{before.lower()} {day}"):
        assert welsh.joined(kept) == kept


@pytest.mark.parametrize(
    ("code", "title", "said"),
    [
        ("en", "Who should join the board?", "Who should join the board? Your choices in order"),
        ("en", "The board.", "The board. Your choices in order"),
        ("en", "The board", "The board: your choices in order"),
        ("cy", "Pwy ddylai ymuno â’r bwrdd?", "Pwy ddylai ymuno â’r bwrdd? Eich dewisiadau mewn trefn"),
        ("cy", "Y bwrdd", "Y bwrdd: eich dewisiadau mewn trefn"),
    ],
)
def test_a_title_that_ends_a_sentence_has_no_colon_behind_it(code: str, title: str, said: str) -> None:
    shown = environment(code).from_string("{% trans title=title %}{{ title }}: your choices in order{% endtrans %}")
    assert shown.render(title=title) == said


def test_a_letter_says_it_so_too() -> None:
    told = Sentence("{title}: {outcome}", title="Shall we merge?", outcome=Sentence("The resolution is lost."))
    assert LANGUAGES["en"].say(told) == "Shall we merge? The resolution is lost."
    assert LANGUAGES["en"].joined(Markup("Really?: <b>yes</b>")) == Markup("Really? <b>yes</b>")


def test_sentences_and_templates_soften_alike() -> None:
    welsh = LANGUAGES["cy"]
    said = Sentence("We look at it again on {day}.", day=date(2026, 12, 13)).read_by(welsh)
    drawn = environment("cy").from_string(
        "{% trans day=on|day %}We look at it again on {{ day }}.{% endtrans %} {{ '<' }}"
    )
    assert drawn.render(on=date(2026, 12, 13)) == f"{said} &lt;"
    assert "ar ddydd Sul 13 Rhagfyr 2026" in said
