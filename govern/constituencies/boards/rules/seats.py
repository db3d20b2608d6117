"""Rows of seats: whether somebody may take one, which are free (invariants 11, 15, 16, 17)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from govern.constituencies.boards.rules.caps import CapReached, counts_for, refuses, standings, who_is_counted
from govern.constituencies.boards.rules.holders import ANYBODY, NOBODY, Holder, HowFilled
from govern.constituencies.register.rules import old_enough
from govern.constituencies.rulebook.book import Rulebook, cap_limit
from govern.constituencies.rulebook.book.tables import Cap, Seat
from govern.errors import AlreadyDone, NotAllowed, NotFound
from govern.sentences import Sentence

#: Directors are at least 18 (invariant 5; Co-operatives UK multi-stakeholder model rules).
DIRECTOR_AGE = 18


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
    leaves_room_for_quotas(book, body_id, holders, newcomer)


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


def leaves_room_for_quotas(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
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
