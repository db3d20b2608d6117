"""The decision, in the order it is made: weigh the votes, compare, ask for turnout and the groups, say it.

Source: the order of counting in the domain report, 2.5, steps 3 to 6.
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding import explaining
from govern.ballots.deciding.colleges import weigh_colleges
from govern.ballots.deciding.conditions import classes_of, turnout_of
from govern.ballots.deciding.decision import About, ClassResult, Decision, Step, TurnoutResult
from govern.ballots.deciding.heads import weigh_heads
from govern.ballots.deciding.question import Basis, Question, Side, Tie, refuse_if_incomplete
from govern.ballots.deciding.weighing import Weighed


def decide(question: Question) -> Decision:
    """Whether the resolution is carried, with every share and every step.

    Raises NotValid where the numbers cannot be a count (more papers than people, weights that do not make a whole).
    """
    refuse_if_incomplete(question)
    weighed = _weighed(question)
    for_share = sum((group.for_points for group in weighed.groups), Fraction(0))
    against_share = sum((group.against_points for group in weighed.groups), Fraction(0))
    tied = question.rule.threshold.is_tied_by(for_share, against_share)
    turnout = turnout_of(question)
    classes = classes_of(question)
    count_reasons = _reasons_of_the_count(question, for_share, tied=tied, nobody=_nobody_voted(weighed))
    reasons = (*weighed.fails, *count_reasons, *_reasons_beside(turnout, classes))
    outcome = explaining.LOST if reasons else explaining.CARRIED
    told = _told(question, weighed, for_share, turnout, classes)
    by_the_chair = (explaining.CHAIR_FOR,) if tied and not count_reasons else ()
    steps = (*told, *_worth_saying(reasons), *by_the_chair, Step(outcome, About.OUTCOME))
    return Decision(
        carried=not reasons,
        outcome=outcome,
        reasons=tuple(reason.sentence for reason in reasons),
        steps=steps,
        for_share=for_share,
        against_share=against_share,
        for_points=for_share * weighed.whole,
        of_points=weighed.whole,
        for_=sum(group.for_ for group in weighed.groups),
        against=sum(group.against for group in weighed.groups),
        blank=sum(group.blank for group in weighed.groups),
        entitled=turnout.entitled,
        groups=weighed.groups,
        classes=classes,
        turnout=turnout,
        tied=tied,
        ceiling_kept=weighed.ceiling_kept,
    )


def _weighed(question: Question) -> Weighed:
    if question.rule.basis is Basis.WEIGHTED and question.colleges is not None:
        return weigh_colleges(question, question.colleges)
    return weigh_heads(question)


def _nobody_voted(weighed: Weighed) -> bool:
    return all(group.for_ == group.against == 0 for group in weighed.groups)


def _reasons_of_the_count(question: Question, for_share: Fraction, *, tied: bool, nobody: bool) -> tuple[Step, ...]:
    """Empty where the count itself carries it."""
    if tied:
        carried = question.rule.tie is Tie.CHAIR_CASTING and question.chair is Side.FOR
    else:
        carried = not nobody and question.rule.threshold.met_by(for_share)
    return () if carried else (explaining.reason_for_the_count(question, nobody=nobody, tied=tied),)


def _reasons_beside(turnout: TurnoutResult, classes: tuple[ClassResult, ...]) -> list[Step]:
    too_few = [] if turnout.met else [explaining.reason_for_the_turnout()]
    return too_few + [explaining.reason_for_a_class(result) for result in classes if not result.carried]


def _told(
    question: Question,
    weighed: Weighed,
    for_share: Fraction,
    turnout: TurnoutResult,
    classes: tuple[ClassResult, ...],
) -> tuple[Step, ...]:
    blank = sum(group.blank for group in weighed.groups)
    papers = {group.id: group.papers for group in question.classes or question.groups}
    hidden = question.kept_back(papers, classes=True)
    return (
        *weighed.told,
        *explaining.count_in_words(question.rule, for_share * weighed.whole, weighed.whole, for_share),
        *explaining.blank_papers(question.rule, blank),
        *explaining.turnout_in_words(question.rule, turnout),
        *explaining.classes_in_words(question.rule, classes, hidden),
    )


def _worth_saying(reasons: tuple[Step, ...]) -> tuple[Step, ...]:
    """A count that is simply too low has been told by its numbers already; every other reason is said."""
    return tuple(reason for reason in reasons if reason != explaining.NOT_ENOUGH)
