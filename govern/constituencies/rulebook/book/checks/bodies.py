"""Bodies and seats: the rows add up, referred bodies exist, caps can be kept and quotas can be met."""

from __future__ import annotations

from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.rulebook import cap_limit
from govern.constituencies.rulebook.book.tables import Cap, Tables
from govern.sentences import Sentence

CHOOSERS = ("members", "all_members", "mixed", "circle", "person")
SCOPES = ("membership", "workforce", "constituencies_with_members")


def there_is_one_board(tables: Tables) -> Iterator[Problem]:
    boards = sum(body.kind == "board" for body in tables.bodies)
    if boards != 1:
        yield Problem(("body",), Sentence("Exactly one body is of kind “board”. Here are {boards}.", boards=boards))


def seat_rows_refer_to_what_exists(tables: Tables) -> Iterator[Problem]:
    bodies = {body.id for body in tables.bodies}
    groups = {group.id for group in tables.constituencies} | {"any", "none"}
    for number, seat in enumerate(tables.seats):
        if seat.body not in bodies:
            yield Problem(("seat", number, "body"), Sentence("“{body}” is no [[body]] here.", body=seat.body))
        if seat.constituency not in groups:
            wrong = Sentence("“{group}” is no [[constituency]] here.", group=seat.constituency)
            yield Problem(("seat", number, "constituency"), wrong)


def seat_rows_add_up(tables: Tables) -> Iterator[Problem]:
    for number, body in enumerate(tables.bodies):
        rows = sum(seat.count for seat in tables.seats if seat.body == body.id)
        if body.seats != rows:
            wrong = Sentence("It has {seats} seats, but its rows add up to {rows}.", seats=body.seats, rows=rows)
            yield Problem(("body", number, "seats"), wrong)


def parents_and_choosers_exist(tables: Tables) -> Iterator[Problem]:
    bodies = {body.id for body in tables.bodies}
    for number, body in enumerate(tables.bodies):
        if body.parent is not None and body.parent not in bodies:
            yield Problem(("body", number, "parent"), Sentence("“{body}” is an unknown parent.", body=body.parent))
        if body.selected_by not in bodies and body.selected_by not in CHOOSERS:
            wrong = Sentence("Who selects it? Write a body's id or one of: {choosers}.", choosers=CHOOSERS)
            yield Problem(("body", number, "selected_by"), wrong)


def caps_say_how_many_and_of_whom(tables: Tables) -> Iterator[Problem]:
    for number, cap in enumerate(tables.caps):
        if (cap.max, cap.min, cap.max_count, cap.min_count) == (None, None, None, None):
            wrong = Sentence("It sets no limit. Write max, min, max_count or min_count.")
            yield Problem(("cap", number), wrong)
        if (cap.attribute, cap.constituencies, cap.per) == (None, None, None):
            wrong = Sentence("On whom is the cap? Write attribute, constituencies or per.")
            yield Problem(("cap", number), wrong)


def caps_refer_to_what_exists(tables: Tables) -> Iterator[Problem]:
    groups = {group.id for group in tables.constituencies}
    scopes = {f"body:{body.id}" for body in tables.bodies} | set(SCOPES)
    for number, cap in enumerate(tables.caps):
        for group in cap.constituencies or ():
            if group not in groups:
                wrong = Sentence("“{group}” is no [[constituency]] here.", group=group)
                yield Problem(("cap", number, "constituencies"), wrong)
        if cap.scope not in scopes:
            wrong = Sentence(
                "“{scope}” is no known scope. Write one of: {scopes}.", scope=cap.scope, scopes=tuple(sorted(scopes))
            )
            yield Problem(("cap", number, "scope"), wrong)


def reserved_seats_keep_the_caps(tables: Tables) -> Iterator[Problem]:
    """Reserved seats may not themselves exceed a cap, and a quota must be possible (invariants 10 and 16)."""
    for number, cap in enumerate(tables.caps):
        seats = sum(body.seats for body in tables.bodies if cap.scope == f"body:{body.id}")
        if not cap.scope.startswith("body:") or not seats:
            continue
        sure, possible = _holders(tables, cap)
        limit = cap_limit(cap, seats)
        if cap.max is not None and sure > limit:
            wrong = Sentence(
                "The reserved seats ({sure}) already break the cap of {limit} of {seats}.",
                sure=sure, limit=limit, seats=seats,
            )  # fmt: skip
            yield Problem(("cap", number, "max"), wrong)
        elif cap.max is None and cap.min is not None and possible < limit:
            wrong = Sentence(
                "The quota of {limit} can never be met: at most {possible} can sit.", limit=limit, possible=possible
            )
            yield Problem(("cap", number, "min"), wrong)


def _holders(tables: Tables, cap: Cap) -> tuple[int, int]:
    """How many seats the people meant by a cap certainly hold, and how many they could hold."""
    rows = [seat for seat in tables.seats if cap.scope == f"body:{seat.body}"]
    if cap.constituencies is not None:
        sure = sum(seat.count for seat in rows if seat.constituency in cap.constituencies)
        return sure, sure + sum(seat.count for seat in rows if seat.constituency == "any")
    marked = {group.id for group in tables.constituencies if cap.attribute in group.attributes}
    return sum(seat.count for seat in rows if seat.constituency in marked), sum(seat.count for seat in rows)


CHECKS = (
    there_is_one_board,
    seat_rows_refer_to_what_exists,
    seat_rows_add_up,
    parents_and_choosers_exist,
    caps_say_how_many_and_of_whom,
    caps_refer_to_what_exists,
    reserved_seats_keep_the_caps,
)
