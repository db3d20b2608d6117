"""Counting heads: one member one vote, where a group under a ceiling has all its votes scaled by one factor.

Source: domain report, invariants 37 and 38, W5 and W6.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from govern.ballots.deciding.decision import About, GroupShare, Step
from govern.ballots.deciding.question import CapBasis, Group, Question, Rule
from govern.ballots.deciding.weighing import Weighed, against_of, base_of, cast_of, part, state_of
from govern.sentences import Sentence


def weigh_heads(question: Question) -> Weighed:
    """The votes as heads, or as parts of heads where a ceiling binds."""
    rule = question.rule
    counted = [group for group in question.groups if not group.barred]
    factors = _factors(counted, question)
    whole = sum((factors[group.id] * base_of(group, rule) for group in counted), Fraction(0))
    return Weighed(
        groups=tuple(_part(group, rule, factors.get(group.id, Fraction(0)), whole) for group in question.groups),
        whole=whole,
        told=(*_told_of_barred(question.groups), *_told_of_ceilings(counted, factors, rule)),
    )


def vote_factors(votes: Mapping[str, int], ceilings: Mapping[str, Fraction]) -> dict[str, Fraction]:
    """What one vote of each group counts for, at most 1, so that no group is over its ceiling's part of the whole.

    With V the votes of the groups that are not held, and c the sum of the ceilings of those that are, the whole is
    V / (1 - c); groups over their part of it are held, and the whole is worked out again until none is over. The held
    ceilings never add up to 1: whoever is over its part leaves at least that part's votes outside.
    """
    binding = {group: ceiling for group, ceiling in ceilings.items() if ceiling < 1}
    held: set[str] = set()
    while True:
        free = sum(number for group, number in votes.items() if group not in held)
        whole = free / (1 - sum((binding[group] for group in held), Fraction(0)))
        over = {group for group in binding if group not in held and votes[group] > binding[group] * whole}
        if not over:
            return {group: binding[group] * whole / votes[group] if group in held else Fraction(1) for group in votes}
        held |= over


def _factors(counted: list[Group], question: Question) -> dict[str, Fraction]:
    by_cast = question.cap_basis is CapBasis.CAST
    votes = {group.id: cast_of(group, question.rule) if by_cast else group.entitled for group in counted}
    return vote_factors(votes, {group.id: group.ceiling for group in counted if group.ceiling is not None})


def _part(group: Group, rule: Rule, factor: Fraction, whole: Fraction) -> GroupShare:
    def of_whole(votes: int) -> Fraction:
        return factor * votes / whole if whole else Fraction(0)

    return part(
        group,
        state_of(group, rule),
        share=of_whole(base_of(group, rule)),
        for_points=of_whole(group.for_),
        against_points=of_whole(against_of(group, rule)),
    )


def _told_of_barred(groups: tuple[Group, ...]) -> list[Step]:
    """A barred group is named where it has members at all."""
    barred = [group for group in groups if group.barred and group.entitled > 0]
    return [
        Step(Sentence("{group} may not vote on this.", group=group.name), About.BARRED, group.id) for group in barred
    ]


def _told_of_ceilings(counted: list[Group], factors: Mapping[str, Fraction], rule: Rule) -> list[Step]:
    return [
        Step(
            Sentence(
                "{group} may have at most {most} of 100 votes. So each of their {votes} votes counts as {factor}.",
                group=group.name,
                most=group.ceiling * 100,
                votes=cast_of(group, rule),
                factor=factors[group.id],
            ),
            About.VOTE_CEILING,
            group.id,
        )
        for group in counted
        if group.ceiling is not None and factors[group.id] < 1 and cast_of(group, rule)
    ]
