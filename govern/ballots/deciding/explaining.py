"""The sentences of a decision: what is needed, what was reached, and why it was not enough.

W1 of the domain report is the pattern: "For: 54.375 of 100. More than half is needed. The resolution is carried."
"""

from __future__ import annotations

from fractions import Fraction

from govern.ballots.deciding.decision import About, ClassResult, Step, TurnoutResult
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


def count_in_words(rule: Rule, for_points: Fraction, whole: Fraction, for_share: Fraction) -> list[Step]:
    """What was reached and what is needed."""
    reached = [Sentence("For: {for_} of {whole}.", for_=for_points, whole=whole)]
    if rule.basis is Basis.OMOV and rule.threshold.of != HALF and whole:
        reached.append(Sentence("That is {share} of 100.", share=for_share * 100))
    asked = [needed(rule.threshold.op, rule.threshold.of)]
    if rule.threshold.base in MEASURED:
        asked.append(MEASURED[rule.threshold.base])
    asked += _close_call(rule.threshold, for_share)
    return [*(Step(each, About.COUNT) for each in reached), *(Step(each, About.THRESHOLD) for each in asked)]


def _close_call(threshold: Threshold, for_share: Fraction) -> list[Sentence]:
    """Where the printed digits would hide on which side of the threshold a result falls, say it."""
    if for_share == threshold.of or decimal(for_share * 100) != decimal(threshold.of * 100):
        return []
    if for_share > threshold.of:
        return [Sentence("The exact number is a little more than that.")]
    return [Sentence("The exact number is a little less than that.")]


def blank_papers(rule: Rule, blank: int) -> list[Step]:
    if not blank or rule.threshold.base is Base.PAPERS:
        return []
    if rule.abstentions is Abstentions.COUNT_AGAINST:
        said = Sentence(
            "{number} blank paper counts as against.",
            "{number} blank papers count as against.",
            blank,
            number=blank,
        )
    else:
        said = Sentence(
            "{number} paper was blank. It is in the turnout and not in these numbers.",
            "{number} papers were blank. They are in the turnout and not in these numbers.",
            blank,
            number=blank,
        )
    return [Step(said, About.BLANK)]


def turnout_in_words(rule: Rule, turnout: TurnoutResult) -> list[Step]:
    if rule.turnout is None:
        return []
    if rule.turnout.least is not None:
        took_part = Sentence(
            "{voted} of {entitled} members took part. At least {least} must.",
            voted=turnout.counted,
            entitled=turnout.entitled,
            least=rule.turnout.least,
        )
        return [Step(took_part, About.TURNOUT)]
    voted = Sentence("{voted} of {entitled} members voted.", voted=turnout.counted, entitled=turnout.entitled)
    return [Step(voted, About.TURNOUT), Step(needed(rule.turnout.op, rule.turnout.of), About.TURNOUT)]


def classes_in_words(rule: Rule, classes: tuple[ClassResult, ...], hidden: frozenset[str]) -> list[Step]:
    """Each group's own numbers in one sentence, of a hidden one its answer; groups without members are left out."""
    counted = [result for result in classes if not result.skipped]
    if rule.each_class is None or not counted:
        return []
    groups = tuple(_answer(each) if each.id in hidden else _numbers(each) for each in counted)
    return [Step(_asked_of_each(rule.each_class, groups), About.CLASSES)]


def _asked_of_each(each: Threshold, groups: tuple[Sentence, ...]) -> Sentence:
    share = each.of * 100
    if (each.op, each.of) == (Op.GT, HALF):
        return Sentence("In each group more than half is needed: {groups}.", groups=groups)
    if each.op is Op.GT:
        return Sentence("In each group more than {share} of 100 is needed: {groups}.", share=share, groups=groups)
    return Sentence("In each group at least {share} of 100 is needed: {groups}.", share=share, groups=groups)


def _numbers(result: ClassResult) -> Sentence:
    return Sentence("{group} {for_} of {cast}", group=result.name, for_=result.for_, cast=result.cast)


def _answer(result: ClassResult) -> Sentence:
    if result.carried:
        return Sentence("{group} (agreed)", group=result.name)
    return Sentence("{group} (did not agree)", group=result.name)


def reason_for_the_count(question: Question, *, nobody: bool, tied: bool) -> Step:
    """Why the count itself is not enough."""
    if nobody:
        return Step(Sentence("Nobody voted for or against."), About.THRESHOLD)
    if not tied:
        return NOT_ENOUGH
    if question.rule.tie is Tie.LOST:
        said = Sentence("The votes are equal, and an equal vote is lost.")
    elif question.chair is None:
        said = Sentence("The votes are equal, and the chair has not used the casting vote.")
    else:
        said = Sentence("The votes are equal, and the chair votes against.")
    return Step(said, About.TIE)


NOT_ENOUGH = Step(Sentence("Not enough were for."), About.THRESHOLD)
CHAIR_FOR = Step(Sentence("The votes are equal, and the chair votes for."), About.TIE)


def reason_for_the_turnout() -> Step:
    return Step(Sentence("Too few members voted."), About.TURNOUT)


def reason_for_a_class(result: ClassResult) -> Step:
    said = Sentence("{group} did not agree.", group=result.name)
    if result.cast == 0:
        said = Sentence("Nobody in {group} voted, so they did not agree.", group=result.name)
    return Step(said, About.CLASSES, result.id)
