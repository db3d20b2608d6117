"""The sentences of a decision: what is needed, what was reached, and why it was not enough.

W1 of the domain report is the pattern: "For: 54.375 of 100. More than half is needed. The resolution is carried."
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding.decision import ClassResult, TurnoutResult
from govern.ballots.deciding.question import HALF, Abstentions, Base, Basis, Op, Question, Rule, Threshold, Tie
from govern.sentences import Sentence, decimal

TWO_THIRDS, THREE_QUARTERS = Fraction(2, 3), Fraction(3, 4)

CARRIED = Sentence("The resolution is carried.")
LOST = Sentence("The resolution is lost.")

NEEDED = {
    (Op.GT, HALF): Sentence("More than half is needed."),
    (Op.GE, HALF): Sentence("At least half is needed."),
    (Op.GT, TWO_THIRDS): Sentence("More than two thirds is needed."),
    (Op.GE, TWO_THIRDS): Sentence("At least two thirds is needed."),
    (Op.GT, THREE_QUARTERS): Sentence("More than three quarters is needed."),
    (Op.GE, THREE_QUARTERS): Sentence("At least three quarters is needed."),
    (Op.GE, Fraction(1)): Sentence("All are needed."),
}
MEASURED = {
    Base.PAPERS: Sentence("That is of all papers, blank ones included."),
    Base.PRESENT: Sentence("That is of everybody present."),
    Base.ENTITLED: Sentence("That is of everybody who may vote."),
}


def needed(op: Op, of: Fraction) -> Sentence:
    """The threshold in words."""
    if (op, of) in NEEDED:
        return NEEDED[op, of]
    if op is Op.GT:
        return Sentence("More than {share} of 100 is needed.", share=of * 100)
    return Sentence("At least {share} of 100 is needed.", share=of * 100)


def count_in_words(rule: Rule, for_points: Fraction, whole: Fraction, for_share: Fraction) -> list[Sentence]:
    """What was reached and what is needed."""
    told = [Sentence("For: {for_} of {whole}.", for_=for_points, whole=whole)]
    if rule.basis is Basis.OMOV and rule.threshold.of != HALF and whole:
        told.append(Sentence("That is {share} of 100.", share=for_share * 100))
    told.append(needed(rule.threshold.op, rule.threshold.of))
    if rule.threshold.base in MEASURED:
        told.append(MEASURED[rule.threshold.base])
    return told + _close_call(rule.threshold, for_share)


def _close_call(threshold: Threshold, for_share: Fraction) -> list[Sentence]:
    """Where the printed digits would hide on which side of the threshold a result falls, say it."""
    if for_share == threshold.of or decimal(for_share * 100) != decimal(threshold.of * 100):
        return []
    if for_share > threshold.of:
        return [Sentence("The exact number is a little more than that.")]
    return [Sentence("The exact number is a little less than that.")]


def blank_papers(rule: Rule, blank: int) -> list[Sentence]:
    if not blank or rule.threshold.base is Base.PAPERS:
        return []
    if rule.abstentions is Abstentions.COUNT_AGAINST:
        return [
            Sentence(
                "{number} blank paper counts as against.",
                "{number} blank papers count as against.",
                blank,
                number=blank,
            )
        ]
    return [
        Sentence(
            "{number} paper was blank. It is in the turnout and not in these numbers.",
            "{number} papers were blank. They are in the turnout and not in these numbers.",
            blank,
            number=blank,
        )
    ]


def turnout_in_words(rule: Rule, turnout: TurnoutResult) -> list[Sentence]:
    if rule.turnout is None:
        return []
    voted = Sentence("{voted} of {entitled} members voted.", voted=turnout.counted, entitled=turnout.entitled)
    return [voted, needed(rule.turnout.op, rule.turnout.of)]


def classes_in_words(rule: Rule, classes: tuple[ClassResult, ...]) -> list[Sentence]:
    """Each group's own numbers in one sentence; groups without members are left out."""
    counted = [result for result in classes if not result.skipped]
    if rule.each_class is None or not counted:
        return []
    groups = tuple(
        Sentence("{group} {for_} of {cast}", group=each.name, for_=each.for_, cast=each.cast) for each in counted
    )
    if (rule.each_class.op, rule.each_class.of) == (Op.GT, HALF):
        return [Sentence("In each group more than half is needed: {groups}.", groups=groups)]
    share = rule.each_class.of * 100
    if rule.each_class.op is Op.GT:
        return [Sentence("In each group more than {share} of 100 is needed: {groups}.", share=share, groups=groups)]
    return [Sentence("In each group at least {share} of 100 is needed: {groups}.", share=share, groups=groups)]


def reason_for_the_count(question: Question, *, nobody: bool, tied: bool) -> Sentence:
    """Why the count itself is not enough."""
    if nobody:
        return Sentence("Nobody voted for or against.")
    if tied and question.rule.tie is Tie.LOST:
        return Sentence("The votes are equal, and an equal vote is lost.")
    if tied and question.chair is None:
        return Sentence("The votes are equal, and the chair has not used the casting vote.")
    if tied:
        return Sentence("The votes are equal, and the chair votes against.")
    return Sentence("Not enough were for.")


def reason_for_the_turnout() -> Sentence:
    return Sentence("Too few members voted.")


def reason_for_a_class(result: ClassResult) -> Sentence:
    if result.cast == 0:
        return Sentence("Nobody in {group} voted, so they did not agree.", group=result.name)
    return Sentence("{group} did not agree.", group=result.name)
