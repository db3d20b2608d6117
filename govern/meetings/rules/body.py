"""A vote of a body in its own meeting: each seat one vote, none for whoever declared an interest (invariant 31)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from fractions import Fraction
from uuid import UUID

from govern.ballots.deciding import Side
from govern.ballots.rules import ResolutionOutcome, what_if
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotValid, WrongMoment
from govern.meetings.rules.floor import Hands
from govern.sentences import Sentence


def body_outcome(
    book: Rulebook, body: str, hands: Hands, *, filled: int, present: int, chair: Side | None = None
) -> ResolutionOutcome:
    """The numbers put to the same decision as every vote of a body. `filled` and `present` without the recused."""
    numbers = what_if.BodyNumbers(
        filled=filled, present=present, for_=hands.for_, against=hands.against, blank=hands.neither
    )
    tried = what_if.tried_in_body(book, body, numbers, chair)
    voted = hands.for_ + hands.against
    return ResolutionOutcome(
        carried=tried.decision.carried,
        outcome=tried.decision.outcome,
        figure=Sentence("{for_} for, {against} against.", for_=hands.for_, against=hands.against),
        why=tried.steps,
        reasons=() if tried.decision.refer is None else (tried.decision.refer,),
        groups=(),
        for_=hands.for_,
        against=hands.against,
        blank=hands.neither,
        spoilt=0,
        reached=Fraction(hands.for_, voted) if voted else Fraction(0),
        needed=Fraction(1, 2),
        more_than=True,
        weighted=False,
        ceiling_kept=False,
    )


def chair_decides(book: Rulebook, body: str, hands: Hands) -> bool:
    """Whether the votes are equal and the rules give whoever is in the chair the casting vote."""
    return book.body(body).tie == "chair_casting" and hands.for_ == hands.against > 0


def check_casting(*, decides: bool, chair_recused: bool) -> None:
    """Raises `WrongMoment` where there is no casting vote to use."""
    if not decides:
        raise WrongMoment("The chair has no casting vote here. Declare the vote as it was counted.")
    if chair_recused:
        raise WrongMoment(
            "Whoever is in the chair declared an interest in this item, so there is no casting vote on it. "
            "Declare the vote as it was counted."
        )


def check_interests(declared: Mapping[UUID, str], here: Collection[UUID], *, of_a_body: bool) -> None:
    """What interest each of them declared, before the item opens. Raises `NotValid`."""
    if declared and not of_a_body:
        raise NotValid("Interests are declared in meetings of the board and other bodies. Leave this empty.")
    if not set(here).issuperset(declared):
        raise NotValid("Only somebody who is here and has a vote can be taken out of it. Load the page again.")
