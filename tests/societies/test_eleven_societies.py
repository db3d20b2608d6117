"""Eleven societies, each founded from its rulebook, its people brought in, its board formed, and one decision taken
the way only this society takes it. The French, Italian and Quebec ones are told through the rules."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import msgspec
import pytest

from govern.ballots.rules import ContestInput, ContestKind, Inputs, Slips
from govern.ballots.rules.outcome import ResolutionOutcome
from govern.ballots.rules.resolving import resolution_outcome
from govern.constituencies.boards.rules import CapReached, Holder, HowFilled, may_sit
from govern.constituencies.rulebook.book import Rulebook, RulebookNotValid, example, load
from govern.errors import NotAllowed
from tests.societies.founding import decided, founded, on_the, takes_seat


async def test_colne_valley_like_weighs_three_groups_at_forty_thirty_thirty(tmp_path: Path) -> None:
    """Heads alone would lose it: 21 to 24. Users' 40 of 100 carry it."""
    given = await founded(tmp_path, "colne_valley_like", {"users": 20, "staff": 15, "volunteers": 10})
    for row in ("users", "staff", "volunteers"):
        for person in given.people[row][:3]:
            await takes_seat(given, "board", "any" if row == "volunteers" else row, person)
    assert len(await on_the(given, "board")) == 9
    shown = await decided(given, "ordinary", {"users": (14, 6), "staff": (4, 11), "volunteers": (3, 7)})
    assert (shown.for_, shown.against) == (21, 24)
    expected = Fraction(40, 100) * Fraction(14, 20) + Fraction(30, 100) * (Fraction(4, 15) + Fraction(3, 10))
    assert shown.reached == expected == Fraction(9, 20)
    assert not shown.carried


async def test_equal_care_like_scales_investors_down_to_a_tenth_of_the_votes(tmp_path: Path) -> None:
    """W5: 30 to 24 without investors; forty investors against are worth six votes, and the tie is lost."""
    people = {"supported": 20, "advocate": 14, "worker": 20, "investor": 40}
    given = await founded(tmp_path, "equal_care_like", people)
    for row, seats in {"supported": 2, "advocate": 2, "worker": 3, "investor": 2}.items():
        for person in given.people[row][:seats]:
            await takes_seat(given, "board", row, person)
    assert len(await on_the(given, "board")) == 9
    votes = {"supported": (12, 8), "advocate": (8, 6), "worker": (10, 10), "investor": (0, 40)}
    shown = await decided(given, "ordinary", votes)
    assert (shown.for_, shown.against) == (30, 64)
    assert shown.reached == Fraction(1, 2)
    assert not shown.carried


@pytest.mark.parametrize(("for_", "carried"), [(3, True), (2, False)])
async def test_friends_united_like_three_of_all_four_leave_a_provider(
    tmp_path: Path, for_: int, carried: bool
) -> None:
    """M28: three of all four carry it; two, with two who stay away, do not."""
    given = await founded(tmp_path, "friends_united_like", {"friend": 4})
    for person in given.people["friend"]:
        await takes_seat(given, "board", "friend", person, HowFilled.APPOINTED)
    shown = await decided(given, "leave_provider", {"friend": (for_, 0)})
    assert shown.carried is carried
    assert shown.reached == Fraction(for_, 4)


async def test_principal_and_supporting_supporters_have_a_voice_and_no_vote(tmp_path: Path) -> None:
    given = await founded(tmp_path, "principal_supporting", {"principal": 8, "supporting": 6})
    for person in given.people["principal"][:6]:
        await takes_seat(given, "board", "principal", person)
    for person in given.people["supporting"][:2]:
        await takes_seat(given, "board", "supporting", person)
    shown = await decided(given, "ordinary", {"principal": (5, 3)})
    assert shown.carried
    assert [row.roll for row in shown.groups] == [8]
    with pytest.raises(NotAllowed):
        await decided(given, "ordinary", {"supporting": (1, 0)})


def test_the_french_scic_shares_an_empty_college_s_weight_up_to_the_ceiling() -> None:
    """W1 by its own rulebook: without public bodies employees count for exactly half, and the motion is carried."""
    book = load(example("france_scic"))
    roll = {"beneficiaires": 120, "salaries": 45, "benevoles": 30, "collectivites": 0}
    votes = {"beneficiaires": (60, 20), "salaries": (12, 18), "benevoles": (5, 5)}
    shown = put_to(book, "ordinary", roll, votes)
    assert shown.carried
    assert shown.reached == Fraction(87, 160)
    assert {row.id: row.share for row in shown.groups} == {
        "beneficiaires": Fraction(3, 8),
        "salaries": Fraction(1, 2),
        "benevoles": Fraction(1, 8),
        "collectivites": 0,
    }


def test_the_quebec_co_operative_keeps_supporting_members_to_a_third_of_the_board_and_knows_no_proxy() -> None:
    book = load(example("quebec_solidarity"))
    three = [_holder("supporting", n) for n in range(3)]
    moved = msgspec.structs.replace(
        _holder("supporting", 3), constituency="user", groups=frozenset({"user", "supporting"})
    )
    with pytest.raises(CapReached, match="at most 3 of 9"):
        may_sit(book, "board", three, moved, None)
    may_sit(book, "board", three[:2], three[2], None)
    assert not book.proxy.allowed
    with pytest.raises(RulebookNotValid, match="proxies"):
        load(example("quebec_solidarity").replace("allowed = false", "allowed = true", 1))


def put_to(book: Rulebook, kind: str, roll: dict[str, int], votes: dict[str, tuple[int, int]]) -> ResolutionOutcome:
    """The rulebook's own way of deciding, put to numbers."""
    slips = tuple(Slips(group, ((("yes",), for_), (("no",), against)), 0) for group, (for_, against) in votes.items())
    contest = ContestInput(id="1", kind=ContestKind.RESOLUTION, voters=tuple(roll), slips=slips, resolution_kind=kind)
    voted = {group: for_ + against for group, (for_, against) in votes.items()}
    inputs = Inputs(
        ballot="1", manifest_hash="", log_size=0, log_root="", roll=roll, voted=voted, set_aside=0,
        contests=(contest,), order=("1",), of_a_meeting=True,
    )  # fmt: skip
    return resolution_outcome(book, contest, inputs, lambda group: group, too_few=None)


def _holder(group: str, number: int) -> Holder:
    person = uuid5(NAMESPACE_OID, f"{group} {number}")
    return Holder(person, f"{group} {number}", group, frozenset({group}), frozenset())
