"""A vote of the board, or of another body that decides by majority: one seat one vote, with a quorum of seats filled.

Equal votes keep things as they are, unless the rules let the chair decide; the body may then put the question to the
general meeting (invariant 35, W16). Whoever declared an interest, an observer, and a partner without a vote are in
neither quorum nor count (invariants 30 and 31): the numbers given here are without them.
"""

from __future__ import annotations

import enum

import msgspec
from msgspec.structs import replace

from govern.ballots.deciding.decision import About, Step
from govern.ballots.deciding.question import Side
from govern.ballots.deciding.turning import STEPS, TO_CARRY, TO_LOSE, Move
from govern.errors import NotValid
from govern.sentences import Sentence


class BodyTie(enum.StrEnum):
    """Equal votes keep things as they are, or the chair has a casting vote."""

    STATUS_QUO = "status_quo"
    CHAIR_CASTING = "chair_casting"


class BodyState(enum.StrEnum):
    """What came of it. UNDECIDED: there was no quorum, so there was no vote."""

    CARRIED = "carried"
    LOST = "lost"
    STATUS_QUO = "status_quo"
    UNDECIDED = "undecided"


class BodyVote(msgspec.Struct, frozen=True, kw_only=True):
    """A body's numbers. `filled` seats have a vote on this item (none of the recused), `present` of them are there,
    `needed` is its quorum."""

    filled: int
    present: int
    needed: int
    for_: int
    against: int
    blank: int = 0
    tie: BodyTie = BodyTie.STATUS_QUO
    chair: Side | None = None


class BodyDecision(msgspec.Struct, frozen=True):
    """The answer with every step. `refer`: the body may put the question to the general meeting."""

    state: BodyState
    outcome: Sentence
    steps: tuple[Step, ...]
    refer: Sentence | None = None

    @property
    def carried(self) -> bool:
        return self.state is BodyState.CARRIED


OUTCOMES = {
    BodyState.CARRIED: Sentence("The decision is made."),
    BodyState.LOST: Sentence("The proposal is not agreed."),
    BodyState.STATUS_QUO: Sentence("Things stay as they are."),
    BodyState.UNDECIDED: Sentence("Nothing can be decided."),
}
REFER = Sentence("The question can be put to the general meeting instead.")


def decide_in_body(vote: BodyVote) -> BodyDecision:
    """Raises NotValid where the numbers cannot be a count."""
    _refuse_impossible(vote)
    quorum = Sentence(
        "{filled} seats have a vote on this. {present} of these people are there. {needed} are needed.",
        filled=vote.filled,
        present=vote.present,
        needed=vote.needed,
    )
    steps = [Step(quorum, About.QUORUM)]
    if vote.present < vote.needed:
        too_few = Step(Sentence("There are not enough people here for the meeting to decide."), About.QUORUM)
        return _answer(BodyState.UNDECIDED, [*steps, too_few])
    numbers = Sentence("{for_} for, {against} against.", for_=vote.for_, against=vote.against)
    steps += [Step(numbers, About.COUNT), Step(Sentence("More for than against is needed."), About.THRESHOLD)]
    if vote.blank:
        steps.append(Step(_blank(vote.blank), About.COUNT))
    if vote.for_ != vote.against or not vote.for_:
        return _answer(BodyState.CARRIED if vote.for_ > vote.against else BodyState.LOST, steps)
    return _tied(vote, steps)


def _tied(vote: BodyVote, steps: list[Step]) -> BodyDecision:
    if vote.tie is BodyTie.STATUS_QUO:
        said = Sentence("The votes are equal, so things stay as they are.")
        return _answer(BodyState.STATUS_QUO, [*steps, Step(said, About.TIE)], REFER)
    if vote.chair is Side.FOR:
        said = Sentence("The votes are equal, and the chair votes for.")
        return _answer(BodyState.CARRIED, [*steps, Step(said, About.TIE)])
    if vote.chair is Side.AGAINST:
        said = Sentence("The votes are equal, and the chair votes against.")
        return _answer(BodyState.LOST, [*steps, Step(said, About.TIE)])
    said = Sentence("The votes are equal, and the chair has not used the casting vote.")
    return _answer(BodyState.STATUS_QUO, [*steps, Step(said, About.TIE)], REFER)


def _answer(state: BodyState, steps: list[Step], refer: Sentence | None = None) -> BodyDecision:
    outcome = OUTCOMES[state]
    return BodyDecision(state, outcome, (*steps, Step(outcome, About.OUTCOME)), refer)


def _blank(number: int) -> Sentence:
    return Sentence(
        "{n} person did not vote for or against.", "{n} people did not vote for or against.", number, n=number
    )


def _refuse_impossible(vote: BodyVote) -> None:
    if min(vote.for_, vote.against, vote.blank, vote.present, vote.filled) < 0:
        raise NotValid("A number of votes cannot be below nought.")
    if vote.present > vote.filled:
        raise NotValid(
            "{present} people with a vote cannot be there: only {filled} seats have one.",
            field="present",
            present=vote.present,
            filled=vote.filled,
        )
    if vote.for_ + vote.against + vote.blank > vote.present:
        raise NotValid(
            "{votes} votes were given, and {present} people with a vote are there. Check the numbers.",
            field="for",
            votes=vote.for_ + vote.against + vote.blank,
            present=vote.present,
        )


def turns_in_body(vote: BodyVote) -> dict[Move, int | None]:
    """What would turn it: the least number of people who are there and had voted otherwise; None where none would."""
    carried = decide_in_body(vote).carried
    return {move: _least(vote, move, carried=carried) for move in (TO_LOSE if carried else TO_CARRY)}


def _least(vote: BodyVote, move: Move, *, carried: bool) -> int | None:
    for_step, against_step = STEPS[move]
    for number in range(1, vote.present + 1):
        for_, against = vote.for_ + for_step * number, vote.against + against_step * number
        if min(for_, against) < 0 or for_ + against + vote.blank > vote.present:
            return None
        if decide_in_body(replace(vote, for_=for_, against=against)).carried is not carried:
            return number
    return None
