"""What is asked of a vote: the rule it stands under, and how each group voted. Its words are the rulebook's."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Mapping
from fractions import Fraction

import msgspec

from govern.ballots.deciding.small import KeptBack, kept_back
from govern.errors import NotValid
from govern.sentences import Sentence

HALF = Fraction(1, 2)


class Op(enum.StrEnum):
    """More than, or at least. "More than" leaves equality out, "at least" takes it in (invariant 33)."""

    GT = "gt"
    GE = "ge"


class Base(enum.StrEnum):
    """Of what a share is taken: votes for and against, all papers with the blank ones, people present, or everybody
    entitled."""

    CAST = "cast"
    PAPERS = "papers"
    PRESENT = "present"
    ENTITLED = "entitled"


VOTED = (Base.CAST, Base.PAPERS)
"""The bases that hold only those who voted."""


class Basis(enum.StrEnum):
    """One member one vote, or a fixed share of the whole for each group."""

    OMOV = "omov"
    WEIGHTED = "college_weighted"


class CollegeResult(enum.StrEnum):
    """A group's share is split as its members voted, or goes whole to its majority."""

    PROPORTIONAL = "proportional"
    BLOCK = "block"


class EmptyCollege(enum.StrEnum):
    """What becomes of the share of a group without members, or without votes."""

    REDISTRIBUTE = "redistribute"
    COUNT_AGAINST = "count_against"
    FAIL = "fail"


class Abstentions(enum.StrEnum):
    """Blank papers are outside the numbers, or count as against."""

    EXCLUDE = "exclude"
    COUNT_AGAINST = "count_against"


class Tie(enum.StrEnum):
    """An equal vote is lost, or the chair has a casting vote."""

    LOST = "lost"
    CHAIR_CASTING = "chair_casting"


class CapBasis(enum.StrEnum):
    """A ceiling on a group's votes is measured on the votes cast, or on all that could be cast."""

    CAST = "cast"
    ENTITLED = "entitled"


class Side(enum.StrEnum):
    FOR = "for"
    AGAINST = "against"


class Threshold(msgspec.Struct, frozen=True):
    """More than or at least `of`, a fraction of the whole, of a base."""

    op: Op
    of: Fraction
    base: Base = Base.CAST

    def met_by(self, share: Fraction) -> bool:
        return share > self.of if self.op is Op.GT else share >= self.of

    def is_tied_by(self, for_share: Fraction, against_share: Fraction) -> bool:
        """Equal votes where half of the votes cast decides. A higher threshold is simply not met by equal votes."""
        return self.of == HALF and self.base is Base.CAST and for_share == against_share and for_share > 0


class Turnout(msgspec.Struct, frozen=True):
    """How many of those entitled must vote. The statutes count members who vote, so a blank paper is no help there;
    `blank_counts` is for rules that ask only for taking part. `least` is a number of people where the rule asks for a
    number and not a share (a quorum)."""

    op: Op
    of: Fraction
    blank_counts: bool = False
    least: int | None = None


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """What a kind of resolution needs. `each_class` is measured on a group's own votes cast."""

    threshold: Threshold
    basis: Basis = Basis.OMOV
    each_class: Threshold | None = None
    turnout: Turnout | None = None
    abstentions: Abstentions = Abstentions.EXCLUDE
    tie: Tie = Tie.LOST


class Colleges(msgspec.Struct, frozen=True, kw_only=True):
    """How weighted groups are counted. `ceiling` is the most one group may come to, as a fraction of the whole.

    A floor on weights needs no place here: a share never shrinks below its weight when other groups drop out.
    """

    result: CollegeResult
    vacant: EmptyCollege
    silent: EmptyCollege
    ceiling: Fraction | None = None


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """One group's votes. `entitled` is its number on the roll; `present` is asked only where the base is presence.

    `weight` is its fraction of the whole where groups are weighted; `ceiling` the most its votes may come to where
    heads are counted. A barred group is struck from this kind of resolution, whatever it holds.
    """

    id: str
    name: str | Sentence
    entitled: int
    for_: int
    against: int
    blank: int = 0
    weight: Fraction | None = None
    ceiling: Fraction | None = None
    barred: bool = False
    present: int | None = None

    @property
    def papers(self) -> int:
        return self.for_ + self.against + self.blank


class Question(msgspec.Struct, frozen=True, kw_only=True):
    """A rule and the votes under it.

    `classes` is given only where a person may belong to several groups: then it holds each group's own votes for the
    groups' majorities, while `groups` holds every person once (invariant 4). `chair` is the casting vote, if used.
    `untold` are the groups whose split is kept back, worked out by whoever knows the floors; without it they follow
    from the papers. `invented` numbers are nobody's secret: a "what if", a count of hands.
    """

    rule: Rule
    groups: tuple[Group, ...]
    classes: tuple[Group, ...] = ()
    colleges: Colleges | None = None
    cap_basis: CapBasis = CapBasis.CAST
    chair: Side | None = None
    untold: KeptBack | None = None
    invented: bool = False

    def kept_back(self, papers: Mapping[str, int], *, classes: bool = False) -> frozenset[str]:
        """The groups whose split is not printed, as heads or as classes; invented numbers tell of nobody."""
        if self.invented:
            return frozenset()
        if self.untold is None:
            return kept_back(papers)
        return self.untold.classes if classes else self.untold.groups


def refuse_if_incomplete(question: Question) -> None:
    """Raises NotValid when the numbers cannot be a count, or when the rule asks for something that is not given."""
    names = Counter(group.id for group in question.groups)
    if not names or max(names.values()) > 1:
        raise NotValid("Each group must be given once, and at least one is needed.")
    for group in (*question.groups, *question.classes):
        _refuse_impossible_numbers(group)
    present_needed = question.rule.threshold.base is Base.PRESENT
    if present_needed and any(group.present is None or group.present < group.papers for group in question.groups):
        raise NotValid("The number present is needed for each group, and cannot be less than its papers.")
    if question.rule.basis is Basis.WEIGHTED:
        _refuse_incomplete_weights(question)


def _refuse_impossible_numbers(group: Group) -> None:
    if min(group.for_, group.against, group.blank, group.entitled) < 0:
        raise NotValid("{group}: a number of votes cannot be below nought.", group=group.name)
    if group.papers > group.entitled:
        raise NotValid(
            "{group}: {papers} papers were given for {entitled} people. Check the count before deciding.",
            group=group.name,
            papers=group.papers,
            entitled=group.entitled,
        )


def _refuse_incomplete_weights(question: Question) -> None:
    weights = [group.weight for group in question.groups if group.weight is not None]
    if question.colleges is None or len(weights) < len(question.groups):
        raise NotValid("Groups are weighted here, so each needs its weight and the rules say how they are counted.")
    if sum(weights) != 1:
        raise NotValid("The weights of the groups add up to {total}, not 1.", total=sum(weights, Fraction(0)))
