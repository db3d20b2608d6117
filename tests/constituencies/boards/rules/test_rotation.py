"""Who stands down: W13 and invariant 18, with thirds, all and none, on the board and in each group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from govern.constituencies.boards import rules
from govern.constituencies.boards.rules import HowFilled, Serving, Why
from govern.constituencies.rulebook.book import example, load
from govern.constituencies.rulebook.book.tables import Terms
from govern.errors import NotAllowed, NotValid

TAIR_NANT = load(example("tair_nant")).terms  # three years, thirds, over the whole board, casual until the next AGM
AGM = date(2025, 5, 10)
SEED = bytes(range(32))


def elected(name: str, year: int, seat: str = "any", **more: object) -> Serving:
    on = date(year, 5, 9)
    return Serving(name, name, seat, HowFilled.ELECTED, on, rules.end_of_term(on, 3), **more)  # type: ignore[arg-type]


def by_name(keys: Sequence[str]) -> Sequence[str]:
    return sorted(keys)


def terms(**changed: object) -> Terms:
    return msgspec.structs.replace(TAIR_NANT, **changed)


TEN = (
    *(elected(f"a{n}", 2022) for n in range(2)),
    *(elected(f"b{n}", 2023) for n in range(4)),
    *(elected(f"c{n}", 2024) for n in range(4)),
)
CASUAL = Serving("casual", "casual", "any", HowFilled.CO_OPTED, date(2024, 11, 1), date(2026, 5, 9), casual=True)
EXTERNAL = Serving("external", "external", "any", HowFilled.CO_OPTED, date(2024, 6, 1), date(2027, 6, 1))


def test_w13_three_of_ten_and_the_casual_appointee_stand_down() -> None:
    found = rules.who_stands_down(TAIR_NANT, (*TEN, CASUAL, EXTERNAL), AGM, by_name)
    assert (found.base, found.third, found.seats) == (10, 3, 4)
    assert {(one.serving.name, one.why) for one in found.leaving} == {
        ("a0", Why.TERM_OVER),
        ("a1", Why.TERM_OVER),
        ("b0", Why.BY_LOT),
        ("casual", Why.CASUAL),
    }


def test_w13_before_the_lot_is_drawn_the_page_says_among_whom_it_is() -> None:
    found = rules.who_stands_down(TAIR_NANT, (*TEN, CASUAL, EXTERNAL), AGM)
    (lot,) = found.lots
    assert (lot.places, [one.name for one in lot.among]) == (1, ["b0", "b1", "b2", "b3"])
    assert found.seats == 4 and len(found.leaving) == 3


@pytest.mark.parametrize(
    ("number", "third"), [(4, 1), (5, 2), (7, 2), (8, 3), (10, 3), (11, 4), (0, 0), (1, 0), (3, 1)]
)
def test_w13_the_number_nearest_to_a_third(number: int, third: int) -> None:
    assert rules.nearest_third(number) == third


def test_those_longest_in_office_since_their_last_election_go_first() -> None:
    long_terms = terms(years=9)
    six = [msgspec.structs.replace(elected(f"d{year}", year), due_on=None) for year in range(2019, 2025)]
    found = rules.who_stands_down(long_terms, six, AGM)
    assert [(one.serving.name, one.why) for one in found.leaving] == [
        ("d2019", Why.LONGEST),
        ("d2020", Why.LONGEST),
    ]
    assert found.lots == ()


def test_invariant_18_casual_appointees_are_not_in_the_base() -> None:
    three = [elected(f"e{n}", 2024) for n in range(3)]
    casual = [msgspec.structs.replace(CASUAL, key=f"k{n}", name=f"k{n}") for n in range(6)]
    found = rules.who_stands_down(TAIR_NANT, [*three, *casual], AGM, by_name)
    assert (found.base, found.third) == (3, 1)
    assert sum(one.why is Why.CASUAL for one in found.leaving) == 6


def test_a_casual_appointee_counts_in_the_base_where_the_rules_say_so() -> None:
    found = rules.who_stands_down(terms(casual_in_rotation=True), [*TEN, CASUAL], AGM, by_name)
    assert (found.base, found.third) == (11, 4)


def test_a_casual_appointee_until_the_end_of_the_term_stays() -> None:
    stays = msgspec.structs.replace(CASUAL, due_on=date(2027, 5, 9))
    found = rules.who_stands_down(terms(casual_until="end_of_term"), [*TEN, stays], AGM, by_name)
    assert "casual" not in {one.serving.name for one in found.leaving}


def test_thirds_are_reckoned_in_each_group_where_the_rules_say_so() -> None:
    board = [elected(f"{seat}{n}", 2024, seat) for seat in ("staff", "supported") for n in range(4)]
    found = rules.who_stands_down(terms(rotation_scope="constituency"), board, AGM, by_name)
    assert sorted(one.serving.name for one in found.leaving) == ["staff0", "supported0"]
    assert found.third == 2


def test_m34_where_all_stand_down_together_every_seat_is_up_each_year() -> None:
    colne = load(example("colne_valley_like")).terms
    nine = [
        Serving(f"n{n}", f"n{n}", "any", HowFilled.ELECTED, date(2024, 5, 11), date(2025, 5, 11)) for n in range(9)
    ]
    found = rules.who_stands_down(colne, nine, AGM)
    assert found.seats == 9 and {one.why for one in found.leaving} == {Why.ALL}


def test_all_together_every_three_years_is_not_every_year() -> None:
    italy = load(example("italy_type_a")).terms
    fresh = [elected(f"n{n}", 2024) for n in range(8)]
    assert rules.who_stands_down(italy, fresh, AGM).seats == 0
    assert rules.who_stands_down(italy, fresh, date(2027, 4, 20)).seats == 8


def test_without_rotation_each_goes_at_the_end_of_their_own_term() -> None:
    found = rules.who_stands_down(terms(rotation="none"), TEN, AGM)
    assert {one.serving.name for one in found.leaving} == {"a0", "a1"}


def test_a_term_is_over_at_the_meeting_that_is_nearest_to_its_last_day() -> None:
    due = date(2025, 5, 9)
    assert rules.is_due(due, date(2025, 4, 26)) and rules.is_due(due, date(2025, 6, 1))
    assert not rules.is_due(due, date(2024, 5, 11)) and not rules.is_due(None, AGM)


@given(st.permutations([*TEN, CASUAL, EXTERNAL]), st.binary(min_size=32, max_size=32))
def test_the_order_of_names_never_matters_and_a_third_always_goes(board: list[Serving], seed: bytes) -> None:
    def draw(keys: Sequence[str]) -> Sequence[str]:
        return rules.drawn(seed, "board 2025-05-10", keys)

    found = rules.who_stands_down(TAIR_NANT, board, AGM, draw)
    assert found == rules.who_stands_down(TAIR_NANT, (*TEN, CASUAL, EXTERNAL), AGM, draw)
    assert found.seats == 4 and found.lots == ()


def test_a_lot_is_committed_to_revealed_and_drawn_again_by_anybody() -> None:
    committed = rules.commitment(SEED)
    assert rules.reveal(SEED, committed) == SEED
    with pytest.raises(NotValid, match="not the one that was announced"):
        rules.reveal(bytes(32), committed)
    first = rules.drawn(SEED, "board 2025-05-10", ["b0", "b1", "b2", "b3"])
    assert first == rules.drawn(SEED, "board 2025-05-10", ["b3", "b1", "b0", "b2"])
    assert first != rules.drawn(SEED, "board 2026-05-10", ["b0", "b1", "b2", "b3"])


def test_nobody_draws_for_a_meeting_long_over() -> None:
    rules.check_may_draw(AGM, AGM)
    with pytest.raises(NotAllowed, match="long over"):
        rules.check_may_draw(AGM, date(2026, 5, 10))
