"""Pictures of numbers: well-formed, named, exact, and left out where they would be too crowded."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable
from fractions import Fraction
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from govern.documents.pictures import (
    Caption,
    Due,
    FlowCandidate,
    FlowMove,
    FlowStage,
    FlowWords,
    QuorumWords,
    Seat,
    SeatWords,
    ShareBar,
    ShareWords,
    WeightWords,
    YearMonth,
    cap_slots,
    mark,
    quorum_row,
    seat_map,
    share_strip,
    stage_flow,
    weights_chart,
    whole_flow,
    whole_picture,
    year_strip,
)
from govern.documents.pictures.drawing import coordinate, edges
from govern.documents.pictures.flow import TALL
from tests.documents.papers import BARS

F = Fraction
CAPTION = Caption("What is <drawn> & said", 'Each "figure"')
SHARE_WORDS = ShareWords("In the rules", "In this vote", CAPTION)
WEIGHT_WORDS = WeightWords("All together", "54.375 for, of 100", "50: more than this is needed", CAPTION)
FLOW_WORDS = FlowWords("no next choice: 3.5", CAPTION)

# The election of look/06-result-election.html.
ANA, CAI, EVE, HUW, BO, DI = range(6)
PEOPLE = [
    FlowCandidate(name, thread)
    for name, thread in (("Ana", 3), ("Cai", 2), ("Eve", 1), ("Huw", 1), ("Bo", 3), ("Di", 3))
]


def moves(*each: tuple[int, int | None, str]) -> tuple[FlowMove, ...]:
    return tuple(FlowMove(source, target, F(votes)) for source, target, votes in each)


def votes(*each: str) -> tuple[Fraction, ...]:
    return tuple(F(number) for number in each)


FROM_BO = ((BO, CAI, "7"), (BO, EVE, "8"), (BO, HUW, "4"), (BO, None, "1"))
FROM_DI = ((DI, CAI, "3"), (DI, EVE, "4"), (DI, HUW, "1"), (DI, None, "2"))
STAGES = [
    FlowStage(
        "Stage 1", votes("35", "26", "16", "13", "20", "10"), F(0), frozenset({ANA}), moves(*FROM_BO, *FROM_DI)
    ),
    FlowStage(
        "Stage 2",
        votes("35", "36", "28", "18", "0", "0"),
        F(3),
        frozenset({CAI}),
        moves((CAI, EVE, "3.5"), (CAI, HUW, "1"), (CAI, None, "0.5")),
    ),
    FlowStage("Stage 3", votes("35", "31", "31.5", "19", "0", "0"), F("3.5"), frozenset({EVE})),
]


def strip(prefix: str = "p") -> Markup | None:
    return share_strip(BARS, base=F(100), words=SHARE_WORDS, prefix=prefix)


def weights(prefix: str = "p") -> Markup | None:
    return weights_chart(BARS, base=F(100), needed=F(50), words=WEIGHT_WORDS, prefix=prefix)


def flow(prefix: str = "p") -> Markup | None:
    return stage_flow(PEOPLE, STAGES, words=FLOW_WORDS, prefix=prefix)


def seats(prefix: str = "p", count: int = 9) -> Markup | None:
    round_table = [Seat(place % 6 + 1, "" if place == 4 else "AB", place % 3 == 0) for place in range(count)]
    return seat_map(round_table, words=SeatWords(f"{count} seats", "one vacant", CAPTION), prefix=prefix)


def quorum(prefix: str = "p", here: int = 14, represented: int = 12, needed: int = 24) -> Markup | None:
    said = QuorumWords("14 here", "12 of 17 represented", CAPTION)
    return quorum_row(here=here, represented=represented, needed=needed, words=said, prefix=prefix)


def year(prefix: str = "p") -> Markup | None:
    months = [YearMonth("Apr", (Due.DONE,) * 3), YearMonth("May", (Due.LATE, Due.TO_DO), now=True)]
    return year_strip([*months, YearMonth("Jun", (Due.TO_DO,) * 5)], caption=CAPTION, prefix=prefix)


def whole(prefix: str = "p") -> Markup | None:
    return whole_picture(whole_flow(PEOPLE, STAGES, words=FLOW_WORDS), CAPTION, prefix)


EVERY = [strip, weights, flow, whole, seats, quorum, year]


def parsed(svg: Markup | None) -> ElementTree.Element:
    assert svg is not None
    return ElementTree.fromstring(str(svg))


def texts(svg: Markup | None) -> list[str]:
    return [node.text or "" for node in parsed(svg).iter("text")]


@pytest.mark.parametrize("draw", EVERY)
def test_every_picture_is_well_formed_and_named(draw: Callable[[str], Markup | None]) -> None:
    root = parsed(draw("p"))
    assert root.get("role") == "img"
    names = (root.get("aria-labelledby") or "").split()
    assert [root.find(f"*[@id='{name}']") is not None for name in names] == [True, True]
    assert [node.text for node in root[:2]] == [CAPTION.title, CAPTION.description]


@pytest.mark.parametrize("draw", EVERY)
def test_pictures_have_classes_and_no_colours_or_styles_of_their_own(draw: Callable[[str], Markup | None]) -> None:
    svg = str(draw("p"))
    assert "style" not in svg
    assert "#" not in re.sub(r"url\(#p-w\d\)|&#\d+;", "", svg)
    known = {"b", "e", "m", "lg", "xl", "sm", "on", "cut", "cutline", "inkline", "hair", "nofill", "paper", "sheet"}
    known |= {"linen", "ink", "gorse", "flow", "flow2", "halo", "dark", "darkline", "late"} | {
        f"t{n}" for n in range(1, 7)
    }
    assert {name for node in parsed(draw("p")).iter() for name in (node.get("class") or "").split()} <= known


def test_ids_of_two_pictures_on_a_page_never_meet() -> None:
    ids = [
        node.get("id")
        for place, draw in enumerate(EVERY)
        for node in parsed(draw(f"p{place}")).iter()
        if node.get("id") is not None
    ]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("prefix", ["", "1a", 'a"', "a b", "Ä"])
def test_a_prefix_that_would_break_an_id_is_refused(prefix: str) -> None:
    with pytest.raises(ValueError, match="prefix"):
        strip(prefix)


def test_a_picture_without_a_title_is_refused() -> None:
    with pytest.raises(ValueError, match="title"):
        year_strip([YearMonth("Apr")], caption=Caption(" "), prefix="p")


@given(
    st.lists(st.fractions(min_value=0, max_value=100, max_denominator=10**6), min_size=1, max_size=9),
    st.integers(1, 900),
)
def test_parts_of_a_strip_add_up_to_it_exactly(parts: list[Fraction], length: int) -> None:
    whole = sum(parts)
    if not whole:
        return
    cut = edges(parts, start=1, length=length, whole=whole)
    widths = [Fraction(coordinate(right - left)) for left, right in itertools.pairwise(cut)]
    assert sum(widths) == length
    assert all(width >= 0 for width in widths)


def test_the_share_strip_is_filled_from_edge_to_edge_and_says_its_numbers() -> None:
    bars = [node for node in parsed(strip()).iter("rect") if (node.get("fill") or "").startswith("url")]
    rows = {y: [F(str(bar.get("width"))) for bar in bars if bar.get("y") == y] for y in ("28", "116")}
    assert sum(rows["28"]) == sum(rows["116"]) == 342
    assert rows["28"] == [F("102.6"), F("136.8"), F("34.2"), F("68.4")]
    assert texts(strip()) == ["In the rules", "30", "40", "10", "20", "In this vote", "37.5", "50", "12.5"]


def test_a_part_too_thin_for_its_number_has_none() -> None:
    thin = [ShareBar("A", 1, F(97), F(200, 3), F(0)), ShareBar("B", 2, F(3), F(100, 3), F(0))]
    svg = share_strip(thin, base=F(100), words=SHARE_WORDS, prefix="p")
    assert texts(svg) == ["In the rules", "97", "In this vote", "66.667", "33.333"]


def test_the_weights_chart_adds_the_groups_up() -> None:
    root = parsed(weights())
    bars = [node for node in root.iter("rect") if (node.get("fill") or "").startswith("url")]
    single = [F(str(bar.get("width"))) for bar in bars if bar.get("height") == "30"]
    added = [F(str(bar.get("width"))) for bar in bars if bar.get("height") == "46"]
    assert len(single) == len(added) == 3
    assert abs(sum(added) - F("54.375") * 340 / 100) < F(1, 100)
    line = next(node.get("d") for node in root.iter("path") if node.get("stroke-width") == "4")
    assert line == "M171 368V438"
    assert texts(weights())[:4] == ["People supported", "28.125 for, of 37.5", "Staff", "20 for, of 50"]
    assert "Public bodies" not in texts(weights())


def test_the_flow_shows_every_block_and_who_is_elected_when() -> None:
    root = parsed(flow())
    blocks = [node for node in root.iter("rect") if re.fullmatch(r"t\d", node.get("class") or "")]
    assert len(blocks) == 6 + 4 + 4
    assert [str(block.get("height")) for block in blocks[:6]] == ["73.5", "54.6", "33.6", "27.3", "42", "21"]
    assert len([node for node in root.iter("rect") if node.get("class") == "nofill inkline"]) == 3
    bands = [node.get("class") for node in root.iter("path")]
    assert (bands.count("flow"), bands.count("flow2")) == (4 + 4, 8 + 3)
    assert texts(flow())[-1] == "no next choice: 3.5"
    assert {"35", "36", "28", "31.5"} <= set(texts(flow()))


def test_moves_that_do_not_add_up_are_not_drawn() -> None:
    wrong = [*STAGES[:2], FlowStage("Stage 3", votes("35", "31", "32", "19", "0", "0"), F("3.5"))]
    with pytest.raises(ValueError, match="do not lead"):
        stage_flow(PEOPLE, wrong, words=FLOW_WORDS, prefix="p")


def test_more_than_eight_people_or_five_stages_are_left_to_the_table() -> None:
    nine = [FlowCandidate(f"C{n}", 1) for n in range(9)]
    stage = FlowStage("Stage 1", (F(1),) * 9)
    assert stage_flow(nine, [stage, stage], words=FLOW_WORDS, prefix="p") is None
    one = FlowStage("Stage 1", (F(1),) * 2)
    assert stage_flow(nine[:2], [one] * 6, words=FLOW_WORDS, prefix="p") is None
    assert stage_flow(nine[:2], [one] * 5, words=FLOW_WORDS, prefix="p") is not None


def test_a_whole_flow_has_room_for_any_number_of_people_and_stages() -> None:
    people = [FlowCandidate(f"C{n}", n % 6 + 1, str(n)) for n in range(20)]
    stages = [FlowStage(f"Stage {n}", tuple(F(place * 7 + 1) for place in range(20))) for n in range(1, 15)]
    drawn = whole_flow(people, stages, words=FLOW_WORDS)
    root = parsed(whole_picture(drawn, CAPTION, "p"))
    blocks = [node for node in root.iter("rect") if re.fullmatch(r"t\d", node.get("class") or "")]
    assert len(blocks) == 20 * 14 and len(drawn.edges) == 14
    said = [node.text for node in root.iter("text")]
    assert said.count("134") == said.count("1") - 13 == 14, "each number in or beside its block; 1 is a sign too"
    assert (root.get("width"), root.get("height")) == (str(drawn.width), str(drawn.height))
    tops: dict[str, list[F]] = {}
    for node in root.iter("text"):
        tops.setdefault(node.get("x") or "", []).append(F(node.get("y") or "0"))
    assert all(below - above >= 18 for ys in tops.values() for above, below in itertools.pairwise(sorted(ys))), (
        "apart"
    )


def test_where_several_lose_votes_at_once_the_ends_of_their_ways_are_drawn_and_nothing_may_vanish() -> None:
    before = FlowStage("Stage 1", votes("10", "6", "4"), F(0), loose=True)
    after = FlowStage("Stage 2", votes("8", "3", "8"), F(1))
    drawn = whole_flow(PEOPLE[:3], [before, after], words=FLOW_WORDS)
    root = parsed(whole_picture(drawn, CAPTION, "p"))
    ends = [node for node in root.iter("rect") if node.get("class") == "flow2"]
    heights = [F(node.get("height") or "0") / F(TALL, 20) for node in ends]
    assert sorted(heights) == [1, 2, 3, 4], "what each lost and gained, and what found no next choice"
    from_first = [node for node in ends if F(node.get("x") or "0") == drawn.edges[0]]
    assert [F(node.get("height") or "0") / F(TALL, 20) for node in from_first] == [2, 3], "those who lost votes"
    with pytest.raises(ValueError, match="vanish"):
        whole_flow(PEOPLE[:3], [before, FlowStage("Stage 2", votes("8", "3", "8"))], words=FLOW_WORDS)
    with pytest.raises(ValueError, match="somebody"):
        whole_flow([], [before], words=FLOW_WORDS)


@pytest.mark.parametrize("count", range(1, 16))
def test_seats_stand_apart_and_on_the_drawing(count: int) -> None:
    svg = seat_map([Seat(1, "AB", True)] * count, words=SeatWords("s", "f", CAPTION), prefix="p")
    root = parsed(svg)
    middles = [
        (float(str(c.get("cx"))), float(str(c.get("cy")))) for c in root.iter("circle") if c.get("class") == "t1"
    ]
    left, top, width, height = (float(side) for side in str(root.get("viewBox")).split())
    assert len(middles) == count
    for x, y in middles:
        assert left + 33 <= x <= left + width - 33
        assert top + 33 <= y <= top + height - 33
    for (a, b), (c, d) in itertools.combinations(middles, 2):
        assert (a - c) ** 2 + (b - d) ** 2 > 62**2


@pytest.mark.parametrize("count", [0, 16])
def test_too_many_seats_are_left_to_the_list(count: int) -> None:
    assert seats(count=count) is None


def test_a_vacant_seat_is_a_broken_outline_without_initials() -> None:
    assert texts(seats()).count("AB") == 8
    assert str(seats()).count("stroke-dasharray") == 1


def test_a_cap_shows_used_and_free_places() -> None:
    slots = str(cap_slots(3, used=2, most=3))
    assert (slots.count('class="t3"'), slots.count("stroke-dasharray")) == (2, 1)
    assert str(cap_slots(3, used=4, most=3)).count("<svg") == 4


def test_marks_are_hidden_from_screen_readers_and_all_differ() -> None:
    marks = {re.sub(r"t\d", "", str(mark(thread))) for thread in range(1, 7)}
    assert len(marks) == 6
    assert all('aria-hidden="true"' in one for one in marks)
    with pytest.raises(ValueError, match="six threads"):
        mark(7)


@pytest.mark.parametrize(
    ("here", "represented", "needed", "line"),
    [(14, 12, 24, "M304.1 20V50"), (0, 0, 3, "M39.5 20V50"), (30, 10, 60, "M333.27 20V50")],
)
def test_the_quorum_row_counts_everybody_and_draws_the_line_after_the_last_needed(
    here: int, represented: int, needed: int, line: str
) -> None:
    root = parsed(quorum("p", here, represented, needed))
    looks = [node.get("class") for node in root.iter("circle")]
    assert (looks.count("ink"), looks.count("nofill inkline")) == (here, represented)
    assert next(node.get("d") for node in root.iter("path")) == line
    assert texts(quorum("p", here, represented, needed))[0] == str(needed)


def test_over_sixty_people_become_a_bar() -> None:
    root = parsed(quorum("p", 130, 30, 100))
    assert not list(root.iter("circle"))
    widths = [F(str(node.get("width"))) for node in root.iter("rect")]
    assert widths == [F(328), F("266.5")]


def test_a_month_with_many_things_counts_them() -> None:
    assert texts(year()) == ["Apr", "May", "Jun", "5"]


@pytest.mark.parametrize(
    ("value", "text"),
    [(F(1, 3), "0.33"), (F(-1, 2), "-0.5"), (0, "0"), (F(-1, 1000), "0"), (171, "171"), (102.6, "102.6")],
)
def test_a_coordinate_is_short_and_never_in_powers(value: Fraction | float, text: str) -> None:
    assert coordinate(value) == text
