"""Bodies as their pages show them: rows of seats, who sits there, which are free, how the caps stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.queries.sitting import Sitting, sitting
from govern.constituencies.boards.rules import HowFilled, Standing
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Seat
from govern.constituencies.rulebook.rules import body_name, group_name, thread_of
from govern.sentences import Sentence


class SeatRow(msgspec.Struct, frozen=True):
    """A row of seats of one body: for which group (thread 0 is for no group), who sits, how many are free.

    `key` names it in forms, `ways` are how its seats are filled, the usual first. `votes` is false for partners
    (M40); `per_unit` says that each seat is one team's.
    """

    constituency: str
    name: Sentence | str
    thread: int
    count: int
    sitting: tuple[Sitting, ...]
    free: int
    key: str = ""
    ways: tuple[HowFilled, ...] = ()
    votes: bool = True
    per_unit: int | None = None


class Board(msgspec.Struct, frozen=True):
    """One body as its page shows it. `needed` is how many have to be in office for it to decide anything."""

    id: str
    name: str
    seats: int
    rows: tuple[SeatRow, ...]
    standings: tuple[Standing, ...]
    counted: tuple[Sentence, ...]
    needed: int = 0
    selected_by: str = ""

    @property
    def filled(self) -> int:
        return sum(len(row.sitting) for row in self.rows)

    @property
    def free(self) -> int:
        return sum(row.free for row in self.rows)

    @property
    def voting(self) -> int:
        """How many of those who sit have a vote."""
        return sum(one.votes for row in self.rows for one in row.sitting)

    @property
    def too_few(self) -> bool:
        """Invariant 21: only filling seats or calling a general meeting is possible."""
        return self.filled > 0 and self.voting < self.needed


async def boards(reading: AsyncSession, on: date, language: str) -> tuple[Board, ...]:
    """Every body of the rules with seats, with who sits there."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return tuple(
        [_board(book, body.id, await sitting(reading, body.id, on), language) for body in book.bodies if body.seats]
    )


async def board(reading: AsyncSession, body: str, on: date, language: str) -> Board:
    """One body. Raises `NotFound`."""
    book = (await rulebook.in_force(reading, on)).rulebook
    return _board(book, book.body(body).id, await sitting(reading, body, on), language)


def _board(book: Rulebook, body_id: str, there: Sequence[Sitting], language: str) -> Board:
    body = book.body(body_id)
    holders = [s.as_holder() for s in there]
    by_person = {s.person_id: s for s in there}
    everybody = body.selected_by == rules.EVERYBODY
    rows = []
    for row, seated in rules.seated(book, body_id, holders):
        count = len(seated) if everybody else row.count
        rows.append(
            _row(book, body_id, row, count, tuple(by_person[h.person_id] for h in seated), language)
        )  # fmt: skip
    shown = {s.person_id for row in rows for s in row.sitting}
    if left_over := tuple(s for s in there if s.person_id not in shown):
        name = Sentence("Seats the rules no longer have")
        rows.append(SeatRow("", name, 0, 0, left_over, 0))
    standings = rules.standings(book, body_id, holders)
    counted = tuple(rules.who_is_counted(book, now.cap) for now in standings)
    return Board(
        body_id,
        body_name(body, language),
        rules.established(book, body_id, holders),
        tuple(rows),
        standings,
        counted,
        rules.needed_in_office(book, body_id),
        body.selected_by,
    )


def _row(book: Rulebook, body: str, row: Seat, count: int, there: tuple[Sitting, ...], language: str) -> SeatRow:
    order = [group.id for group in book.constituencies]
    seat = row.constituency
    return SeatRow(
        seat,
        seat_name(book, seat, language, row.method),
        thread_of(order.index(seat)) if seat in order else 0,
        count,
        there,
        max(0, count - len(there)),
        rules.key_of(book, body, row),
        rules.ways_to(book, body, row),
        row.seat_vote,
        row.per_unit,
    )


def seat_name(book: Rulebook, seat: str, language: str, method: str = "") -> Sentence | str:
    if seat == rules.ANYBODY:
        return Sentence("Any member")
    if seat == rules.NOBODY:
        return NOBODY_NAMES.get(method, Sentence("Somebody from outside"))
    if not any(group.id == seat for group in book.constituencies):
        return seat
    return group_name(book.constituency(seat), language)


NOBODY_NAMES = {
    "ex_officio": Sentence("Somebody by their office"),
    "nominated": Sentence("Somebody sent by a partner"),
}
