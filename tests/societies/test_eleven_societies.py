"""Eleven societies, each founded from its rulebook, its people brought in, its board formed, and one decision taken
the way only this society takes it. The French, Italian and Quebec ones are told through the rules."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from pathlib import Path
from uuid import NAMESPACE_OID, uuid5

import msgspec
import pytest

from govern.ballots.rules import ContestInput, ContestKind, Inputs, Slips
from govern.ballots.rules.outcome import ResolutionOutcome
from govern.ballots.rules.resolving import resolution_outcome
from govern.constituencies.boards.rules import CapReached, Holder, HowFilled, may_sit
from govern.constituencies.register.rules import Level, LimitReached, check_admission, limits_of
from govern.constituencies.rulebook.book import Rulebook, RulebookNotValid, example, load
from govern.errors import NotAllowed, NotValid
from tests.societies.founding import TODAY, decided, elected, founded, on_the, outsider, takes_seat, who_acts


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
    """M26, M28: all four are directors by belonging; three of all four carry it, two with two away do not."""
    given = await founded(tmp_path, "friends_united_like", {"friend": 4})
    assert [person for _, person in await on_the(given, "board")] == sorted(given.people["friend"])
    shown = await decided(given, "leave_provider", {"friend": (for_, 0)})
    assert shown.carried is carried
    assert shown.reached == Fraction(for_, 4)


async def test_cartrefi_like_the_council_of_members_appoints_the_board(tmp_path: Path) -> None:
    """M18: past a hundred members the council is elected; it alone chooses the board, volunteers up to a third."""
    given = await founded(tmp_path, "cartrefi_like", {"supported": 45, "employee": 35, "community": 25})
    first, second = given.people["supported"][10:12]
    with pytest.raises(NotAllowed, match="nobody sits on it yet"):
        await takes_seat(given, "board", "any", first, HowFilled.SELECTED)
    for row in ("supported", "employee", "community"):
        for person in given.people[row][:4]:
            await takes_seat(given, "council", row, person)
    with pytest.raises(NotAllowed, match="not filled in this way"):
        await takes_seat(given, "board", "any", first)
    chosen = [first, second, *given.people["employee"][10:12], *given.people["community"][10:13]]
    for person in chosen:
        await takes_seat(given, "board", "any", person, HowFilled.SELECTED)
    with pytest.raises(CapReached, match="at most 3 of 9"):
        await takes_seat(given, "board", "any", given.people["community"][13], HowFilled.SELECTED)
    assert {person for _, person in await on_the(given, "board")} == set(chosen)


async def test_worker_led_the_workforce_elects_three_of_six_directors(tmp_path: Path) -> None:
    """M56: three by the workforce, two by their office, one from outside."""
    given = await founded(tmp_path, "worker_led", {"worker": 9})
    for office in ("chief executive", "secretary"):
        holder = await outsider(given, office)
        await takes_seat(given, "board", "none:ex_officio", holder, HowFilled.EX_OFFICIO, office)
    await takes_seat(given, "board", "none:appointed", await outsider(given, "chair"), HowFilled.APPOINTED)
    stood = given.people["worker"][:5]
    won = await elected(given, "worker", stood, [(0, 1, 2)] * 4 + [(0, 2, 4)] * 3 + [(3, 4)] * 2)
    assert sorted(won) == sorted([stood[0], stood[2], stood[4]])
    there = await on_the(given, "board", date(2026, 12, 31))
    assert [row for row, _ in there] == ["none"] * 3 + ["worker"] * 3
    assert {person for row, person in there if row == "worker"} == set(won)


async def test_secondary_co_operative_each_provider_votes_once_through_its_representative(tmp_path: Path) -> None:
    """M90, W24: organisations are the members; a fee needs more than half of their votes."""
    given = await founded(tmp_path, "secondary_coop", {"member_provider": 8})
    humans = [await who_acts(given, provider) for provider in given.people["member_provider"][:6]]
    with pytest.raises(NotValid, match="An organisation does not sit itself"):
        await takes_seat(given, "board", "member_provider", given.people["member_provider"][0])
    for human in humans:
        await takes_seat(given, "board", "member_provider", human, on=TODAY)
    assert {person for _, person in await on_the(given, "board")} == set(humans)
    shown = await decided(given, "ordinary", {"member_provider": (5, 3)})
    assert shown.carried
    assert (shown.for_, shown.against, [row.roll for row in shown.groups]) == (5, 3, [8])


async def test_fairshares_like_a_class_raises_a_resolution_and_every_class_must_agree(tmp_path: Path) -> None:
    """W25, then W6: investors ask for more, 6 to 5; labour members do not agree, and it is lost at 76.92 %."""
    given = await founded(tmp_path, "fairshares_like", {"user": 60, "labour": 30, "investor": 25})
    votes = {"user": (40, 10), "labour": (10, 11), "investor": (20, 0)}
    shown = await decided(given, "ordinary", votes, raised_by=("investor", 6, 5))
    assert not shown.carried
    assert shown.reached == Fraction(70, 91) > Fraction(3, 4)
    assert {row.id: row.agreed for row in shown.groups if row.roll} == {
        "user": True,
        "labour": False,
        "investor": True,
    }


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


def test_the_italian_co_operative_admits_volunteers_up_to_half_of_its_members() -> None:
    """W19: 20 of 41 and one more; not with 20 of 40; with 20 of 39 nobody is removed and none is admitted."""
    book = load(example("italy_type_a"))
    (cap,) = limits_of(book)
    for members, admitted in ((41, True), (40, False), (39, False)):
        after = [(Level(cap, 20, members).with_one_more(counted=True), True)]
        if admitted:
            check_admission(book, after)
            continue
        with pytest.raises(LimitReached, match=f"of {members + 1} members"):
            check_admission(book, after)
    assert not Level(cap, 20, 39).is_kept
    check_admission(book, [(Level(cap, 20, 39).with_one_more(counted=False), False)])


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
