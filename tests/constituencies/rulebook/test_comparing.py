"""Two rulebooks side by side: what is new, what goes, what is said otherwise; nothing that changes stays unseen."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest

from govern.constituencies.rulebook.book import Rulebook, clause, example, example_names, load
from govern.constituencies.rulebook.plain import RuleChange, compare, legal_change
from tests.constituencies.rulebook.book.mutating import Place, as_toml, changed

NEXT: tuple[Place, object] = (("society", "version"), "2026.2")


def changes(*made: tuple[Place, object], name: str = "tair_nant") -> dict[str, tuple[RuleChange, ...]]:
    before, after = load(example(name)), load(changed(name, *made))
    return {chapter.table: chapter.rules for chapter in compare(before, after)}


def texts(rule: RuleChange) -> tuple[str, str]:
    return " ".join(str(s) for s in rule.before), " ".join(str(s) for s in rule.after)


@pytest.mark.parametrize("name", example_names())
def test_a_rulebook_and_itself_say_the_same(name: str) -> None:
    assert compare(load(example(name)), load(example(name))) == ()


def test_a_new_name_and_day_alone_are_no_change() -> None:
    assert changes(NEXT) == {}


def test_a_rule_is_said_before_and_after_under_its_number() -> None:
    (rule,) = changes((("notice", "agm_days"), 21))["notice"]
    assert rule.number_before == rule.number_after == clause("notice.agm_days")
    assert texts(rule) == (
        "Members are told of the annual general meeting 14 days before.",
        "Members are told of the annual general meeting 21 days before.",
    )


def test_in_welsh_groups_and_bodies_have_their_welsh_names() -> None:
    after = load(changed("tair_nant", (("seat", 1, "count"), 3), (("seat", 3, "count"), 2)))
    said = str(compare(load(example("tair_nant")), after, "cy"))
    assert "Bwrdd" in said and "'Board'" not in said


def test_a_row_put_in_between_leaves_the_others_unchanged() -> None:
    raw: dict[str, Any] = tomllib.loads(example("tair_nant"))
    row = {
        "body": "board",
        "constituency": "none",
        "count": 1,
        "method": "nominated",
        "nominated_by": ["Health Board"],
    }
    raw["seat"].insert(1, row)
    raw["seat"][-1]["count"] = 2
    after = load(as_toml(raw))
    (chapter,) = compare(load(example("tair_nant")), after)
    new, fewer = chapter.rules
    assert (new.is_new, new.number_after, new.before) == (True, "11.2", ())
    assert (fewer.number_before, fewer.number_after) == ("11.4", "11.5")
    assert [(key.key, key.before, key.after) for key in fewer.keys] == [("count", "3", "2")]


def test_a_row_that_goes_is_shown_with_its_old_number() -> None:
    raw: dict[str, Any] = tomllib.loads(example("tair_nant"))
    raw["forum_layer"] = [row for row in raw["forum_layer"] if row["id"] != "family"]
    (chapter,) = compare(load(example("tair_nant")), load(as_toml(raw)))
    gone = next(rule for rule in chapter.rules if rule.is_gone)
    assert gone.number_before == "15.2" and "Families meeting" in texts(gone)[0] and gone.after == ()


def test_what_changes_no_sentence_is_shown_as_the_file_has_it() -> None:
    (rule,) = changes((("cap", 0, "rounding"), "exact"))["cap"]
    assert rule.says_the_same
    assert [(key.key, key.before, key.after) for key in rule.keys] == [("rounding", '"floor"', '"exact"')]


def test_nothing_that_changes_in_a_file_stays_unseen() -> None:
    """Every key of every row and table, changed or taken out, makes a difference that is shown."""
    raw: dict[str, Any] = tomllib.loads(example("cartrefi_like"))
    before = load(example("cartrefi_like"))
    unseen = []
    for table, value in raw.items():
        for at, row in enumerate(value if isinstance(value, list) else [value] if isinstance(value, dict) else []):
            for key in row:
                if f"{table}.{key}" in ("society.version", "society.effective_from"):
                    continue
                for other in (_other(row[key]), None):
                    after = _loaded(raw, table, at, key, other)
                    if after is not None and not compare(before, after):
                        unseen.append(f"{table} {at} {key} {other!r}")
    assert unseen == []


def _other(value: object) -> object:
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    return f"{value}x" if isinstance(value, str) else value


def _loaded(raw: dict[str, Any], table: str, at: int, key: str, other: object) -> Rulebook | None:
    """The rulebook with one key changed or left out, where that is still a rulebook."""
    inside = dict(raw)
    rows = [dict(row) for row in raw[table]] if isinstance(raw[table], list) else [dict(raw[table])]
    if other is None:
        del rows[at][key]
    else:
        rows[at][key] = other
    inside[table] = rows if isinstance(raw[table], list) else rows[0]
    if inside == raw:
        return None
    try:
        return load(as_toml(inside))
    except Exception:
        return None


def test_another_legal_form_changes_decisions_registers_and_filings() -> None:
    """Mechanism M81."""
    company = load(
        changed(
            "tair_nant",
            (("society", "legal_form"), "cic"),
            (("filing", "regulators"), ["companies_house"]),
            (("filing", "annual_return"), "CS01"),
        )
    )
    found = legal_change(load(example("tair_nant")), company)
    assert found is not None
    decisions, registers, filings = found.parts
    assert any("section 283" in str(s) for s in decisions.new) and any(
        "section 113" in str(s) for s in decisions.gone
    )
    assert any("section 30" in str(s) for s in registers.gone) and len(registers.new) == 3
    assert any("CIC34" in str(s) for s in filings.new) and any("AR30" in str(s) for s in filings.gone)


def test_becoming_a_charity_adds_its_return_and_keeps_the_rest() -> None:
    charity = load(changed("tair_nant", (("society", "charity"), True)))
    found = legal_change(load(example("tair_nant")), charity)
    assert found is not None and len(found.parts[2].new) == 1 and found.parts[0].gone == ()


def test_the_same_legal_form_changes_nothing_in_law() -> None:
    assert legal_change(load(example("tair_nant")), load(changed("tair_nant", NEXT))) is None
