"""Bodies as their pages show them: rows of seats, who sits there, which are free, how the caps stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import rules
from govern.constituencies.boards.queries.sitting import Sitting, sitting
from govern.constituencies.boards.rules import Standing
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name, group_name, thread_of
from govern.sentences import Sentence


class SeatRow(msgspec.Struct, frozen=True):
    """A row of seats of one body: for which group (thread 0 is for no group), who sits, how many are free."""

    constituency: str
    name: Sentence | str
    thread: int
    count: int
    sitting: tuple[Sitting, ...]
    free: int


class Board(msgspec.Struct, frozen=True):
    """One body as its page shows it."""

    id: str
    name: str
    seats: int
    rows: tuple[SeatRow, ...]
    standings: tuple[Standing, ...]
    counted: tuple[Sentence, ...]

    @property
    def filled(self) -> int:
        return sum(len(row.sitting) for row in self.rows)

    @property
    def free(self) -> int:
        return sum(row.free for row in self.rows)


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
    free = rules.free_places(book, body_id, [s.as_holder() for s in there])
    order = [group.id for group in book.constituencies]
    counts: dict[str, int] = {}
    for row in book.seats_of(body_id):
        counts[row.constituency] = counts.get(row.constituency, 0) + row.count
    rows = tuple(
        SeatRow(
            seat,
            seat_name(book, seat, language),
            thread_of(order.index(seat)) if seat in order else 0,
            count,
            tuple(s for s in there if s.constituency == seat),
            free[seat],
        )
        for seat, count in counts.items()
    )
    standings = rules.standings(book, body_id, [s.as_holder() for s in there])
    counted = tuple(rules.who_is_counted(book, now.cap) for now in standings)
    return Board(body_id, body_name(body, language), body.seats, rows, standings, counted)


def seat_name(book: Rulebook, seat: str, language: str) -> Sentence | str:
    """For whom a row of seats is: a group by its name, any member, or somebody from outside."""
    if seat == rules.ANYBODY:
        return Sentence("Any member")
    if seat == rules.NOBODY:
        return Sentence("Somebody from outside")
    return group_name(book.constituency(seat), language)
