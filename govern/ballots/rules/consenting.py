"""Which bodies decide by consent and how, who is in a circle, and the vote that may follow the last round.

Pure: the rulebook and numbers in, a rule of the rounds, a refusal or a decision out. The rounds themselves are in
`deciding.consent`.
"""

from __future__ import annotations

import enum
from uuid import UUID

import msgspec

from govern.ballots.deciding import Basis, Decision, Group, Op, Question, Threshold, decide, enough
from govern.ballots.deciding import Rule as DecidingRule
from govern.ballots.deciding.consent import STANDING, ConsentRule, Fallback, Phase
from govern.ballots.deciding.question import Base
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence

GENERAL = "general"
#: A circle outside the bodies of the rules that follows none of them.
CIRCLE = "circle"
#: A circle hears everybody. Larger ones meet in parts, or vote.
MOST_IN_A_CIRCLE, LEAST_IN_A_CIRCLE = 60, 2
CONSENTING = ("consent", "consensus_then_majority")


#: How it stands, for those who read along. What whoever runs it does next is `STANDING` of `deciding.consent`.
READ_ALONG = {
    Phase.PRESENTED: Sentence("The proposal is presented."),
    Phase.CLARIFYING: Sentence("People are asking what the proposal means."),
    Phase.REACTING: Sentence("People are saying what they think."),
    Phase.ROUND: Sentence("A round is on. Each of the circle says whether they consent."),
    Phase.INTEGRATING: Sentence("There are objections. The proposal is changed, and the circle is asked again."),
    Phase.FALLBACK: Sentence("All rounds are used, and an objection is left."),
    Phase.VOTING: Sentence("The circle votes on this now."),
    Phase.DUE_FOR_REVIEW: Sentence("The time of this agreement is over. The circle looks at it again."),
}


def stands_now(phase: Phase) -> Sentence:
    """How a proposal stands, in words for everybody."""
    return READ_ALONG.get(phase, STANDING[phase])


class Said(enum.StrEnum):
    """What somebody says in a round."""

    CONSENT = "consent"
    CONCERN = "concern"
    OBJECTION = "objection"


class Voted(enum.StrEnum):
    """How somebody of the circle votes after the last round."""

    FOR = "for"
    AGAINST = "against"
    BLANK = "blank"


class Circle(msgspec.Struct, frozen=True, kw_only=True):
    """A circle outside the bodies of the rules, as the room that keeps it hands it down: who has a word in it now,
    and which body of the rules it follows, if any."""

    id: UUID
    name: dict[str, str]
    people: tuple[UUID, ...]
    body: str = CIRCLE


class CircleVote(msgspec.Struct, frozen=True):
    """What came of the circle's own vote: the decision, and whether enough of the circle voted."""

    decision: Decision
    voted: int
    needed: int

    @property
    def carried(self) -> bool:
        return self.decision.carried and self.voted >= self.needed


def bodies_of_consent(book: Rulebook) -> tuple[str, ...]:
    """The bodies that decide by consent: those the rules name, or else those that say so of themselves."""
    if not book.consent.enabled:
        return ()
    if book.consent.bodies is not None:
        return book.consent.bodies
    return tuple(body.id for body in book.bodies if body.decision in CONSENTING)


def may_circles(book: Rulebook, body: str = CIRCLE) -> bool:
    """Whether a circle outside the bodies decides by consent: wherever the rules know consent, unless they leave out
    the body that it follows."""
    return book.consent.enabled and (body == CIRCLE or body in bodies_of_consent(book))


def consent_rule(book: Rulebook, body: str, *, of_a_circle: bool = False) -> ConsentRule:
    """How this body decides by consent, or a circle that follows it. Raises NotAllowed where the rules give it no
    such way."""
    if of_a_circle:
        if not may_circles(book, body):
            raise NotAllowed(
                "By the rules circles do not decide by consent here ({rule}). Decide together, and record that.",
                rule=citation("consent.enabled", book),
            )
        return _rule_of(book)
    if body != GENERAL:
        book.body(body)
    if body not in bodies_of_consent(book):
        raise NotAllowed(
            "By the rules this body does not decide by consent ({rule}). Choose another body, or hold a vote.",
            field="body",
            rule=citation("consent.bodies", book),
        )
    return _rule_of(book)


def _rule_of(book: Rulebook) -> ConsentRule:
    way, _, kind = (book.consent.fallback or "").partition(":")
    fallback = {"vote": Fallback.VOTE, "parent": Fallback.PARENT}.get(way, Fallback.DROP)
    return ConsentRule(
        rounds_max=book.consent.rounds_max or 1,
        absent_hours=book.consent.absent_hours or 0,
        review_months=book.consent.review_months or 12,
        fallback=fallback,
        kind=kind,
    )


def check_kind(book: Rulebook, body: str, kind: str | None) -> None:
    """What the members decide by consent is of a kind that the rules want agreement looked for first."""
    if body != GENERAL:
        if kind is not None:
            raise NotValid("Only what the members decide is of a kind of motion. Leave this empty.", field="kind")
        return
    if kind is None:
        raise NotValid("Choose which kind of motion it is.", field="kind")
    if not book.resolution(kind).consent_first:
        raise NotValid(
            "The rules do not ask to look for agreement first here ({rule}). Choose another kind.",
            field="kind",
            rule=citation(f"resolution.{kind}", book),
        )


def check_circle(number: int) -> None:
    """A circle is large enough to be one, and small enough that each of it is heard. Raises WrongMoment."""
    if number < LEAST_IN_A_CIRCLE:
        raise WrongMoment("Nobody can agree alone. Add everybody of the circle first.")
    if number > MOST_IN_A_CIRCLE:
        raise WrongMoment(
            "There are {number} people in this circle, and each is asked in turn: at most {most} can be. "
            "Take people out, or hold a vote.",
            number=number,
            most=MOST_IN_A_CIRCLE,
        )


def circle_vote(book: Rulebook, body: str, kind: str, votes: dict[Voted, int], size: int) -> CircleVote:
    """The vote of a circle after its last round: one person one vote, by the threshold the rules name (W17)."""
    wanted = book.resolution(kind).pass_
    threshold = Threshold(Op(wanted.op), wanted.of, Base(wanted.base))
    blank = votes.get(Voted.BLANK, 0)
    for_, against = votes.get(Voted.FOR, 0), votes.get(Voted.AGAINST, 0)
    voted = for_ + against + blank
    group = Group(id="circle", name="circle", entitled=size, for_=for_, against=against, blank=blank, present=voted)
    question = Question(rule=DecidingRule(threshold=threshold, basis=Basis.OMOV), groups=(group,))
    return CircleVote(decide(question), voted, votes_needed(book, body, size))


def votes_needed(book: Rulebook, body: str, size: int) -> int:
    """How many of the circle must vote: the quorum of the body; more than half where the rules name none."""
    row = book.quorum_of(body) if body != GENERAL else None
    if row is None:
        return size // 2 + 1
    return min(size, enough(size, number=row.number, share=row.share, rule=row.rule))


def vote_told(found: CircleVote) -> tuple[Sentence, ...]:
    """What came of the circle's vote, in sentences."""
    numbers = Sentence("{voted} of the circle voted. {needed} had to.", voted=found.voted, needed=found.needed)
    if found.voted < found.needed:
        return numbers, Sentence("Too few voted, so it is not agreed.")
    return numbers, *(step.sentence for step in found.decision.steps)
