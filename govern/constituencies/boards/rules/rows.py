"""Rows of seats: who fills them in which way, who sits in which row, how many places are free in each."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from govern.constituencies.boards.rules.caps import EVERYBODY
from govern.constituencies.boards.rules.holders import Holder, HowFilled
from govern.constituencies.rulebook.book import Rulebook, citation
from govern.constituencies.rulebook.book.tables import Seat
from govern.constituencies.rulebook.rules import called
from govern.errors import NotAllowed, NotFound, NotValid
from govern.sentences import Sentence

ELECTED_METHODS = frozenset({"stv", "block_vote", "approval", "consent_selection"})
_ELECTED = (HowFilled.ELECTED, HowFilled.CO_OPTED, HowFilled.NEXT_BEST, HowFilled.FIRST)
#: How a row of this method may be filled, the usual way first. A row that is elected is co-opted to, or filled by the
#: next in the last election, only when a seat falls empty before its time.
WAYS: dict[str, tuple[HowFilled, ...]] = {
    "stv": _ELECTED,
    "block_vote": _ELECTED,
    "approval": _ELECTED,
    "consent_selection": _ELECTED,
    "appointed": (HowFilled.APPOINTED, HowFilled.NOMINATED, HowFilled.CO_OPTED, HowFilled.FIRST),
    "ex_officio": (HowFilled.EX_OFFICIO, HowFilled.FIRST),
    "nominated": (HowFilled.NOMINATED, HowFilled.FIRST),
}


def ways_to(book: Rulebook, body_id: str, row: Seat) -> tuple[HowFilled, ...]:
    """How a seat of this row may be filled. Where another body selects, its choice comes first (M18)."""
    chooser = book.body(body_id).selected_by
    if chooser == EVERYBODY:
        return HowFilled.BY_MEMBERSHIP, HowFilled.FIRST
    ways = WAYS[row.method]
    if selected_by_a_body(book, body_id) and row.method in ("appointed", "consent_selection"):
        return HowFilled.SELECTED, *(way for way in ways if way is not HowFilled.APPOINTED)
    return ways


def selected_by_a_body(book: Rulebook, body_id: str) -> bool:
    """Whether the members of another body choose who sits (a council its board)."""
    chooser = book.body(body_id).selected_by
    return any(body.id == chooser for body in book.bodies)


def key_of(book: Rulebook, body_id: str, row: Seat) -> str:
    """A row's name in forms and files: its group, with its way behind it where two rows are for the same group."""
    same = [other for other in book.seats_of(body_id) if other.constituency == row.constituency]
    return row.constituency if len(same) == 1 else f"{row.constituency}:{row.method}"


def row_named(book: Rulebook, body_id: str, key: str) -> Seat:
    """The row with this name. Raises `NotFound` beside the field."""
    for row in book.seats_of(body_id):
        if key in (key_of(book, body_id, row), f"{row.constituency}:{row.method}"):
            return row
    for row in book.seats_of(body_id):
        if row.constituency == key:
            return row
    raise NotFound(
        "The rules have no such seat on {body}. Choose another.", field="seat", body=called(book.body(body_id))
    )


def rule_of_row(book: Rulebook, row: Seat) -> Sentence:
    """The rule that a row of seats is: "Rule 11.3"."""
    return citation(f"seat.{book.seats.index(row) + 1}", book)


def rule_for_seats(book: Rulebook, body_id: str, constituency: str) -> Sentence:
    """The rule on the seats for a group on a body: its first row."""
    return rule_of_row(book, next(row for row in book.seats_of(body_id) if row.constituency == constituency))


def seated(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> tuple[tuple[Seat, tuple[Holder, ...]], ...]:
    """Each row with those who sit in it. Of two rows for one group, the one whose way they came by."""
    rows = book.seats_of(body_id)
    there: list[list[Holder]] = [[] for _ in rows]
    for holder in holders:
        mine = [at for at, row in enumerate(rows) if row.constituency == holder.constituency]
        if not mine:
            continue
        fitting = [at for at in mine if holder.how_filled in ways_to(book, body_id, rows[at])]
        own = [at for at in fitting if ways_to(book, body_id, rows[at])[0] == holder.how_filled]
        order = list(dict.fromkeys((*own, *fitting, *mine)))
        place = next((at for at in order if len(there[at]) < rows[at].count), order[0])
        there[place].append(holder)
    return tuple((row, tuple(sitting)) for row, sitting in zip(rows, there, strict=True))


def free_places(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> dict[str, int]:
    """How many seats for each group are empty, in the order of the rules."""
    taken = Counter(holder.constituency for holder in holders)
    free: dict[str, int] = {}
    for row in book.seats_of(body_id):
        free[row.constituency] = free.get(row.constituency, 0) + row.count
    return {seat: max(0, count - taken[seat]) for seat, count in free.items()}


def row_has_room(book: Rulebook, body_id: str, holders: Sequence[Holder], newcomer: Holder) -> None:
    """Raises `NotFound` where there is no such row, `NotAllowed` where all its seats, or its team's, are taken."""
    rows = [row for row in book.seats_of(body_id) if row.constituency == newcomer.constituency]
    if not rows:
        raise NotFound(
            "The rules have no such seat on {body}. Choose another.", field="seat", body=called(book.body(body_id))
        )
    _team_has_room(book, rows, holders, newcomer)
    if book.body(body_id).selected_by == EVERYBODY:
        return
    now = dict(_places(book, body_id, holders))
    fitting = [row for row in rows if newcomer.how_filled in ways_to(book, body_id, row)] or rows
    there = tuple(h.name for h in holders if h.constituency == newcomer.constituency)
    total = sum(row.count for row in rows)
    if len(there) >= total or not any(now[book.seats.index(row)] for row in fitting):
        raise NotAllowed(
            "All of these seats are taken, by {holders} ({rule}). One of them has to end first.",
            field="seat",
            holders=there,
            rule=rule_of_row(book, rows[0]),
        )


def _places(book: Rulebook, body_id: str, holders: Sequence[Holder]) -> list[tuple[int, int]]:
    return [(book.seats.index(row), max(0, row.count - len(there))) for row, there in seated(book, body_id, holders)]


def _team_has_room(book: Rulebook, rows: Sequence[Seat], holders: Sequence[Holder], newcomer: Holder) -> None:
    """A seat per team: each team has its own (M55)."""
    per_team = next((row.per_unit for row in rows if row.per_unit is not None), None)
    if per_team is None or newcomer.unit is None:
        return
    theirs = tuple(h.name for h in holders if h.unit == newcomer.unit and h.constituency == newcomer.constituency)
    if len(theirs) >= per_team:
        raise NotAllowed(
            "The seat of {team} is taken, by {holders} ({rule}). It has to end first.",
            field="unit",
            rule=rule_of_row(book, rows[0]),
            team=newcomer.unit,
            holders=theirs,
        )


def check_way(book: Rulebook, body_id: str, row: Seat, how: HowFilled) -> None:
    """Whether a seat of this row may be filled so. Raises `NotAllowed`."""
    if how not in ways_to(book, body_id, row):
        raise NotAllowed(
            "By the rules this seat of {body} is not filled in this way ({rule}). Choose another way.",
            field="how",
            rule=rule_of_row(book, row),
            body=called(book.body(body_id)),
        )


def check_team(row: Seat, unit: str | None) -> None:
    """A seat per team says for which team. Raises `NotValid`."""
    if row.per_unit is not None and not unit:
        raise NotValid("This seat is for one team. Write the name of the team.", field="unit")
