"""The domain report's invariants on voting, 32 to 44, each by its number.

What is proven here with one example each is proven for all numbers in `test_properties.py`; what a rulebook makes of
it in `tests/ballots/rules/test_deciding_by_the_rules.py`.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest

from govern.ballots.deciding import (
    Base,
    EmptyCollege,
    Op,
    Question,
    Rule,
    Side,
    State,
    Threshold,
    Tie,
    Turnout,
    confirmation_window,
    decide,
    statute,
)
from govern.ballots.seal.documents import (
    Arrived,
    Attending,
    Cast,
    Channel,
    Closed,
    Leaf,
    Left,
    Opened,
    Taken,
    handle_from,
)
from govern.ballots.seal.leaves import Appointed
from govern.ballots.seal.selecting import select
from tests.ballots.deciding.given_questions import (
    BLOCK,
    HEADS,
    MORE_THAN_HALF,
    PROPORTIONAL,
    THREE_QUARTERS,
    W1,
    W3,
    WEIGHTED,
    colleges,
    group,
    investors,
    told,
)
from tests.ballots.seal.test_selecting import OPEN, cast

LAW = statute("ccbsa_s113", date(2026, 10, 17))


def test_invariant_32_numbers_are_exact_and_rounded_only_to_be_read() -> None:
    decision = decide(Question(rule=WEIGHTED, colleges=BLOCK, groups=W1))
    numbers = (decision.for_share, decision.against_share, decision.for_points, decision.of_points)
    assert all(type(number) is Fraction for number in numbers)
    assert decision.for_share == Fraction(3, 7) != Fraction("0.42857")
    assert "For: 42.857 of 100." in told(decision)


def test_invariant_33_more_than_leaves_equality_out_and_at_least_takes_it_in() -> None:
    assert not MORE_THAN_HALF.met_by(Fraction(1, 2)) and MORE_THAN_HALF.met_by(Fraction(51, 100))
    assert THREE_QUARTERS.met_by(Fraction(3, 4)) and not THREE_QUARTERS.met_by(Fraction(7499, 10000))


def test_invariant_34_blank_papers_are_kept_and_outside_the_base() -> None:
    decision = decide(Question(rule=HEADS, groups=(group("Members", 100, 11, 10, blank=30),)))
    assert (decision.carried, decision.for_share, decision.blank) == (True, Fraction(11, 21), 30)
    assert decision.turnout.papers == 51


def test_invariant_35_equal_is_lost_unless_the_rules_give_the_chair_a_casting_vote() -> None:
    tied = (group("Members", 60, 25, 25),)
    casting = Rule(threshold=MORE_THAN_HALF, tie=Tie.CHAIR_CASTING)
    assert not decide(Question(rule=HEADS, groups=tied, chair=Side.FOR)).carried
    assert not decide(Question(rule=casting, groups=tied)).carried
    assert not decide(Question(rule=casting, groups=tied, chair=Side.AGAINST)).carried
    by_the_chair = decide(Question(rule=casting, groups=tied, chair=Side.FOR))
    assert by_the_chair.carried
    assert "The votes are equal, and the chair votes for. The resolution is carried." in told(by_the_chair)


def test_invariant_36_shares_make_one_whole_and_keep_to_the_ceiling_or_say_so() -> None:
    for groups in (W1, W3):
        decision = decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=groups))
        shares = [each.share_in_this_vote for each in decision.groups]
        assert sum(shares) == 1 and max(shares) <= Fraction(1, 2) and decision.ceiling_kept
    alone = (W1[0], *(group(each.name, 0, weight=each.weight) for each in W1[1:]))  # type: ignore[arg-type] # names
    decision = decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=alone))
    assert decision.groups[0].share_in_this_vote == 1 and not decision.ceiling_kept


def test_invariant_37_inside_a_group_every_member_counts_the_same() -> None:
    few = (group("Users", 10, 3, 1, weight=Fraction(1, 2)), group("Staff", 10, 1, 3, weight=Fraction(1, 2)))
    many = (group("Users", 999, 300, 100, weight=Fraction(1, 2)), few[1])
    shares = {
        decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=groups)).for_share for groups in (few, many)
    }
    assert shares == {Fraction(1, 2)}


def test_invariant_38_a_ceiling_scales_all_votes_of_a_group_by_one_factor_of_at_most_one() -> None:
    others = group("Others", 200, 30, 24)
    held = decide(Question(rule=HEADS, groups=(others, investors(30, 10))))
    investing = held.groups[1]
    assert held.of_points == 60
    assert investing.for_points * held.of_points == 30 * Fraction(3, 20)
    assert investing.against_points * held.of_points == 10 * Fraction(3, 20)
    free = decide(Question(rule=HEADS, groups=(others, investors(3, 2))))
    assert free.for_points == 33 and free.of_points == 59


def test_invariant_39_statutes_count_heads_without_weights_and_ceilings_and_strike_who_is_barred() -> None:
    groups = (
        group("Members", 200, 84, 26, weight=Fraction(1, 10)),
        group("Investors", 20, 0, 20, weight=Fraction(9, 10), ceiling=Fraction(1, 10), barred=True),
    )
    decision = decide(Question(rule=LAW.first, groups=groups))
    assert decision.carried and decision.for_share == Fraction(84, 110)
    assert (decision.turnout.counted, decision.turnout.entitled) == (110, 200)
    assert decision.groups[1].state is State.BARRED and decision.groups[1].share_in_this_vote == 0


def test_invariant_40_what_sections_113_and_111_ask_for() -> None:
    assert (LAW.first.threshold, LAW.first.turnout) == (
        Threshold(Op.GE, Fraction(3, 4)),
        Turnout(Op.GE, Fraction(1, 2)),
    )
    merging = statute("ccbsa_s111", date(2026, 10, 17))
    assert (merging.first.threshold, merging.first.turnout) == (Threshold(Op.GE, Fraction(2, 3)), None)
    for law in (LAW, merging):
        assert law.second is not None and law.second.threshold == Threshold(Op.GT, Fraction(1, 2), Base.CAST)
        window = confirmation_window(date(2026, 10, 17), law)
        assert window is not None
        assert (window.first_day, window.last_day) == (date(2026, 10, 31), date(2026, 11, 17))


def test_invariant_41_an_empty_group_is_not_asked_and_a_silent_one_has_not_agreed() -> None:
    rule = Rule(threshold=MORE_THAN_HALF, each_class=MORE_THAN_HALF)
    users = group("Users", 10, 6, 1)
    assert decide(Question(rule=rule, groups=(users, group("Founders", 0)))).carried
    silent = decide(Question(rule=rule, groups=(users, group("Founders", 3))))
    assert not silent.carried and str(silent.reason) == "Nobody in Founders voted, so they did not agree."


PEOPLE = [handle_from(bytes([n]) * 10) for n in range(1, 70)]


def test_invariant_42_the_strongest_way_of_voting_counts_once_for_each_person() -> None:
    ann = PEOPLE[0]
    leaves: list[Leaf] = [OPEN, *(Appointed(ann, channel, bytes(32)) for channel in WEAKER)]
    leaves += [cast(ann, channel, place) for place, channel in enumerate(WEAKER, 1)]
    for strongest in (Channel.DIRECT, Channel.ROOM):
        leaves.append(cast(ann, strongest))
        (counted,) = select(leaves).counted
        assert counted.channel is strongest
    (of_the_weaker,) = select(leaves[:7]).counted
    assert of_the_weaker.channel is Channel.PROXY_DIRECTED


WEAKER = (Channel.PEER, Channel.PROXY_FREE, Channel.PROXY_DIRECTED)


def test_invariant_43_the_last_direct_vote_counts_and_after_the_close_none_does() -> None:
    ann = PEOPLE[0]
    leaves: list[Leaf] = [OPEN, cast(ann), cast(ann), Closed(), cast(ann)]
    assert [entry.index for entry in select(leaves).counted] == [2]


def test_invariant_44_and_w12_a_direct_vote_takes_exactly_its_own_entry_out_of_the_bundle() -> None:
    """Direct votes 20 to 25. The peer carries nine for: 29 to 25. Three of the nine vote against: 26 to 28, lost."""
    direct, carried = PEOPLE[:45], PEOPLE[45:54]
    leaves: list[Leaf] = [OPEN, *map(cast, direct)]
    leaves += [Appointed(one, Channel.PEER, b"P" * 32) for one in carried]
    leaves += [cast(one, Channel.PEER, 46 + place) for place, one in enumerate(carried)]
    for_ = {*direct[:20]}
    assert _by_peers(leaves) == 9
    assert decide(Question(rule=HEADS, groups=(group("Members", 100, len(for_) + 9, 25),))).carried
    moved: list[Leaf] = [*leaves, *map(cast, carried[:3]), cast(carried[0])]
    assert _by_peers(moved) == 6
    assert len(select(moved).counted) == 54
    assert not decide(Question(rule=HEADS, groups=(group("Members", 100, 20 + 6, 25 + 3),))).carried
    after_the_close: list[Leaf] = [*moved, Closed(), cast(carried[5])]
    assert _by_peers(after_the_close) == 6


def _by_peers(leaves: list[Leaf]) -> int:
    return sum(entry.channel is Channel.PEER for entry in select(leaves).counted)


def test_w18_of_sixty_early_votes_one_is_cancelled_and_the_one_who_left_keeps_theirs() -> None:
    votes: list[Leaf] = [Opened(bytes(32)), *map(cast, PEOPLE[:60])]
    at_the_meeting: list[Leaf] = [Arrived(PEOPLE[0]), Arrived(PEOPLE[1]), cast(PEOPLE[0], Channel.ROOM)]
    in_the_room: list[Leaf] = [Left(PEOPLE[1]), cast(PEOPLE[60], Channel.ROOM), Taken(), Closed()]
    counted = select([*votes, *at_the_meeting, *in_the_room]).counted
    early = [entry for entry in counted if entry.channel is Channel.DIRECT]
    assert len(early) == 58 + 1
    assert len(counted) - len(early) == 2
    kept = select([*votes, *at_the_meeting[:2], Taken()], attending=Attending.KEEP).counted
    assert len(kept) == 60
    assert isinstance(votes[1], Cast)


@pytest.mark.parametrize("silent", [EmptyCollege.REDISTRIBUTE, EmptyCollege.COUNT_AGAINST])
def test_a_group_that_is_barred_leaves_whatever_the_rules_say_of_silence(silent: EmptyCollege) -> None:
    """Invariants 36 and 39 together: who may not vote is neither vacant nor silent."""
    groups = (
        group("Users", 10, 3, 1, weight=Fraction(3, 4)),
        group("Investors", 9, weight=Fraction(1, 4), barred=True),
    )
    decision = decide(Question(rule=WEIGHTED, colleges=colleges(EmptyCollege.FAIL, silent), groups=groups))
    assert (decision.carried, decision.for_share) == (True, Fraction(3, 4))
