"""What one sitting may hold, when somebody who stopped may be asked again, and in which order cards lie.

A stop counts from the moment it was shown. It wipes that sitting, and every view that was read before it. What was
seen in earlier sittings stays written down, but nothing is made of it until the person agreed anew on another day and
that sitting went to its end: a stop says "no more", and only the person can say whether it meant "not today" or "not
at all". Then all that was seen is read again, and checked back with them (domain.md 2.6, invariant 72).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from uuid import UUID

import msgspec

from govern.errors import NotValid, WrongMoment
from govern.forums.consultations.rules.weighing import Assent
from govern.identity.rules import day_of


class Place(StrEnum):
    """Where a card is put on a mat, or in sorting into three."""

    GOOD = "good"
    MIDDLE = "middle"
    BAD = "bad"


#: What can be picked beside a card. Not sure and not saying are always there; face-1 is the happiest.
NOT_SURE, NOT_SAYING = "not_sure", "not_saying"
PLAIN_PICKS = frozenset(
    {"yes", "no", NOT_SURE, NOT_SAYING, "face-1", "face-2", "face-3", "face-4", "face-5"},
)

#: People who are asked together.
FEWEST_TOGETHER, MOST_TOGETHER = 2, 4


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """One sitting, as far as it matters for what may follow. `own`: the person pressed for themselves, nobody led."""

    began_at: datetime
    assent: Assent
    stopped: bool = False
    ended: bool = False
    own: bool = False


def last_stop(sittings: Iterable[Happened]) -> Happened | None:
    """The latest sitting in which the person showed that they want to stop."""
    return max((one for one in sittings if one.stopped), key=lambda one: one.began_at, default=None)


def agreed_since(sittings: Sequence[Happened]) -> tuple[Happened, ...]:
    """Those to which the person agreed, with no stop after them that no later day made good."""
    stop = last_stop(sittings)
    return tuple(
        one
        for one in sittings
        if one.assent is Assent.GIVEN and not one.stopped and (stop is None or _anew(one, stop))
    )


def _anew(one: Happened, stop: Happened) -> bool:
    """Another day; or the person began again themselves, with nobody who might press them."""
    if one.own:
        return one.began_at > stop.began_at
    return day_of(one.began_at) > day_of(stop.began_at)


def check_may_begin(sittings: Sequence[Happened], one: Happened) -> None:
    """Nobody is asked again on the day on which they stopped. Raises `WrongMoment`."""
    stop = last_stop(sittings)
    if stop is not None and one.began_at >= stop.began_at and not _anew(one, stop):
        raise WrongMoment("They showed that they want to stop. Do not ask again today. Another day you can ask anew.")


def check_may_be_read(sittings: Sequence[Happened]) -> None:
    """No position without assent, none after a stop, none before they were done. Raises `WrongMoment`."""
    if not any(one.assent is Assent.GIVEN for one in sittings):
        raise WrongMoment("They were not asked yet, or did not want to be. There is nothing to say what they think.")
    since = agreed_since(sittings)
    if not since:
        raise WrongMoment(
            "They showed that they want to stop. No view is kept after that. Another day you can ask anew whether "
            "they want to take part."
        )
    if not any(one.ended for one in since):
        raise WrongMoment("You are still asking them. End this time first.")


def check_picked(picked: str, cards: Iterable[UUID]) -> None:
    """A card of this question, a face, or one of the plain answers. Raises `NotValid`."""
    if picked and picked not in PLAIN_PICKS and picked not in {str(one) for one in cards}:
        raise NotValid("Choose one of the things that were shown.", field="picked")


def lay(cards: Sequence[UUID], person_id: UUID, consultation_id: UUID, turn: int) -> tuple[UUID, ...]:
    """The order in which cards lie, in somebody's sitting number `turn` (from 0).

    A seeded order of their own, turned by one with each sitting: over as many sittings as there are cards, each of
    them lies once in each place (a Latin square), so that "whatever came last" cannot look like a choice.
    """
    seed = consultation_id.bytes + person_id.bytes
    mixed = sorted(cards, key=lambda card: sha256(seed + card.bytes).digest())
    start = turn % len(mixed) if mixed else 0
    return tuple(mixed[start:] + mixed[:start])


def check_together(people: Sequence[UUID]) -> None:
    """Two to four, each of them once. Raises `NotValid`."""
    if len(set(people)) != len(people) or not FEWEST_TOGETHER <= len(people) <= MOST_TOGETHER:
        raise NotValid("Choose two, three or four people to ask together.", field="people")
