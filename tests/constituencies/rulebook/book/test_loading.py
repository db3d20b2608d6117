"""A rulebook is read whole or refused whole, with every problem at its line."""

from __future__ import annotations

import copy
import re
import tomllib
from datetime import date
from fractions import Fraction

import pytest

from govern.constituencies.rulebook.book import Rulebook, RulebookNotValid, example, example_names, load
from tests.constituencies.rulebook.book.mutating import as_toml, changed, refused

ELEVEN = (
    "cartrefi_like",
    "colne_valley_like",
    "equal_care_like",
    "fairshares_like",
    "france_scic",
    "friends_united_like",
    "italy_type_a",
    "principal_supporting",
    "quebec_solidarity",
    "secondary_coop",
    "worker_led",
)


def test_the_shelf_holds_the_eleven_examples_and_the_two_of_the_demo() -> None:
    assert set(example_names()) == {*ELEVEN, "tair_nant", "tiny"}


@pytest.mark.parametrize("name", example_names())
def test_every_example_loads(name: str) -> None:
    book = load(example(name))
    assert isinstance(book, Rulebook)
    assert book.text == example(name)
    assert len(book.fingerprint()) == 64


@pytest.mark.parametrize("name", example_names())
def test_an_example_written_anew_says_the_same(name: str) -> None:
    again = load(as_toml(tomllib.loads(example(name))))
    first = load(example(name))
    assert all(getattr(again, f) == getattr(first, f) for f in first.__struct_fields__ if f != "text")


def test_three_reserved_volunteer_seats_keep_a_cap_of_three_and_four_do_not() -> None:
    three = (("seat", 1, "constituency"), "volunteers")
    load(changed("colne_valley_like", three))
    problems = refused(changed("colne_valley_like", three, (("seat", 1, "count"), 4), (("seat", 2, "count"), 2)))
    assert any("already break the cap of 3 of 9" in problem for problem in problems)


# More that must agree, one row for each check: (file, place, new value, words of the refusal).
DISAGREEMENTS: tuple[tuple[str, tuple[str | int, ...], object, str], ...] = (
    ("tiny", ("schema",), 2, "schema = 1"),
    ("tiny", ("society", "id"), "Friends of Pont", "cannot be an id"),
    ("tiny", ("society", "languages"), ["English"], "two small letters"),
    ("tiny", ("society", "financial_year_end"), "31 March", "not a day"),
    ("tiny", ("constituency", 0, "id"), "any", "meaning of its own"),
    ("cartrefi_like", ("constituency", 1, "id"), "supported", "twice"),
    ("tair_nant", ("ballot", "time_zone"), "Europe/Pont", "time zone"),
    ("tair_nant", ("ballot", "time_zone"), "../../etc/passwd", "time zone"),
    ("tiny", ("constituency", 0, "weight"), "100%", "no basis"),
    ("tiny", ("constituency", 0, "vote_cap"), "10%", "belong together"),
    ("tiny", ("constituency", 0, "barred_from"), ["sunday"], "barred from"),
    ("tiny", ("resolution", 0, "basis"), "college_weighted", "every voting group needs a weight"),
    ("tair_nant", ("constituency", 2, "votes"), "none", "Only a group"),
    ("equal_care_like", ("voting", "poll_basis"), "college_weighted", "does not go with weights"),
    ("france_scic", ("constituency", 1, "weight"), "60%", "over the ceiling"),
    ("france_scic", ("constituency", 1, "weight"), "60%", "10% to 50%"),
    ("equal_care_like", ("resolution", 2, "turnout", "of"), "1/3", "Section 113"),
    ("equal_care_like", ("resolution", 2, "confirm", "min_days"), 7, "Section 113"),
    ("equal_care_like", ("resolution", 3, "pass", "of"), "1/2", "Section 111"),
    ("equal_care_like", ("resolution", 0, "electronic", "turnout"), "many", "quorum"),
    ("fairshares_like", ("voting", "class_may_raise_to"), "special2", "no [[resolution]]"),
    ("tair_nant", ("ballot", "quorum"), {"number": 3, "rule": "greater"}, "share is needed"),
    ("tiny", ("quorum", 1, "body"), "committee", "unknown body"),
    ("tiny", ("quorum", 1, "body"), "general", "two quorums"),
    ("tiny", ("quorum", 1, "body"), "general", "“board” has none"),
    ("tiny", ("quorum", 0, "rule"), "greater", "share is needed"),
    ("tiny", ("quorum", 0, "counts"), ["in_person", "proxy"], "proxies that are not allowed"),
    ("tiny", ("quorum", 0, "counts"), ["in_person", "peer"], "do not count"),
    ("tiny", ("quorum", 0, "counts"), [], "Nobody would be counted"),
    ("tair_nant", ("peer", "elected_in"), "council", "no [[forum_layer]]"),
    ("tair_nant", ("peer", "constituencies"), ["friends"], "no [[constituency]]"),
    ("tair_nant", ("peer", "not_for"), ["sunday"], "no [[resolution]]"),
    ("cartrefi_like", ("proxy", "allowed"), False, "standing proxies"),
    ("cartrefi_like", ("society", "jurisdiction"), "quebec", "A peer's vote is a proxy"),
    ("tiny", ("peer", "enabled"), True, "“legal_basis” is needed"),
    ("tiny", ("body", 0, "kind"), "council", "Exactly one body"),
    ("tiny", ("body", 0, "selected_by"), "nobody", "Who selects it?"),
    ("tiny", ("seat", 0, "body"), "senate", "no [[body]]"),
    ("tiny", ("seat", 0, "constituency"), "enemies", "no [[constituency]]"),
    ("tiny", ("cap", 0, "constituencies"), ["enemies"], "no [[constituency]]"),
    ("tiny", ("cap", 0, "scope"), "body:senate", "no known scope"),
    ("worker_led", ("cap", 0, "min"), "3/4", "can never be met: at most 3"),
    ("cartrefi_like", ("forum_layer", 1, "linked_to"), "village", "no [[forum_layer]]"),
    ("cartrefi_like", ("forum_layer", 3, "body"), "senate", "no [[body]]"),
    ("tair_nant", ("forum_layer", 2, "delegates_up"), 2, "nowhere"),
    ("tiny", ("recommendation", "reasons_required"), ["hold"], "not one of the answers"),
    ("tiny", ("consent", "enabled"), True, "“fallback” is needed"),
    ("worker_led", ("consent", "bodies"), ["senate"], "no [[body]]"),
    ("worker_led", ("consent", "fallback"), "vote:sunday", "without consent is unknown"),
)


@pytest.mark.parametrize(("name", "path", "value", "words"), DISAGREEMENTS)
def test_tables_that_disagree_are_refused(name: str, path: tuple[str | int, ...], value: object, words: str) -> None:
    problems = refused(changed(name, (path, value)))
    assert any(words in problem for problem in problems), problems


@pytest.mark.parametrize("cap", [{"attribute": "volunteer"}, {"max": "1/3"}])
def test_a_cap_says_how_many_and_of_whom(cap: dict[str, str]) -> None:
    whole = {"id": "x", "scope": "body:board", "of": "established", "rounding": "floor", "on_breach": "alert"}
    problems = refused(changed("tair_nant", (("cap", 0), {**whole, **cap})))
    assert any("sets no limit" in problem or "On whom" in problem for problem in problems)


def test_a_scic_needs_three_groups() -> None:
    raw = tomllib.loads(example("france_scic"))
    raw["constituency"] = raw["constituency"][:2]
    raw["constituency"][0]["weight"] = raw["constituency"][1]["weight"] = "1/2"
    assert any("at least three groups" in problem for problem in refused(as_toml(raw)))


def test_a_required_key_left_out_is_named_with_what_would_be_right() -> None:
    text = example("tiny").replace("clear_days = true\n", "")
    (problem,) = refused(text)
    line = text.splitlines().index("[notice]") + 1
    assert problem == f"Line {line}, notice, clear_days: “clear_days” is missing. Write true or false."


def test_a_whole_table_left_out_is_named() -> None:
    text = re.sub(r"\[awards\]\nenabled = false\n", "", example("tiny"))
    assert refused(text) == ["Line 1, awards: “awards” is missing. Write a table with: enabled."]


@pytest.mark.parametrize("name", example_names())
def test_an_unknown_key_is_refused_in_every_table(name: str) -> None:
    raw = tomllib.loads(example(name))
    inner = {f"{table}.{key}" for table, value in raw.items() if isinstance(value, dict) for key in value}
    for table, value in raw.items():
        if table == "schema":
            continue
        changed_raw = copy.deepcopy(raw)
        row = changed_raw[table][0] if isinstance(value, list) else changed_raw[table]
        row["tpyo"] = 1
        text = as_toml(changed_raw)
        (problem,) = refused(text)
        assert f"Line {text.splitlines().index('tpyo = 1') + 1}, {table}" in problem
        assert "“tpyo” is not known here" in problem
    assert inner
    assert "“senate” is not known" in refused(as_toml({**raw, "senate": {"seats": 3}}))[0]


def test_all_problems_come_at_once_each_at_its_own_line() -> None:
    text = example("colne_valley_like")
    broken = (
        text.replace('weight = "2/5"  ', "weight = 0.4    ")
        .replace('tie = "lost"', 'tied = "lost"')
        .replace("seats = 9 ", "seats = nine_")
        .replace("seats = nine_", "seats = 9.5")
        .replace("effective_from = 2026-01-01", "effective_from = 2026-01-01T09:00:00")
    )
    problems = refused(broken)
    lines = broken.splitlines()
    at = [int(re.match(r"Line (\d+)", problem)[1]) for problem in problems]  # type: ignore[index] # each has one
    assert at == sorted(at)
    assert len(problems) == 5
    assert [lines[n - 1].split("=")[0].split("#")[0].strip() for n in at] == [
        "effective_from",
        "weight",
        "[voting]",
        "tied",
        "seats",
    ]
    assert "constituency users, weight: 0.4 is not a share. Write it like “1/3” or “10%”" in problems[1]


@pytest.mark.parametrize("share", ["0.4", "1", '"0.4"', '"-1/3"', '"4/3"', '"101%"', '"1/0"', '"٣%"', "true", '""'])
def test_a_share_that_is_not_written_as_one_is_refused(share: str) -> None:
    problems = refused(example("tair_nant").replace('max = "1/3"', f"max = {share}"))
    assert len(problems) == 1
    assert "cap volunteer-board, max" in problems[0]


@pytest.mark.parametrize("number", ["-1", "10000001", "1.0", "true", '"9"', "nan"])
def test_a_number_that_is_not_whole_and_sensible_is_refused(number: str) -> None:
    (problem,) = refused(example("tiny").replace("agm_days = 14", f"agm_days = {number}"))
    assert "notice, agm_days" in problem


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    text = example("tair_nant")
    windows = load("\ufeff" + text.replace("\n", "\r\n"))
    assert windows == load(text)
    assert windows.fingerprint() == load(text).fingerprint()


def test_line_numbers_hold_with_windows_line_ends() -> None:
    text = example("tiny").replace("agm_days = 14", "agm_days = 1.5")
    line = next(n for n, said in enumerate(text.splitlines(), 1) if "agm_days" in said)
    assert refused("\ufeff" + text.replace("\n", "\r\n"))[0].startswith(f"Line {line},")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("schema = 1\nname = ", "Line 2 cannot be read"),
        ("schema = 1\n[society\n", "Line 2 cannot be read"),
        ("schema = 1\nschema = 1\n", "Line 2 cannot be read"),
        ("a = '\x00'", "Line 1 cannot be read"),
        ("a = 1\rb = 2", "Line 1 cannot be read"),
        ("a = " + "[" * 5000 + "]" * 5000, "nested too deeply"),
        ("a = " + "9" * 5000, "cannot be read"),
        ("#" * 300_000, "too long"),
        ("", "“society” is missing"),
        ("constituency = 3", "At least one table [[constituency]]"),
        ("society = 3", "needs to be a table"),
        ("constituency = [3]", "needs to be a table"),
        ('"a]=b" = 1\n["x]"]\n', "not known"),
    ],
)
def test_a_text_that_is_no_rulebook_is_refused_in_a_sentence(text: str, words: str) -> None:
    assert any(words in problem for problem in refused(text))


def test_the_refusal_itself_reads_as_a_whole() -> None:
    with pytest.raises(RulebookNotValid) as refusal:
        load(example("tiny").replace("agm_days = 14", "agm_days = 1.5"))
    assert str(refusal.value).startswith("This rulebook cannot be used yet. One thing needs to be put right. Line ")


def test_what_a_file_leaves_out_has_its_default() -> None:
    book = load(example("colne_valley_like"))
    assert book.ballot.level == "everyday"
    assert book.ballot.secrecy.resolution == "secret"
    assert book.ballot.secrecy.board == "open"
    assert (book.ballot.privacy_floor, book.ballot.privacy_floor_stv) == (5, 10)
    assert book.ballot.quorum is None
    assert book.ballot.time_zone == "Europe/London"
    assert book.retention.rolls_and_papers_months == 12


def test_what_a_file_says_is_what_the_book_holds() -> None:
    book = load(example("cartrefi_like"))
    assert book.society.effective_from == date(2026, 4, 1)
    assert book.quorums[0].share == Fraction(1, 20)
    assert book.funds.benevolent.grant_max_pence == 50_000
    assert book.resolution("special").pass_.of == Fraction(3, 4)
