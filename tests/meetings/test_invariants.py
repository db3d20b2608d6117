"""The domain report's invariants on meetings, 22 to 31, each by its number, and what W24 says of a quorum."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import WrongMoment
from govern.meetings import rules
from govern.meetings.rules import LONDON, Attendee, Mode, Place, Quorum, Stage, Step
from tests.meetings.test_worked_examples import held, row

SENT = datetime(2026, 9, 1, 9, tzinfo=LONDON)
TAIR_NANT = load(example("tair_nant"))


def people(number: int, first: int = 0, place: Place = Place.MEMBER, mode: Mode = Mode.IN_PERSON) -> list[Attendee]:
    return [Attendee(f"person {n}", mode, "members", place) for n in range(first, first + number)]


def with_tally(roll: int, here: list[Attendee], **more: object) -> Quorum:
    counted = rules.tally(here, **more)  # type: ignore[arg-type] # keywords of the tally
    return rules.quorum(
        row(), {"members": roll}, modes=counted.modes, groups=counted.groups, represented=counted.represented
    )


def test_invariant_22_clear_days_leave_out_the_day_of_service_and_the_day_of_the_meeting() -> None:
    assert rules.earliest_day(SENT, 14, 24, clear=True) == date(2026, 9, 17)
    assert rules.earliest_day(SENT, 14, 24, clear=False) == date(2026, 9, 16)


@pytest.mark.parametrize(
    ("stage", "words"),
    [(Stage.NOTICED, "only with what its notice names"), (Stage.OPEN, "cannot be changed any more")],
)
def test_invariant_23_no_business_and_no_other_words_after_the_notice(stage: Stage, words: str) -> None:
    with pytest.raises(WrongMoment, match=words):
        rules.check_agenda_open(stage)
    with pytest.raises(WrongMoment):
        rules.check_draft(stage)


def test_invariant_24_without_a_quorum_nothing_is_decided_and_the_meeting_can_be_put_off() -> None:
    with pytest.raises(WrongMoment, match="put the meeting off"):
        rules.check_quorum(held(120, 11, 17))
    rules.check_quorum(held(120, 14, 17))


@pytest.mark.parametrize(("roll", "needed"), [(120, 24), (121, 25), (40, 12), (60, 12), (61, 13)])
def test_invariant_25_the_greater_of_number_and_share_rounded_up(roll: int, needed: int) -> None:
    assert rules.needed_for(row(), roll) == needed


def test_invariant_26_representation_counts_only_where_said_and_up_to_its_share_rounded_down() -> None:
    assert held(120, 14, 17).represented_counted == 12
    assert held(121, 14, 17).represented_counted == 12
    assert held(120, 14, 17, max_represented_share=None).represented_counted == 17
    assert held(120, 14, 17, counts=("in_person",)).represented_counted == 0


def test_invariant_27_and_w11_a_peer_counts_once_and_nobody_both_here_and_represented() -> None:
    """14 are here, two of them peers for 9 and 5, and proxies for 3: 26 of 24 needed. One of the nine comes too."""
    here = people(14)
    represents = {
        "person 0": [f"person {n}" for n in range(20, 29)],
        "person 1": [f"person {n}" for n in range(30, 35)],
        "person 2": [f"person {n}" for n in range(40, 43)],
    }
    found = with_tally(120, here, represents=represents)
    assert (found.here, found.represented, found.counted, found.holds) == (14, 17, 26, True)
    comes_too = with_tally(120, [*here, *people(1, 20)], represents=represents)
    assert (comes_too.here, comes_too.represented) == (15, 16)
    twice = rules.tally([*here, *here], represents={**represents, "person 3": ["person 20"]})
    assert (sum(twice.modes.values()), twice.represented) == (14, 17)


def test_invariant_27_who_is_not_here_represents_nobody() -> None:
    counted = rules.tally(people(3), represents={"somebody else": ["person 20", "person 21"]})
    assert counted.represented == 0


def test_invariant_28_and_w11_forty_early_votes_change_nothing() -> None:
    """A vote is no presence: whoever only voted early is on no list of people who are here."""
    assert rules.tally(people(11)).modes == {Mode.IN_PERSON: 11}
    assert {mode.value for mode in Mode} == {"in_person", "remote"}
    assert not held(120, 11, 17).holds


def test_invariant_29_after_an_adjournment_those_present_are_enough_but_never_fewer_than_two() -> None:
    one, two = (
        rules.quorum(row(), {"members": 120}, modes={Mode.IN_PERSON: n}, groups={"members": n}, adjourned=True)
        for n in (1, 2)
    )
    assert (one.holds, two.holds) == (False, True)
    same = rules.quorum(
        row(adjourned="same"), {"members": 120}, modes={Mode.IN_PERSON: 2}, groups={"members": 2}, adjourned=True
    )
    assert same.needed == 24


@pytest.mark.parametrize("place", [Place.GUEST, Place.OBSERVER, Place.PARTNER])
def test_invariant_30_guests_observers_and_partners_without_a_vote_do_not_count(place: Place) -> None:
    counted = rules.tally([*people(5), *people(9, 5, place)], represents={"person 6": ["person 50"]})
    assert (sum(counted.modes.values()), counted.represented) == (5, 0)


def test_invariant_31_who_declared_an_interest_is_out_of_this_item_only() -> None:
    here = people(6)
    this = rules.tally(here, recused={"person 0", "person 20"}, represents={"person 1": ["person 20", "person 21"]})
    assert (sum(this.modes.values()), this.represented) == (5, 1)
    assert sum(rules.tally(here).modes.values()) == 6


def test_w24_nine_representatives_one_with_two_proxies_have_eleven_votes_of_24() -> None:
    here = [Attendee(f"member {n}", Mode.IN_PERSON, "members") for n in range(9)]
    counted = rules.tally(here, represents={"member 0": ["member 20", "member 21"]})
    assert sum(counted.modes.values()) + counted.represented == 11
    secondary = row("secondary_coop")
    for roll, needed in ((24, 8), (23, 8)):  # one member struck after the record date: base 23
        assert rules.needed_for(secondary, roll) == needed


@pytest.mark.parametrize(("entitled", "needed"), [(0, 2), (1, 1), (2, 2), (500, 2)])
def test_where_the_rules_name_no_quorum_the_law_asks_for_two_or_the_only_member(entitled: int, needed: int) -> None:
    assert rules.statutory_quorum(entitled) == needed
    modes: Mapping[Mode, int] = {Mode.IN_PERSON: 1}
    assert rules.quorum(None, {"": entitled}, modes=modes, groups={}, general=True).needed == needed
    assert rules.quorum(None, {"": entitled}, modes=modes, groups={}).needed == 1


def test_a_group_of_one_member_needs_no_more_than_that_one() -> None:
    many = row("colne_valley_like", each_constituency=3)
    found = rules.quorum(
        many, {"users": 40, "staff": 1, "volunteers": 0}, modes={Mode.REMOTE: 20}, groups={"users": 19, "staff": 1}
    )
    assert found.holds
    assert rules.quorum(many, {"users": 40}, modes={Mode.REMOTE: 20}, groups={"users": 2}).missing_groups == (
        "users",
    )


def test_enough_people_but_not_of_every_group_is_said_so_and_held_again_those_who_come_are_enough() -> None:
    """Invariant 29: of a meeting held again the rules say that those who come are enough, not who they are."""
    colne, modes = row("colne_valley_like"), {Mode.IN_PERSON: 20}
    roll = {"users": 40, "staff": 10}
    found = rules.quorum(colne, roll, modes=modes, groups={"users": 20})
    assert (found.counted >= found.needed, found.holds) == (True, False)
    assert found.verdict().text == (
        "Enough people are here, but not from every group. The meeting cannot decide yet."
    )
    again = rules.quorum(colne, roll, modes={Mode.IN_PERSON: 2}, groups={"users": 2}, adjourned=True)
    assert (again.needed, again.missing_groups, again.holds) == (2, (), True)
    same = row("colne_valley_like", adjourned="same")
    assert rules.quorum(same, roll, modes=modes, groups={"users": 20}, adjourned=True).missing_groups == ("staff",)


def steps(body: str, found: Quorum, *, adjourned: bool = False) -> str:
    said = rules.quorum_steps(TAIR_NANT, body, found, adjourned=adjourned)
    return " ".join(f"{one.sentence} [{one.clause}]" for one in said)


def test_w11_every_step_of_a_quorum_has_its_numbers_and_its_rule() -> None:
    assert steps("general", held(121, 14, 17)) == (
        "121 people may vote. [Rule 5.1] "
        "20 of 100 of that is 24.2. The rules ask for at least 12 too: 25 are needed. [Rule 5.1] "
        "14 people are here and count. [Rule 5.1] "
        "17 people are represented, and 12 of these may count. [Rule 5.1] "
        "Together 26 count, of 25 needed. [Rule 5.1]"
    )
    assert "from 2 on. [Rule 5.1]" in steps("general", held(121, 14), adjourned=True)


def test_a_quorum_of_the_board_is_a_share_of_the_seats_filled() -> None:
    board = TAIR_NANT.quorum_of("board")
    assert board is not None and board.of == "seats_filled"
    found = rules.quorum(board, {"": 8}, modes={Mode.REMOTE: 4}, groups={})
    assert steps("board", found).startswith("8 seats are filled. [Rule 5.2]")


@pytest.mark.parametrize("step", [Step.CORRECT, Step.CANCEL])
def test_a_meeting_that_is_over_takes_no_step(step: Step) -> None:
    with pytest.raises(WrongMoment):
        rules.after(Stage.CLOSED, step)
