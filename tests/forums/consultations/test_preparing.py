"""When a way of asking is complete, and what a machine sees in the words: rules, without a database."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import uuid4

import pytest

from govern.errors import NotValid
from govern.forums.consultations import rules
from govern.forums.consultations.rules import Adaptation, Asks, CardOf, CountsAs, Try, WayDraft

TODAY, UNTIL = date(2026, 11, 2), date(2026, 11, 22)
BOTH = ("en", "cy")
ROW = ("openmoji-bus", "We go by bus.")


def cards(**of_first: object) -> tuple[CardOf, ...]:
    """Two complete cards; the first one as told."""
    whole: dict[str, object] = {
        "symbol": "openmoji-bus",
        "photograph": True,
        "object": {"en": "A towel", "cy": "Tywel"},
    }
    made = [
        CardOf(id=uuid4(), words={"en": words}, counts_as=CountsAs.FOR, **{**whole, **more})  # type: ignore[arg-type]  # by name
        for words, more in (("Tuesday", of_first), ("Thursday", {}))
    ]
    return tuple(made)


def refused(way: WayDraft, things: tuple[CardOf, ...] = (), asks: Asks = Asks.PROPOSAL) -> str:
    with pytest.raises(NotValid) as refusal:
        rules.check_way(way, things, asks, BOTH, TODAY, UNTIL)
    return str(refusal.value.message)


@pytest.mark.parametrize(
    ("kind", "lacks", "words"),
    [
        (Adaptation.SYMBOLS, {"symbol": None}, "Each card needs a symbol"),
        (Adaptation.PHOTOGRAPHS, {"photograph": False}, "A way by photographs needs a photograph on every card."),
        (
            Adaptation.OBJECTS,
            {"object": {"en": "A towel"}},
            "which real thing stands for each card",
        ),
        (Adaptation.OBJECTS, {"photograph": False}, "Each real thing is photographed too"),
    ],
)
def test_a_way_by_pictures_needs_one_on_every_card_and_names_the_card(
    kind: Adaptation, lacks: dict[str, object], words: str
) -> None:
    rules.check_way(WayDraft(kind=kind), cards(), Asks.PROPOSAL, BOTH, TODAY, UNTIL)
    said = refused(WayDraft(kind=kind), cards(**lacks))
    assert words in said and "Tuesday" in said and "Thursday" not in said
    assert "at least two cards" in refused(WayDraft(kind=kind), cards()[:1])


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ({"en": [ROW]}, "in each language"),
        ({"en": [ROW], "cy": [("", "Ar y bws.")]}, "Line 1 has none"),
        ({"en": [ROW, ("openmoji-bus", " ")], "cy": [ROW]}, "words beside it. Line 2"),
        ({"en": [ROW], "cy": [("openmoji-bus", "gair " * 16)]}, "15 words at most. Line 1"),
        ({"en": [ROW] * 13, "cy": [ROW]}, "12 lines"),
    ],
)
def test_easy_read_has_a_picture_and_few_words_on_every_line(
    rows: dict[str, list[tuple[str, str]]], words: str
) -> None:
    assert words in refused(WayDraft(kind=Adaptation.EASY, easy=rows))


@pytest.mark.parametrize(
    "link", [None, "", "http://example.org/a", "https://", "javascript:alert(1)", "https://a:b@c.org"]
)
def test_a_signed_video_has_a_safe_address(link: str | None) -> None:
    assert "begins with https://" in refused(WayDraft(kind=Adaptation.SIGNED, link=link))


def test_topics_and_what_to_watch_for_are_said_in_each_language() -> None:
    for kind in (Adaptation.MAT, Adaptation.SORTING, Adaptation.OBSERVING):
        assert "in each language" in refused(WayDraft(kind=kind, words={"en": "Swimming"}), cards())


def test_faces_are_three_or_five_and_yes_or_no_answers_no_choice_of_several() -> None:
    assert "3 or 5 faces" in refused(WayDraft(kind=Adaptation.FACES, faces=4))
    assert "3 or 5 faces" in refused(WayDraft(kind=Adaptation.FACES))
    assert "yes or no" in refused(WayDraft(kind=Adaptation.YES_NO), asks=Asks.BETWEEN)


def test_trying_out_meets_each_thing_on_real_days_that_are_to_come() -> None:
    two = cards()
    ahead = [TODAY + timedelta(days=n) for n in range(1, 5)]
    tries = tuple(Try(on, two[n % 2].id) for n, on in enumerate(ahead))

    def trying(*chosen: Try) -> WayDraft:
        return WayDraft(kind=Adaptation.TRYING, tries=chosen)

    rules.check_way(trying(*tries), two, Asks.PROPOSAL, BOTH, TODAY, UNTIL)
    assert rules.tries_of([one.line() for one in tries]) == tries
    assert "2 times at least" in refused(trying(tries[0]), two)
    assert "There is no day for: Thursday" in refused(trying(tries[0], tries[2]), two).replace("which ", "")
    assert "before the last day" in refused(trying(tries[0], Try(UNTIL + timedelta(days=1), two[1].id)), two)
    assert "which card" in refused(trying(tries[0], Try(ahead[1], uuid4())), two)
    assert "once a day" in refused(trying(*tries, tries[0]), two)
    past = [Try(TODAY - timedelta(days=1), card.id) for card in two]
    assert "still to come" in refused(trying(*past), two)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It is " + "very " * 14 + "long.", "more than 15"),
        ("Half is 50%.", "percentage"),
        ("Come on 27/11.", "in digits"),
        ("The AGM is near.", "initials"),
        ("You don't have to.", "in full"),
        ("We go (by bus).", "bracket"),
        ("We go. We come.", "two sentences"),
        ("We submit it.", "may be hard"),
    ],
)
def test_a_machine_points_at_what_easy_read_does_not_have(text: str, words: str) -> None:
    assert any(words in str(hint) for hint in rules.hints_for_text(text, "en", easy=True))
    assert rules.hints_for_text("We go by bus on Friday.", "en", easy=True) == ()


def test_welsh_spoken_forms_stay_as_they_are() -> None:
    assert rules.hints_for_text("Dydych chi ddim wedi pleidleisio eto.", "cy", easy=True) == ()
    assert rules.hints_for_text("Mae'r pwll yn dawel.", "cy", easy=True) == ()


def test_a_machine_points_at_a_question_that_leads_or_asks_two_things() -> None:
    def said(text: str) -> str:
        return " ".join(str(hint) for hint in rules.hints_for_question(text, "en"))

    assert "two things" in said("Shall we swim and dance?") and "one side" in said("Wouldn't you like the new day?")
    assert "near in time" in said("Where would you live if you could choose in ten years?")
    assert said("Swimming is on Tuesday. Move it to Thursday evening?") == ""


def test_two_pictures_for_one_thing_and_one_picture_for_two_are_seen() -> None:
    found = [str(one) for one in rules.hints_for_pictures([("a", "Bus"), ("b", "bus"), ("c", "Day"), ("c", "Night")])]
    assert len(found) == 2 and "two pictures for “bus”" in found[0] and "two things" in found[1]
    assert rules.hints_for_cards([True, False], [True]) and not rules.hints_for_cards([True, True], [True, True])
