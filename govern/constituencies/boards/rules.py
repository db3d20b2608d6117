"""Who may sit: caps and quotas, reserved seats, co-option, and what a change of somebody's status does to their seat.

Invariants 10 to 17 of the domain report. A cap of the seats established is kept at every moment and refuses; a cap of
the seats filled, and a quota, never removes anyone: it opens a breach that the next general meeting has to cure.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from fractions import Fraction
from uuid import UUID

import msgspec

from govern.constituencies.register.rules import old_enough
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap, Seat
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid
from govern.sentences import Sentence

#: Directors are at least 18 (invariant 5; Co-operatives UK multi-stakeholder model rules).
DIRECTOR_AGE = 18
ANYBODY = "any"
NOBODY = "none"


class HowFilled(StrEnum):
    """How somebody came to a seat."""

    ELECTED = "elected"
    CO_OPTED = "co_opted"
    APPOINTED = "appointed"
    FIRST = "first"


class Holder(msgspec.Struct, frozen=True):
    """Somebody on a seat, as the rules see them on a day: the seat's row, the groups they belong to, what is true of
    them. `name` is for the refusals that have to name them."""

    person_id: UUID
    name: str
    constituency: str
    groups: frozenset[str]
    attributes: frozenset[str]
    how_filled: str = HowFilled.ELECTED
    from_on: date | None = None


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


class Vacated(msgspec.Struct, frozen=True):
    """A seat that a change of status empties, and why."""

    holder: Holder
    why: Sentence


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


def may_sit(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder, born_on: date | None) -> None:
    """Whether somebody may take a seat, beside those who sit there on that day.

    Raises `NotFound` for a body or row of seats the rules do not have, `AlreadyDone` for a second seat
    (invariant 17), `NotValid` or `NotAllowed` for a full row, another group's seat, an age or a cap
    (invariants 11, 15).
    """
    body = book.body(body_id)
    if any(holder.person_id == newcomer.person_id for holder in holders):
        raise AlreadyDone(
            "{name} sits on {body} already. Nobody holds two seats on the same body.",
            field="person",
            name=newcomer.name,
            body=body.name,
        )
    _keeps_caps(book, body_id, holders, newcomer)
    _row_has_room(book, body_id, holders, newcomer.constituency)
    _belongs_there(book, body_id, holders, newcomer)
    if newcomer.from_on is not None and not old_enough(born_on, newcomer.from_on, DIRECTOR_AGE):
        raise NotAllowed(
            "Whoever sits on {body} is at least {age}. {name} is younger.",
            field="person",
            body=body.name,
            age=DIRECTOR_AGE,
            name=newcomer.name,
        )
    _leaves_room_for_quotas(book, body_id, holders, newcomer)


def _row_has_room(book: Rulebook, body_id: str, holders: Sequence[Holder], constituency: str) -> None:
    rows = [row for row in book.seats_of(body_id) if row.constituency == constituency]
    if not rows:
        raise NotFound(
            "The rules have no such seat on {body}. Choose another.", field="seat", body=book.body(body_id).name
        )
    there = tuple(holder.name for holder in holders if holder.constituency == constituency)
    if len(there) >= sum(row.count for row in rows):
        raise NotAllowed(
            "All of these seats are taken, by {holders}. One of them has to end first.", field="seat", holders=there
        )


def _belongs_there(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """Reserved seats are for members of the group, "any" for any member, external people only by co-option."""
    seat = newcomer.constituency
    if seat not in (ANYBODY, NOBODY):
        if seat not in newcomer.groups:
            raise NotAllowed(
                "This seat is for members of {group}. {name} is not one of them.",
                field="person",
                group=book.constituency(seat).name,
                name=newcomer.name,
            )
        return
    if newcomer.groups:
        return
    if seat == NOBODY and newcomer.how_filled == HowFilled.APPOINTED:
        return
    if newcomer.how_filled != HowFilled.CO_OPTED:
        raise NotAllowed("{name} is not a member and can only be co-opted.", field="person", name=newcomer.name)
    most = book.body(body_id).co_option_max
    from_outside = tuple(h.name for h in holders if not h.groups and h.how_filled == HowFilled.CO_OPTED)
    if len(from_outside) >= most:
        raise NotAllowed(
            "At most {most} people who are not members may be co-opted. There are {count} now.",
            field="person",
            most=most,
            count=len(from_outside),
        )


def _keeps_caps(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """Invariant 11: the refusal names the cap, the limit and the present holders."""
    for now in standings(book, body_id, holders):
        if refuses(now.cap) and counts_for(now.cap, newcomer) and len(now.counted) + 1 > now.limit:
            raise CapReached(
                "{name} cannot take a seat: {cap} may hold at most {limit} of {seats} seats. Now: {holders}.",
                field="person",
                name=newcomer.name,
                cap=who_is_counted(book, now.cap),
                limit=now.limit,
                seats=book.body(body_id).seats,
                holders=tuple(holder.name for holder in now.counted) or (Sentence("nobody"),),
            )


class CapReached(NotAllowed):
    """A seat that would break a cap."""


def _leaves_room_for_quotas(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """A quota that refuses is kept possible: the seats still empty must be enough for those it asks for."""
    free_after = book.body(body_id).seats - len(holders) - 1
    for now in standings(book, body_id, holders):
        if not now.is_quota or now.cap.on_breach != "block_appointment" or counts_for(now.cap, newcomer):
            continue
        if len(now.counted) + free_after < now.limit:
            raise CapReached(
                "{name} cannot take a seat: at least {limit} of {seats} seats are for {cap}.",
                field="person",
                name=newcomer.name,
                limit=now.limit,
                seats=book.body(body_id).seats,
                cap=who_is_counted(book, now.cap),
            )


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


def vacated_by(
    book: Rulebook, body_id: str, before: Sequence[Holder], after: Sequence[Holder]
) -> tuple[Vacated, ...]:
    """Which seats a change of status empties (invariant 12): whose own condition fails, and who breaks a cap by it.

    `before` and `after` are the same people on the same seats, as they were and as they are. Only somebody whose
    status changed can lose a seat; the latest to sit goes first.
    """
    was = {holder.person_id: holder for holder in before}
    changed = [h for h in after if was.get(h.person_id) is not None and was[h.person_id] != h]
    out = [Vacated(h, why) for h in changed if (why := _condition_lost(book, was[h.person_id], h)) is not None]
    gone = {vacated.holder.person_id for vacated in out}
    for cap in book.caps_on(body_id):
        if not refuses(cap) or cap.per is not None:
            continue
        staying = [h for h in after if h.person_id not in gone]
        now = standing(cap, staying, book.body(body_id).seats)
        newly = [h for h in now.counted if h in changed and not counts_for(cap, was[h.person_id])]
        newly.sort(key=lambda h: h.from_on or date.min)
        for _ in range(max(0, len(now.counted) - int(now.limit))):
            if newly:
                holder = newly.pop()
                gone.add(holder.person_id)
                why = Sentence(
                    "{cap} may hold at most {limit} seats, and {limit} others sit there.",
                    cap=who_is_counted(book, cap),
                    limit=now.limit,
                )
                out.append(Vacated(holder, why))
    return tuple(out)


def _condition_lost(book: Rulebook, was: Holder, now: Holder) -> Sentence | None:
    seat = now.constituency
    if seat not in (ANYBODY, NOBODY):
        if seat in was.groups and seat not in now.groups:
            return Sentence("The seat is for members of {group}.", group=book.constituency(seat).name)
        return None
    if was.groups and not now.groups:
        return Sentence("The seat is for members.")
    return None


def over_caps(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[Standing, ...]:
    """Caps and quotas that these holders do not keep: breaches to cure at the next general meeting (invariant 14).

    Asked with the rules of a version to come, they are what its adoption has to name (invariant 13).
    """
    return tuple(now for now in standings(book, body_id, holders) if not now.is_kept)


def free_places(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> dict[str, int]:
    """How many seats of each row of a body are empty, in the order of the rules."""
    taken = Counter(holder.constituency for holder in holders)
    free: dict[str, int] = {}
    for row in book.seats_of(body_id):
        free[row.constituency] = free.get(row.constituency, 0) + row.count
    return {seat: max(0, count - taken[seat]) for seat, count in free.items()}


def rows_fit(book: Rulebook, body_id: str) -> bool:
    """Invariant 16: the rows add up to the body's seats, and reserved seats alone cannot break a cap that refuses."""
    rows: tuple[Seat, ...] = book.seats_of(body_id)
    seats = book.body(body_id).seats
    if sum(row.count for row in rows) != seats:
        return False
    for cap in book.caps_on(body_id):
        if not refuses(cap) or cap.per is not None:
            continue
        reserved = sum(row.count for row in rows if _row_counts(book, cap, row.constituency))
        if reserved > cap_limit(cap, seats):
            return False
    return True


def _row_counts(book: Rulebook, cap: Cap, constituency: str) -> bool:
    if constituency in (ANYBODY, NOBODY):
        return False
    if cap.attribute is not None:
        return cap.attribute in book.constituency(constituency).attributes
    return constituency in (cap.constituencies or ())


def end_of_term(from_on: date, years: int) -> date:
    """The day a term is due to end: so many years on; a 29 February becomes the 28th."""
    try:
        return from_on.replace(year=from_on.year + years)
    except ValueError:
        return from_on.replace(year=from_on.year + years, day=28)


def span_is_right(from_on: date, due_on: date | None) -> None:
    if due_on is not None and due_on <= from_on:
        raise NotValid("The term has to end after it begins. Change one of the two days.", field="due_on")
