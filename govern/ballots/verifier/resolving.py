"""Yes or no: heads with ceilings, or colleges with weights; thresholds, turnout, majorities of every group.

MIT licence; standard library only. All arithmetic is exact. docs/bundle.md, section 9, says the same in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from govern.ballots.verifier.reading import Doc, Plain, Refusal, fraction
from govern.ballots.verifier.shapes import Shape, fit

NOUGHT, ONE_WHOLE, HALF = Fraction(0), Fraction(1), Fraction(1, 2)
SHARE: Shape = {"op": "gt|ge", "of": "fraction"}
RULE_OF_RESOLUTION: Shape = {
    "rule": {
        "op": "gt|ge",
        "of": "fraction",
        "base": "cast|papers|present|entitled",
        "basis": "omov|college_weighted",
        "each_class?": SHARE,
        "turnout?": {"op": "gt|ge", "of": "fraction", "blank_counts": "flag", "least?": "count"},
        "abstentions": "exclude|count_against",
        "tie": "lost|chair_casting",
    },
    "groups": [{"id": "name", "weight?": "fraction", "ceiling?": "fraction", "barred": "flag"}],
    "classes": "flag",
    "colleges?": {
        "result": "proportional|block",
        "vacant": "redistribute|count_against|fail",
        "silent": "redistribute|count_against|fail",
        "ceiling?": "fraction",
    },
    "cap_basis": "cast|entitled",
}


@dataclass(frozen=True, slots=True)
class Votes:
    """The votes of one group: for, against, blank, spoilt; how many might have voted, and were at the meeting."""

    yes: int = 0
    no: int = 0
    blank: int = 0
    spoilt: int = 0
    entitled: int = 0
    present: int = 0

    def __add__(self, other: Votes) -> Votes:
        return Votes(
            self.yes + other.yes,
            self.no + other.no,
            self.blank + other.blank,
            self.spoilt + other.spoilt,
            self.entitled + other.entitled,
            self.present + other.present,
        )


@dataclass(frozen=True, slots=True)
class Motion:
    """What a resolution is counted from. `heads` has every voter once, by the first group of their style; `members`
    has every group with all whose style names it."""

    params: Doc
    heads: dict[str, Votes]
    members: dict[str, Votes]
    quorate: bool
    #: the chair's casting vote, `for` or `against`; empty where none was used
    chair: str = ""

    @property
    def rule(self) -> Doc:
        return self.params.doc("rule")

    def groups(self) -> list[Doc]:
        """The groups that are asked, in the order of the rule."""
        return [group for group in self.params.docs("groups") if not group.flag("barred")]

    def of(self, group: str) -> Votes:
        return self.heads.get(group, Votes())

    def base(self, votes: Votes, base: str) -> int:
        """How many of these the base takes in."""
        if base == "entitled":
            return votes.entitled
        if base == "present":
            return votes.present
        cast = votes.yes + votes.no
        if base == "papers":
            return cast + votes.blank + votes.spoilt
        return cast + (votes.blank if self.rule.text("abstentions") == "count_against" else 0)


@dataclass(frozen=True, slots=True)
class Shares:
    """What stands for and against, and the base that it is a share of; `broken`: a college fails it by itself."""

    yes: Fraction
    no: Fraction
    base: Fraction
    broken: bool = False

    @property
    def reached(self) -> Fraction:
        return self.yes / self.base if self.base else NOUGHT


@dataclass(frozen=True, slots=True)
class Verdict:
    carried: bool
    reached: Fraction
    needed: Fraction
    more_than: bool


def check_rule(params: Plain) -> None:
    fit(params, RULE_OF_RESOLUTION, "the rule of a resolution")
    groups = [group.text("id") for group in Doc(params).docs("groups")]
    if len(set(groups)) != len(groups):
        raise Refusal("the rule of a resolution names a group twice")


def verdict(motion: Motion) -> Verdict:
    """Whether a resolution is carried, by its rule and by every test beside it."""
    rule = motion.rule
    weighted = rule.text("basis") == "college_weighted" and motion.params.has("colleges")
    shares = _by_colleges(motion) if weighted else _by_heads(motion)
    carried = over(shares.reached, rule) or _chair_carries(motion, shares)
    carried = carried and bool(shares.base) and not shares.broken and motion.quorate
    carried = carried and _turnout_reached(motion) and _every_class(motion)
    return Verdict(carried, shares.reached, fraction(rule.text("of")), rule.text("op") == "gt")


def over(share: Fraction, asked: Doc) -> bool:
    needed = fraction(asked.text("of"))
    return share > needed if asked.text("op") == "gt" else share >= needed


def _chair_carries(motion: Motion, shares: Shares) -> bool:
    """A casting vote decides a tie where the rule gives one and more than half is needed (invariant 35)."""
    rule = motion.rule
    half = shares.reached == HALF == fraction(rule.text("of")) and rule.text("op") == "gt"
    tied = half and shares.yes == shares.no and rule.text("tie") == "chair_casting"
    if motion.chair and not tied:
        raise Refusal("a casting vote was used where there is no tie, or where the rule gives none")
    return motion.chair == "for"


def _by_heads(motion: Motion) -> Shares:
    """Heads; the votes of a group with a ceiling scaled by one factor, so that they are no larger a share (W5)."""
    groups, base = motion.groups(), motion.rule.text("base")
    measure = motion.params.text("cap_basis")
    measured = {group.text("id"): motion.base(motion.of(group.text("id")), measure) for group in groups}
    free = sum(measured[group.text("id")] for group in groups if not group.has("ceiling"))
    yes = no = whole = NOUGHT
    for group in groups:
        votes, factor = motion.of(group.text("id")), ONE_WHOLE
        if group.has("ceiling") and group.fraction("ceiling") < 1 and measured[group.text("id")]:
            ceiling = group.fraction("ceiling")
            factor = min(ONE_WHOLE, free * ceiling / (1 - ceiling) / measured[group.text("id")])
        yes += factor * votes.yes
        no += factor * votes.no
        whole += factor * motion.base(votes, base)
    return Shares(yes, no, whole)


def _by_colleges(motion: Motion) -> Shares:
    """W1 to W4: who is vacant and who is silent goes as the rule says, the ceiling holds where it can."""
    colleges, base = motion.params.doc("colleges"), motion.rule.text("base")
    block = colleges.text("result") == "block"
    weights: dict[str, Fraction] = {}
    against: set[str] = set()
    broken = False
    for group in motion.groups():
        name, votes = group.text("id"), motion.of(group.text("id"))
        if not group.has("weight"):
            continue
        if votes.entitled and motion.base(votes, "cast"):
            if not block or votes.yes != votes.no:
                weights[name] = group.fraction("weight")
            continue
        way = colleges.text("silent" if votes.entitled else "vacant")
        broken = broken or way == "fail"
        if way == "count_against":
            weights[name] = group.fraction("weight")
            against.add(name)
    ceiling = colleges.fraction("ceiling") if colleges.has("ceiling") else None
    yes = no = NOUGHT
    shares = shares_of(weights, ceiling)
    for name, share in shares.items():
        votes = motion.of(name)
        whole = motion.base(votes, base)
        if name in against or not whole:
            no += share if name in against else NOUGHT
        elif block:
            yes, no = (yes + share, no) if votes.yes > votes.no else (yes, no + share)
        else:
            yes, no = yes + share * Fraction(votes.yes, whole), no + share * Fraction(votes.no, whole)
    return Shares(yes, no, ONE_WHOLE if shares else NOUGHT, broken)


def shares_of(weights: dict[str, Fraction], ceiling: Fraction | None) -> dict[str, Fraction]:
    """The weights of those who are left, brought to one; none over the ceiling, where that is possible."""
    weights = {group: weight for group, weight in weights.items() if weight}
    whole = sum(weights.values())
    shares = {group: weight / whole for group, weight in weights.items()}
    if ceiling is None or len(weights) * ceiling < 1:
        return shares
    fixed = set[str]()
    while above := {group for group, share in shares.items() if group not in fixed and share > ceiling}:
        fixed |= above
        rest = sum(weight for group, weight in weights.items() if group not in fixed)
        left = 1 - ceiling * len(fixed)
        shares = {group: ceiling if group in fixed else left * weight / rest for group, weight in weights.items()}
    return shares


def _turnout_reached(motion: Motion) -> bool:
    if not motion.rule.has("turnout"):
        return True
    asked = motion.rule.doc("turnout")
    whole = sum((motion.of(group.text("id")) for group in motion.groups()), Votes())
    came = whole.yes + whole.no + (whole.blank if asked.flag("blank_counts") else 0)
    if asked.has("least"):
        return came >= asked.number("least")
    return over(Fraction(came, whole.entitled) if whole.entitled else NOUGHT, asked)


def _every_class(motion: Motion) -> bool:
    """Every group with somebody who might vote carries it by itself (invariant 41)."""
    if not motion.rule.has("each_class"):
        return True
    asked = motion.rule.doc("each_class")
    for group in motion.groups():
        table = motion.members if motion.params.flag("classes") else motion.heads
        votes = table.get(group.text("id"), Votes())
        whole = motion.base(votes, "cast")
        if votes.entitled and not (whole and over(Fraction(votes.yes, whole), asked)):
            return False
    return True
