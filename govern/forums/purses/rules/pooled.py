"""Money that several people put together: whose share a spend is taken from, who has said yes, what stops it.

Nobody's share goes below zero, and nothing of a share is spent without its owner's own yes (M29, invariant 85). What
others read in somebody's behaviour is no yes (invariant 75).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

import msgspec

from govern.constituencies.register.rules import pounds
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Resolution
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.sentences import Sentence

#: A purse of people is no bank: more pence than this is a slip of the hand.
MOST_PENCE = 100_000_000
FEWEST_THERE = 3


class SpendState(StrEnum):
    """Where a spend stands: asked, spent, refused by one whose share it was, taken back, or no longer possible."""

    ASKED = "asked"
    SPENT = "spent"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"


class PotLineKind(StrEnum):
    """A line of the ledger: money comes into a share, or a spend takes some out of it."""

    PUT_IN = "put_in"
    SPENT = "spent"


class Expressed(StrEnum):
    """How somebody's answer came, as in a consultation: in words, by choosing, or read from what they did."""

    STATED = "stated"
    CHOSEN = "chosen"
    OBSERVED = "observed"


class Part(msgspec.Struct, frozen=True):
    """What one person's share gives to a spend, and what they answered. `name` and `has` are as of now."""

    person_id: UUID
    name: str
    pence: int
    has: int
    yes: bool | None = None


def check_pooled(book: Rulebook) -> None:
    """Raises `NotAllowed` where the rules know no pooled money."""
    if not book.funds.pooled_budget.enabled:
        raise NotAllowed(
            "By the rules, people do not put money together here ({clause}).",
            clause=citation("funds.pooled_budget", book),
        )


def check_pence(pence: int, field: str = "amount") -> None:
    """Raises `NotValid`."""
    if not 0 < pence <= MOST_PENCE:
        raise NotValid("Type the amount in pounds, like 1 or 250.00.", field=field)


def equal_split(total: int, people: list[UUID]) -> dict[UUID, int]:
    """The total in equal parts; pence that cannot be halved go to the first ones.

    >>> equal_split(100, ["a", "b", "c"])
    {'a': 34, 'b': 33, 'c': 33}
    """
    if not people:
        return {}
    each, rest = divmod(total, len(people))
    return {person: each + (place < rest) for place, person in enumerate(people)}


def check_split(total: int, parts: Mapping[UUID, int]) -> None:
    """The parts make up the total, and each is something. Raises `NotValid`."""
    check_pence(total, "total")
    if not parts:
        raise NotValid("Choose whose share it is spent from.", field="shares")
    if any(pence <= 0 for pence in parts.values()):
        raise NotValid("A part is more than nothing. Leave out whoever gives nothing.", field="shares")
    if (added := sum(parts.values())) != total:
        raise NotValid(
            "The parts come to {added}, and it costs {total}. Change the parts so that they come to the same.",
            field="shares",
            added=pounds(added),
            total=pounds(total),
        )


def too_small(parts: list[Part]) -> tuple[Part, ...]:
    """Those whose share is too small for their part."""
    return tuple(part for part in parts if part.has < part.pence)


def check_shares(parts: list[Part], field: str | None = "shares") -> None:
    """Nobody's share goes below zero (invariant 85). Raises `NotValid` with whose share is too small."""
    if short := too_small(parts):
        raise NotValid(
            Sentence(
                "This is not possible: {who}. Choose another split, or something that costs less.",
                who=tuple(
                    Sentence(
                        "{name} has {has}, where {asked} is asked",
                        name=p.name,
                        has=pounds(p.has),
                        asked=pounds(p.pence),
                    )
                    for p in short
                ),
            ),
            field=field,
        )


def check_asked(state: SpendState) -> None:
    """Raises `AlreadyDone` where a spend is settled."""
    if state is not SpendState.ASKED:
        raise AlreadyDone("This is settled already. Look at the page again. To spend something else, ask anew.")


def check_answers(part: Part | None, *, shares: bool = False) -> None:
    """Those whose share is spent answer; where they decide together, whoever `shares`. Raises `NotAllowed`."""
    if part is None and not shares:
        raise NotAllowed("Nothing of your share would be spent on this, so there is nothing for you to answer.")


def check_supported(expressed: Expressed, there: str, how: str) -> None:
    """A yes that somebody else writes down: said or chosen, with who was there and how it came. Raises `NotValid`."""
    if expressed is Expressed.OBSERVED:
        raise NotValid(
            "What others read in somebody's behaviour is no yes. Try again on another day, with pictures or with the "
            "thing itself, so that the person can say or choose it.",
            field="expressed",
        )
    if len(there.strip()) < FEWEST_THERE:
        raise NotValid("Say who was there.", field="there")
    if not how.strip():
        raise NotValid(
            "Say what the person said or did, like “pointed at the picture of the sea, twice”.", field="how"
        )


def shared_kind(book: Rulebook) -> Resolution | None:
    """The kind of decision by which those who share a pot decide on a spend together, where the rules ask for one."""
    wanted = book.funds.pooled_budget.shared_decision
    return next((kind for kind in book.resolutions if kind.id == wanted), None)


def decided_together(kind: Resolution | None, for_: int, against: int, silent: int) -> bool | None:
    """Whether those who share are for it, each with one voice. None: whoever is silent can still turn it.

    A share of the votes cast is carried only once nobody who is still silent could undo it.
    """
    if kind is None:
        return True
    if _passes(kind, for_, against + silent):
        return True
    return None if _passes(kind, for_ + silent, against) else False


def _passes(kind: Resolution, for_: int, against: int) -> bool:
    whole = for_ + against
    if not whole:
        return False
    share = Fraction(for_, whole)
    return share > kind.pass_.of if kind.pass_.op == "gt" else share >= kind.pass_.of


def state_after(parts: list[Part], together: bool | None = True) -> SpendState:
    """Refused with one no of whose share it is, or where those who share are against it together.

    Spent once everybody whose share it is has said yes and they are for it together; else asked (invariant 85).
    """
    answers = [part.yes for part in parts]
    if False in answers or together is False:
        return SpendState.REFUSED
    return SpendState.SPENT if answers and all(answers) and together else SpendState.ASKED


def check_takes_back(proposed_by: UUID | None, by: UUID, *, leads: bool) -> None:
    """Raises `NotFound`: for others there is nothing to take back."""
    if by != proposed_by and not leads:
        raise NotFound("Only whoever asked for this, or the facilitator, can take it back.")


def check_pot_open(closed: bool) -> None:
    """Raises `WrongMoment`."""
    if closed:
        raise WrongMoment("This pot is closed. What it did can still be read.")
