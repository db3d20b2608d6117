"""Pooled money: splits, shares that are too small, own yeses. W22 with its numbers."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.forums.purses import rules
from govern.forums.purses.rules import Expressed, Part, SpendState
from tests.forums.purses.money import with_funds

ANN, BEN, CAT, DAN = (uuid4() for _ in range(4))
NAMES = {ANN: "Ann", BEN: "Ben", CAT: "Cat", DAN: "Dan"}
UNSPENT = {ANN: 120_00, BEN: 100_00, CAT: 90_00, DAN: 70_00}
TRIP = 300_00


def parts(split: dict[UUID, int], **yes: bool) -> list[Part]:
    return [Part(p, NAMES[p], pence, UNSPENT[p], yes.get(NAMES[p])) for p, pence in split.items()]


def test_w22_an_equal_split_is_not_possible_because_dans_share_is_too_small() -> None:
    split = rules.equal_split(TRIP, [ANN, BEN, CAT, DAN])
    assert set(split.values()) == {75_00}
    with pytest.raises(NotValid, match=r"Dan has £70\.00, where £75\.00 is asked") as refusal:
        rules.check_shares(parts(split))
    assert "Cat" not in str(refusal.value)


def test_w22_without_dan_three_equal_parts_are_not_possible_because_cats_share_is_too_small() -> None:
    split = rules.equal_split(TRIP, [ANN, BEN, CAT])
    assert set(split.values()) == {100_00}
    with pytest.raises(NotValid, match=r"Cat has £90\.00, where £100\.00 is asked"):
        rules.check_shares(parts(split))


def test_w22_a_split_that_fits_is_spent_with_three_own_yeses_and_not_with_two() -> None:
    split = {ANN: 110_00, BEN: 100_00, CAT: 90_00}
    rules.check_split(TRIP, split)
    rules.check_shares(parts(split))
    assert rules.state_after(parts(split, Ann=True, Ben=True)) is SpendState.ASKED
    assert rules.state_after(parts(split, Ann=True, Ben=True, Cat=True)) is SpendState.SPENT
    assert {p: UNSPENT[p] - split.get(p, 0) for p in UNSPENT} == {ANN: 10_00, BEN: 0, CAT: 0, DAN: 70_00}


def test_invariant_85_one_no_stops_the_spend_whatever_the_others_say() -> None:
    split = {ANN: 110_00, BEN: 100_00, CAT: 90_00}
    assert rules.state_after(parts(split, Ann=True, Ben=True, Cat=False)) is SpendState.REFUSED
    assert rules.state_after([]) is SpendState.ASKED


@pytest.mark.parametrize(
    ("total", "split", "field"),
    [
        (TRIP, {ANN: 110_00, BEN: 100_00}, "shares"),
        (TRIP, {}, "shares"),
        (TRIP, {ANN: TRIP, BEN: 0}, "shares"),
        (0, {ANN: 0}, "total"),
        (rules.MOST_PENCE + 1, {ANN: rules.MOST_PENCE + 1}, "total"),
    ],
)
def test_parts_that_do_not_make_up_the_total_are_refused(total: int, split: dict[UUID, int], field: str) -> None:
    with pytest.raises(NotValid) as refusal:
        rules.check_split(total, split)
    assert refusal.value.field == field


def test_pence_that_cannot_be_shared_equally_go_to_the_first() -> None:
    assert rules.equal_split(100, [ANN, BEN, CAT]) == {ANN: 34, BEN: 33, CAT: 33}
    assert rules.equal_split(100, []) == {}


@pytest.mark.parametrize(
    ("expressed", "there", "how", "field"),
    [
        (Expressed.OBSERVED, "Bo and Cai", "smiled", "expressed"),
        (Expressed.CHOSEN, " ", "pointed", "there"),
        (Expressed.STATED, "Bo and Cai", " ", "how"),
    ],
)
def test_a_yes_written_down_for_somebody_says_who_was_there_and_how_and_is_never_read_from_behaviour(
    expressed: Expressed, there: str, how: str, field: str
) -> None:
    """Invariants 85 and 75."""
    rules.check_supported(Expressed.CHOSEN, "Bo and Cai", "pointed at the sea, twice")
    with pytest.raises(NotValid) as refusal:
        rules.check_supported(expressed, there, how)
    assert refusal.value.field == field


def test_who_gives_nothing_answers_nothing_and_what_is_settled_is_settled() -> None:
    with pytest.raises(NotAllowed):
        rules.check_answers(None)
    rules.check_asked(SpendState.ASKED)
    for state in (SpendState.SPENT, SpendState.REFUSED, SpendState.TAKEN_BACK):
        with pytest.raises(AlreadyDone):
            rules.check_asked(state)


def test_only_whoever_asked_or_the_facilitator_takes_it_back() -> None:
    rules.check_takes_back(ANN, ANN, leads=False)
    rules.check_takes_back(ANN, BEN, leads=True)
    with pytest.raises(NotFound):
        rules.check_takes_back(ANN, BEN, leads=False)


def test_where_the_rules_know_no_pooled_money_there_is_no_pot() -> None:
    rules.check_pooled(load(example("friends_united_like")))
    with pytest.raises(NotAllowed, match="put money together"):
        rules.check_pooled(load(example("tair_nant")))


def test_m29_those_who_share_decide_by_the_kind_the_rules_name_once_nobody_silent_can_turn_it() -> None:
    kind = rules.shared_kind(load(with_funds(example("tair_nant"))))
    assert kind is not None and kind.id == "ordinary"
    for votes, together in (
        ((3, 0, 1), True),
        ((2, 0, 2), None),
        ((2, 1, 1), None),
        ((2, 2, 0), False),
        ((0, 2, 2), False),
        ((1, 1, 0), False),
        ((0, 0, 0), False),
    ):
        assert rules.decided_together(kind, *votes) is together, votes
    assert rules.decided_together(None, 0, 0, 4) is True
    assert rules.shared_kind(load(example("tair_nant"))) is None


def test_m29_a_kind_that_needs_at_least_a_share_takes_exactly_that_share() -> None:
    book = load(
        with_funds(example("tair_nant")).replace('shared_decision = "ordinary"', 'shared_decision = "special"')
    )
    kind = rules.shared_kind(book)
    assert rules.decided_together(kind, 3, 1, 0) is True and rules.decided_together(kind, 2, 1, 1) is None
    assert rules.decided_together(kind, 2, 2, 0) is False
