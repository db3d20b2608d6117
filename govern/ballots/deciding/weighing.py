"""What both ways of counting give back: each group's part, and sentences for what was done on the way."""

from __future__ import annotations

from fractions import Fraction

import msgspec

from govern.ballots.deciding.decision import GroupShare, State, Step
from govern.ballots.deciding.question import Abstentions, Base, Group, Rule


class Weighed(msgspec.Struct, frozen=True, kw_only=True):
    """The votes weighed. `whole` is 100 for weighted groups, else the number of votes the base holds.

    `fails` holds the reasons for which the rules let the resolution fail whatever the numbers.
    """

    groups: tuple[GroupShare, ...]
    whole: Fraction
    told: tuple[Step, ...]
    fails: tuple[Step, ...] = ()
    ceiling_kept: bool = True


def against_of(group: Group, rule: Rule) -> int:
    """Votes against, with the blank papers where the rules count them so."""
    return group.against + (group.blank if rule.abstentions is Abstentions.COUNT_AGAINST else 0)


def cast_of(group: Group, rule: Rule) -> int:
    """Votes that count as cast."""
    return group.for_ + against_of(group, rule)


def base_of(group: Group, rule: Rule) -> int:
    """How many of a group the threshold is measured on."""
    match rule.threshold.base:
        case Base.ENTITLED:
            return group.entitled
        case Base.PAPERS:
            return group.papers
        case Base.PRESENT:
            return group.present or 0
        case Base.CAST:
            return cast_of(group, rule)


def state_of(group: Group, rule: Rule) -> State:
    """How a group stands before its share is worked out."""
    if group.barred:
        return State.BARRED
    if group.entitled == 0:
        return State.VACANT
    return State.ACTIVE if cast_of(group, rule) else State.SILENT


def part(
    group: Group, state: State, *, share: Fraction, for_points: Fraction, against_points: Fraction
) -> GroupShare:
    """A group's part with its heads; a barred group's heads are not shown as votes."""
    return GroupShare(
        id=group.id,
        name=group.name,
        state=state,
        rule_share=group.weight,
        share_in_this_vote=share,
        for_points=for_points,
        against_points=against_points,
        entitled=group.entitled,
        for_=0 if group.barred else group.for_,
        against=0 if group.barred else group.against,
        blank=0 if group.barred else group.blank,
    )
