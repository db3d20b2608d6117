"""Counting weighted groups: each has its share of 100, and inside a group each member counts the same.

Source: domain report 2.5 step 4, invariants 36 and 37, W1-W4.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding.decision import About, GroupShare, State, Step
from govern.ballots.deciding.question import VOTED, CollegeResult, Colleges, EmptyCollege, Group, Question, Rule
from govern.ballots.deciding.shares import Collapse, collapse
from govern.ballots.deciding.weighing import Weighed, against_of, base_of, part, state_of
from govern.sentences import Sentence, Value

HUNDRED = Fraction(100)


def weigh_colleges(question: Question, colleges: Colleges) -> Weighed:
    """The votes as shares of the whole. The question is complete (`refuse_if_incomplete`)."""
    rule = question.rule
    states = {group.id: _state(group, rule, colleges) for group in question.groups}
    staying = {
        group.id: group.weight
        for group in question.groups
        if group.weight and _keeps_its_share(states[group.id], rule, colleges)
    }
    shared = collapse(staying, colleges.ceiling)
    groups = tuple(
        _part(group, states[group.id], shared.shares.get(group.id, Fraction(0)), rule, colleges)
        for group in question.groups
    )
    return Weighed(
        groups=groups,
        whole=HUNDRED,
        told=(
            *_told_of_empty(groups, rule, colleges),
            *_told_of_ceiling(groups, shared, colleges),
            *_told_of_shares(groups),
        ),
        fails=_fails(groups, colleges),
        ceiling_kept=shared.ceiling_kept,
    )


def _state(group: Group, rule: Rule, colleges: Colleges) -> State:
    state = state_of(group, rule)
    equal = group.for_ == against_of(group, rule)
    return State.TIED if state is State.ACTIVE and colleges.result is CollegeResult.BLOCK and equal else state


def _keeps_its_share(state: State, rule: Rule, colleges: Colleges) -> bool:
    """Whether a group's weight stays in the base; the others share what leaves it."""
    match state:
        case State.ACTIVE:
            return True
        case State.VACANT:
            return colleges.vacant is EmptyCollege.COUNT_AGAINST
        case State.SILENT:
            # Where the base is everybody entitled or present, people who do not vote are in it by definition.
            return colleges.silent is EmptyCollege.COUNT_AGAINST or rule.threshold.base not in VOTED
        case _:
            return False


def _part(group: Group, state: State, share: Fraction, rule: Rule, colleges: Colleges) -> GroupShare:
    for_points = against_points = Fraction(0)
    if state is State.ACTIVE and colleges.result is CollegeResult.BLOCK:
        is_for = group.for_ > against_of(group, rule)
        for_points, against_points = (share, Fraction(0)) if is_for else (Fraction(0), share)
    elif state is State.ACTIVE:
        base = base_of(group, rule)
        for_points = share * Fraction(group.for_, base)
        against_points = share * Fraction(against_of(group, rule), base)
    elif share and _counts_against(state, rule):
        against_points = share
    return part(group, state, share=share, for_points=for_points, against_points=against_points)


def _counts_against(state: State, rule: Rule) -> bool:
    """Whether an empty group whose share stays is counted against. Where the base is everybody entitled or present,
    silence is simply not a vote for."""
    return state is State.VACANT or rule.threshold.base in VOTED


def _fails(groups: tuple[GroupShare, ...], colleges: Colleges) -> tuple[Step, ...]:
    return tuple(
        Step(
            Sentence("{group} have no members, and the rules say that it then fails.", group=group.name),
            About.VACANT,
            group.id,
        )
        if group.state is State.VACANT
        else Step(
            Sentence("Nobody in {group} voted, and the rules say that it then fails.", group=group.name),
            About.SILENT,
            group.id,
        )
        for group in groups
        if _fails_for(group, colleges)
    )


def _fails_for(group: GroupShare, colleges: Colleges) -> bool:
    rules = {State.VACANT: colleges.vacant, State.SILENT: colleges.silent}
    return rules.get(group.state) is EmptyCollege.FAIL


def _told_of_empty(groups: tuple[GroupShare, ...], rule: Rule, colleges: Colleges) -> list[Step]:
    """What became of the share of each group that has none of its own in this vote."""
    told = []
    for group in groups:
        if group.state is State.ACTIVE or not group.rule_share or _fails_for(group, colleges):
            continue
        if not group.share_in_this_vote:
            told.append(Step(_share_leaves(group), WHY_EMPTY[group.state], group.id))
        elif _counts_against(group.state, rule):
            told.append(Step(_share_counts_against(group), WHY_EMPTY[group.state], group.id))
    return told


WHY_EMPTY = {
    State.VACANT: About.VACANT,
    State.SILENT: About.SILENT,
    State.TIED: About.TIED_GROUP,
    State.BARRED: About.BARRED,
}


def _share_leaves(group: GroupShare) -> Sentence:
    values: dict[str, Value] = {"group": group.name, "share": (group.rule_share or Fraction(0)) * 100}
    match group.state:
        case State.VACANT:
            return Sentence(
                "{group} have no members, so their {share} of 100 is shared among the other groups.", **values
            )
        case State.SILENT:
            return Sentence(
                "Nobody in {group} voted, so their {share} of 100 is shared among the other groups.", **values
            )
        case State.TIED:
            votes: dict[str, Value] = {"for_": group.for_, "against": group.against}
            return Sentence(
                "{group} voted {for_} to {against}, so as a group they abstain. "
                "Their {share} of 100 is shared among the other groups.",
                **values,
                **votes,
            )
        case _:
            return Sentence(
                "{group} may not vote on this, so their {share} of 100 is shared among the other groups.", **values
            )


def _share_counts_against(group: GroupShare) -> Sentence:
    values: dict[str, Value] = {"group": group.name, "share": group.share_in_this_vote * 100}
    if group.state is State.VACANT:
        return Sentence("{group} have no members. Their {share} of 100 counts against.", **values)
    return Sentence("Nobody in {group} voted. Their {share} of 100 counts against.", **values)


def _told_of_ceiling(groups: tuple[GroupShare, ...], shared: Collapse, colleges: Colleges) -> list[Step]:
    if colleges.ceiling is None:
        return []
    most = colleges.ceiling * 100
    if not shared.ceiling_kept:
        not_kept = Sentence(
            "No group may count for more than {most}. "
            "Too few groups are left to keep to that, so here it is not kept.",
            most=most,
        )
        return [Step(not_kept, About.SHARE_CEILING)]
    return [
        Step(
            Sentence(
                "{group} would count for {share}. No group may count for more than {most}. "
                "What is over goes to the others.",
                group=group.name,
                share=shared.held[group.id] * 100,
                most=most,
            ),
            About.SHARE_CEILING,
            group.id,
        )
        for group in groups
        if group.id in shared.held
    ]


def _told_of_shares(groups: tuple[GroupShare, ...]) -> list[Step]:
    """What each group counts for, in one sentence."""
    counted = [(group.name, group.share_in_this_vote * 100) for group in groups if group.share_in_this_vote]
    if not counted:
        return []
    (first, share), *others = counted
    if not others:
        return [Step(Sentence("{first} count for {share}.", first=first, share=share), About.SHARES)]
    rest = tuple(Sentence("{group} for {share}", group=name, share=each) for name, each in others)
    together = Sentence("{first} count for {share}, {others}.", first=first, share=share, others=rest)
    return [Step(together, About.SHARES)]
