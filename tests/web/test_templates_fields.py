"""What people fill in: nothing typed is lost, each problem stands beside its field, nothing is chosen beforehand."""

from __future__ import annotations

import pytest

from scripts.preview_parts import WRONG, Filled
from tests.web.drawing import fields, page_of, shown


def test_the_list_of_problems_holds_the_focus_and_each_line_leads_to_its_field() -> None:
    page = shown("fields-wrong")
    summary = page.of_class("govuk-error-summary")[0]
    assert summary.has("autofocus")
    assert summary.get("tabindex") == "-1"
    assert [(link.get("href"), link.words) for link in summary.all("a")] == [
        (f"#{field}", words) for field, words in WRONG.problems
    ]
    for link in summary.all("a"):
        assert page.one(id=link.get("href")[1:]).tag == "input"


def test_the_same_words_stand_beside_each_field_and_the_field_says_so() -> None:
    page = shown("fields-wrong")
    for field, words in WRONG.problems:
        beside = page.one("p", id=f"{field}-problem")
        assert beside.words == f"Put right: {words}"
        owner = [one for one in page.walk() if f"{field}-problem" in one.get("aria-describedby").split()]
        assert [one.tag for one in owner] in (["input"], ["fieldset"])


def test_nothing_that_was_typed_is_lost() -> None:
    page = shown("fields-wrong")
    assert page.one("input", id="tel").get("value") == "01632"
    assert [page.one("input", name=f"day_{part}").get("value") for part in ("day", "month", "year")] == [
        *("31", "2", "2027")
    ]
    assert page.one("input", name="way", value="post").has("checked")
    assert [box.get("value") for box in page.all("input", name="who") if box.has("checked")] == ["staff"]


def test_a_form_without_problems_has_no_list_of_them() -> None:
    page = page_of(form=Filled())
    assert not page.of_class("govuk-error-summary")
    assert page.one("title").words == "Q – Tair Nant Care Co-operative"


def test_a_problem_of_the_whole_form_stands_in_the_list_without_a_link() -> None:
    page = page_of(form=Filled(wrong={"": "Two people changed this at once. Look again."}))
    summary = page.of_class("govuk-error-summary")[0]
    assert "Two people changed this at once" in summary.words
    assert not summary.all("a")


def test_what_people_type_is_never_read_as_markup() -> None:
    typed = Filled({"name": ['"><script>alert(1)</script>'], "words": ["</textarea><b>"]})
    field = fields('text_field("name", "Name")', form=typed)
    assert field.one("input").get("value") == '"><script>alert(1)</script>'
    area = fields('text_area("words", "Words")', form=typed)
    assert area.one("textarea").words == "</textarea><b>"
    assert not area.all("b")


def test_a_password_is_not_sent_back() -> None:
    field = fields('text_field("word", "Password", kind="password")', form=Filled({"word": ["secret"]}))
    assert not field.one("input").has("value")


def test_the_question_can_be_the_pages_own_heading() -> None:
    assert (
        fields('text_field("name", "What is it called?", heading=true)').one("h1").one("label").get("for") == "name"
    )
    assert fields('radios("way", "How?", [("a", "A")], heading=true)').one("legend").one("h1").words == "How?"


@pytest.mark.parametrize("kind", ["radio", "checkbox"])
def test_nothing_is_chosen_on_the_first_visit(kind: str) -> None:
    choices = [{"value": "yes", "words": "Yes"}, {"value": "no", "words": "No", "more": "As it is now."}]
    cards = fields(f'answers("a", "Open?", choices, kind="{kind}")', choices=choices)
    assert len(cards.all("input", type=kind)) == 2
    assert not [one for one in cards.all("input") if one.has("checked")]


def test_an_answer_card_is_one_target_with_picture_and_words() -> None:
    card = shown("paper").of_class("co-answer")[0]
    label = card.one("label")
    assert label.get("for") == card.one("input").get("id")
    assert label.words.startswith("Yes Tŷ Nant opens on Saturdays")
    assert label.one("img").get("alt") == ""
    assert label.one("span", **{"aria-hidden": "true"}).words == "You chose this"


def test_a_date_is_three_boxes_with_names_and_a_moment_has_a_fourth() -> None:
    day = fields('date_fields("day", "On which day?", value=a_day)')
    assert [(one.get("name"), one.get("value")) for one in day.all("input")] == [
        *(("day_day", "27"), ("day_month", "11"), ("day_year", "2026"))
    ]
    moment = fields('moment_fields("closes", "When does it close?", value=a_moment)')
    assert [label.words for label in moment.all("label")] == ["Day", "Month", "Year", "Time"]
    assert moment.one("input", name="closes_time").get("value") == "14:38"
