"""What if: invented numbers put to the rules, answered as a result is, and what would turn the answer.

Pure: a rulebook and numbers in, steps with clauses out. Nobody voted, so nothing is kept back of small groups.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import StrEnum
from fractions import Fraction

import msgspec

from govern.ballots.deciding import Base, CapBasis, Group, Question, Side, enough
from govern.ballots.deciding import Rule as DecidingRule
from govern.ballots.deciding.board import BodyDecision, BodyTie, BodyVote, decide_in_body, turns_in_body
from govern.ballots.deciding.turning import Move, Turn, turning
from govern.ballots.rules.clauses import ruled_in_body
from govern.ballots.rules.inputs import Name
from govern.ballots.rules.outcome import ResolutionOutcome, Rule
from govern.ballots.rules.resolving import colleges_of, counts_plain_heads, is_weighted, outcome_from, rule_of
from govern.ballots.rules.tallying import TOO_FEW, ballot_quorum, turnout_sentence
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.sentences import Sentence


class Where(StrEnum):
    """How the vote is held: a formal ballot of a meeting, by hands in it, outside any meeting, or to confirm."""

    BALLOT = "ballot"
    HANDS = "hands"
    OUTSIDE = "outside"
    SECOND = "second"


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed for one group."""

    group: str
    roll: int = 0
    for_: int = 0
    against: int = 0
    blank: int = 0
    present: int | None = None

    @property
    def papers(self) -> int:
        return self.for_ + self.against + self.blank


class Tried(msgspec.Struct, frozen=True):
    """The answer: the decision as the result page prints it, the quorum of the vote, and what would turn it."""

    resolution: ResolutionOutcome
    turnout: Sentence
    quorum: Rule | None
    turns: tuple[Turn, ...]


def ways(book: Rulebook, kind: str) -> tuple[Where, ...]:
    """The ways of holding this kind of vote that the rules tell apart; the first is the usual one."""
    resolution = book.resolution(kind)
    found = [Where.BALLOT]
    if book.basis_of(kind, formal_ballot=False) != book.basis_of(kind):
        found.append(Where.HANDS)
    if resolution.electronic is not None or book.ballot.quorum is not None:
        found.append(Where.OUTSIDE)
    if resolution.confirm is not None:
        found.append(Where.SECOND)
    return tuple(found)


def asks_presence(book: Rulebook, kind: str, where: Where) -> bool:
    """Whether the share is taken of those present, so that their number is needed."""
    return _rule(book, kind, where, 0).threshold.base is Base.PRESENT


def problems(numbers: Sequence[Numbers], *, presence: bool) -> Iterator[tuple[str, Sentence]]:
    """What cannot be a count, with the field it stands beside."""
    for one in numbers:
        if one.papers > one.roll:
            yield (
                f"roll_{one.group}",
                Sentence(
                    "{papers} votes are typed for {roll} people who may vote. Type at least as many people as votes.",
                    papers=one.papers,
                    roll=one.roll,
                ),
            )
        if presence and not one.papers <= (one.present or 0) <= one.roll:
            yield (
                f"present_{one.group}",
                Sentence(
                    "The number present must be from {papers} (who voted) to {roll} (who may vote).",
                    papers=one.papers,
                    roll=max(one.roll, one.papers),
                ),
            )
    if not any(one.roll for one in numbers):
        yield "", Sentence("Type how many people may vote, in one group at least.")


def tried(
    book: Rulebook, kind: str, where: Where, numbers: Sequence[Numbers], name: Name, chair: Side | None = None
) -> Tried:
    """The decision on these numbers."""
    question = question_for(book, kind, where, numbers, name, chair)
    roll, voted = sum(one.roll for one in numbers), sum(one.papers for one in numbers)
    quorum, quorate = ballot_quorum(book, roll, voted) if where is Where.OUTSIDE else (None, True)
    outcome = outcome_from(
        book,
        kind,
        question,
        spoilt={},
        too_few=None if quorate else TOO_FEW,
        formal_ballot=where is not Where.HANDS,
    )
    return Tried(outcome, turnout_sentence(voted, roll), quorum, turning(question) if quorate else ())


def question_for(
    book: Rulebook, kind: str, where: Where, numbers: Sequence[Numbers], name: Name, chair: Side | None
) -> Question:
    barred = book.barred_from(kind)
    rule = _rule(book, kind, where, sum(one.roll for one in numbers if one.group not in barred))
    weighted = is_weighted(book, kind, confirms=where is Where.SECOND, formal_ballot=where is not Where.HANDS)
    weights, ceilings, by_law = book.weights(), book.ceilings(), counts_plain_heads(book, kind)
    return Question(
        rule=rule,
        groups=tuple(
            Group(
                id=one.group,
                name=name(one.group),
                entitled=one.roll,
                for_=one.for_,
                against=one.against,
                blank=one.blank,
                weight=weights.get(one.group, Fraction(0)) if weighted else None,
                ceiling=None if weighted or by_law else ceilings.get(one.group),
                barred=one.group in barred,
                present=one.present,
            )
            for one in numbers
        ),
        colleges=colleges_of(book) if weighted else None,
        cap_basis=CapBasis(book.voting.cap_basis),
        chair=chair,
        invented=True,
    )


def _rule(book: Rulebook, kind: str, where: Where, roll: int) -> DecidingRule:
    return rule_of(
        book,
        kind,
        roll=roll,
        in_a_meeting=where is not Where.OUTSIDE,
        confirms=where is Where.SECOND,
        formal_ballot=where is not Where.HANDS,
    )


# --- The board and other bodies -------------------------------------------------------------------------------------


class BodyNumbers(msgspec.Struct, frozen=True, kw_only=True):
    """What was typed for a body: seats filled by people with a vote on this, those there, and their votes."""

    filled: int = 0
    present: int = 0
    for_: int = 0
    against: int = 0
    blank: int = 0


class BodyTried(msgspec.Struct, frozen=True):
    """The body's decision, its steps with clauses, and the least number of people that would turn it."""

    decision: BodyDecision
    steps: tuple[Rule, ...]
    turns: dict[Move, int | None]


def body_needs(book: Rulebook, body: str, filled: int) -> int:
    """The quorum of a body; one person where the rules name none."""
    row = book.quorum_of(body)
    return 1 if row is None else enough(filled, number=row.number, share=row.share, rule=row.rule)


def tried_in_body(book: Rulebook, body: str, numbers: BodyNumbers, chair: Side | None = None) -> BodyTried:
    """Raises NotValid, naming the field, where the numbers cannot be a vote."""
    vote = BodyVote(
        filled=numbers.filled,
        present=numbers.present,
        needed=body_needs(book, body, numbers.filled),
        for_=numbers.for_,
        against=numbers.against,
        blank=numbers.blank,
        tie=BodyTie(book.body(body).tie),
        chair=chair,
    )
    decision = decide_in_body(vote)
    return BodyTried(
        decision, tuple(ruled_in_body(book, body, step) for step in decision.steps[:-1]), turns_in_body(vote)
    )


def consents_first(book: Rulebook, body: str) -> Rule | None:
    """What is said beside a vote of a body that looks for agreement before it votes."""
    how = book.body(body).decision
    clause = citation(f"body.{body}", book)
    if how == "consent":
        return Rule(Sentence("This body decides by consent. A vote is what comes after its last round."), clause)
    if how == "consensus_then_majority":
        return Rule(Sentence("This body looks for agreement first. A vote comes after that."), clause)
    return None
