"""Caps and quotas say one thing each, in the way that can be kept, and do not contradict each other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from govern.constituencies.rulebook.book.problems import Problem
from govern.constituencies.rulebook.book.rulebook import cap_limit
from govern.constituencies.rulebook.book.tables import Cap, Tables
from govern.sentences import Sentence

OF = {
    "body": ("established", "filled"),
    "membership": ("members",),
    "workforce": ("workers",),
}
BREACH = {
    "body": ("block_appointment", "alert"),
    "membership": ("block_admission", "alert"),
    "workforce": ("block_admission", "alert"),
    "constituencies_with_members": ("block_admission", "alert"),
}


def a_cap_says_one_limit(tables: Tables) -> Iterator[Problem]:
    """A row with several limits would be read by its first only, so each limit has a row of its own."""
    for number, cap in enumerate(tables.caps):
        given = tuple(k for k in ("max", "min", "max_count", "min_count") if getattr(cap, k) is not None)
        if len(given) > 1:
            wrong = Sentence("It sets several limits: {given}. Write a [[cap]] for each of them.", given=given)
            yield Problem(("cap", number, given[1]), wrong)


def a_cap_counts_in_one_way(tables: Tables) -> Iterator[Problem]:
    for number, cap in enumerate(tables.caps):
        given = tuple(k for k in ("attribute", "constituencies", "per") if getattr(cap, k) is not None)
        if len(given) > 1:
            wrong = Sentence("It counts people in several ways: {given}. Keep one of them.", given=given)
            yield Problem(("cap", number, given[1]), wrong)
        if cap.constituencies == ():
            wrong = Sentence("It counts members of no group. Write the ids of groups.")
            yield Problem(("cap", number, "constituencies"), wrong)
        if cap.per is not None and cap.max_count is None:
            wrong = Sentence("How many from each? Write max_count.")
            yield Problem(("cap", number, "per"), wrong)


def a_cap_is_reckoned_where_it_holds(tables: Tables) -> Iterator[Problem]:
    for number, cap in enumerate(tables.caps):
        kind = cap.scope.partition(":")[0]
        if kind in OF and cap.of not in OF[kind]:
            wrong = Sentence("For this scope it is reckoned of: {right}. Write one of them.", right=OF[kind])
            yield Problem(("cap", number, "of"), wrong)
        if kind in BREACH and cap.on_breach not in BREACH[kind]:
            wrong = Sentence("For this scope a breach can be met by: {right}. Write one of them.", right=BREACH[kind])
            yield Problem(("cap", number, "on_breach"), wrong)


def a_cap_rounds_the_safe_way(tables: Tables) -> Iterator[Problem]:
    """One third of ten is at most three, and one half of nine at least five (W9)."""
    for number, cap in enumerate(tables.caps):
        if cap.max is not None and cap.rounding == "ceil":
            wrong = Sentence("Rounded up, the cap would let in one more than its share. Write “floor” or “exact”.")
            yield Problem(("cap", number, "rounding"), wrong)
        if cap.min is not None and cap.rounding == "floor":
            wrong = Sentence("Rounded down, the quota would ask for less than its share. Write “ceil” or “exact”.")
            yield Problem(("cap", number, "rounding"), wrong)


def caps_do_not_contradict(tables: Tables) -> Iterator[Problem]:
    """At least five of nine and at most three of nine of the same people cannot both be kept."""
    seats = {f"body:{body.id}": body.seats for body in tables.bodies}
    rows = [(n, cap) for n, cap in enumerate(tables.caps) if cap.active and cap.per is None and cap.scope in seats]
    for (first, one), (second, other) in combinations(rows, 2):
        if (one.scope, one.attribute, one.constituencies) != (other.scope, other.attribute, other.constituencies):
            continue
        most = [cap_limit(cap, seats[cap.scope]) for cap in (one, other) if _is_most(cap)]
        least = [cap_limit(cap, seats[cap.scope]) for cap in (one, other) if not _is_most(cap)]
        if one.of == other.of and most and least and min(most) < max(least):
            wrong = Sentence(
                "It contradicts “{other}”: at least {least} and at most {most} of the same people. Change one.",
                other=tables.caps[first].id, least=max(least), most=min(most),
            )  # fmt: skip
            yield Problem(("cap", second), wrong)


def counts_fit_the_body(tables: Tables) -> Iterator[Problem]:
    """Limits in heads are held against the seats as limits in shares are (invariants 10 and 16)."""
    seats = {f"body:{body.id}": body.seats for body in tables.bodies}
    for number, cap in enumerate(tables.caps):
        if cap.scope not in seats or cap.per is not None:
            continue
        if cap.min_count is not None and cap.min_count > seats[cap.scope]:
            wrong = Sentence(
                "The quota of {least} can never be met: there are {seats} seats.",
                least=cap.min_count, seats=seats[cap.scope],
            )  # fmt: skip
            yield Problem(("cap", number, "min_count"), wrong)
        sure = sum(
            seat.count
            for seat in tables.seats
            if f"body:{seat.body}" == cap.scope and _means(tables, cap, seat.constituency)
        )
        if cap.max_count is not None and sure > cap.max_count:
            wrong = Sentence(
                "The reserved seats ({sure}) already break the cap of {limit} of {seats}.",
                sure=sure, limit=cap.max_count, seats=seats[cap.scope],
            )  # fmt: skip
            yield Problem(("cap", number, "max_count"), wrong)


def _means(tables: Tables, cap: Cap, group_id: str) -> bool:
    """Whether a seat reserved for this group is certainly held by somebody whom the cap counts."""
    if cap.constituencies is not None:
        return group_id in cap.constituencies
    return any(cap.attribute in group.attributes for group in tables.constituencies if group.id == group_id)


def _is_most(cap: Cap) -> bool:
    return cap.max is not None or cap.max_count is not None


CHECKS = (
    a_cap_says_one_limit,
    a_cap_counts_in_one_way,
    a_cap_is_reckoned_where_it_holds,
    a_cap_rounds_the_safe_way,
    caps_do_not_contradict,
    counts_fit_the_body,
)
