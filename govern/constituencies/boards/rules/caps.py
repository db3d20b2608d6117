"""Caps and quotas: whom they count, how they stand, which of them refuse."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from govern.constituencies.boards.rules.holders import Holder
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap
from govern.errors import NotAllowed
from govern.sentences import Sentence


class Standing(msgspec.Struct, frozen=True):
    """How a cap or quota stands: `counted` of at most (or at least) `limit`, and who is counted."""

    cap: Cap
    limit: int | Fraction
    counted: tuple[Holder, ...]

    @property
    def is_quota(self) -> bool:
        return self.cap.min is not None or self.cap.min_count is not None

    @property
    def is_kept(self) -> bool:
        return len(self.counted) >= self.limit if self.is_quota else len(self.counted) <= self.limit

    @property
    def places_left(self) -> int:
        """How many more may sit under a cap; 0 for a quota."""
        return 0 if self.is_quota else max(0, int(self.limit) - len(self.counted))


def counts_for(cap: Cap, holder: Holder) -> bool:
    """Whether this cap or quota counts this person: by attribute, or by the groups it names."""
    if cap.attribute is not None:
        return cap.attribute in holder.attributes
    return bool(holder.groups & set(cap.constituencies or ())) if cap.constituencies else False


def standing(cap: Cap, holders: Sequence[Holder], seats: int) -> Standing:
    """How a cap stands with these holders on a body of so many established seats."""
    places = len(holders) if cap.of == "filled" else seats
    return Standing(cap, cap_limit(cap, places), tuple(h for h in holders if counts_for(cap, h)))


def standings(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[Standing, ...]:
    """Every active cap and quota on a body that counts people by attribute or group."""
    seats = book.body(body_id).seats
    return tuple(standing(cap, holders, seats) for cap in book.caps_on(body_id) if cap.per is None)


def refuses(cap: Cap) -> bool:
    """Whether a cap stops a tenure before it begins; the others only open a breach (invariant 14)."""
    is_maximum = cap.max is not None or cap.max_count is not None
    return is_maximum and cap.of == "established" and cap.on_breach == "block_appointment"


class CapReached(NotAllowed):
    """A seat that would break a cap."""


def who_is_counted(book: Rulebook, cap: Cap) -> Sentence:
    """Whom a cap or quota counts, in words."""
    if cap.attribute is not None:
        return ATTRIBUTES.get(cap.attribute) or Sentence("people noted as “{attribute}”", attribute=cap.attribute)
    names = tuple(book.constituency(group).name for group in cap.constituencies or ())
    return Sentence("members of {groups}", groups=names)


ATTRIBUTES = {
    "volunteer": Sentence("volunteers"),
    "employee": Sentence("employees"),
    "disadvantaged": Sentence("disadvantaged workers"),
    "mutual_member": Sentence("members by mutual exchange"),
}


def over_caps(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[Standing, ...]:
    """Caps and quotas that these holders do not keep: breaches to cure at the next general meeting (invariant 14).

    Asked with the rules of a version to come, they are what its adoption has to name (invariant 13).
    """
    return tuple(now for now in standings(book, body_id, holders) if not now.is_kept)
