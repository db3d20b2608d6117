"""Invariant 68: a circle decides only inside its domain; otherwise the refusal names the body that may (M17, M22)."""

from __future__ import annotations

from datetime import date

import pytest

from govern.constituencies.boards.rules import domains
from govern.constituencies.boards.rules.domains import GENERAL, Opinion, OutsideTheDomain, Place, Referral
from govern.constituencies.rulebook.book import example, example_names, load
from govern.errors import NotAllowed, NotFound, NotValid

EQUAL_CARE = load(example("equal_care_like"))
PRINCIPAL = load(example("principal_supporting"))
CARTREFI = load(example("cartrefi_like"))
WORKERS = load(example("worker_led"))


@pytest.mark.parametrize(
    ("book", "body", "topic"),
    [
        (EQUAL_CARE, "team", "visits"),
        (EQUAL_CARE, "members_circle", "membership"),
        (PRINCIPAL, "company_board", "contracts"),
        (CARTREFI, "council", "strategy"),
        (WORKERS, "shareholder_council", "staff_policy"),
    ],
)
def test_a_body_decides_what_is_in_its_domain_and_the_rule_is_named(book: object, body: str, topic: str) -> None:
    assert domains.check_may_decide(book, body, topic) == Place(body, f"body.{body}")  # type: ignore[arg-type]  # a table of books


@pytest.mark.parametrize(
    ("book", "body", "topic", "says"),
    [
        (EQUAL_CARE, "team", "local_recruitment", "This belongs to the circle named “Local circle”: finding workers"),
        (EQUAL_CARE, "team", "budget", "This belongs to the members: the budget (Rule 4.1)."),
        (EQUAL_CARE, "board", "visits", "Leave it to them. If they referred it here, record that first."),
        (
            EQUAL_CARE,
            "local_circle",
            "membership",
            "circle named “Members' Circle”: membership (Rule 10.2). Put it to",
        ),
        (PRINCIPAL, "board", "regulation", "the body named “Directors of the linked company”: what regulators ask"),
        (CARTREFI, "board", "remuneration", "the body named “Council of Members”: pay of the board"),
        (WORKERS, "shareholder_council", "pay_and_benefits_principles", "This belongs to the members: principles of"),
    ],
)
def test_invariant_68_a_matter_of_another_is_refused_with_the_right_body_and_the_rule(
    book: object, body: str, topic: str, says: str
) -> None:
    with pytest.raises(OutsideTheDomain) as refusal:
        domains.check_may_decide(book, body, topic)  # type: ignore[arg-type]  # a table of books
    assert says in str(refusal.value)
    assert refusal.value.field == "topic" and refusal.value.place.body != body


def test_a_local_matter_is_decided_above_only_with_a_recorded_referral() -> None:
    """M17: the board may decide what a local body referred to it, and nothing that somebody else did."""
    referred = Referral("visits", "team", "board")
    assert domains.check_may_decide(EQUAL_CARE, "board", "visits", [referred]) == Place("team", "body.team")
    for other in (
        Referral("rota", "team", "board"),
        Referral("visits", "team", "local_circle"),
        Referral("visits", "local_circle", "board"),
    ):
        with pytest.raises(OutsideTheDomain):
            domains.check_may_decide(EQUAL_CARE, "board", "visits", [other])


def test_a_referral_to_a_body_that_is_not_above_gives_it_nothing() -> None:
    with pytest.raises(OutsideTheDomain):
        domains.check_may_decide(EQUAL_CARE, "team", "membership", [Referral("membership", "members_circle", "team")])


def test_a_body_refers_its_own_matters_to_bodies_above_it_and_no_others() -> None:
    domains.check_may_refer(EQUAL_CARE, "team", "local_circle", "visits")
    domains.check_may_refer(EQUAL_CARE, "team", "board", "visits")
    with pytest.raises(OutsideTheDomain, match="Local circle"):
        domains.check_may_refer(EQUAL_CARE, "team", "board", "team_starting")
    with pytest.raises(NotAllowed, match="A matter is referred to a body above") as refusal:
        domains.check_may_refer(EQUAL_CARE, "local_circle", "team", "team_starting")
    assert refusal.value.field == "to_body" and "Members' Circle" in str(refusal.value)
    with pytest.raises(NotAllowed, match="No body stands above this one"):
        domains.check_may_refer(EQUAL_CARE, "board", "team", "purpose")


def test_a_word_the_rules_do_not_have_is_refused_and_so_is_a_body() -> None:
    with pytest.raises(NotValid, match="The rules know no such matter"):
        domains.check_may_decide(EQUAL_CARE, "team", "moon_landing")
    with pytest.raises(NotFound):
        domains.check_may_decide(EQUAL_CARE, "senate", "visits")


def test_above_goes_up_to_the_top_and_stops_where_parents_go_round() -> None:
    assert domains.above(EQUAL_CARE, "team") == ("local_circle", "members_circle", "board")
    assert domains.above(EQUAL_CARE, "board") == ()


@pytest.mark.parametrize("name", example_names())
def test_every_matter_of_every_rulebook_belongs_to_somebody_who_may_decide_it(name: str) -> None:
    book = load(example(name))
    for topic in domains.topics(book):
        for place in domains.belongs_to(book, topic):
            if place.body != GENERAL:
                assert domains.check_may_decide(book, place.body, topic) == place
        assert domains.belongs_to(book, topic), topic


def test_a_body_is_asked_first_where_the_rules_say_so_until_it_has_said_something() -> None:
    """M55: pay without the council's opinion is shown as not yet consulted."""
    wanted = {"shareholder_council": ("pay_and_benefits_principles",), "board": ()}
    asked = ("board", "pay_and_benefits_principles")
    day = date(2026, 11, 9)
    assert domains.not_yet_consulted(wanted, *asked, ()) == ("shareholder_council",)
    said = Opinion("shareholder_council", "pay_and_benefits_principles", day)
    assert domains.not_yet_consulted(wanted, *asked, [said]) == ()
    assert domains.not_yet_consulted(wanted, *asked, [Opinion("shareholder_council", "holidays", day)]) != ()
    assert domains.not_yet_consulted(wanted, "board", "holidays", ()) == ()


def test_an_opinion_serves_one_decision() -> None:
    wanted = {"shareholder_council": ("staffing",)}
    said = Opinion("shareholder_council", "staffing", date(2026, 3, 1))
    assert domains.not_yet_consulted(wanted, "board", "staffing", [said], date(2026, 2, 1)) == ()
    assert domains.not_yet_consulted(wanted, "board", "staffing", [said], date(2026, 3, 1)) == (
        "shareholder_council",
    )


def test_a_body_is_never_asked_for_its_own_decisions() -> None:
    assert domains.to_be_consulted({"board": ("purpose",)}, "board", "purpose") == ()


def test_files_that_name_nobody_to_be_asked_have_nobody() -> None:
    assert domains.consulted_on(EQUAL_CARE)["team"] == ()
