"""Seats and how they are filled: who names nominated seats, which bodies members elect, which belongs to which."""

from __future__ import annotations

from collections.abc import Iterator

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.tables import Tables
from govern.sentences import Sentence

ELECTED = {"stv", "block_vote", "approval"}
BY_MEMBERS = {"members", "all_members", "mixed"}
CHOSEN_BY_MEMBERS = ELECTED | {"consent_selection"}


def nominated_seats_say_by_whom(tables: Tables) -> Iterator[Problem]:
    for number, seat in enumerate(tables.seats):
        if seat.method == "nominated" and not seat.nominated_by:
            wrong = Sentence("Who names them? Write nominated_by with the names of the bodies.")
            yield Problem(("seat", number, "nominated_by"), wrong)
        if seat.method != "nominated" and seat.nominated_by:
            wrong = Sentence(
                "Only seats with method = “nominated” are named by others. Write that, or take this out."
            )
            yield Problem(("seat", number, "nominated_by"), wrong)
        if seat.method != "nominated" and seat.ends_at is not None:
            wrong = Sentence("Only nominated seats can end with the first elections. Write method = “nominated”.")
            yield Problem(("seat", number, "ends_at"), wrong)


def seats_that_end_leave_seats_to_elect(tables: Tables) -> Iterator[Problem]:
    """Founders' seats end with the first elections, so there have to be elections."""
    for number, seat in enumerate(tables.seats):
        elected = any(row.body == seat.body and row.method in CHOSEN_BY_MEMBERS for row in tables.seats)
        if seat.ends_at is not None and not elected:
            wrong = Sentence("These seats would never end, for nobody is elected to this body. Add a seat to elect.")
            yield Problem(("seat", number, "ends_at"), wrong)


def rows_have_seats(tables: Tables) -> Iterator[Problem]:
    for number, seat in enumerate(tables.seats):
        if seat.count == 0:
            yield Problem(
                ("seat", number, "count"), Sentence("A row without seats. Write 1 or more, or take it out.")
            )
        if seat.per_unit is not None and (seat.per_unit == 0 or seat.per_unit > seat.count):
            wrong = Sentence("Seats of each unit are between 1 and the {count} of this row.", count=seat.count)
            yield Problem(("seat", number, "per_unit"), wrong)


def units_are_named_by_the_body(tables: Tables) -> Iterator[Problem]:
    units = {body.id: body.unit for body in tables.bodies}
    for number, seat in enumerate(tables.seats):
        if seat.per_unit is not None and seat.body in units and units[seat.body] is None:
            wrong = Sentence("Seats of each unit need a unit. Write unit in [[body]] “{body}”.", body=seat.body)
            yield Problem(("seat", number, "per_unit"), wrong)


def elected_seats_are_for_members(tables: Tables) -> Iterator[Problem]:
    for number, seat in enumerate(tables.seats):
        if seat.method in ELECTED and seat.constituency == "none":
            wrong = Sentence("People from outside are not elected. Write method = “appointed” or “nominated”.")
            yield Problem(("seat", number, "method"), wrong)


def bodies_are_filled_as_they_say(tables: Tables) -> Iterator[Problem]:
    for number, body in enumerate(tables.bodies):
        methods = {seat.method for seat in tables.seats if seat.body == body.id}
        if body.selected_by in BY_MEMBERS and methods and not methods & (CHOSEN_BY_MEMBERS | {"ex_officio"}):
            wrong = Sentence("Members select it, but no row of seats is elected. Give one method = “stv” or another.")
            yield Problem(("body", number, "selected_by"), wrong)
        if body.selected_by not in BY_MEMBERS and methods & ELECTED:
            wrong = Sentence("Its seats are elected, so members select it. Write “members” or “mixed”.")
            yield Problem(("body", number, "selected_by"), wrong)


def bodies_stand_in_a_tree(tables: Tables) -> Iterator[Problem]:
    """Nobody is their own parent, and nobody chooses themselves, by any way round."""
    parents = {body.id: body.parent for body in tables.bodies}
    choosers = {body.id: body.selected_by for body in tables.bodies}
    for number, body in enumerate(tables.bodies):
        if _comes_back(body.id, parents):
            wrong = Sentence("It would belong to itself. Write another parent, or none.")
            yield Problem(("body", number, "parent"), wrong)
        if _comes_back(body.id, choosers):
            wrong = Sentence("It would select itself. Write “members” or the body that selects it.")
            yield Problem(("body", number, "selected_by"), wrong)
        if body.links and body.parent is None:
            wrong = Sentence("Links lead to a parent. Write its parent, or links = 0.")
            yield Problem(("body", number, "links"), wrong)


def _comes_back(start: str, leads_to: dict[str, str | None] | dict[str, str]) -> bool:
    seen: set[str] = set()
    at = leads_to.get(start)
    while at is not None and at not in seen:
        if at == start:
            return True
        seen.add(at)
        at = leads_to.get(at)
    return False


def bodies_have_room_for_what_they_need(tables: Tables) -> Iterator[Problem]:
    for number, body in enumerate(tables.bodies):
        if body.kind == "board" and body.seats == 0:
            yield Problem(("body", number, "seats"), Sentence("A board has seats. Write how many."))
        elif body.min_directors is not None and body.min_directors > body.seats:
            wrong = Sentence(
                "It needs more people than it has seats ({seats}). Write a smaller number.", seats=body.seats
            )
            yield Problem(("body", number, "min_directors"), wrong)


def matters_to_be_asked_on_are_decided_somewhere(tables: Tables) -> Iterator[Problem]:
    """A body is asked before others decide: so somebody else decides it (mechanism M55)."""
    kinds = {matter for kind in tables.resolutions for matter in kind.used_for}
    for number, body in enumerate(tables.bodies):
        elsewhere = kinds | {matter for other in tables.bodies if other.id != body.id for matter in other.domain}
        for matter in body.consulted_on:
            if matter not in elsewhere:
                wrong = Sentence(
                    "Nobody else decides on “{matter}”. Write it in used_for of a [[resolution]] or in another "
                    "body's domain.",
                    matter=matter,
                )
                yield Problem(("body", number, "consulted_on"), wrong)


def there_is_somebody_to_elect_with(tables: Tables) -> Iterator[Problem]:
    """Where seats are elected, candidates need time to stand and members to vote (W26)."""
    if not any(seat.method in ELECTED for seat in tables.seats):
        return
    for key in ("nomination_days", "voting_days"):
        if getattr(tables.elections, key) == 0:
            wrong = Sentence("Seats are elected here, so this takes a day at least. Write 1 or more.")
            yield Problem(("elections", key), wrong)


CHECKS = (
    nominated_seats_say_by_whom,
    seats_that_end_leave_seats_to_elect,
    rows_have_seats,
    units_are_named_by_the_body,
    elected_seats_are_for_members,
    bodies_are_filled_as_they_say,
    bodies_stand_in_a_tree,
    bodies_have_room_for_what_they_need,
    matters_to_be_asked_on_are_decided_somewhere,
    there_is_somebody_to_elect_with,
)
