"""A resolution: the rulebook's rule put to the numbers of opened slips (domain report 2.5)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
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
    KeptBack,
    Op,
    Question,
    Side,
    Threshold,
    Tie,
    Turnout,
    decide,
    enough,
)
from govern.ballots.deciding import Rule as DecidingRule
from govern.ballots.deciding.statutes import citation_of
from govern.ballots.rules.clauses import ruled
from govern.ballots.rules.inputs import ContestInput, Inputs, Name, groups_of
from govern.ballots.rules.outcome import GroupRow, ResolutionOutcome, Rule
from govern.ballots.rules.publishing import split_untold
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Resolution
from govern.sentences import Sentence

BY_HEADS = ("ccbsa_s111", "ccbsa_s113")


def question_from(book: Rulebook, contest: ContestInput, inputs: Inputs, name: Name) -> Question:
    """The resolution put as a question: its rule from the rulebook, each group's heads and votes from the slips."""
    kind = contest.resolution_kind
    weighted = is_weighted(book, kind, confirms=contest.confirms)
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
        rule=rule_of(
            book,
            kind,
            roll=sum(group.entitled for group in groups if not group.barred),
            in_a_meeting=inputs.of_a_meeting,
            confirms=contest.confirms,
        ),
        groups=groups,
        classes=classes,
        colleges=colleges_of(book) if weighted else None,
        cap_basis=CapBasis(book.voting.cap_basis),
        chair=Side(contest.chair) if contest.chair else None,
        untold=_untold(contest, inputs) if inputs.floors else None,
    )


def _untold(contest: ContestInput, inputs: Inputs) -> KeptBack:
    slips = {found.style: found.number for found in contest.slips}
    return split_untold(slips, inputs.floors, inputs.accepted)


def is_weighted(book: Rulebook, kind: str, *, confirms: bool = False, formal_ballot: bool = True) -> bool:
    """Whether groups are weighted. A second meeting that confirms counts heads."""
    return not confirms and book.basis_of(kind, formal_ballot=formal_ballot) == "college_weighted"


def counts_plain_heads(book: Rulebook, kind: str) -> bool:
    """Statutory society resolutions know neither weights nor ceilings (invariant 39)."""
    return book.resolution(kind).statutory in BY_HEADS


def _group(book: Rulebook, contest: ContestInput, inputs: Inputs, group: str, name: Name, styles: list[str]) -> Group:
    """One group's numbers: the papers of these styles."""
    kind = contest.resolution_kind
    weighted = is_weighted(book, kind, confirms=contest.confirms)
    slips = [found for found in contest.slips if found.style in styles]
    return Group(
        id=group,
        name=name(group),
        entitled=sum(inputs.roll.get(style, 0) for style in styles),
        for_=sum(found.of("yes") for found in slips),
        against=sum(found.of("no") for found in slips),
        blank=sum(found.of() for found in slips),
        weight=book.weights().get(group, Fraction(0)) if weighted else None,
        ceiling=None if weighted or counts_plain_heads(book, kind) else book.ceilings().get(group),
        barred=group not in contest.voters,
        present=inputs.present.get(group, 0) if inputs.present else None,
    )


def rule_of(
    book: Rulebook,
    kind: str,
    *,
    roll: int,
    in_a_meeting: bool,
    confirms: bool = False,
    formal_ballot: bool = True,
) -> DecidingRule:
    """What a kind of decision needs: in a meeting, in a vote outside one, or to confirm what was decided first."""
    resolution = book.resolution(kind)
    if confirms and resolution.confirm is not None:
        second = resolution.confirm
        return DecidingRule(
            threshold=Threshold(Op(second.op), second.of, Base(second.base)),
            basis=Basis.OMOV,
            abstentions=Abstentions(book.voting.abstentions),
            tie=Tie(book.voting.tie),
        )
    outside = None if in_a_meeting else resolution.electronic
    wanted = outside.pass_ if outside is not None else resolution.pass_
    each = resolution.each_class
    return DecidingRule(
        threshold=Threshold(Op(wanted.op), wanted.of, Base(wanted.base)),
        basis=Basis(book.basis_of(kind, formal_ballot=formal_ballot)),
        each_class=None if each is None else Threshold(Op(each.op), each.of),
        turnout=_turnout(book, resolution, roll, outside=outside is not None),
        abstentions=Abstentions(book.voting.abstentions),
        tie=Tie(book.voting.tie),
    )


def _turnout(book: Rulebook, resolution: Resolution, roll: int, *, outside: bool) -> Turnout | None:
    """How many must vote. Outside a meeting it may be a share, or as many as a meeting's quorum (`electronic`)."""
    electronic = resolution.electronic
    if outside and electronic is not None and electronic.turnout_share is not None:
        return Turnout(Op.GE, electronic.turnout_share, blank_counts=True)
    if outside and electronic is not None:
        row = book.quorum_of("general")
        least = 1 if row is None else enough(roll, number=row.number, share=row.share, rule=row.rule)
        return Turnout(Op.GE, Fraction(0), blank_counts=True, least=least)
    if resolution.turnout is None:
        return None
    return Turnout(Op(resolution.turnout.op), resolution.turnout.of)


def colleges_of(book: Rulebook) -> Colleges:
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
    spoilt: Counter[str] = Counter()
    for slips in contest.slips:
        spoilt[groups_of(slips.style)[0]] += slips.spoilt
    question = question_from(book, contest, inputs, name)
    return outcome_from(book, contest.resolution_kind, question, spoilt=spoilt, too_few=too_few)


def outcome_from(
    book: Rulebook,
    kind: str,
    question: Question,
    *,
    spoilt: Mapping[str, int],
    too_few: Sentence | None = None,
    formal_ballot: bool = True,
) -> ResolutionOutcome:
    """A question answered, as pages print it: every step with its clause, every group with its row."""
    decision = decide(question)
    weighted = question.rule.basis is Basis.WEIGHTED
    return ResolutionOutcome(
        carried=decision.carried and too_few is None,
        outcome=decision.outcome if too_few is None else Sentence("The resolution is lost."),
        figure=_figure(decision, question),
        why=(
            *_by_law(book, kind),
            *(ruled(book, kind, step, formal_ballot=formal_ballot) for step in decision.steps[:-1]),
        ),
        reasons=decision.reasons if too_few is None else (too_few, *decision.reasons),
        groups=_rows(decision, question, spoilt, weighted=weighted),
        for_=decision.for_,
        against=decision.against,
        blank=decision.blank,
        spoilt=sum(spoilt.values()),
        reached=decision.for_share,
        needed=question.rule.threshold.of,
        more_than=question.rule.threshold.op is Op.GT,
        weighted=weighted,
        ceiling_kept=decision.ceiling_kept,
    )


def _by_law(book: Rulebook, kind: str) -> tuple[Rule, ...]:
    """What the law fixes is said first: then each member has one vote, whatever the rules say of weights."""
    statute = book.resolution(kind).statutory
    if statute is None:
        return ()
    law = Sentence("The law fixes what this needs: {law}.", law=citation_of(statute))
    heads = Sentence("So each member has one vote here.")
    clause = citation(f"resolution.{kind}", book)
    return (Rule(law, clause), Rule(heads, clause)) if statute in BY_HEADS else (Rule(law, clause),)


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


def _rows(
    decision: Decision, question: Question, spoilt: Mapping[str, int], *, weighted: bool
) -> tuple[GroupRow, ...]:
    agreed = {result.id: result.carried for result in decision.classes if not result.skipped}
    hidden = question.kept_back({group.id: group.for_ + group.against + group.blank for group in decision.groups})
    return tuple(
        GroupRow(
            id=group.id,
            name=str(group.name),
            roll=group.entitled,
            voted=group.for_ + group.against + group.blank + spoilt.get(group.id, 0),
            for_=group.for_,
            against=group.against,
            blank=group.blank,
            spoilt=spoilt.get(group.id, 0),
            rule_share=group.rule_share if weighted else None,
            share=group.share_in_this_vote if weighted else None,
            contribution=group.for_points if weighted else None,
            agreed=agreed.get(group.id),
            told=group.id not in hidden,
        )
        for group in decision.groups
    )
