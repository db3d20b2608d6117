"""Pure rules of circles: how far one opens, where it hangs, what it may decide, who chooses."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import pytest

from govern.constituencies.representation.rules import HowConsented
from govern.constituencies.rulebook.book import load
from govern.errors import NotAllowed, NotFound, NotValid
from govern.forums.circles import rules
from govern.forums.circles.rules import Choice, Holder, Kind, Matter, Part, Reach
from govern.forums.circles.rules.domain import Outside, near, same
from tests.forums.circles.conftest import RULES

BOOK = load(RULES)
TODAY = date(2026, 11, 9)


@pytest.mark.parametrize(
    ("private", "leads", "part", "ended", "of_the_society", "far"),
    [
        (False, False, None, False, True, Reach.LOOKS),
        (False, False, None, False, False, Reach.NOT_THERE),
        (True, False, None, False, True, Reach.NOT_THERE),
        (True, False, Part.GUIDE, False, False, Reach.READS),
        (True, False, Part.MEMBER, False, True, Reach.SITS),
        (False, False, Part.FACILITATOR, False, True, Reach.RUNS),
        (True, True, None, False, True, Reach.LEADS),
        (True, True, Part.MEMBER, True, True, Reach.READS),
        (False, False, Part.FACILITATOR, True, True, Reach.READS),
        (False, False, None, True, True, Reach.LOOKS),
    ],
)
def test_m42_how_far_a_circle_opens(
    private: bool, leads: bool, part: Part | None, ended: bool, of_the_society: bool, far: Reach
) -> None:
    found = rules.reach_of(private=private, leads=leads, part=part, ended=ended, of_the_society=of_the_society)
    assert found is far


def test_what_is_not_there_is_not_found_and_what_is_there_says_whom_to_ask() -> None:
    with pytest.raises(NotFound, match="no such circle"):
        rules.check_reaches(Reach.NOT_THERE, Reach.LOOKS)
    with pytest.raises(NotAllowed, match="Ask one of them"):
        rules.check_reaches(Reach.LOOKS, Reach.SITS)
    rules.check_reaches(Reach.RUNS, Reach.SITS)


def test_m20_a_team_hangs_under_a_circle_of_the_kind_the_rules_say() -> None:
    rules.check_above(BOOK, Kind.TEAM, "team", parent_follows="local_circle", parent=None)
    rules.check_above(BOOK, Kind.TEAM, "team", parent_follows=None, parent="local_circle")
    rules.check_above(BOOK, Kind.CIRCLE, None, parent_follows="", parent=None)
    with pytest.raises(NotValid, match="A team grows in a circle"):
        rules.check_above(BOOK, Kind.TEAM, "team", parent_follows=None, parent=None)
    with pytest.raises(NotValid, match="not under a board"):
        rules.check_above(BOOK, Kind.TEAM, None, parent_follows=None, parent="board")
    with pytest.raises(NotValid, match="stands under “Local circle”"):
        rules.check_above(BOOK, Kind.TEAM, "team", parent_follows="", parent=None)


def test_names_are_the_same_or_near_in_whole_words() -> None:
    assert same(" The  Rota!", ["the rota"]) and not same("rota", ["the rota"])
    assert near("pay rate", ["pay"]) and near("pay", ["pay rate of workers"])
    assert not near("payment", ["pay"]) and not near("pay", [""])


def test_invariant_68_what_is_outside_names_who_may_and_what_is_inside_is_found() -> None:
    visits, roses = Matter(uuid4(), "visits", {}), Matter(uuid4(), None, {"en": "Roses", "cy": "Rhosod"})
    own, others = (visits, roses), (Holder("Hebden", (Matter(uuid4(), None, {"en": "Pay rate of workers"}),)),)

    def inside(typed: str = "", chosen: Matter | None = None) -> Matter:
        return rules.check_inside(BOOK, chosen.id if chosen else None, typed, own, others, "Hebden")

    assert inside(chosen=visits) is visits
    assert inside("rhosod") is roses and inside("Visits") is visits
    with pytest.raises(Outside, match="the circle named “Hebden”: pay rate"):
        inside("pay rate")
    with pytest.raises(Outside, match="belongs to the members"):
        inside("wind up")
    with pytest.raises(Outside, match="no circle has it"):
        inside("the moon")
    with pytest.raises(NotValid, match="Choose what it is about"):
        inside(" ! ")
    with pytest.raises(NotValid, match="no longer in the circle's domain"):
        inside(chosen=Matter(uuid4(), None, {"en": "Gone"}))


def test_invariant_68_a_matter_is_given_by_what_is_above_or_by_the_rules() -> None:
    rules.check_may_be_given(BOOK, "visits", "team", ())
    rules.check_may_be_given(BOOK, "membership", None, ("membership",))
    with pytest.raises(Outside, match="Members' Circle"):
        rules.check_may_be_given(BOOK, "membership", "team", ("team_starting",))
    with pytest.raises(NotValid, match="no such matter"):
        rules.check_may_be_given(BOOK, "moon", None, ("moon",))


def test_m19_a_choice_says_how_it_was_said_who_was_there_and_when() -> None:
    rules.check_choice(Choice(), TODAY, own=True, leader="Mair")
    whole = Choice(how=HowConsented.SPOKE, expressed="Yes", present="Ana", chosen_on=TODAY)
    rules.check_choice(whole, TODAY, own=False, leader="Mair")
    rules.check_choice(whole, TODAY, own=False, leader="Mair", delivers_care=True)
    with pytest.raises(NotAllowed, match="somebody else has to note"):
        rules.check_choice(whole, TODAY, own=False, leader="Mair", lets_in_self=True, delivers_care=True)
    with pytest.raises(NotValid, match="how Mair said so"):
        rules.check_choice(Choice(expressed="Yes", present="Ana"), TODAY, own=False, leader="Mair")


def test_m19_a_team_is_led_by_the_person_supported() -> None:
    rules.check_leader(BOOK, "team", ("supported",))
    rules.check_leader(BOOK, None, ("worker",))  # rules without teams of their own
    with pytest.raises(NotAllowed, match="led by the person it supports"):
        rules.check_leader(BOOK, "team", ("worker",))
    with pytest.raises(NotAllowed, match="Join first"):
        rules.check_leader(BOOK, None, ())


def test_a_link_sits_in_both() -> None:
    rules.check_link(sits_here=True, sits_above=True, name="Bo")
    with pytest.raises(NotValid, match="does not sit in this circle"):
        rules.check_link(sits_here=False, sits_above=True, name="Bo")
    with pytest.raises(NotValid, match="A link sits in both"):
        rules.check_link(sits_here=True, sits_above=False, name="Bo")
