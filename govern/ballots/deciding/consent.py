"""Deciding by consent: a proposal passes when no reasoned objection remains, and stays good until its review.

    draft -> presented -> clarifying -> reacting -> round 1 ─ no objection ─> provisional ─ time over ─> consented
                                                      └ objections ─> integrating -> round 2 … -> fallback
    fallback -> a vote in the circle (carried | lost) | to a ballot | to the circle above | dropped

Pure: a `Proposal` and what happens to it in, the next `Proposal` out. Whether an objection has a reason is for
the circle to find, never for the facilitator alone (invariant 70). Who was absent may still object for some hours
(71). When the last round leaves an objection the rules' fallback is offered, not forced (M30).
Source: domain report 2.3 (invariants 69 to 71), 2.4 "Consent proposal", W17; rulebook `[consent]`.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from datetime import date, datetime, timedelta

import msgspec
from msgspec.structs import replace

from govern.ballots.deciding.statutes import months_after
from govern.errors import NotAllowed, NotValid, WrongMoment
from govern.sentences import Sentence


class Phase(enum.StrEnum):
    """Where a proposal stands. FALLBACK: the rounds are used up and what the rules say next is offered."""

    DRAFT = "draft"
    PRESENTED = "presented"
    CLARIFYING = "clarifying"
    REACTING = "reacting"
    ROUND = "round"
    INTEGRATING = "integrating"
    PROVISIONAL = "provisional"
    CONSENTED = "consented"
    FALLBACK = "fallback"
    VOTING = "voting"
    CARRIED = "carried"
    LOST = "lost"
    TO_BALLOT = "to_ballot"
    TO_PARENT = "to_parent"
    DROPPED = "dropped"
    DUE_FOR_REVIEW = "due_for_review"
    RENEWED = "renewed"
    CHANGED = "changed"
    ENDED = "ended"


class Fallback(enum.StrEnum):
    """What the rules offer when the rounds are used up: a vote, the circle above, or to drop it."""

    VOTE = "vote"
    PARENT = "parent"
    DROP = "drop"


class ConsentRule(msgspec.Struct, frozen=True, kw_only=True):
    """`[consent]` as values. `kind` is the kind of decision of the fallback vote, where that is the fallback."""

    rounds_max: int
    absent_hours: int
    review_months: int
    fallback: Fallback
    kind: str = ""


class Objection(msgspec.Struct, frozen=True):
    """Somebody's objection in a round. Without a reason, or where the circle found none in it, it is a concern: it is
    kept and does not stop the proposal. `resolved` says what met it."""

    who: str
    reason: str
    round: int
    concern: bool = False
    resolved: str = ""

    @property
    def stops(self) -> bool:
        return not self.concern and not self.resolved


class Proposal(msgspec.Struct, frozen=True, kw_only=True):
    """A proposal in a circle. `absent` were not at the latest round; `until`: a provisional yes is firm then."""

    rule: ConsentRule
    circle: frozenset[str]
    phase: Phase = Phase.DRAFT
    round: int = 0
    absent: frozenset[str] = frozenset()
    objections: tuple[Objection, ...] = ()
    until: datetime | None = None
    consented_on: date | None = None
    review_on: date | None = None

    @property
    def open_objections(self) -> tuple[Objection, ...]:
        return tuple(each for each in self.objections if each.stops)

    @property
    def concerns(self) -> tuple[Objection, ...]:
        return tuple(each for each in self.objections if each.concern)


BEFORE_ROUNDS = {
    Phase.DRAFT: Phase.PRESENTED,
    Phase.PRESENTED: Phase.CLARIFYING,
    Phase.CLARIFYING: Phase.REACTING,
    Phase.REACTING: Phase.ROUND,
}
REVIEWED = (Phase.RENEWED, Phase.CHANGED, Phase.ENDED)
#: What holds until its review.
STANDS = (Phase.CONSENTED, Phase.RENEWED, Phase.CARRIED)
STANDING = {
    Phase.DRAFT: Sentence("The proposal is not presented yet. Present it to the circle first."),
    Phase.PRESENTED: Sentence("The proposal is presented. Ask first whether everybody understands it."),
    Phase.CLARIFYING: Sentence("People are asking what the proposal means. Hear what they think of it next."),
    Phase.REACTING: Sentence("People are saying what they think. Begin the round when everybody was heard."),
    Phase.ROUND: Sentence("A consent round is on. Ask everybody once, then end the round."),
    Phase.INTEGRATING: Sentence("There are objections. Change the proposal together, then ask again."),
    Phase.PROVISIONAL: Sentence(
        "Nobody there objected. Those who were absent can still object until the time is over."
    ),
    Phase.CONSENTED: Sentence("The circle has agreed. It looks at this again on the day of the review."),
    Phase.FALLBACK: Sentence("All rounds are used. Take what the rules offer now, or drop the proposal."),
    Phase.VOTING: Sentence("The circle votes on this now. End the vote when everybody was asked."),
    Phase.CARRIED: Sentence("The circle agreed this by a vote. It looks at this again on the day of the review."),
    Phase.LOST: Sentence("The circle did not agree this by a vote. Bring a new proposal if one is needed."),
    Phase.TO_BALLOT: Sentence("This is put to a vote of the members. Look at that vote."),
    Phase.TO_PARENT: Sentence("The circle above decides this now. Look at its own proposal."),
    Phase.DROPPED: Sentence("This was dropped. Bring a new proposal if one is needed."),
    Phase.DUE_FOR_REVIEW: Sentence("The time of this agreement is over. Say whether it goes on, changes or ends."),
    Phase.RENEWED: Sentence("This agreement was renewed. The circle looks at it again on the day of the review."),
    Phase.CHANGED: Sentence("This agreement was changed. Bring the change as a new proposal."),
    Phase.ENDED: Sentence("This agreement has ended. Bring a new proposal if one is needed."),
}


def _check(proposal: Proposal, *phases: Phase) -> None:
    if proposal.phase not in phases:
        raise WrongMoment(STANDING[proposal.phase])


def move_on(proposal: Proposal) -> Proposal:
    """The next step before the rounds: presented, questions asked, reactions heard, the first round."""
    _check(proposal, *BEFORE_ROUNDS)
    after = BEFORE_ROUNDS[proposal.phase]
    return replace(proposal, phase=after, round=1 if after is Phase.ROUND else 0)


def raise_objection(proposal: Proposal, who: str, reason: str, *, at: datetime) -> Proposal:
    """Somebody of the circle objects. Without a reason it is written down as a concern and stops nothing.

    While the yes is provisional only those who were absent may, and only until the time is over (invariant 71); a
    reasoned objection then opens the rounds again.
    """
    _check(proposal, Phase.ROUND, Phase.PROVISIONAL)
    if who not in proposal.circle:
        raise NotAllowed("Only members of this circle can object. Speak with somebody who is in it.")
    new = Objection(who, reason.strip(), proposal.round, concern=not reason.strip())
    noted = replace(proposal, objections=(*proposal.objections, new))
    if proposal.phase is Phase.ROUND:
        return noted
    if who not in proposal.absent:
        raise WrongMoment(
            "You were at the round, and it is over. Those who were absent can still object; ask for a review instead."
        )
    if proposal.until is not None and at > proposal.until:
        raise WrongMoment(
            "Those who were absent could object until {until}. Ask the circle to review the decision instead.",
            until=proposal.until,
        )
    return noted if new.concern else _stopped(noted)


def find_no_reason(proposal: Proposal, who: str, found_by: frozenset[str]) -> Proposal:
    """The circle finds that an objection gives no reason: from here it is a concern (invariant 70).

    It takes more than half of those at the round; a facilitator alone cannot. The objector is not asked.
    """
    _check(proposal, Phase.ROUND)
    present = proposal.circle - proposal.absent - {who}
    if len(found_by & present) * 2 <= len(present):
        raise NotAllowed(
            "Only the circle can find that an objection gives no reason, and more than half of it must. "
            "Ask the circle, or work with the objection."
        )
    return _each(proposal, who, lambda one: replace(one, concern=True))


def resolve(proposal: Proposal, who: str, how: str) -> Proposal:
    """An objection is met, in the objector's own view; it is kept with what met it."""
    _check(proposal, Phase.ROUND, Phase.INTEGRATING)
    if not how.strip():
        raise NotValid("Say what met the objection. It stays in the record with it.")
    return _each(proposal, who, lambda one: replace(one, resolved=how.strip()))


def _each(proposal: Proposal, who: str, change: Callable[[Objection], Objection]) -> Proposal:
    if not any(one.who == who and one.stops for one in proposal.objections):
        raise NotValid("There is no open objection by this person. Look at the list of objections.")
    changed = tuple(change(one) if one.who == who and one.stops else one for one in proposal.objections)
    return replace(proposal, objections=changed)


def end_round(proposal: Proposal, *, absent: frozenset[str], at: datetime) -> Proposal:
    """Everybody there was asked. With an objection left it is worked on, or the fallback is offered; with none it is
    agreed: provisionally where somebody was absent, else for good."""
    _check(proposal, Phase.ROUND)
    if not absent < proposal.circle:
        raise NotValid("Somebody of the circle must have been at the round. Look at who was absent.")
    asked = replace(proposal, absent=absent)
    if asked.open_objections:
        return _stopped(asked)
    if absent and asked.rule.absent_hours:
        return replace(asked, phase=Phase.PROVISIONAL, until=at + timedelta(hours=asked.rule.absent_hours))
    return _agreed(asked, at.date())


def _stopped(proposal: Proposal) -> Proposal:
    last = proposal.round >= proposal.rule.rounds_max
    return replace(proposal, phase=Phase.FALLBACK if last else Phase.INTEGRATING, until=None)


def ask_again(proposal: Proposal, met: dict[str, str]) -> Proposal:
    """The proposal is changed, and the circle is asked once more. `met` says for each objector how it was changed for
    them; an objection that is not met may be raised again."""
    _check(proposal, Phase.INTEGRATING)
    for one in proposal.open_objections:
        proposal = resolve(proposal, one.who, met.get(one.who, "asked again"))
    return replace(proposal, phase=Phase.ROUND, round=proposal.round + 1, absent=frozenset())


def confirm(proposal: Proposal, *, at: datetime) -> Proposal:
    """The time of those who were absent is over: the yes is firm. Raises WrongMoment before that (invariant 71)."""
    _check(proposal, Phase.PROVISIONAL)
    if proposal.until is not None and at <= proposal.until:
        raise WrongMoment(
            "Those who were absent can object until {until}. The decision is firm after that.", until=proposal.until
        )
    return _agreed(proposal, at.date())


def _agreed(proposal: Proposal, day: date) -> Proposal:
    """No consent without a review date, and none with an objection left (invariant 69)."""
    assert not proposal.open_objections
    review = months_after(day, proposal.rule.review_months)
    return replace(proposal, phase=Phase.CONSENTED, until=None, consented_on=day, review_on=review)


def as_of(proposal: Proposal, at: datetime) -> Proposal:
    """How it stands at a moment: a provisional yes is firm once its time is over, and due once its review has come.
    Nobody has to press anything for that."""
    if proposal.phase is Phase.PROVISIONAL and proposal.until is not None and at > proposal.until:
        proposal = confirm(proposal, at=proposal.until + timedelta(microseconds=1))
    return look_again(proposal, at.date()) if proposal.phase in STANDS else proposal


def look_again(proposal: Proposal, today: date) -> Proposal:
    """On the day of the review the agreement waits for a word of the circle."""
    _check(proposal, *STANDS)
    due = proposal.review_on is not None and today >= proposal.review_on
    return replace(proposal, phase=Phase.DUE_FOR_REVIEW) if due else proposal


def review(proposal: Proposal, outcome: Phase, today: date) -> Proposal:
    """What came of the review: renewed for another time, changed (by a new proposal), or ended."""
    _check(proposal, Phase.DUE_FOR_REVIEW)
    if outcome not in REVIEWED:
        raise NotValid("Say whether the agreement goes on, changes or ends.")
    renewed = months_after(today, proposal.rule.review_months) if outcome is Phase.RENEWED else None
    return replace(proposal, phase=outcome, review_on=renewed)


def offered(proposal: Proposal) -> Sentence:
    """What the rules offer when all rounds are used. It is offered, not forced: the circle may also drop it."""
    _check(proposal, Phase.FALLBACK)
    values: dict[str, int] = {"rounds": proposal.round}
    match proposal.rule.fallback:
        case Fallback.VOTE:
            return Sentence(
                "After {rounds} rounds an objection is left. The circle can vote now, or drop it.", **values
            )
        case Fallback.PARENT:
            return Sentence(
                "After {rounds} rounds an objection is left. The circle above can decide, or it is dropped.", **values
            )
        case Fallback.DROP:
            return Sentence("After {rounds} rounds an objection is left. The proposal is dropped.", **values)


def take(proposal: Proposal, way: Fallback, *, by_ballot: bool = False) -> Proposal:
    """Take what the rules offer after the last round, or drop the proposal. `by_ballot`: the members vote, not the
    circle. Raises NotAllowed for a way that the rules do not offer."""
    _check(proposal, Phase.FALLBACK)
    if way is not Fallback.DROP and way is not proposal.rule.fallback:
        raise NotAllowed("The rules do not offer this. {offer}", offer=offered(proposal))
    if way is Fallback.VOTE:
        return replace(proposal, phase=Phase.TO_BALLOT if by_ballot else Phase.VOTING)
    return replace(proposal, phase=Phase.TO_PARENT if way is Fallback.PARENT else Phase.DROPPED)


def end_vote(proposal: Proposal, *, carried: bool, day: date) -> Proposal:
    """The circle's own vote is over. What was carried stays good until its review, as what was agreed does."""
    _check(proposal, Phase.VOTING)
    if not carried:
        return replace(proposal, phase=Phase.LOST)
    review_on = months_after(day, proposal.rule.review_months)
    return replace(proposal, phase=Phase.CARRIED, consented_on=day, review_on=review_on)
