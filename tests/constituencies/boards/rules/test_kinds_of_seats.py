"""Rows of seats of every kind, caps per organisation, caps beyond a body, vacancies, too few in office, the
trigger."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid5

import msgspec
import pytest

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import (
    Act,
    CapReached,
    Holder,
    HowFilled,
    TooFewInOffice,
    VacancyStage,
    VacancyStep,
    Way,
)
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment

ROOT = UUID(int=7)
DAY = date(2026, 5, 9)
GROWN_UP = date(1970, 1, 1)
WORKER_LED = load(example("worker_led"))
CARTREFI = load(example("cartrefi_like"))
FRIENDS = load(example("friends_united_like"))
SECONDARY = load(example("secondary_coop"))
ITALY = load(example("italy_type_a"))


def holder(name: str, seat: str, how: HowFilled, *groups: str, **more: object) -> Holder:
    return Holder(uuid5(ROOT, name), name, seat, frozenset(groups), frozenset(), how, DAY, **more)  # type: ignore[arg-type]


def sit(book: Rulebook, body: str, there: list[Holder], newcomer: Holder) -> None:
    rules.may_sit(book, body, there, newcomer, GROWN_UP)


# --- rows and ways


def test_two_rows_for_nobody_are_told_apart_by_how_they_are_filled() -> None:
    chair = holder("Chair", "none", HowFilled.APPOINTED)
    first, second = (holder(name, "none", HowFilled.EX_OFFICIO) for name in ("Chief", "Care lead"))
    rows = {rules.key_of(WORKER_LED, "board", row): [h.name for h in there]
            for row, there in rules.seated(WORKER_LED, "board", [chair, first, second])}  # fmt: skip
    assert rows == {"worker": [], "none:ex_officio": ["Chief", "Care lead"], "none:appointed": ["Chair"]}
    with pytest.raises(NotAllowed, match="All of these seats are taken"):
        sit(WORKER_LED, "board", [first, second], holder("Third", "none", HowFilled.EX_OFFICIO))
    sit(WORKER_LED, "board", [first, second], chair)


def test_a_row_is_filled_only_in_the_ways_of_its_kind() -> None:
    row = rules.row_named(WORKER_LED, "board", "none:ex_officio")
    assert rules.ways_to(WORKER_LED, "board", row) == (HowFilled.EX_OFFICIO, HowFilled.FIRST)
    rules.check_way(WORKER_LED, "board", row, HowFilled.EX_OFFICIO)
    with pytest.raises(NotAllowed, match="not filled in this way"):
        rules.check_way(WORKER_LED, "board", row, HowFilled.ELECTED)
    with pytest.raises(NotFound):
        rules.row_named(WORKER_LED, "board", "nonsense")


def test_m18_a_council_selects_the_board() -> None:
    row = rules.row_named(CARTREFI, "board", "any")
    assert rules.ways_to(CARTREFI, "board", row)[0] is HowFilled.SELECTED
    assert HowFilled.APPOINTED not in rules.ways_to(CARTREFI, "board", row)
    assert rules.selected_by_a_body(CARTREFI, "board") and not rules.selected_by_a_body(CARTREFI, "council")


def test_m55_each_team_has_its_own_seat() -> None:
    ann = holder("Ann", "worker", HowFilled.ELECTED, "worker", unit="North")
    with pytest.raises(NotAllowed, match="The seat of North is taken, by Ann"):
        sit(WORKER_LED, "shareholder_council", [ann],
            holder("Ben", "worker", HowFilled.ELECTED, "worker", unit="North"))  # fmt: skip
    sit(WORKER_LED, "shareholder_council", [ann], holder("Ben", "worker", HowFilled.ELECTED, "worker", unit="South"))
    row = rules.row_named(WORKER_LED, "shareholder_council", "worker")
    with pytest.raises(NotValid, match="for one team"):
        rules.check_team(row, None)


def test_m26_where_every_member_sits_there_is_always_one_seat_more() -> None:
    four = [holder(name, "friend", HowFilled.BY_MEMBERSHIP, "friend") for name in "abcd"]
    fifth = holder("Eve", "friend", HowFilled.BY_MEMBERSHIP, "friend")
    sit(FRIENDS, "board", four, fifth)
    assert rules.over_caps(FRIENDS, "board", [*four, fifth]) == ()
    assert rules.established(FRIENDS, "board", [*four, fifth]) == 5
    with pytest.raises(NotAllowed, match="for members of The Friends"):
        sit(FRIENDS, "board", four, holder("Support", "friend", HowFilled.BY_MEMBERSHIP, "supporter"))


@pytest.mark.parametrize("how", [HowFilled.APPOINTED, HowFilled.NOMINATED, HowFilled.EX_OFFICIO])
def test_m40_who_is_sent_or_holds_an_office_need_not_be_a_member(how: HowFilled) -> None:
    sit(WORKER_LED, "board", [], holder("Nominee", "none", how))
    with pytest.raises(NotAllowed, match="not a member and can only be co-opted"):
        sit(WORKER_LED, "board", [], holder("Nominee", "none", HowFilled.ELECTED))


def test_a_seat_by_office_is_not_lost_by_leaving_the_membership() -> None:
    was = holder("Chief", "none", HowFilled.EX_OFFICIO, "worker")
    assert rules.vacated_by(WORKER_LED, "board", [was], [msgspec.structs.replace(was, groups=frozenset())]) == ()


# --- caps per something


def test_no_member_organisation_holds_two_seats() -> None:
    org = uuid5(ROOT, "Sun Care")
    ann = holder("Ann", "member_provider", HowFilled.ELECTED, "member_provider", organisation=org)
    with pytest.raises(
        CapReached,
        match=r"people from one member organisation may hold at most 1 of 6 seats \(Rule 12\.1\)\. Now: Ann",
    ):
        sit(SECONDARY, "board", [ann],
            holder("Ben", "member_provider", HowFilled.ELECTED, "member_provider", organisation=org))  # fmt: skip
    other = holder("Cat", "member_provider", HowFilled.ELECTED, "member_provider", organisation=uuid5(ROOT, "Moon"))
    sit(SECONDARY, "board", [ann], other)
    (standing,) = rules.standings(SECONDARY, "board", [ann, other, msgspec.structs.replace(ann, name="Eve")])
    assert not standing.is_kept and [h.name for h in standing.counted] == ["Ann", "Eve"]


# --- vacancies (state machine "Casual vacancy", invariant 19)


def test_a_vacancy_is_open_then_filled_or_expired_and_nothing_after() -> None:
    assert rules.after(VacancyStage.OPEN, VacancyStep.FILL) is VacancyStage.FILLED
    assert rules.after(VacancyStage.OPEN, VacancyStep.EXPIRE) is VacancyStage.EXPIRED
    for over in (VacancyStage.FILLED, VacancyStage.EXPIRED):
        for step in VacancyStep:
            with pytest.raises(WrongMoment):
                rules.after(over, step)


@pytest.mark.parametrize(
    ("name", "ways"),
    [
        ("colne_valley_like", (Way.CO_OPTION, Way.BY_ELECTION, Way.LEAVE)),
        ("cartrefi_like", (Way.NEXT_BEST, Way.BY_ELECTION, Way.LEAVE)),
        ("worker_led", (Way.BY_ELECTION, Way.LEAVE)),
        ("friends_united_like", (Way.LEAVE, Way.BY_ELECTION)),
    ],
)
def test_a_vacancy_is_filled_as_the_rules_say_or_by_an_election(name: str, ways: tuple[Way, ...]) -> None:
    assert rules.ways_for(load(example(name)).terms) == ways


def test_a_way_the_rules_do_not_have_is_refused_and_the_one_they_have_is_named() -> None:
    with pytest.raises(NotAllowed, match="the next in the last election takes it"):
        rules.check_way_out(CARTREFI.terms, Way.CO_OPTION)
    assert rules.ways_for(CARTREFI.terms, next_best_left=False)[0] is Way.BY_ELECTION


def test_a_seat_left_on_its_last_day_is_no_casual_vacancy() -> None:
    assert rules.is_casual(date(2027, 5, 9), DAY) and rules.is_casual(None, DAY)
    assert not rules.is_casual(DAY, DAY)


# --- invariant 21 and W26


def test_invariant_21_under_the_quorum_only_filling_seats_or_calling_a_meeting_is_possible() -> None:
    colne = load(example("colne_valley_like"))
    needed = rules.needed_in_office(colne, "board")
    assert needed > 0
    rules.may_act(colne, "board", needed, Act.DECIDE)
    for act in (Act.FILL_A_SEAT, Act.CALL_GENERAL_MEETING):
        rules.may_act(colne, "board", needed - 1, act)
    with pytest.raises(TooFewInOffice, match="only fill seats or call a general meeting"):
        rules.may_act(colne, "board", needed - 1, Act.DECIDE)


def test_w26_the_hundredth_admission_starts_the_clock_of_twenty_eight_days() -> None:
    assert rules.elections_begin(CARTREFI.elections, 99, DAY) is None
    begun = rules.elections_begin(CARTREFI.elections, 100, DAY)
    assert begun is not None and (begun.members, begun.nominations_until) == (100, date(2026, 6, 6))
    assert rules.elections_begin(FRIENDS.elections, 5000, DAY) is None


# --- M36: balance


def test_m36_five_of_nine_with_a_profession_are_a_majority_and_four_are_not() -> None:
    people = [uuid5(ROOT, str(n)) for n in range(9)]
    tags = {person: ["professional"] for person in people[:5]} | {people[8]: ["Makaton"]}
    found = rules.shares(tags, people)
    assert [(share.what, share.count, share.is_majority) for share in found] == [
        ("professional", 5, True),
        ("Makaton", 1, False),
    ]
    assert not rules.shares(dict(list(tags.items())[1:]), people)[0].is_majority
