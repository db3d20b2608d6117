"""From slips to decisions: the rulebooks of the worked examples put to given numbers."""

from __future__ import annotations

from fractions import Fraction
from uuid import uuid4

import msgspec
import pytest

from govern.ballots.rules import (
    CapInput,
    ContestInput,
    ContestKind,
    Inputs,
    Method,
    Outcome,
    Runner,
    Slips,
    outcome_of,
    outcomes_from_text,
    outcomes_to_text,
)
from govern.constituencies.rulebook.book import Rulebook, example, load

YES, NO, BLANK = ("yes",), ("no",), ()


def slips(style: str, for_: int, against: int, blank: int = 0, spoilt: int = 0) -> Slips:
    choices = ((YES, for_), (NO, against), (BLANK, blank))
    return Slips(style, tuple((marks, times) for marks, times in choices if times), spoilt)


def motion(book: Rulebook, kind: str, *papers: Slips) -> ContestInput:
    barred = book.barred_from(kind)
    voters = tuple(c.id for c in book.voting_constituencies() if c.id not in barred)
    return ContestInput(id="motion", kind=ContestKind.RESOLUTION, voters=voters, slips=papers, resolution_kind=kind)


def inputs_of(roll: dict[str, int], *contests: ContestInput) -> Inputs:
    voted: dict[str, int] = dict.fromkeys(roll, 0)
    for contest in contests:
        for found in contest.slips:
            voted[found.style] = max(voted[found.style], found.number)
    return Inputs(
        ballot=str(uuid4()),
        manifest_hash="00" * 32,
        log_size=1,
        log_root="00" * 32,
        roll=roll,
        voted=voted,
        set_aside=0,
        contests=contests,
        order=tuple(contest.id for contest in contests),
    )


def put(book: Rulebook, roll: dict[str, int], *contests: ContestInput, **more: object) -> Outcome:
    inputs = inputs_of(roll, *contests)
    return outcome_of(msgspec.structs.replace(inputs, **more), book, lambda group: book.constituency(group).name)


W1_ROLL = {"beneficiaires": 120, "salaries": 45, "benevoles": 30, "collectivites": 0}
W1_SLIPS = (slips("beneficiaires", 60, 20), slips("salaries", 12, 18), slips("benevoles", 5, 5))


def test_w1_under_the_french_rules() -> None:
    book = load(example("france_scic"))
    shown = put(book, W1_ROLL, motion(book, "ordinary", *W1_SLIPS)).contests[0].resolution
    assert shown is not None
    assert (shown.carried, shown.reached) == (True, Fraction(87, 160))
    assert str(shown.figure) == "54.375 of 100 were for. More than half was needed."


def tair_nant(ceiling: str) -> Rulebook:
    text = example("tair_nant").replace('college_result = "proportional"', 'college_result = "block"')
    return load(text.replace('weight_ceiling = "50%"', f'weight_ceiling = "{ceiling}"'))


@pytest.mark.parametrize(("ceiling", "reached"), [("60%", Fraction(3, 7)), ("50%", Fraction(1, 2))])
def test_w2_the_same_papers_by_block_are_lost(ceiling: str, reached: Fraction) -> None:
    book = tair_nant(ceiling)
    papers = (slips("supported", 60, 20), slips("staff", 12, 18), slips("volunteers", 5, 5))
    roll = {"supported": 120, "staff": 45, "volunteers": 30, "public_bodies": 0}
    shown = put(book, roll, motion(book, "ordinary", *papers)).contests[0].resolution
    assert shown is not None
    assert (shown.carried, shown.reached) == (False, reached)


def test_w5_a_group_under_a_ceiling_ties_and_loses() -> None:
    book = load(example("equal_care_like"))
    investors = next(c.id for c in book.constituencies if c.votes == "capped")
    others = next(c.id for c in book.voting_constituencies() if c.id != investors)
    roll = {c.id: 0 for c in book.voting_constituencies()} | {others: 60, investors: 40}
    papers = (slips(others, 30, 24), slips(investors, 0, 40))
    shown = put(book, roll, motion(book, "ordinary", *papers)).contests[0].resolution
    assert shown is not None
    assert not shown.carried
    assert shown.reached == Fraction(1, 2)
    assert "equal" in str(shown.reasons[0])


def test_blank_and_spoilt_papers_are_in_the_turnout_and_not_in_the_numbers() -> None:
    book = load(example("tair_nant"))
    papers = (slips("supported", 3, 1, blank=2, spoilt=1), slips("staff", 1, 1))
    found = put(
        book, {"supported": 20, "staff": 5, "volunteers": 0, "public_bodies": 0}, motion(book, "ordinary", *papers)
    )
    shown = found.contests[0].resolution
    assert shown is not None
    assert (shown.for_, shown.against, shown.blank, shown.spoilt) == (4, 2, 2, 1)
    assert str(found.turnout) == "9 people voted, of 25 who could."
    assert {row.id: row.voted for row in shown.groups}["supported"] == 7


def test_nobody_voting_carries_nothing() -> None:
    book = load(example("tair_nant"))
    shown = put(book, {"supported": 9, "staff": 9}, motion(book, "ordinary")).contests[0].resolution
    assert shown is not None
    assert not shown.carried


def runner(name: str, *caps: str) -> Runner:
    return Runner(
        id=name, person=name, name=name, constituency="users", attributes=caps, capped_by=caps, withdrawn=False
    )


def seats(contest: str, number: int, runners: dict[str, tuple[int, tuple[str, ...]]], held: int) -> ContestInput:
    return ContestInput(
        id=contest,
        kind=ContestKind.ELECTION,
        voters=("users",),
        slips=(Slips("users", tuple(((name,), votes) for name, (votes, _) in sorted(runners.items())), 0),),
        method=Method.BLOCK_VOTE,
        body="board",
        constituency="any",
        seats=number,
        runners=tuple(runner(name, *caps) for name, (_, caps) in runners.items()),
        caps=(CapInput("volunteer-board", "volunteer", 3, 9, held),),
    )


VOLUNTEER = ("volunteer-board",)
W8 = {"Ana": (80, VOLUNTEER), "Bo": (75, VOLUNTEER), "Cai": (60, ()), "Di": (55, VOLUNTEER), "Eve": (40, ())}


@pytest.mark.parametrize(
    ("runners", "elected", "vacant"),
    [
        (W8, {"Ana", "Cai", "Eve"}, 0),
        ({name: one for name, one in W8.items() if name != "Eve"}, {"Ana", "Cai"}, 1),
    ],
)
def test_w8_with_and_without_eve(
    runners: dict[str, tuple[int, tuple[str, ...]]], elected: set[str], vacant: int
) -> None:
    book = load(example("colne_valley_like"))
    found = put(book, {"users": 400}, seats("one", 3, runners, held=2))
    shown = found.contests[0].election
    assert shown is not None
    assert {fate.name for fate in shown.elected} == elected
    assert shown.vacant == vacant


def test_an_election_in_which_nobody_voted_says_that_lots_decided() -> None:
    nobody = {name: (0, caps) for name, (_, caps) in W8.items()}
    contest = msgspec.structs.replace(seats("one", 3, nobody, held=2), method=Method.STV, slips=())
    shown = put(load(example("colne_valley_like")), {"users": 400}, contest, seed="00" * 32).contests[0].election
    assert shown is not None
    assert len(shown.elected) == 3
    assert str(shown.figure).startswith("No paper chose anybody: lots alone decided.")


def test_w8_two_volunteers_with_equal_votes_are_decided_by_a_lot_that_anybody_can_draw_again() -> None:
    book = load(example("colne_valley_like"))
    runners = W8 | {"Bo": (80, VOLUNTEER)}
    found = [
        put(book, {"users": 400}, seats("one", 3, runners, held=2), seed=seed.hex())
        for seed in (b"a" * 32, b"a" * 32, b"b" * 32, b"c" * 32, b"d" * 32, b"e" * 32)
    ]
    shown = [outcome.contests[0].election for outcome in found]
    assert shown[0] == shown[1]
    winners = {frozenset(f.name for f in one.elected) for one in shown if one is not None}
    assert winners == {frozenset({"Ana", "Cai", "Eve"}), frozenset({"Bo", "Cai", "Eve"})}
    first = shown[0]
    assert first is not None
    losers = [str(fate.said) for fate in first.fates if fate.name in ("Ana", "Bo") and not fate.elected]
    assert losers == ["not elected: cap, by lot"]


def test_the_room_under_a_cap_carries_on_from_one_election_to_the_next() -> None:
    book = load(example("colne_valley_like"))
    first = seats("one", 1, {"Ana": (9, VOLUNTEER), "Cai": (5, ())}, held=2)
    second = seats("two", 1, {"Bo": (9, VOLUNTEER), "Eve": (1, ())}, held=2)
    found = put(book, {"users": 40}, first, second)
    elected = [tuple(f.name for f in c.election.elected) for c in found.contests if c.election is not None]
    assert elected == [("Ana",), ("Eve",)]


def test_without_a_quorum_nobody_is_elected_and_nothing_carried() -> None:
    book = load(example("colne_valley_like"))
    found = put(
        book,
        {"users": 400},
        seats("one", 3, W8, held=2),
        motion(book, "ordinary", slips("users", 9, 1)),
        of_a_meeting=True,
        quorate=False,
        counted=11,
        required=12,
    )
    assert not found.quorate
    assert found.quorum is not None
    assert "12 were needed" in str(found.quorum.sentence)
    election = next(c.election for c in found.contests if c.election is not None)
    resolution = next(c.resolution for c in found.contests if c.resolution is not None)
    assert (election.elected, election.vacant, resolution.carried) == ((), 3, False)


def test_an_outcome_comes_back_from_its_text_as_it_was() -> None:
    book = load(example("colne_valley_like"))
    found = put(book, {"users": 400}, seats("one", 3, W8, held=2), motion(book, "ordinary", slips("users", 9, 1)))
    kept = outcomes_to_text({"en": found})
    assert outcomes_from_text(kept) == {"en": found}
    assert outcomes_to_text(outcomes_from_text(kept)) == kept


def test_inputs_come_back_from_their_text_and_have_one_hash() -> None:
    inputs = Inputs(
        ballot="b", manifest_hash="00", log_size=3, log_root="11", roll={"b": 1, "a": 2}, voted={"a": 1, "b": 0},
        set_aside=0, contests=(seats("one", 3, W8, held=2),), order=("one",), seed="ab",
    )  # fmt: skip
    again = Inputs.from_text(inputs.to_text())
    assert again == inputs
    assert again.hash() == inputs.hash()
    assert msgspec.structs.replace(inputs, voted={"a": 2, "b": 0}).hash() != inputs.hash()


def test_a_voter_of_two_groups_is_one_head_and_votes_in_both_classes() -> None:
    text = example("tair_nant").replace('multi_class = "single"', 'multi_class = "each"')
    book = load(text)
    roll = {"supported": 3, "staff": 2, "staff+volunteers": 2, "volunteers": 0, "public_bodies": 0}
    papers = (slips("supported", 2, 1), slips("staff", 0, 2), slips("staff+volunteers", 2, 0))
    shown = put(book, roll, motion(book, "every_class", *papers)).contests[0].resolution
    assert shown is not None
    assert (shown.for_, shown.against) == (4, 3)
    agreed = {row.id: row.agreed for row in shown.groups}
    assert agreed == {"supported": True, "staff": False, "volunteers": True, "public_bodies": None}
