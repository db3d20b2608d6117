"""Thresholds at their edge, bases, barred groups, turnout, and what cannot be a count."""

from __future__ import annotations

from fractions import Fraction

import pytest

from govern.ballots.deciding import (
    Abstentions,
    Base,
    Basis,
    EmptyCollege,
    Group,
    Op,
    Question,
    Rule,
    State,
    Threshold,
    Turnout,
    decide,
)
from govern.errors import NotValid
from tests.ballots.deciding.given_questions import (
    BARE,
    HEADS,
    MORE_THAN_HALF,
    PROPORTIONAL,
    THREE_QUARTERS,
    W1,
    W4,
    W6,
    WEIGHTED,
    colleges,
    group,
    told,
)


def _crowd(for_: int, against: int) -> Group:
    return group("Members", for_ + against, for_, against, weight=Fraction(1))


@pytest.mark.parametrize(
    ("threshold", "for_", "against", "carried"),
    [
        (MORE_THAN_HALF, 51, 49, True),
        (MORE_THAN_HALF, 50, 50, False),
        (THREE_QUARTERS, 75, 25, True),
        (THREE_QUARTERS, 74, 26, False),
        (Threshold(Op.GT, Fraction(3, 4)), 75, 25, False),
        (Threshold(Op.GE, Fraction(2, 3)), 2, 1, True),
        (Threshold(Op.GT, Fraction(2, 3)), 2, 1, False),
        (Threshold(Op.GE, Fraction(1)), 3, 0, True),
        (Threshold(Op.GE, Fraction(1)), 99, 1, False),
        (Threshold(Op.GE, Fraction(3, 4), Base.ENTITLED), 75, 0, True),
        (Threshold(Op.GE, Fraction(3, 4), Base.ENTITLED), 74, 0, False),
        (Threshold(Op.GT, Fraction(1, 2), Base.PRESENT), 41, 10, True),
        (Threshold(Op.GT, Fraction(1, 2), Base.PRESENT), 40, 10, False),
        (MORE_THAN_HALF, 0, 0, False),
        (Threshold(Op.GE, Fraction(0)), 0, 0, False),
    ],
)
def test_thresholds_are_exact_at_the_edge(threshold: Threshold, for_: int, against: int, carried: bool) -> None:
    members = group("Members", 100, for_, against, present=max(80, for_ + against))
    assert decide(Question(rule=Rule(threshold=threshold), groups=(members,))).carried is carried


@pytest.mark.parametrize(("blank", "carried"), [(1, True), (2, False)])
def test_of_all_papers_the_blank_ones_count_in_the_whole(blank: int, carried: bool) -> None:
    rule = Rule(threshold=Threshold(Op.GT, Fraction(1, 2), Base.PAPERS))
    decision = decide(Question(rule=rule, groups=(group("Members", 100, 5, 3, blank=blank),)))
    assert decision.carried is carried
    assert "That is of all papers, blank ones included." in told(decision)


def test_three_of_four_friends_leave_a_provider_and_two_do_not() -> None:
    """M28: three of all four."""
    rule = Rule(threshold=Threshold(Op.GE, Fraction(3, 4), Base.ENTITLED))
    assert decide(Question(rule=rule, groups=(group("Friends", 4, 3, 0),))).carried
    two = decide(Question(rule=rule, groups=(group("Friends", 4, 2, 0),)))
    assert not two.carried
    assert told(two) == (
        "For: 2 of 4. That is 50 of 100. At least three quarters is needed. "
        "That is of everybody who may vote. The resolution is lost."
    )


def test_weighted_groups_on_the_base_of_everybody_entitled() -> None:
    rule = Rule(threshold=Threshold(Op.GT, Fraction(1, 2), Base.ENTITLED), basis=Basis.WEIGHTED)
    rules = colleges(EmptyCollege.COUNT_AGAINST, EmptyCollege.REDISTRIBUTE)
    decision = decide(Question(rule=rule, colleges=rules, groups=W4))
    assert decision.for_share == Fraction(2, 5) * Fraction(30, 80) + Fraction(3, 10) * Fraction(12, 30)
    assert decision.groups[2].share_in_this_vote == Fraction(3, 10)


def test_blank_papers_are_outside_or_against_as_the_rules_say() -> None:
    members = (group("Members", 100, 40, 30, blank=20),)
    outside = decide(Question(rule=HEADS, groups=members))
    assert outside.for_share == Fraction(4, 7)
    assert "20 papers were blank. They are in the turnout and not in these numbers." in told(outside)
    against = decide(
        Question(rule=Rule(threshold=MORE_THAN_HALF, abstentions=Abstentions.COUNT_AGAINST), groups=members)
    )
    assert (against.for_share, against.carried) == (Fraction(4, 9), False)
    assert "20 blank papers count as against." in told(against)


def test_only_blank_papers_are_nobody_voting() -> None:
    decision = decide(Question(rule=HEADS, groups=(group("Members", 10, blank=3),)))
    assert str(decision.reason) == "Nobody voted for or against."
    assert decision.turnout.papers == 3


def test_a_barred_group_is_struck_from_count_turnout_and_majorities() -> None:
    rule = Rule(threshold=THREE_QUARTERS, turnout=Turnout(Op.GE, Fraction(1, 2)), each_class=MORE_THAN_HALF)
    groups = (group("Members", 200, 84, 26), group("Investors", 20, 0, 20, barred=True))
    decision = decide(Question(rule=rule, groups=groups))
    assert decision.carried
    assert (decision.for_, decision.against, decision.entitled) == (84, 26, 200)
    assert decision.groups[1].state is State.BARRED
    assert told(decision).startswith("Investors may not vote on this. For: 84 of 110.")


def test_a_barred_group_s_weight_goes_to_the_others() -> None:
    groups = (
        group("Users", 10, 3, 1, weight=Fraction(3, 4)),
        group("Investors", 9, 0, 9, weight=Fraction(1, 4), barred=True),
    )
    rules = colleges(EmptyCollege.REDISTRIBUTE, EmptyCollege.REDISTRIBUTE)
    decision = decide(Question(rule=WEIGHTED, colleges=rules, groups=groups))
    assert decision.for_share == Fraction(3, 4)
    assert told(decision).startswith("Investors may not vote on this, so their 25 of 100 is shared")


def test_a_turnout_that_is_too_low_loses_however_many_were_for() -> None:
    rule = Rule(threshold=THREE_QUARTERS, turnout=Turnout(Op.GE, Fraction(1, 2)))
    decision = decide(Question(rule=rule, groups=(group("Members", 200, 90, 9),)))
    assert not decision.carried
    assert str(decision.reason) == "Too few members voted."
    assert "99 of 200 members voted. At least half is needed." in told(decision)


def test_blank_papers_help_a_turnout_only_where_the_rule_says_so() -> None:
    members = (group("Members", 100, 30, 10, blank=10),)
    strict = Rule(threshold=MORE_THAN_HALF, turnout=Turnout(Op.GE, Fraction(1, 2)))
    taking_part = Rule(threshold=MORE_THAN_HALF, turnout=Turnout(Op.GE, Fraction(1, 2), blank_counts=True))
    assert not decide(Question(rule=strict, groups=members)).carried
    assert decide(Question(rule=taking_part, groups=members)).carried


def test_every_reason_is_told_not_only_the_first() -> None:
    rule = Rule(threshold=MORE_THAN_HALF, turnout=Turnout(Op.GE, Fraction(1, 2)), each_class=MORE_THAN_HALF)
    decision = decide(Question(rule=rule, groups=(group("Users", 60, 5, 6), group("Staff", 60, 0, 3))))
    assert [str(reason) for reason in decision.reasons] == [
        "Not enough were for.",
        "Too few members voted.",
        "Users did not agree.",
        "Staff did not agree.",
    ]


def test_digits_that_hide_the_side_of_the_threshold_are_explained() -> None:
    crowd = 3_000_001
    just_over = decide(Question(rule=WEIGHTED, colleges=BARE, groups=(_crowd(crowd // 2 + 1, crowd // 2),)))
    assert just_over.carried
    assert "For: 50 of 100. More than half is needed. The exact number is a little more than that." in told(just_over)
    just_under = decide(Question(rule=WEIGHTED, colleges=BARE, groups=(_crowd(crowd // 2, crowd // 2 + 1),)))
    assert "The exact number is a little less than that." in told(just_under)


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (Question(rule=HEADS, groups=()), "at least one is needed"),
        (Question(rule=HEADS, groups=(W1[0], W1[0])), "given once"),
        (Question(rule=HEADS, groups=(group("Members", 10, 8, 3),)), "11 papers were given for 10 people"),
        (Question(rule=HEADS, groups=(group("Members", 10, -1, 3),)), "below nought"),
        (Question(rule=WEIGHTED, groups=W1), "Groups are weighted here"),
        (Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=W6), "Groups are weighted here"),
        (Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=W1[:3]), "add up to 0.8, not 1"),
        (
            Question(rule=Rule(threshold=Threshold(Op.GT, Fraction(1, 2), Base.PRESENT)), groups=W6),
            "number present is needed",
        ),
    ],
)
def test_numbers_that_cannot_be_a_count_are_refused(question: Question, words: str) -> None:
    with pytest.raises(NotValid, match=words):
        decide(question)
