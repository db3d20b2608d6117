"""Limits that count each organisation by itself: who may stand, and whom the count passes over."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from govern.ballots import rules
from govern.ballots.rules import ContestInput, ContestKind, Method, Runner, Slips, TooManyStand
from govern.constituencies.boards.rules import Holder
from govern.constituencies.rulebook.book import example, load
from tests.ballots.rules.test_tallying import put

BOOK = load(example("secondary_coop"))
TWO = load(example("secondary_coop").replace("max_count = 1 ", "max_count = 2 "))
ALERT = load(example("secondary_coop").replace('on_breach = "block_appointment"', 'on_breach = "alert"', 1))
ABER, BALA, CORRIS = (uuid4() for _ in range(3))


def sent(name: str, organisation: UUID | None) -> Holder:
    groups = frozenset(("member_provider",))
    return Holder(uuid4(), name, "member_provider", groups, frozenset(), organisation=organisation)


ANN, DAI, BEN, CAT = sent("Ann", ABER), sent("Dai", ABER), sent("Ben", BALA), sent("Cat", CORRIS)
FREE = sent("Free", None)


def test_only_limits_that_can_bind_are_counted_with() -> None:
    assert rules.share_limits(BOOK, "board", (), (ANN, BEN, CAT)) == ()
    (one,) = rules.share_limits(BOOK, "board", (), (ANN, DAI, BEN, FREE))
    assert (one.id, one.limit, one.held) == (f"one-seat-per-member:{ABER}", 1, 0)
    (held,) = rules.share_limits(BOOK, "board", (ANN,), (DAI, BEN))
    assert (held.share, held.held) == (str(ABER), 1)
    assert rules.share_limits(TWO, "board", (), (ANN, DAI)) == ()
    assert rules.share_limits(ALERT, "board", (ANN,), (DAI,)) == (), "such a limit is only told, and refuses nobody"


def test_invariant_11_a_second_of_one_organisation_may_not_stand() -> None:
    with pytest.raises(TooManyStand) as refused:
        rules.may_stand(BOOK, "board", (ANN,), (), DAI, "Aber")
    words = str(refused.value)
    assert "Aber may hold at most 1 seats on Board (Rule" in words and "Ann" in words
    with pytest.raises(TooManyStand):
        rules.may_stand(BOOK, "board", (), (ANN, BEN), DAI, "Aber")
    rules.may_stand(BOOK, "board", (BEN,), (CAT,), DAI, "Aber")
    rules.may_stand(TWO, "board", (), (ANN,), DAI, "Aber")
    rules.may_stand(ALERT, "board", (ANN,), (), DAI, "Aber")


def test_the_papers_say_who_counts_together() -> None:
    together = rules.each_share(BOOK, "board", {"1": ANN, "2": BEN, "3": DAI, "4": FREE})
    assert {(limit.cap.id, limit.limit, options) for limit, options in together} == {
        ("one-seat-per-member", 1, ("1", "3")),
        ("one-seat-per-member", 1, ("2",)),
    }


@pytest.mark.parametrize("held", [0, 1])
@pytest.mark.parametrize("method", [Method.BLOCK_VOTE, Method.STV, Method.APPROVAL])
def test_invariant_57_the_second_of_one_organisation_is_passed_over_and_the_next_is_taken(
    method: Method, held: int
) -> None:
    staying = (sent("Old", ABER),) * held
    standing = (ANN, DAI, BEN, CAT)
    limits = rules.share_limits(BOOK, "board", staying, standing)
    papers = (("Ann",), 9), (("Dai",), 8), (("Ben",), 3), (("Cat",), 1)
    contest = ContestInput(
        id="one",
        kind=ContestKind.ELECTION,
        voters=("member_provider",),
        slips=(Slips("member_provider", papers, 0),),
        method=method,
        body="board",
        constituency="member_provider",
        seats=2,
        runners=tuple(
            Runner(
                id=one.name,
                person=str(one.person_id),
                name=one.name,
                constituency="member_provider",
                attributes=(),
                capped_by=rules.limited_by(limits, one),
                withdrawn=False,
            )
            for one in standing
        ),
        caps=tuple(rules.share_input(BOOK, "board", limit, "Aber") for limit in limits),
    )
    shown = put(BOOK, {"member_provider": 24}, contest).contests[0].election
    assert shown is not None
    assert {fate.name for fate in shown.elected} == ({"Ben", "Cat"} if held else {"Ann", "Ben"})
    passed = next(fate for fate in shown.fates if fate.name == "Dai")
    assert "Aber cap (1 of 6 reached)" in str(passed.said)
    (said,) = shown.caps
    assert str(said.sentence).startswith("Aber: at most 1 of the 6 places. They held")
    assert said.clause is not None
