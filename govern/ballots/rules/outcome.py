"""What came of a contest, as values that are kept with the count and shown by pages, in one language."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import ClassVar

import msgspec

from govern.sentences import Sentence, from_json, to_json


class Rule(msgspec.Struct, frozen=True):
    """A sentence about how things are done, and the rule it follows from ("Rule 3.5"), if one does."""

    sentence: Sentence
    clause: Sentence | None = None


class GroupRow(msgspec.Struct, frozen=True, kw_only=True):
    """One group in the table of a resolution. Shares are of 1: `rule_share` as ruled, `share` as used in this vote.

    `contribution` is what the group adds to For; the three are None where groups have no shares. `agreed` is there
    where each group must agree. `voted` counts papers, with blank and spoilt ones. `told`: pages and papers print how
    the group voted; of very few it would tell how somebody voted.
    """

    id: str
    name: str
    roll: int
    voted: int
    for_: int
    against: int
    blank: int
    spoilt: int
    rule_share: Fraction | None = None
    share: Fraction | None = None
    contribution: Fraction | None = None
    agreed: bool | None = None
    told: bool = True


class ResolutionOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a resolution went. `reached` and `needed` are shares of 1; `more_than`: reaching `needed` is not enough.

    `figure` is the number in a sentence; `why` the whole explanation in order, without the outcome; `reasons` why it
    is lost.
    """

    carried: bool
    outcome: Sentence
    figure: Sentence
    why: tuple[Rule, ...]
    reasons: tuple[Sentence, ...]
    groups: tuple[GroupRow, ...]
    for_: int
    against: int
    blank: int
    spoilt: int
    reached: Fraction
    needed: Fraction
    more_than: bool
    weighted: bool
    ceiling_kept: bool

    @property
    def untold(self) -> tuple[GroupRow, ...]:
        """Groups whose split is kept back."""
        return tuple(row for row in self.groups if not row.told)

    @property
    def why_untold(self) -> Sentence | None:
        """Said beside the numbers where some are kept back."""
        if not self.untold:
            return None
        return Sentence(
            "So few people of a group voted that its numbers could tell how somebody did. "
            "How these groups voted is not shown: {groups}.",
            groups=tuple(row.name for row in self.untold),
        )

    @property
    def heads_told(self) -> bool:
        """Whether heads are added up. With a weighted total beside them they would give away what is kept back."""
        return not (self.weighted and self.untold)


class Fate(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one candidate. `votes` at the end of each stage; None once their papers have moved on.

    `person` and `candidate` are ids as text; `group` is the id of their group, `group_name` its name. `said` is
    short, as it stands in a table: "not elected: volunteer cap (3 of 9 reached)".
    """

    candidate: str
    person: str
    name: str
    group: str
    group_name: str
    attributes: tuple[str, ...]
    elected: bool
    by_lot: bool
    stage: int | None
    said: Sentence
    votes: tuple[Fraction | None, ...]

    @property
    def sentence(self) -> Sentence:
        """With the name, for lists that have no column for it."""
        return Sentence("{name}: {said}.", name=self.name, said=self.said)


class StageOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """One stage of a count: its heading, what happened, whose papers moved, and what no longer counts for anybody.

    `elected`, `excluded` and `moved` are ids of candidates; `transfers` what each, in the order of `fates`, gained.
    """

    number: int
    title: Sentence
    sentences: tuple[Sentence, ...]
    elected: tuple[str, ...]
    excluded: tuple[str, ...]
    moved: str | None
    transfers: tuple[Fraction, ...]
    no_next_choice: Fraction


class ElectionOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an election went. `needed` is the quota where there is one; `fates` are in the order of the paper.

    `uncontested`: no more people stood than there were places, so there was no vote.
    """

    outcome: Sentence
    figure: Sentence | None
    needed: Fraction | None
    method: str
    body: str
    constituency: str
    seats: int
    vacant: int
    uncontested: bool
    fates: tuple[Fate, ...]
    stages: tuple[StageOutcome, ...]
    caps: tuple[Rule, ...]
    lots: tuple[Sentence, ...]
    papers: int
    blank: int
    spoilt: int
    rule: Rule
    serves_from: date | None
    serves_until: date | None

    @property
    def elected(self) -> tuple[Fate, ...]:
        return tuple(fate for fate in self.fates if fate.elected)


class OptionCount(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that could be chosen: its name in every language, its votes, whether none has more."""

    id: str
    name: Sentence
    votes: int
    leads: bool


class OptionOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How a choice between several things went. `weight`: whether it decides, advises or only tells views.

    `chosen` is the one that is chosen by it: none where it advises, or where several have the most.
    """

    outcome: Sentence
    weight: str
    counts: tuple[OptionCount, ...]
    papers: int
    blank: int
    spoilt: int
    rule: Rule
    chosen: str | None
    figure: Sentence | None = None

    @property
    def leaders(self) -> tuple[OptionCount, ...]:
        return tuple(count for count in self.counts if count.leads)


class ContestOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """One contest; exactly one of `resolution`, `election` and `option` is there. `turnout` is in a sentence."""

    #: What was not there in earlier versions stays out of the text that is kept: old results stay as they are.
    LATER: ClassVar[frozenset[str]] = frozenset({"option"})

    contest: str
    turnout: Sentence
    resolution: ResolutionOutcome | None = None
    election: ElectionOutcome | None = None
    option: OptionOutcome | None = None

    @property
    def said(self) -> Sentence:
        """What came of it, in one sentence."""
        if self.resolution is not None:
            return self.resolution.outcome
        if self.option is not None:
            return self.option.outcome
        return self.election.outcome if self.election is not None else Sentence("")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """A whole ballot, its contests in the order of the paper. `quorum` says whether enough took part."""

    roll_size: int
    voted: int
    set_aside: int
    turnout: Sentence
    quorum: Rule | None
    quorate: bool
    contests: tuple[ContestOutcome, ...]
    ways: tuple[Sentence, ...] = ()


class NotSeated(msgspec.Struct, frozen=True):
    """Somebody who was elected and could not take the seat when the result was declared, and why."""

    candidate: str
    name: str
    why: Sentence


def not_seated_to_text(those: tuple[NotSeated, ...]) -> str:
    """As it is kept with the declaration."""
    return to_json(those)


def not_seated_from_text(text: str) -> tuple[NotSeated, ...]:
    """The way back."""

    def restore(value: object) -> tuple[NotSeated, ...]:
        return msgspec.convert(value, tuple[NotSeated, ...], dec_hook=as_it_is)

    return from_json(text, restore)


def outcomes_to_text(outcomes: dict[str, Outcome]) -> str:
    """Language -> outcome, as it is kept with the count."""
    return to_json(outcomes)


def outcomes_from_text(text: str) -> dict[str, Outcome]:
    """The way back."""

    def restore(value: object) -> dict[str, Outcome]:
        return msgspec.convert(value, dict[str, Outcome], dec_hook=as_it_is)

    return from_json(text, restore)


def as_it_is(kind: type, value: object) -> object:
    """Sentences and fractions are put together already."""
    if not isinstance(value, kind):
        raise TypeError(f"{kind.__name__} wanted, {type(value).__name__} found")
    return value
