"""The worked examples of the domain report, to the fraction and to the word."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govern.ballots.deciding import (
    CapBasis,
    Colleges,
    EmptyCollege,
    Op,
    Question,
    Rule,
    Side,
    State,
    Threshold,
    Tie,
    decide,
    raised,
)
from tests.ballots.deciding.given_questions import (
    BLOCK,
    EVERY_CLASS,
    HEADS,
    MORE_THAN_HALF,
    PROPORTIONAL,
    W1,
    W3,
    W4,
    W6,
    WEIGHTED,
    colleges,
    group,
    investors,
    told,
)


def test_w1_an_empty_group_is_shared_among_the_others() -> None:
    decision = decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=W1))
    assert decision.carried
    assert (decision.for_share, decision.against_share) == (Fraction(87, 160), Fraction(73, 160))
    assert decision.for_points == Fraction(87, 160) * 100
    assert decision.of_points == 100
    assert [each.share_in_this_vote for each in decision.groups] == [
        Fraction(3, 8),
        Fraction(1, 2),
        Fraction(1, 8),
        0,
    ]
    assert [each.for_points * 100 for each in decision.groups] == [Fraction("28.125"), 20, Fraction("6.25"), 0]
    assert [each.rule_share for each in decision.groups] == [
        Fraction(3, 10),
        Fraction(2, 5),
        Fraction(1, 10),
        Fraction(1, 5),
    ]
    assert [each.state for each in decision.groups] == [State.ACTIVE, State.ACTIVE, State.ACTIVE, State.VACANT]
    assert (decision.for_, decision.against, decision.entitled) == (77, 43, 195)
    assert decision.ceiling_kept
    assert decision.reason is None
    assert told(decision) == (
        "Public bodies have no members, so their 20 of 100 is shared among the other groups. "
        "Users count for 37.5, employees for 50, volunteers for 12.5. "
        "For: 54.375 of 100. More than half is needed. The resolution is carried."
    )


def test_w2_the_same_papers_by_blocks_are_lost() -> None:
    decision = decide(Question(rule=WEIGHTED, colleges=BLOCK, groups=W1))
    assert not decision.carried
    assert (decision.for_share, decision.against_share) == (Fraction(3, 7), Fraction(4, 7))
    assert decision.groups[2].state is State.TIED
    assert told(decision) == (
        "volunteers voted 5 to 5, so as a group they abstain. Their 10 of 100 is shared among the other groups. "
        "Public bodies have no members, so their 20 of 100 is shared among the other groups. "
        "Users count for 42.857, employees for 57.143. "
        "For: 42.857 of 100. More than half is needed. The resolution is lost."
    )


def test_w3_two_empty_groups_and_the_ceiling() -> None:
    decision = decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=W3))
    assert decision.for_share == Fraction(23, 40)
    assert [each.share_in_this_vote for each in decision.groups] == [Fraction(1, 2), Fraction(1, 2), 0, 0]
    assert (
        "employees would count for 57.143. No group may count for more than 50. What is over goes to the others. "
        "Users count for 50, employees for 50. For: 57.5 of 100."
    ) in told(decision)


def test_w3_without_a_ceiling() -> None:
    free = Colleges(result=PROPORTIONAL.result, vacant=PROPORTIONAL.vacant, silent=PROPORTIONAL.silent)
    assert decide(Question(rule=WEIGHTED, colleges=free, groups=W3)).for_share == Fraction(11, 20)


def test_w3_with_one_group_left_the_ceiling_cannot_hold_and_that_is_flagged() -> None:
    alone = (W1[0], group("employees", 0, weight=Fraction(40, 100)), *W3[2:])
    decision = decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=alone))
    assert decision.for_share == Fraction(3, 4)
    assert decision.groups[0].share_in_this_vote == 1
    assert not decision.ceiling_kept
    assert (
        "No group may count for more than 50. Too few groups are left to keep to that, so here it is not kept. "
        "Users count for 100."
    ) in told(decision)


def test_w4_a_silent_group_counted_against() -> None:
    rules = colleges(EmptyCollege.REDISTRIBUTE, EmptyCollege.COUNT_AGAINST)
    decision = decide(Question(rule=WEIGHTED, colleges=rules, groups=W4))
    assert not decision.carried
    assert (decision.for_share, decision.against_share) == (Fraction(12, 25), Fraction(13, 25))
    assert told(decision) == (
        "Nobody in Volunteers voted. Their 30 of 100 counts against. "
        "Users count for 40, Staff for 30, Volunteers for 30. "
        "For: 48 of 100. More than half is needed. The resolution is lost."
    )


def test_w4_a_silent_group_shared_among_the_others() -> None:
    rules = colleges(EmptyCollege.REDISTRIBUTE, EmptyCollege.REDISTRIBUTE)
    decision = decide(Question(rule=WEIGHTED, colleges=rules, groups=W4))
    assert decision.carried
    assert decision.for_share == Fraction(24, 35)
    assert decision.groups[2].state is State.SILENT
    assert told(decision).startswith(
        "Nobody in Volunteers voted, so their 30 of 100 is shared among the other groups."
    )


def test_a_silent_or_empty_group_may_make_it_fail() -> None:
    silent = decide(
        Question(rule=WEIGHTED, colleges=colleges(EmptyCollege.REDISTRIBUTE, EmptyCollege.FAIL), groups=W4)
    )
    assert (silent.for_share, silent.carried) == (Fraction(24, 35), False)
    assert str(silent.reason) == "Nobody in Volunteers voted, and the rules say that it then fails."
    vacant = decide(Question(rule=WEIGHTED, colleges=colleges(EmptyCollege.FAIL, EmptyCollege.FAIL), groups=W1))
    assert str(vacant.reason) == "Public bodies have no members, and the rules say that it then fails."
    assert told(vacant).endswith(f"{vacant.reason} The resolution is lost.")


def test_an_empty_group_may_count_against() -> None:
    rules = colleges(EmptyCollege.COUNT_AGAINST, EmptyCollege.REDISTRIBUTE)
    decision = decide(Question(rule=WEIGHTED, colleges=rules, groups=W1))
    assert (decision.for_share, decision.against_share) == (Fraction("0.435"), Fraction("0.565"))
    assert told(decision).startswith("Public bodies have no members. Their 20 of 100 counts against.")


@pytest.mark.parametrize(
    ("others", "invested", "points", "carried"),
    [
        ((30, 24), (0, 40), (30, 60), False),
        ((30, 24), (0, 5), (30, 59), True),
        ((45, 45), (40, 0), (55, 100), True),
        ((0, 0), (40, 0), (0, 0), False),
    ],
)
def test_w5_a_ceiling_on_the_votes_of_investors(
    others: tuple[int, int], invested: tuple[int, int], points: tuple[int, int], carried: bool
) -> None:
    decision = decide(Question(rule=HEADS, groups=(group("Others", 200, *others), investors(*invested))))
    assert [decision.for_points, decision.of_points] == list(points)
    assert decision.carried is carried


def test_w5_in_words_the_tie_is_lost() -> None:
    decision = decide(Question(rule=HEADS, groups=(group("Others", 200, 30, 24), investors(0, 40))))
    assert decision.tied
    assert str(decision.reason) == "The votes are equal, and an equal vote is lost."
    assert told(decision) == (
        "Investors may have at most 10 of 100 votes. So each of their 40 votes counts as 0.15. "
        "For: 30 of 60. More than half is needed. "
        "The votes are equal, and an equal vote is lost. The resolution is lost."
    )


def test_a_ceiling_may_be_measured_on_all_who_may_vote() -> None:
    groups = (group("Others", 90, 30, 24), group("Investors", 40, 0, 4, ceiling=Fraction(1, 10)))
    by_cast = decide(Question(rule=HEADS, groups=groups))
    by_roll = decide(Question(rule=HEADS, groups=groups, cap_basis=CapBasis.ENTITLED))
    assert by_cast.of_points == 58
    assert by_roll.of_points == 55  # 90 x 1/9 = 10 votes for 40 people: a quarter each, so 4 votes make 1


def test_w6_one_group_that_refuses_is_enough() -> None:
    decision = decide(Question(rule=EVERY_CLASS, groups=W6))
    assert not decision.carried
    assert decision.for_share == Fraction(70, 91) >= Fraction(3, 4)
    assert [result.id for result in decision.classes if not result.carried] == ["labour_members"]
    assert str(decision.reason) == "Labour members did not agree."
    assert told(decision) == (
        "For: 70 of 91. That is 76.923 of 100. At least three quarters is needed. "
        "In each group more than half is needed: Users 40 of 50, Labour members 10 of 21, Investors 20 of 20. "
        "Labour members did not agree. The resolution is lost."
    )


def test_of_a_group_with_very_few_papers_only_its_answer_is_said() -> None:
    few = Question(
        rule=EVERY_CLASS, groups=(group("Users", 50, 40, 5), group("Staff", 20, 9, 1), group("Founders", 2, 0, 2))
    )
    assert (
        "In each group more than half is needed: Users 40 of 45, Staff (agreed), Founders (did not agree)."
        in told(decide(few))
    )


def test_a_group_without_members_is_not_asked_and_a_silent_one_has_not_agreed() -> None:
    empty = decide(Question(rule=EVERY_CLASS, groups=(W6[0], group("Founders", 0))))
    assert empty.carried
    assert empty.classes[1].skipped
    silent = decide(Question(rule=EVERY_CLASS, groups=(W6[0], group("Founders", 3))))
    assert str(silent.reason) == "Nobody in Founders voted, so they did not agree."


def test_people_in_several_groups_vote_once_in_all_and_once_in_each() -> None:
    rule = Rule(threshold=MORE_THAN_HALF, each_class=MORE_THAN_HALF)
    once = (group("Users", 3, 3, 0), group("Staff", 2, 0, 2))
    twice = (group("Users", 3, 3, 0), group("Staff", 4, 2, 2))
    decision = decide(Question(rule=rule, groups=once, classes=twice))
    assert (decision.for_, decision.against) == (3, 2)
    assert [result.carried for result in decision.classes] == [True, False]


def test_w12_what_counts_after_displacement_decides() -> None:
    """The count hands over one vote for each entry; the bundle of nine moves the result, three taken back turn it."""
    with_bundle = group("Members", 100, 29, 25)
    three_moved = group("Members", 100, 26, 28)
    assert decide(Question(rule=HEADS, groups=(with_bundle,))).carried
    assert not decide(Question(rule=HEADS, groups=(three_moved,))).carried


@pytest.mark.parametrize(("class_votes", "carried"), [((6, 5), False), ((5, 5), True), ((5, 6), True)])
def test_w25_a_group_may_ask_for_the_higher_threshold(class_votes: tuple[int, int], carried: bool) -> None:
    rule = raised(HEADS, EVERY_CLASS, class_for=class_votes[0], class_against=class_votes[1])
    assert decide(Question(rule=rule, groups=W6)).carried is carried


def test_w16_a_tied_resolution_is_lost_unless_the_chair_has_a_casting_vote() -> None:
    tied = (group("Members", 60, 25, 25),)
    casting = Rule(threshold=MORE_THAN_HALF, tie=Tie.CHAIR_CASTING)
    at_least = Rule(threshold=Threshold(Op.GE, Fraction(1, 2)))
    assert not decide(Question(rule=HEADS, groups=tied)).carried
    assert not decide(Question(rule=at_least, groups=tied)).carried
    assert not decide(Question(rule=HEADS, groups=tied, chair=Side.FOR)).carried
    assert decide(Question(rule=casting, groups=tied, chair=Side.FOR)).carried
    refused = decide(Question(rule=casting, groups=tied, chair=Side.AGAINST))
    assert str(refused.reason) == "The votes are equal, and the chair votes against."
    unused = decide(Question(rule=casting, groups=tied))
    assert str(unused.reason) == "The votes are equal, and the chair has not used the casting vote."
