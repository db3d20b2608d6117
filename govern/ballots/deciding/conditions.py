"""What a resolution needs besides a count: enough votes, enough people, and each group's own agreement.

Source: domain report, invariants 33-35, 40 and 41.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding.decision import ClassResult, TurnoutResult
from govern.ballots.deciding.question import Base, Group, Question, Threshold
from govern.ballots.deciding.weighing import cast_of


def turnout_of(question: Question) -> TurnoutResult:
    """Who took part, of everybody who may vote on this; barred groups are outside (invariant 39)."""
    groups = [group for group in question.groups if not group.barred]
    papers = sum(group.papers for group in groups)
    entitled = sum(group.entitled for group in groups)
    rule = question.rule.turnout
    counted = papers if rule and rule.blank_counts else papers - sum(group.blank for group in groups)
    share = Fraction(counted, entitled) if entitled else Fraction(0)
    if rule is None:
        return TurnoutResult(papers, counted, entitled, True)
    enough = Threshold(rule.op, rule.of, Base.ENTITLED).met_by(share)
    return TurnoutResult(papers, counted, entitled, enough if rule.least is None else counted >= rule.least)


def classes_of(question: Question) -> tuple[ClassResult, ...]:
    """Each group's own majority, where the rule asks for it.

    A group without members is skipped; a group with members and no votes has not agreed (invariant 41).
    """
    needed = question.rule.each_class
    if needed is None:
        return ()
    groups = [group for group in question.classes or question.groups if not group.barred]
    return tuple(_class_result(group, cast_of(group, question.rule), needed) for group in groups)


def _class_result(group: Group, cast: int, needed: Threshold) -> ClassResult:
    skipped = group.entitled == 0
    agreed = cast > 0 and needed.met_by(Fraction(group.for_, cast))
    return ClassResult(group.id, group.name, group.for_, cast, skipped, skipped or agreed)
