"""Caps and quotas: whom they count, how they stand, which of them refuse."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

import msgspec

from govern.constituencies.boards.rules.holders import Holder
from govern.constituencies.register.rules import people_noted_as
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed
from govern.sentences import Sentence

#: Who decides by belonging: every member sits, so there are as many seats as there are members (M26).
EVERYBODY = "all_members"


class Standing(msgspec.Struct, frozen=True):
    """How a cap or quota stands: `counted` of at most (or at least) `limit` of `places`, and who is counted.

    A cap `per` something stands with those of the one organisation, team or group that holds the most seats.
    """

    cap: Cap
    limit: int | Fraction
    counted: tuple[Holder, ...]
    places: int = 0

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


def share_of(cap: Cap, holder: Holder) -> str | None:
    """Of which one a cap `per` something counts this person: their organisation, team or group of seats."""
    match cap.per:
        case "member_organisation":
            return str(holder.organisation) if holder.organisation else None
        case "unit" | "operational_team":
            return holder.unit
        case "constituency":
            return holder.constituency
        case _:
            return None


def established(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> int:
    """How many seats a body has. Where every member sits there are as many as sit."""
    body = book.body(body_id)
    return len(holders) if body.selected_by == EVERYBODY else body.seats


def standing(cap: Cap, holders: Sequence[Holder], seats: int) -> Standing:
    """How a cap stands with these holders on a body of so many established seats."""
    places = len(holders) if cap.of == "filled" else seats
    limit = cap_limit(cap, places)
    if cap.per is None:
        return Standing(cap, limit, tuple(h for h in holders if counts_for(cap, h)), places)
    return Standing(cap, limit, _most_of_one(cap, holders), places)


def _most_of_one(cap: Cap, holders: Sequence[Holder]) -> tuple[Holder, ...]:
    by_share: dict[str, list[Holder]] = {}
    for holder in holders:
        if (share := share_of(cap, holder)) is not None:
            by_share.setdefault(share, []).append(holder)
    first = max(sorted(by_share), key=lambda share: len(by_share[share]), default=None)
    return tuple(by_share[first]) if first is not None else ()


def standings(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[Standing, ...]:
    """Every active cap and quota on a body."""
    seats = established(book, body_id, holders)
    return tuple(standing(cap, holders, seats) for cap in book.caps_on(body_id))


def standing_with(cap: Cap, holders: Sequence[Holder], newcomer: Holder, seats: int) -> Standing | None:
    """How a cap stands for a newcomer before they sit; None where it does not count them."""
    if cap.per is None:
        return standing(cap, holders, seats) if counts_for(cap, newcomer) else None
    share = share_of(cap, newcomer)
    if share is None:
        return None
    return standing(cap, [h for h in holders if share_of(cap, h) == share], seats)


def refuses(cap: Cap) -> bool:
    """Whether a cap stops a tenure before it begins; the others only open a breach (invariant 14)."""
    is_maximum = cap.max is not None or cap.max_count is not None
    return is_maximum and cap.of == "established" and cap.on_breach == "block_appointment"


class CapReached(NotAllowed):
    """A seat that would break a cap."""


def who_is_counted(book: Rulebook, cap: Cap) -> Sentence:
    """Whom a cap or quota counts, in words."""
    if cap.per is not None:
        return PER.get(cap.per) or Sentence("people from one {what}", what=cap.per.replace("_", " "))
    if cap.attribute is not None:
        return people_noted_as(cap.attribute)
    names = tuple(called(book.constituency(group)) for group in cap.constituencies or ())
    return Sentence("members of {groups}", groups=names)


PER = {
    "member_organisation": Sentence("people from one member organisation"),
    "unit": Sentence("people from one team"),
    "operational_team": Sentence("people from one team"),
    "constituency": Sentence("people on seats of one group"),
}


def over_caps(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[Standing, ...]:
    """Caps and quotas that these holders do not keep: breaches to cure at the next general meeting (invariant 14).

    Asked with the rules of a version to come, they are what its adoption has to name (invariant 13).
    """
    return tuple(now for now in standings(book, body_id, holders) if not now.is_kept)
