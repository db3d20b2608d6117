"""Caps, quotas, reserved seats and changes of status: invariants 10 to 17, and W8 to W10 of the domain report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from uuid import UUID, uuid5

import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import CapReached, Holder, HowFilled, Span
from govern.constituencies.boards.rules.domains import check_may_refer
from govern.constituencies.rulebook.book import Rulebook, example, example_names, load
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound
from govern.languages import LANGUAGES

COLNE = load(example("colne_valley_like"))  # nine seats: users 3, staff 3, any 3; at most a third volunteers
FILLED = load(
    example("colne_valley_like").replace(
        'of = "established"\nrounding = "floor"\non_breach = "block_appointment"',
        'of = "filled"\nrounding = "floor"\non_breach = "alert"',
    )
)
ROOT = UUID(int=7)
DAY = date(2026, 5, 9)
GROWN_UP = date(1970, 1, 1)


def somebody(name: str, seat: str, *groups: str, volunteer: bool = False, how: str = HowFilled.ELECTED) -> Holder:
    attributes = frozenset({"volunteer"}) if volunteer else frozenset[str]()
    return Holder(uuid5(ROOT, name), name, seat, frozenset(groups), attributes, how, DAY)


def user(name: str) -> Holder:
    return somebody(name, "users", "users")


def staff(name: str) -> Holder:
    return somebody(name, "staff", "staff")


def volunteer(name: str, seat: str = "any") -> Holder:
    return somebody(name, seat, "volunteers", volunteer=True)


VOLUNTEERS = [volunteer("Ana"), volunteer("Bo"), volunteer("Cai")]
FULL = [user("Una"), user("Ulf"), user("Umi"), staff("Sal"), staff("Sid"), staff("Gwen"), *VOLUNTEERS]


def sit(book: Rulebook, holders: list[Holder], newcomer: Holder, born: date | None = GROWN_UP) -> None:
    rules.may_sit(book, "board", holders, newcomer, born)


# --- W9: rounding


@pytest.mark.parametrize(
    ("share", "seats", "limit"),
    [
        *(("1/3", seats, limit) for seats, limit in ((7, 2), (8, 2), (9, 3), (10, 3), (12, 4))),
        *(("1/2", seats, limit) for seats, limit in ((7, 3), (8, 4), (9, 4))),
    ],
)
def test_w9_a_cap_rounds_down(share: str, seats: int, limit: int) -> None:
    book = load(example("colne_valley_like").replace('max = "1/3" ', f'max = "{share}" '))
    assert rules.standing(book.caps_on("board")[0], (), seats).limit == limit


# --- W10: casual vacancy, co-option, change of status


def test_invariant_11_a_fourth_volunteer_is_refused_and_told_the_cap_the_limit_and_the_holders() -> None:
    without_a_staff_director = [h for h in FULL if h.name != "Gwen"]
    di = somebody("Di", "staff", "staff", "volunteers", volunteer=True, how=HowFilled.CO_OPTED)
    with pytest.raises(CapReached) as refusal:
        sit(COLNE, without_a_staff_director, di)
    assert str(refusal.value) == (
        "Di cannot take a seat: volunteers may hold at most 3 of 9 seats (Rule 12.1). Now: Ana, Bo, Cai. "
        "Choose somebody else."
    )
    assert refusal.value.field == "person"


def test_a_volunteer_may_follow_a_volunteer() -> None:
    sit(COLNE, [h for h in FULL if h.name != "Bo"], volunteer("Di"))


def test_invariant_12_somebody_who_becomes_a_volunteer_while_three_sit_loses_the_seat_the_same_day() -> None:
    now = [somebody("Gwen", "staff", "volunteers", volunteer=True) if h.name == "Gwen" else h for h in FULL]
    emptied = rules.vacated_by(COLNE, "board", FULL, now)
    assert [(v.holder.name, str(v.why)) for v in emptied] == [("Gwen", "The seat is for members of Staff.")]
    with pytest.raises(CapReached):
        sit(COLNE, [h for h in FULL if h.name != "Gwen"], volunteer("Gwen", "any"))


def test_on_a_seat_for_any_member_the_cap_alone_costs_the_newest_volunteer_the_seat() -> None:
    before = [user("Una"), *VOLUNTEERS[:2], somebody("Eve", "any", "staff"), volunteer("Cai", "users")]
    now = [somebody("Eve", "any", "staff", volunteer=True) if h.name == "Eve" else h for h in before]
    emptied = rules.vacated_by(COLNE, "board", before, now)
    assert [(v.holder.name, str(v.why)) for v in emptied] == [
        ("Eve", "volunteers may hold at most 3 seats, and 3 others sit there.")
    ]


def test_a_change_that_breaks_nothing_empties_nothing() -> None:
    before = [user("Una"), staff("Sal"), *VOLUNTEERS[:2]]
    now = [somebody("Una", "users", "users", volunteer=True), *before[1:]]
    assert rules.vacated_by(COLNE, "board", before, now) == ()
    assert rules.vacated_by(COLNE, "board", before, before) == ()


def test_invariant_14_a_cap_of_the_seats_filled_removes_nobody_and_opens_a_breach() -> None:
    eight = [h for h in FULL if h.name != "Gwen"]
    assert rules.vacated_by(FILLED, "board", FULL, FULL) == ()
    assert rules.over_caps(FILLED, "board", FULL) == ()
    (breach,) = rules.over_caps(FILLED, "board", eight)
    assert (breach.limit, [h.name for h in breach.counted]) == (2, ["Ana", "Bo", "Cai"])


# --- W8: what an election is told about the cap


def test_w8_with_two_volunteers_continuing_one_place_is_left_under_the_cap() -> None:
    continuing = [user("Una"), user("Ulf"), staff("Sal"), staff("Sid"), *VOLUNTEERS[:2]]
    (cap,) = rules.standings(COLNE, "board", continuing)
    assert (cap.limit, len(cap.counted), cap.places_left, cap.is_kept) == (3, 2, 1, True)


# --- Invariants 5, 15, 16, 17


@pytest.mark.parametrize(
    ("newcomer", "kind", "sentence"),
    [
        (
            somebody("Di", "staff", "users"),
            NotAllowed,
            r"This seat is for members of Staff \(Rule 11\.2\)\. Di is not one of",
        ),
        (somebody("Di", "volunteers", "volunteers"), NotFound, "no such seat"),
        (somebody("Di", "any"), NotAllowed, r"Di is not a member and can only be co-opted \(Rule 10\.1\)\."),
        (somebody("Una", "any", "users"), AlreadyDone, "Nobody holds two seats"),
    ],
)
def test_invariants_15_and_17_a_seat_is_refused_with_the_reason(
    newcomer: Holder, kind: type[GovernError], sentence: str
) -> None:
    with pytest.raises(kind, match=sentence):
        sit(COLNE, [user("Una"), staff("Sal")], newcomer)


def test_a_full_row_names_who_sits_there() -> None:
    with pytest.raises(NotAllowed, match="taken, by Una, Ulf, Umi"):
        sit(COLNE, FULL[:3], user("Di"))


def test_people_from_outside_are_co_opted_up_to_the_number_in_the_rules() -> None:
    first, second, third = (somebody(name, "any", how=HowFilled.CO_OPTED) for name in ("Xan", "Yan", "Zan"))
    sit(COLNE, [first], second)
    with pytest.raises(NotAllowed, match="At most 2 people"):
        sit(COLNE, [first, second], third)


def test_directors_are_eighteen_where_the_birth_date_is_known() -> None:
    with pytest.raises(NotAllowed, match="at least 18"):
        sit(COLNE, [], user("Una"), date(2008, 5, 10))
    sit(COLNE, [], user("Una"), date(2008, 5, 9))
    sit(COLNE, [], user("Una"), None)


def test_the_rules_may_ask_for_another_age() -> None:
    """Invariant 5: the youngest age is the rulebook's."""
    older = load(example("colne_valley_like").replace('\nversion = "', '\ndirector_age = 21\nversion = "', 1))
    with pytest.raises(NotAllowed, match=r"at least 21 \(Rule 1"):
        sit(older, [], user("Una"), date(2008, 5, 9))
    sit(older, [], user("Una"), date(2005, 5, 9))


def test_a_quota_that_refuses_keeps_enough_seats_for_those_it_asks_for() -> None:
    book = load(example("principal_supporting"))  # two thirds of nine seats are for principal members
    seats = book.body("board").seats
    helpers = [
        Holder(uuid5(ROOT, f"s{n}"), f"S{n}", "supporting", frozenset({"supporting"}), frozenset()) for n in range(9)
    ]
    allowed = seats - -(-2 * seats // 3)
    rules.leaves_room_for_quotas(book, "board", helpers[: allowed - 1], helpers[8])
    with pytest.raises(CapReached, match="at least"):
        rules.leaves_room_for_quotas(book, "board", helpers[:allowed], helpers[8])


@pytest.mark.parametrize("name", example_names())
def test_invariant_16_the_rows_of_every_body_add_up_and_break_no_cap(name: str) -> None:
    book = load(example(name))
    assert all(rules.rows_fit(book, body.id) for body in book.bodies if book.seats_of(body.id))


def test_a_rulebook_to_come_names_the_caps_the_present_board_would_break() -> None:
    coming = load(example("colne_valley_like").replace('max = "1/3" ', 'max = "1/4" '))
    (over,) = rules.over_caps(coming, "board", FULL)
    assert (over.limit, len(over.counted)) == (2, 3)


@given(st.lists(st.tuples(st.sampled_from(["users", "staff", "any"]), st.booleans(), st.booleans()), max_size=40))
def test_whatever_happens_in_whatever_order_volunteers_never_hold_more_than_a_third(
    steps: list[tuple[str, bool, bool]],
) -> None:
    holders: list[Holder] = []
    for number, (seat, is_volunteer, leaves) in enumerate(steps):
        if leaves and holders:
            holders.pop(number % len(holders))
            continue
        newcomer = somebody(f"P{number}", seat, "users", "staff", volunteer=is_volunteer)
        try:
            sit(COLNE, holders, newcomer)
        except NotAllowed:
            continue
        holders.append(newcomer)
        if number % 3 == 0:
            changed = holders[number % len(holders)]
            now = [
                somebody(h.name, h.constituency, *h.groups, volunteer=True) if h is changed else h for h in holders
            ]
            gone = {v.holder.person_id for v in rules.vacated_by(COLNE, "board", holders, now)}
            holders = [h for h in now if h.person_id not in gone]
        assert sum("volunteer" in h.attributes for h in holders) <= 3
        assert len(holders) <= 9 and len({h.person_id for h in holders}) == len(holders)


@pytest.mark.parametrize(
    ("begins", "years", "ends"),
    [(date(2026, 5, 9), 3, date(2029, 5, 9)), (date(2028, 2, 29), 1, date(2029, 2, 28))],
)
def test_a_term_ends_so_many_years_on(begins: date, years: int, ends: date) -> None:
    assert rules.end_of_term(begins, years) == ends


# --- a refusal names its rule, and what it speaks of in the reader's language


def _two_terms_in_a_row() -> None:
    served = [Span(date(2016, 5, 9), date(2025, 5, 9))]
    rules.may_serve(load(example("tair_nant")).terms, served, DAY, None, "Di")


@pytest.mark.parametrize(
    ("act", "rule"),
    [
        (lambda: sit(COLNE, FULL[:5], somebody("Di", "staff", "users")), "Rule 11.2"),
        (lambda: sit(COLNE, [*FULL[:5], *VOLUNTEERS], volunteer("Di")), "Rule 12.1"),
        (lambda: sit(COLNE, FULL[3:6], staff("Di")), "Rule 11.2"),
        (lambda: sit(COLNE, [], somebody("Di", "any")), "Rule 10.1"),
        (lambda: rules.check_way(COLNE, "board", COLNE.seats[0], HowFilled.EX_OFFICIO), "Rule 11.1"),
        (_two_terms_in_a_row, "Rule 13.2"),
        (lambda: rules.check_way_out(COLNE.terms, rules.Way.APPOINTMENT), "Rule 13.6"),
        (lambda: rules.may_act(COLNE, "board", 1, rules.Act.DECIDE), "Rule 5.2"),
        (lambda: check_may_refer(COLNE, "board", "members", COLNE.body("board").domain[0]), "Rule 10.1"),
    ],
)
def test_every_refusal_about_a_seat_names_the_rule_it_follows(act: Callable[[], None], rule: str) -> None:
    with pytest.raises(GovernError) as refusal:
        act()
    assert f"({rule})" in str(refusal.value), str(refusal.value)


def test_a_refusal_names_groups_and_bodies_in_the_language_of_the_reader() -> None:
    book = load(example("tair_nant"))
    with pytest.raises(NotAllowed) as refusal:
        rules.may_sit(book, "board", [], somebody("Di", "staff", "volunteers"), GROWN_UP)
    values = refusal.value.message.values
    assert LANGUAGES["cy"].value(values["group"]) == "Staff"
    with pytest.raises(AlreadyDone) as second:
        rules.may_sit(book, "board", [staff("Di")], staff("Di"), GROWN_UP)
    assert "Bwrdd" in LANGUAGES["cy"].say(second.value.message)
