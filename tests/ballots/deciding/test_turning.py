"""What would turn a decision: by search, and the same as trying every number one by one."""

from __future__ import annotations

from fractions import Fraction

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.deciding import (
    Abstentions,
    Base,
    CapBasis,
    Group,
    Op,
    Question,
    Rule,
    Threshold,
    Turnout,
    decide,
)
from govern.ballots.deciding.turning import STEPS, TO_CARRY, TO_LOSE, Move, Turn, turning
from tests.ballots.deciding.given_questions import (
    BLOCK,
    EVERY_CLASS,
    HEADS,
    MORE_THAN_HALF,
    PROPORTIONAL,
    W1,
    W6,
    WEIGHTED,
    group,
    investors,
)
from tests.ballots.deciding.test_properties import votes, weighted


def turn(question: Question, name: str) -> dict[Move, int | None]:
    return next(one.moves for one in turning(question) if one.group == name)


def test_w1_nine_more_employees_against_would_lose_it() -> None:
    """Employees count for half: 12 of 38 of them make 50.2 with the others, and 12 of 39 make 49.8."""
    question = Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=W1)
    assert turn(question, "employees")[Move.MORE_AGAINST] == 9
    for number, carried in ((8, True), (9, False)):
        other = msgspec.structs.replace(W1[1], against=18 + number)
        groups = (W1[0], other, *W1[2:])
        assert decide(Question(rule=WEIGHTED, colleges=PROPORTIONAL, groups=groups)).carried is carried


def test_w6_one_labour_member_would_have_been_enough() -> None:
    found = turn(Question(rule=EVERY_CLASS, groups=W6), "labour_members")
    assert found == {Move.MORE_FOR: 2, Move.FEWER_AGAINST: 2, Move.AGAINST_TO_FOR: 1}
    assert turn(Question(rule=EVERY_CLASS, groups=W6), "users") == dict.fromkeys(TO_CARRY)


def test_w5_a_group_under_its_ceiling_turns_a_tie_with_one_vote() -> None:
    question = Question(rule=HEADS, groups=(group("Others", 200, 30, 24), investors(0, 40)))
    assert turn(question, "others")[Move.MORE_FOR] == 1
    assert turn(question, "investors")[Move.AGAINST_TO_FOR] == 1


def test_fewer_against_cannot_help_where_the_turnout_would_break() -> None:
    rule = Rule(threshold=Threshold(Op.GE, Fraction(3, 4)), turnout=Turnout(Op.GE, Fraction(1, 2)))
    question = Question(rule=rule, groups=(group("Members", 200, 70, 32),))
    assert turn(question, "members") == {Move.MORE_FOR: 26, Move.FEWER_AGAINST: None, Move.AGAINST_TO_FOR: 7}


def test_who_may_not_vote_and_who_has_no_members_turns_nothing() -> None:
    question = Question(
        rule=HEADS, groups=(group("Users", 9, 3, 4), group("Barred", 5, barred=True), group("Empty", 0))
    )
    assert [one.group for one in turning(question)] == ["users"]


def test_a_crowd_is_searched_in_a_few_steps() -> None:
    crowd = group("Members", 1_000_000, 400_000, 500_000)
    assert turn(Question(rule=HEADS, groups=(crowd,)), "members")[Move.AGAINST_TO_FOR] == 50_001


def one_by_one(question: Question) -> tuple[Turn, ...]:
    """The same by trying every number from 1."""
    carried = decide(question).carried
    found = []
    for one in question.groups:
        if one.entitled == 0:
            continue
        found.append(
            Turn(one.id, one.name, {move: _first(question, one, move, carried) for move in _moves(carried=carried)})
        )
    return tuple(found)


def _moves(*, carried: bool) -> tuple[Move, ...]:
    return TO_LOSE if carried else TO_CARRY


def _first(question: Question, one: Group, move: Move, carried: bool) -> int | None:
    for_step, against_step = STEPS[move]
    room = one.present if question.rule.threshold.base is Base.PRESENT and one.present else one.entitled
    for number in range(1, one.entitled + 1):
        changed = msgspec.structs.replace(
            one, for_=one.for_ + for_step * number, against=one.against + against_step * number
        )
        if min(changed.for_, changed.against) < 0 or changed.papers > room:
            return None
        groups = tuple(changed if each.id == one.id else each for each in question.groups)
        if decide(msgspec.structs.replace(question, groups=groups)).carried is not carried:
            return number
    return None


abstaining = st.sampled_from(Abstentions)
turnouts = st.sampled_from(
    [None, Turnout(Op.GE, Fraction(1, 2)), Turnout(Op.GT, Fraction(1, 4)), Turnout(Op.GE, Fraction(0), True, 9)]
)


@settings(max_examples=60)
@given(weighted(), abstaining, turnouts)
def test_weighted_votes_turn_as_trying_every_number_says(
    question: Question, abstentions: Abstentions, turnout: Turnout | None
) -> None:
    rule = msgspec.structs.replace(question.rule, abstentions=abstentions, turnout=turnout)
    question = msgspec.structs.replace(question, rule=rule)
    assert turning(question) == one_by_one(question)


@settings(max_examples=60)
@given(
    st.lists(votes(), min_size=1, max_size=3),
    abstaining,
    turnouts,
    st.sampled_from([Base.CAST, Base.PAPERS, Base.ENTITLED]),
    st.sampled_from([Fraction(1, 2), Fraction(3, 4)]),
    st.sampled_from([None, MORE_THAN_HALF]),
    st.sampled_from([None, Fraction(1, 10), Fraction(1, 3)]),
    st.sampled_from(CapBasis),
)
def test_counted_heads_turn_as_trying_every_number_says(
    groups: list[Group],
    abstentions: Abstentions,
    turnout: Turnout | None,
    base: Base,
    of: Fraction,
    each_class: Threshold | None,
    ceiling: Fraction | None,
    cap_basis: CapBasis,
) -> None:
    rule = Rule(threshold=Threshold(Op.GT, of, base), abstentions=abstentions, turnout=turnout, each_class=each_class)
    named = [msgspec.structs.replace(one, id=str(number)) for number, one in enumerate(groups)]
    named[0] = msgspec.structs.replace(named[0], ceiling=ceiling)
    question = Question(rule=rule, groups=tuple(named), cap_basis=cap_basis)
    assert turning(question) == one_by_one(question)


def test_block_votes_turn_where_the_group_turns() -> None:
    found = turn(Question(rule=WEIGHTED, colleges=BLOCK, groups=W1), "employees")
    assert found == {Move.MORE_FOR: 6, Move.FEWER_AGAINST: 6, Move.AGAINST_TO_FOR: 3}
