"""Whether somebody may take a seat, beside those who sit (invariants 11, 15, 16, 17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from govern.constituencies.boards.rules.caps import (
    CapReached,
    counts_for,
    established,
    refuses,
    standing_with,
    standings,
    who_is_counted,
)
from govern.constituencies.boards.rules.holders import ANYBODY, NOBODY, Holder, HowFilled
from govern.constituencies.boards.rules.rows import row_has_room, rule_for_seats
from govern.constituencies.register.rules import old_enough
from govern.constituencies.rulebook.book import Rulebook, cap_limit, citation
from govern.constituencies.rulebook.book.tables import Cap, Seat
from govern.constituencies.rulebook.rules import called
from govern.errors import AlreadyDone, NotAllowed
from govern.sentences import Sentence

#: Who may sit without being a member: somebody's nominee, somebody appointed, the holder of an office.
FROM_OUTSIDE = frozenset({HowFilled.APPOINTED, HowFilled.NOMINATED, HowFilled.EX_OFFICIO, HowFilled.FIRST})


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
            body=called(body),
        )
    keeps_caps(book, body_id, holders, newcomer)
    row_has_room(book, body_id, holders, newcomer)
    _belongs_there(book, body_id, holders, newcomer)
    if newcomer.from_on is not None and not old_enough(born_on, newcomer.from_on, book.society.director_age):
        raise NotAllowed(
            "Whoever sits on {body} is at least {age} ({rule}). {name} is younger.",
            field="person",
            body=called(body),
            age=book.society.director_age,
            rule=citation("society.director_age", book),
            name=newcomer.name,
        )
    leaves_room_for_quotas(book, body_id, holders, newcomer)


def _belongs_there(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """Reserved seats are for members of the group, "any" for any member, external people only by co-option."""
    seat = newcomer.constituency
    if seat not in (ANYBODY, NOBODY):
        if seat not in newcomer.groups:
            raise NotAllowed(
                "This seat is for members of {group} ({rule}). {name} is not one of them.",
                field="person",
                group=called(book.constituency(seat)),
                rule=rule_for_seats(book, body_id, seat),
                name=newcomer.name,
            )
        return
    if newcomer.groups or (seat == NOBODY and newcomer.how_filled in FROM_OUTSIDE):
        return
    if newcomer.how_filled != HowFilled.CO_OPTED:
        raise NotAllowed(
            "{name} is not a member and can only be co-opted ({rule}).",
            field="person",
            name=newcomer.name,
            rule=citation(f"body.{body_id}", book),
        )
    most = book.body(body_id).co_option_max
    from_outside = tuple(h.name for h in holders if not h.groups and h.how_filled == HowFilled.CO_OPTED)
    if len(from_outside) >= most:
        raise NotAllowed(
            "At most {most} people who are not members may be co-opted ({rule}). There are {count} now.",
            field="person",
            rule=citation(f"body.{body_id}", book),
            most=most,
            count=len(from_outside),
        )


def keeps_caps(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """Invariant 11: the refusal names the cap, the limit and the present holders."""
    seats = established(book, body_id, (*holders, newcomer))
    for cap in book.caps_on(body_id):
        now = standing_with(cap, holders, newcomer, seats) if refuses(cap) else None
        if now is not None and len(now.counted) + 1 > now.limit:
            raise CapReached(
                "{name} cannot take a seat: {cap} may hold at most {limit} of {seats} seats ({rule}). "
                "Now: {holders}. Choose somebody else.",
                field="person",
                rule=citation(f"cap.{cap.id}", book),
                name=newcomer.name,
                cap=who_is_counted(book, now.cap),
                limit=now.limit,
                seats=seats,
                holders=tuple(holder.name for holder in now.counted) or (Sentence("nobody"),),
            )


def leaves_room_for_quotas(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """A quota that refuses is kept possible: the seats still empty must be enough for those it asks for."""
    seats = established(book, body_id, (*holders, newcomer))
    free_after = max(0, seats - len(holders) - 1)
    for now in standings(book, body_id, holders):
        if not now.is_quota or now.cap.on_breach != "block_appointment" or counts_for(now.cap, newcomer):
            continue
        limit = cap_limit(now.cap, len(holders) + 1 if now.cap.of == "filled" else seats)
        if len(now.counted) + free_after < limit:
            raise CapReached(
                "{name} cannot take a seat: at least {limit} of {seats} seats are for {cap} ({rule}). "
                "Choose one of them.",
                field="person",
                rule=citation(f"cap.{now.cap.id}", book),
                name=newcomer.name,
                limit=limit,
                seats=seats,
                cap=who_is_counted(book, now.cap),
            )


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
