"""The second verifier's own count: real ballots with their official stages, model cases, and the worked examples."""

from __future__ import annotations

import gzip
import json
from collections import Counter
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from govern.ballots.verifier.counting import Box, Tally, fraction_text, lot_commitment
from govern.ballots.verifier.electing import most_marks, transferable
from govern.ballots.verifier.limiting import Limits
from govern.ballots.verifier.reading import Doc, Plain, Refusal, spelled
from govern.ballots.verifier.resolving import Motion, Verdict, Votes, shares_of, verdict
from govern.ballots.verifier.slips import Marks, marks_of
from tests.ballots.verifier.ballots import entry
from tests.ballots.verifier.building import SEED, Document, contest, election_rule, resolution_rule, thirty

FOLDER = Path(__file__).parents[2] / "elections"
F = Fraction


def told(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


def by_scottish_rules() -> list[tuple[Path, dict[str, Any], bool]]:
    """Every case with an expected count by stages: its file, the count, and whether constraints hold in it."""
    found = []
    for path in sorted(FOLDER.glob("*/*.json")):
        case = told(path)
        plain = case.get("scottish-stv", case if case.get("method") in ("scottish-stv", "av") else None)
        for count, limited in ((plain, False), (case.get("scottish-stv+constraints"), True)):
            if count is not None:
                found.append((path, count, limited))
    return found


CASES = by_scottish_rules()


def papers_of(path: Path) -> tuple[int, int, set[int], dict[Marks, Fraction]]:
    blt = path.with_suffix(".blt")
    text = (
        blt.read_text("utf-8") if blt.exists() else gzip.decompress(blt.with_suffix(".blt.gz").read_bytes()).decode()
    )
    lines = text.splitlines()
    options, seats = map(int, lines[0].split())
    withdrawn, papers = set(), dict[Marks, Fraction]()
    for line in lines[1:]:
        words = line.split()
        if words == ["0"]:
            break
        if len(words) == 1:
            withdrawn.add(-int(words[0]))
            continue
        marks = tuple(dict.fromkeys(int(word) for word in words[1:-1] if word != "-"))
        papers[marks] = papers.get(marks, F(0)) + F(words[0])
    return options, seats, withdrawn, papers


@pytest.mark.parametrize(("path", "count", "limited"), CASES, ids=[f"{c[0].stem}{'+' * c[2]}" for c in CASES])
def test_ballots_are_counted_as_they_were_counted(path: Path, count: dict[str, Any], limited: bool) -> None:
    """Elected with their stages, the excluded in order, and every option's votes at every stage."""
    options, seats, withdrawn, papers = papers_of(path)
    case = told(path)
    order = case.get("lot_order") or list(range(1, options + 1))
    luck = {option: order.index(option) for option in order}
    rules = case["constraints"] if limited else []
    limits = Limits(
        tuple((rule["max"], frozenset(rule["candidates"])) for rule in rules),
        tuple((rule["min"], frozenset(rule["candidates"])) for rule in rules if rule["min"]),
    )
    engine = transferable(papers, options, seats, luck, withdrawn, limits)
    elected = engine.run()
    assert [(one.option, one.stage) for one in elected.won] == [
        (each["candidate"], each["stage"]) for each in count["elected"]
    ]
    assert str(elected.quota) == str(count["quota"])
    assert engine.excluded == count["excluded_in_order"]
    assert [[votes or 0 for votes in stage.votes] for stage in elected.stages] == [
        [F(votes) for votes in stage["votes"]] for stage in count["stages"]
    ]
    assert [stage.lost for stage in elected.stages] == [F(stage["non_transferable"]) for stage in count["stages"]]


def test_there_are_as_many_real_ballots_as_are_meant() -> None:
    assert sum(1 for path, _, _ in CASES if path.parent.name == "real") == 13
    assert sum(1 for _, _, limited in CASES if limited) == 2


# Caps and lots ------------------------------------------------------------------------------------------------------


def votes(*numbers: int) -> dict[Marks, Fraction]:
    return {(option,): F(number) for option, number in enumerate(numbers, 1)}


ANA, BO, CAI, DI, EVE = range(1, 6)
VOLUNTEERS = Limits(caps=((1, frozenset({ANA, BO, DI})),))
IN_ORDER = {option: option for option in range(1, 10)}


def test_w8_who_would_break_a_cap_is_passed_over() -> None:
    found = most_marks(votes(80, 75, 60, 55, 40), 5, 3, IN_ORDER, set(), VOLUNTEERS)
    assert [one.option for one in found.won] == [ANA, CAI, EVE]
    without_eve = most_marks(votes(80, 75, 60, 55), 4, 3, IN_ORDER, set(), VOLUNTEERS)
    assert [one.option for one in without_eve.won] == [ANA, CAI], "one seat stays vacant"


@pytest.mark.parametrize(
    ("luck", "wins"), [({1: 0, 2: 1, 3: 2, 4: 3, 5: 4}, ANA), ({1: 1, 2: 0, 3: 2, 4: 3, 5: 4}, BO)]
)
def test_w8_a_lot_for_the_last_place_under_a_cap(luck: dict[int, int], wins: int) -> None:
    found = most_marks(votes(80, 80, 60, 55, 40), 5, 3, luck, set(), VOLUNTEERS)
    assert [(one.option, one.by_lot) for one in found.won] == [(wins, True), (CAI, False), (EVE, False)]


def test_w16_a_lot_only_where_it_touches_the_last_place() -> None:
    """Invariant 58: a tie between places 1 and 2 of two needs no lot; three with 30 for two places do."""
    tie = most_marks(votes(41, 41, 5), 3, 2, IN_ORDER, set(), Limits())
    assert [(one.option, one.by_lot) for one in tie.won] == [(1, False), (2, False)]
    three = most_marks(votes(30, 30, 30), 3, 2, {1: 2, 2: 0, 3: 1}, set(), Limits())
    assert [(one.option, one.by_lot) for one in three.won] == [(2, True), (3, True)]


def test_marks_of_many_are_counted_and_those_of_the_withdrawn_are_void() -> None:
    """Invariant 55, and plurality at large from the model cases."""
    case = told(FOLDER / "nasty" / "n22_plurality_at_large.json")
    papers = {
        tuple(ballot["approve"]): F(str(ballot["weight"]))
        for ballot in case["ballots"]
        if len(ballot["approve"]) <= 2
    }
    found = most_marks(papers, 4, 2, IN_ORDER, set(), Limits())
    assert [str(float(total or 0)) for total in found.stages[0].votes] == ["10.0", "12.5", "11.5", "9.0"]
    assert [one.option for one in found.won] == case["plurality_at_large"]["elected"]
    gone = most_marks(papers, 4, 2, IN_ORDER, {2}, Limits())
    assert [one.option for one in gone.won] == [3, 1] and gone.stages[0].votes[1] is None


def test_a_floor_keeps_places_and_a_cap_keeps_those_in_who_are_needed() -> None:
    floor = Limits(floors=((1, frozenset({4})),))
    assert [one.option for one in most_marks(votes(9, 8, 7, 1), 4, 2, IN_ORDER, set(), floor).won] == [1, 4]
    cap = Limits(caps=((1, frozenset({1, 2})),))
    rows = [(1, 2, 3), (1, 3), (1, 4), (2, 1), (2, 3), (2, 4), (3, 4), (4, 2), (4, 3)]
    found = transferable({row: F(1) for row in rows}, 4, 2, IN_ORDER, set(), cap).run()
    assert [(one.option, one.stage) for one in found.won] == [(1, 3), (4, 3)], "no place is left empty"


def test_the_last_places_are_not_filled_while_a_cap_still_chooses_among_them() -> None:
    """One more under the cap, three of them left: the last goes out and its paper moves before one of them is in."""
    cap = Limits(caps=((1, frozenset({1, 2, 3})),))
    papers = {(4,): F(2), (1,): F(1), (2,): F(1), (3, 2): F(1)}
    found = transferable(papers, 4, 4, IN_ORDER, set(), cap).run()
    assert [(one.option, one.stage) for one in found.won] == [(4, 1), (2, 2)]


# Resolutions --------------------------------------------------------------------------------------------------------


def a_motion(groups: dict[str, tuple[Document, Votes]], **rule: Plain) -> Motion:
    quorate, chair = bool(rule.pop("quorate", True)), str(rule.pop("chair", ""))
    colleges = rule.pop("colleges", None)
    params = resolution_rule(**rule)
    rows: list[Plain] = [{"id": name, "barred": False, **more} for name, (more, _) in groups.items()]
    params |= {"groups": rows, **({} if colleges is None else {"colleges": colleges})}
    table = {name: held for name, (_, held) in groups.items()}
    return Motion(Doc(params), table, table, quorate, chair)


def colleges(ceiling: str = "", **changes: str) -> Document:
    more: Document = {"ceiling": ceiling} if ceiling else {}
    return {"result": "proportional", "vacant": "redistribute", "silent": "redistribute", **more, **changes}


def w1(last: int = 30, **changes: str) -> Verdict:
    groups: dict[str, tuple[Document, Votes]] = {
        "users": ({"weight": "3/10"}, Votes(60, 20, entitled=120)),
        "employees": ({"weight": "2/5"}, Votes(12, 18, entitled=45)),
        "volunteers": ({"weight": "1/10"}, Votes(5, 5, entitled=30) if last else Votes()),
        "public": ({"weight": "1/5"}, Votes()),
    }
    return verdict(a_motion(groups, basis="college_weighted", colleges=colleges(**changes)))


def test_w1_to_w3_colleges_share_what_a_vacant_one_leaves() -> None:
    assert w1(ceiling="1/2") == Verdict(True, F(87, 160), F(1, 2), True)
    assert w1(result="block") == Verdict(False, F(3, 7), F(1, 2), True)
    assert w1(last=0, ceiling="1/2").reached == F(23, 40) and w1(last=0).reached == F(11, 20)
    assert not w1(vacant="fail").carried


def test_w1_a_vacant_college_may_count_against() -> None:
    whole = F(3, 10) * F(3, 4) + F(2, 5) * F(2, 5) + F(1, 10) * F(1, 2)
    assert w1(vacant="count_against") == Verdict(False, whole, F(1, 2), True)


@pytest.mark.parametrize(("way", "reached"), [("count_against", F(12, 25)), ("redistribute", F(24, 35))])
def test_w4_a_silent_college(way: str, reached: Fraction) -> None:
    groups: dict[str, tuple[Document, Votes]] = {
        "users": ({"weight": "2/5"}, Votes(30, 10, entitled=80)),
        "staff": ({"weight": "3/10"}, Votes(12, 8, entitled=30)),
        "volunteers": ({"weight": "3/10"}, Votes(entitled=40)),
    }
    found = verdict(a_motion(groups, basis="college_weighted", colleges=colleges(silent=way)))
    assert found.reached == reached and found.carried == (reached > F(1, 2))


@pytest.mark.parametrize(
    ("others", "investors", "reached"),
    [((30, 24), (0, 40), F(1, 2)), ((30, 24), (0, 5), F(30, 59)), ((45, 45), (40, 0), F(11, 20))],
)
def test_w5_a_ceiling_scales_one_group(
    others: tuple[int, int], investors: tuple[int, int], reached: Fraction
) -> None:
    groups: dict[str, tuple[Document, Votes]] = {
        "users": ({}, Votes(*others, entitled=100)),
        "investors": ({"ceiling": "1/10"}, Votes(*investors, entitled=50)),
    }
    found = verdict(a_motion(groups))
    assert found.reached == reached and found.carried == (reached > F(1, 2)), "a tie is lost (invariant 35)"


def test_w6_every_class_has_to_agree() -> None:
    groups: dict[str, tuple[Document, Votes]] = {
        "users": ({}, Votes(40, 10, entitled=60)),
        "labour": ({}, Votes(10, 11, entitled=30)),
        "investors": ({}, Votes(20, 0, entitled=20)),
    }
    more: Document = {"op": "gt", "of": "1/2"}
    rule: Document = {"op": "ge", "of": "3/4"}
    assert verdict(a_motion(groups, **rule)) == Verdict(True, F(70, 91), F(3, 4), False)
    assert not verdict(a_motion(groups, **rule, each_class=more)).carried
    empty: dict[str, tuple[Document, Votes]] = {**groups, "labour": ({}, Votes())}
    assert verdict(a_motion(empty, **rule, each_class=more)).carried, "a vacant class is skipped (invariant 41)"
    silent: dict[str, tuple[Document, Votes]] = {**groups, "labour": ({}, Votes(entitled=3))}
    assert not verdict(a_motion(silent, **rule, each_class=more)).carried, "a silent one fails"


@pytest.mark.parametrize(("yes", "no", "blank", "carried"), [(84, 26, 0, True), (90, 9, 0, False), (90, 9, 5, False)])
def test_w7_turnout(yes: int, no: int, blank: int, carried: bool) -> None:
    groups: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(yes, no, blank, entitled=200))}
    turnout: Document = {"op": "ge", "of": "1/2", "blank_counts": False}
    assert verdict(a_motion(groups, op="ge", of="3/4", turnout=turnout)).carried == carried
    if blank:
        assert verdict(a_motion(groups, op="ge", of="3/4", turnout={**turnout, "blank_counts": True})).carried
    least: Document = {"op": "ge", "of": "0/1", "blank_counts": False, "least": yes + no + 1}
    assert not verdict(a_motion(groups, op="ge", of="3/4", turnout=least)).carried


@pytest.mark.parametrize(
    ("base", "reached"),
    [("cast", F(3, 5)), ("papers", F(3, 8)), ("present", F(3, 12)), ("entitled", F(3, 20))],
)
def test_each_base_takes_in_what_it_says(base: str, reached: Fraction) -> None:
    groups: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(3, 2, 2, 1, 20, 12))}
    assert verdict(a_motion(groups, base=base)).reached == reached
    if base == "cast":
        assert verdict(a_motion(groups, abstentions="count_against")).reached == F(3, 7)


def test_w16_a_tie_is_lost_but_for_a_casting_vote_where_the_rule_gives_one() -> None:
    groups: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(25, 25, entitled=60))}
    assert not verdict(a_motion(groups)).carried and not verdict(a_motion(groups, tie="chair_casting")).carried
    assert verdict(a_motion(groups, tie="chair_casting", chair="for")).carried
    assert not verdict(a_motion(groups, tie="chair_casting", chair="against")).carried
    with pytest.raises(Refusal):
        verdict(a_motion(groups, chair="for"))
    led: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(25, 26, entitled=60))}
    with pytest.raises(Refusal):
        verdict(a_motion(led, tie="chair_casting", chair="for"))


def test_nothing_is_carried_without_a_quorum_or_without_votes() -> None:
    groups: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(9, 1, entitled=60))}
    assert verdict(a_motion(groups)).carried and not verdict(a_motion(groups, quorate=False)).carried
    nobody: dict[str, tuple[Document, Votes]] = {"members": ({}, Votes(entitled=60))}
    assert verdict(a_motion(nobody, op="ge", of="0/1")) == Verdict(False, F(0), F(0), False)


def test_what_is_barred_is_nowhere() -> None:
    motion = a_motion(
        {"members": ({}, Votes(1, 0, entitled=1)), "investors": ({"barred": True}, Votes(0, 9, entitled=9))}
    )
    assert verdict(motion).reached == 1


def test_shares_never_pass_the_ceiling_where_it_can_hold() -> None:
    """Invariant 36."""
    shares = shares_of({"a": F(7, 10), "b": F(2, 10), "c": F(1, 10)}, F(2, 5))
    assert shares == {"a": F(2, 5), "b": F(2, 5), "c": F(1, 5)} and sum(shares.values()) == 1
    assert shares_of({"a": F(1)}, F(1, 2)) == {"a": F(1)}


# A whole tally ------------------------------------------------------------------------------------------------------


def a_tally(contests: list[Document], facts: Document, boxes: dict[tuple[str, str], Counter[Marks]]) -> Tally:
    names: list[Plain] = [one["id"] for one in contests]
    manifest: Document = {
        "contests": list[Plain](contests),
        "styles": [{"id": "m", "constituencies": ["m"], "contests": names}],
    }
    held = {cell: Box(choices, 0) for cell, choices in boxes.items()}
    return Tally(Doc(manifest), Doc(facts), held, {"m": 20}, {"m": 12}, {})


def test_a_cap_goes_on_in_the_next_contest_of_the_same_body() -> None:
    """W8 and invariant 57, over two rows of seats: what the first fills, the second has no more."""
    cap: Document = {"id": "vol", "limit": 1, "places": 3, "options": ["a-1"]}
    over: Document = {"id": "vol", "limit": 1, "places": 3, "options": ["b-1"]}
    contests = [
        contest("a", "set", 2, "block_vote", election_rule(cap)),
        contest("b", "set", 2, "block_vote", election_rule(over)),
    ]
    held: list[Plain] = [{"id": "vol", "held": 0}]
    facts: Document = {
        "seed": spelled(SEED),
        "order": ["a", "b"],
        "contests": [entry("a", caps=held), entry("b", caps=held)],
    }
    boxes: dict[tuple[str, str], Counter[Marks]] = {
        ("a", "m"): Counter({(1,): 9, (2,): 3}),
        ("b", "m"): Counter({(1,): 9, (2,): 3}),
    }

    def elected(order: list[Plain]) -> list[Any]:
        rows: list[Any] = a_tally(contests, {**facts, "order": order}, boxes).count()
        return [row["outcome"]["elected"][0]["option"] for row in rows]

    assert elected(["a", "b"]) == [1, 2] and elected(["b", "a"]) == [2, 1]


def test_a_choice_is_told_in_numbers_and_has_no_seed() -> None:
    contests = [contest("day", "set", 3, "option", {"weight": "advises"})]
    facts: Document = {"order": ["day"], "contests": [entry("day")]}
    rows: list[Any] = a_tally(contests, facts, {("day", "m"): Counter({(1,): 9, (2,): 9, (3,): 3, (): 1})}).count()
    assert rows[0]["outcome"] == {"counts": [9, 9, 3]}
    with pytest.raises(Refusal):
        a_tally(contests, {**facts, "seed": spelled(SEED)}, {("day", "m"): Counter()}).count()


def test_another_seed_than_the_promised_one_is_refused() -> None:
    """Invariant 53."""
    contests = [contest("a", "ranking", 2, "stv", election_rule())]
    facts: Document = {"seed": spelled(b"x" * 32), "order": ["a"], "contests": [entry("a")]}
    with pytest.raises(Refusal, match="promised"):
        a_tally(contests, facts, {("a", "m"): Counter()}).count()
    assert lot_commitment(SEED) == election_rule()["lots_commitment"] and fraction_text(F(3)) == "3/1"


# Slips --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["resolution", "ranking", "set"])
def test_a_slip_has_one_way_to_be_written(kind: str) -> None:
    """T17: every bit changed is another choice that fits the paper, or spoils the slip."""
    options, most = (2, 1) if kind == "resolution" else (9, 9)
    marks: Marks = (2,) if kind == "resolution" else (3, 7)
    good = thirty(kind, marks)
    assert marks_of(kind, options, most, good) == marks and marks_of(kind, options, most, thirty(kind, ())) == ()
    seen = {marks}
    for bit in range(240):
        changed = bytearray(good)
        changed[bit // 8] ^= 1 << bit % 8
        found = marks_of(kind, options, most, bytes(changed))
        assert found is None or (thirty(kind, found) == bytes(changed) and found not in seen)
        seen |= {found} if found is not None else set()


@pytest.mark.parametrize(
    ("kind", "marks"),
    [("ranking", (1, 1)), ("ranking", (5,)), ("resolution", (1, 2)), ("set", (1, 2, 3)), ("set", (5,))],
)
def test_too_many_twice_or_unknown_spoils_a_slip(kind: str, marks: Marks) -> None:
    assert (
        marks_of(kind, 2 if kind == "resolution" else 4, {"ranking": 4, "set": 2}.get(kind, 1), thirty(kind, marks))
        is None
    )
    gap = bytearray(thirty("ranking", (1, 2)))
    gap[1] &= 0x03
    assert marks_of("ranking", 4, 4, bytes(gap)) is None, "a gap spoils it"
