"""A resolution: the rulebook's rule put to the numbers of opened slips (domain report 2.5)."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction

from govern.ballots.deciding import (
    Abstentions,
    Base,
    Basis,
    CapBasis,
    CollegeResult,
    Colleges,
    Decision,
    EmptyCollege,
    Group,
    Op,
    Question,
    Threshold,
    Tie,
    Turnout,
    decide,
    kept_back,
)
from govern.ballots.deciding import Rule as DecidingRule
from govern.ballots.rules.inputs import ContestInput, Inputs, Name, groups_of
from govern.ballots.rules.outcome import GroupRow, ResolutionOutcome, Rule
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.sentences import Sentence


def question_from(book: Rulebook, contest: ContestInput, inputs: Inputs, name: Name) -> Question:
    """The resolution put as a question: its rule from the rulebook, each group's heads and votes from the slips."""
    kind = contest.resolution_kind
    weighted = book.basis_of(kind) == "college_weighted"
    several = any(len(groups_of(style)) > 1 for style in inputs.roll)
    voting = [group.id for group in book.voting_constituencies()]
    groups = tuple(
        _group(book, contest, inputs, group, name, [s for s in inputs.roll if groups_of(s)[0] == group])
        for group in voting
    )
    classes = tuple(
        _group(book, contest, inputs, group, name, [s for s in inputs.roll if group in groups_of(s)])
        for group in voting
        if several
    )
    return Question(
        rule=_rule(book, kind, in_a_meeting=inputs.of_a_meeting),
        groups=groups,
        classes=classes,
        colleges=_colleges(book) if weighted else None,
        cap_basis=CapBasis(book.voting.cap_basis),
    )


def _group(book: Rulebook, contest: ContestInput, inputs: Inputs, group: str, name: Name, styles: list[str]) -> Group:
    """One group's numbers: the papers of these styles."""
    kind = contest.resolution_kind
    weighted = book.basis_of(kind) == "college_weighted"
    slips = [found for found in contest.slips if found.style in styles]
    return Group(
        id=group,
        name=name(group),
        entitled=sum(inputs.roll.get(style, 0) for style in styles),
        for_=sum(found.of("yes") for found in slips),
        against=sum(found.of("no") for found in slips),
        blank=sum(found.of() for found in slips),
        weight=book.weights().get(group, Fraction(0)) if weighted else None,
        ceiling=None if weighted else book.ceilings().get(group),
        barred=group not in contest.voters,
        present=inputs.present.get(group, 0) if inputs.present else None,
    )


def _rule(book: Rulebook, kind: str, *, in_a_meeting: bool) -> DecidingRule:
    resolution = book.resolution(kind)
    outside = None if in_a_meeting else resolution.electronic
    wanted = outside.pass_ if outside is not None else resolution.pass_
    turnout = None
    if outside is not None and outside.turnout_share is not None:
        turnout = Turnout(Op.GE, outside.turnout_share, blank_counts=True)
    elif resolution.turnout is not None:
        turnout = Turnout(Op(resolution.turnout.op), resolution.turnout.of)
    each = resolution.each_class
    return DecidingRule(
        threshold=Threshold(Op(wanted.op), wanted.of, Base(wanted.base)),
        basis=Basis(book.basis_of(kind)),
        each_class=None if each is None else Threshold(Op(each.op), each.of),
        turnout=turnout,
        abstentions=Abstentions(book.voting.abstentions),
        tie=Tie(book.voting.tie),
    )


def _colleges(book: Rulebook) -> Colleges:
    voting = book.voting
    return Colleges(
        result=CollegeResult(voting.college_result or "proportional"),
        vacant=EmptyCollege(voting.vacant_college or "redistribute"),
        silent=EmptyCollege(voting.silent_college or "count_against"),
        ceiling=voting.weight_ceiling,
    )


def resolution_outcome(
    book: Rulebook, contest: ContestInput, inputs: Inputs, name: Name, *, too_few: Sentence | None
) -> ResolutionOutcome:
    """The decision with its numbers. `too_few` is the sentence that the ballot lacked its quorum, if it did."""
    question = question_from(book, contest, inputs, name)
    decision = decide(question)
    carried = decision.carried and too_few is None
    weighted = question.rule.basis is Basis.WEIGHTED
    reasons = decision.reasons if too_few is None else (too_few, *decision.reasons)
    return ResolutionOutcome(
        carried=carried,
        outcome=decision.outcome if too_few is None else Sentence("The resolution is lost."),
        figure=_figure(decision, question),
        why=tuple(_with_clause(book, contest.resolution_kind, step) for step in decision.steps[:-1]),
        reasons=reasons,
        groups=_rows(decision, contest, weighted=weighted),
        for_=decision.for_,
        against=decision.against,
        blank=decision.blank,
        spoilt=sum(slips.spoilt for slips in contest.slips),
        reached=decision.for_share,
        needed=question.rule.threshold.of,
        more_than=question.rule.threshold.op is Op.GT,
        weighted=weighted,
        ceiling_kept=decision.ceiling_kept,
    )


def _figure(decision: Decision, question: Question) -> Sentence:
    rule = question.rule.threshold
    for_, whole = decision.for_points, decision.of_points
    if rule.of == Fraction(1, 2):
        if rule.op is Op.GT:
            return Sentence("{for_} of {whole} were for. More than half was needed.", for_=for_, whole=whole)
        return Sentence("{for_} of {whole} were for. At least half was needed.", for_=for_, whole=whole)
    needed = rule.of * 100
    if rule.op is Op.GT:
        return Sentence(
            "{for_} of {whole} were for. More than {needed} in every 100 was needed.",
            for_=for_,
            whole=whole,
            needed=needed,
        )
    return Sentence(
        "{for_} of {whole} were for. At least {needed} in every 100 was needed.",
        for_=for_,
        whole=whole,
        needed=needed,
    )


def _rows(decision: Decision, contest: ContestInput, *, weighted: bool) -> tuple[GroupRow, ...]:
    agreed = {result.id: result.carried for result in decision.classes if not result.skipped}
    spoilt: Counter[str] = Counter()
    for slips in contest.slips:
        spoilt[groups_of(slips.style)[0]] += slips.spoilt
    hidden = kept_back({group.id: group.for_ + group.against + group.blank for group in decision.groups})
    return tuple(
        GroupRow(
            id=group.id,
            name=str(group.name),
            roll=group.entitled,
            voted=group.for_ + group.against + group.blank + spoilt[group.id],
            for_=group.for_,
            against=group.against,
            blank=group.blank,
            spoilt=spoilt[group.id],
            rule_share=group.rule_share if weighted else None,
            share=group.share_in_this_vote if weighted else None,
            contribution=group.for_points if weighted else None,
            agreed=agreed.get(group.id),
            told=group.id not in hidden,
        )
        for group in decision.groups
    )


_CLAUSES = (
    ("have no members", "voting.vacant_college"),
    ("Nobody in {group} voted", "voting.silent_college"),
    ("as a group they abstain", "voting.college_result"),
    ("No group may count for more than", "voting.weight_ceiling"),
    ("count for {share}", "constituency"),
    ("blank", "voting.abstentions"),
    ("equal", "voting.tie"),
    ("at most {most} of 100 votes", "voting.cap_basis"),
    ("may not vote on this", "constituency"),
    ("needed", ""),
)
"""Words of the explanation, and the rule they follow from; the empty one is the kind of resolution itself."""


def _with_clause(book: Rulebook, kind: str, step: Sentence) -> Rule:
    for words, path in _CLAUSES:
        if words in step.text:
            return Rule(step, citation(path or f"resolution.{kind}", book))
    return Rule(step)
