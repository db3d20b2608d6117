"""Rulebooks with one slip of the pen each: every one refused, at its line, with table, key and what would be right.

The first sixteen are those of the design's own checker (its three volunteers' seats of nine, which are allowed, and
four, which are not, stand in `test_loading.py`); the others are ours, one for each thing a serious reader would
expect to be caught.
"""

from __future__ import annotations

import re
import tomllib

import pytest

from govern.constituencies.rulebook.book import example_names, load
from tests.constituencies.rulebook.book.mutating import Place, changed, refused

Mutation = tuple[str, Place, object, str]

CHECKER: tuple[Mutation, ...] = (
    ("france_scic", ("constituency", 2, "weight"), "5%", "under the floor of 1/10"),
    ("france_scic", ("constituency", 1, "weight"), "41%", "not 1. Change them"),
    ("quebec_solidarity", ("proxy", "allowed"), True, "Quebec allows no proxies. Write allowed = false"),
    ("quebec_solidarity", ("seat", 2, "count"), 4, "its rows add up to"),
    ("quebec_solidarity", ("body", 0, "seats"), 8, "its rows add up to"),
    ("friends_united_like", ("proxy", "allowed"), False, "company must allow proxies"),
    ("cartrefi_like", ("peer", "direct_vote_displaces"), False, "Write direct_vote_displaces = true"),
    ("cartrefi_like", ("resolution", 1, "pass", "of"), "2/3", "at least 75%"),
    ("equal_care_like", ("constituency", 3, "barred_from"), [], "barred from “conversion”. Add it here"),
    ("equal_care_like", ("resolution", 2, "basis"), "college_weighted", "Write basis = “omov”"),
    ("colne_valley_like", ("peer", "constituencies"), ["staff"], "staff vote for themselves"),
    ("colne_valley_like", ("cap", 0, "max"), "one third", "is not a share. Write it like “1/3”"),
    ("colne_valley_like", ("seat", 1, "count"), 4, "its rows add up to 10"),
    ("secondary_coop", ("terms", "rotation"), "halves", "Write one of: all, none, thirds"),
    ("italy_type_a", ("constituency", 0, "color"), "red", "“color” is not known here. Known are"),
    ("worker_led", ("body", 1, "parent"), "nowhere", "unknown parent"),
)

NOMINATED = {"body": "board", "constituency": "any", "count": 3, "method": "nominated"}
WHOLE_CAP = {
    "id": "x",
    "scope": "body:board",
    "attribute": "volunteer",
    "max": "1/3",
    "of": "established",
    "rounding": "floor",
    "on_breach": "block_appointment",
}
FUND = {"enabled": True, "panel_size": 3, "grant_max_pence": 100}

OURS: tuple[Mutation, ...] = (
    # Seats that others name, and seats that end.
    ("tair_nant", ("seat", 3), NOMINATED, "Write nominated_by"),
    ("tair_nant", ("seat", 3, "nominated_by"), ["Health Board"], "Only seats with method = “nominated”"),
    ("tair_nant", ("seat", 3, "ends_at"), "first_elections", "Write method = “nominated”"),
    ("tair_nant", ("seat", 3, "ends_at"), "next_summer", "Write one of: first_elections"),
    ("tair_nant", ("seat", 3, "method"), "drawn", "Write one of"),
    ("tiny", ("seat", 0), NOMINATED | {"nominated_by": ["Pont CIO"], "ends_at": "first_elections"}, "never end"),
    ("worker_led", ("seat", 1, "count"), 0, "A row without seats"),
    ("worker_led", ("seat", 3, "per_unit"), 11, "between 1 and the 10"),
    ("tair_nant", ("seat", 3, "per_unit"), 1, "Write unit in [[body]]"),
    ("worker_led", ("seat", 1, "method"), "stv", "People from outside are not elected"),
    ("tair_nant", ("seat", 3, "body"), "senate", "no [[body]]"),
    ("quebec_solidarity", ("seat", 0, "seat_vote"), "no", "Write true or false"),
    # Bodies.
    ("cartrefi_like", ("body", 0, "selected_by"), "council", "It would select itself"),
    ("cartrefi_like", ("body", 0, "selected_by"), "board", "It would select itself"),
    ("tair_nant", ("body", 0, "selected_by"), "person", "Its seats are elected"),
    ("cartrefi_like", ("body", 1, "selected_by"), "members", "no row of seats is elected"),
    ("worker_led", ("body", 0, "parent"), "shareholder_council", "It would belong to itself"),
    ("tair_nant", ("body", 0, "links"), 1, "Links lead to a parent"),
    ("tair_nant", ("body", 0, "min_directors"), 10, "more people than it has seats (9)"),
    ("worker_led", ("body", 1, "consulted_on"), ["the_moon"], "Nobody else decides on “the_moon”"),
    ("worker_led", ("body", 1, "decision"), "consent", "[consent] is enabled and names it"),
    ("tair_nant", ("elections", "voting_days"), 0, "takes a day at least"),
    ("tair_nant", ("elections", "nomination_days"), 0, "takes a day at least"),
    # Caps and quotas.
    ("tair_nant", ("cap", 0), WHOLE_CAP | {"min": "1/9"}, "Write a [[cap]] for each"),
    ("tair_nant", ("cap", 0, "constituencies"), ["staff"], "Keep one of them"),
    ("tiny", ("cap", 0, "constituencies"), [], "It counts members of no group"),
    ("secondary_coop", ("cap", 0, "max_count"), "one", "Write a whole number"),
    ("tair_nant", ("cap", 0, "of"), "members", "reckoned of: established, filled"),
    ("tair_nant", ("cap", 0, "on_breach"), "block_admission", "block_appointment, alert"),
    ("tair_nant", ("cap", 0, "rounding"), "ceil", "Write “floor” or “exact”"),
    ("worker_led", ("cap", 0, "rounding"), "floor", "Write “ceil” or “exact”"),
    ("tair_nant", ("cap", 0, "scope"), "body:senate", "no known scope"),
    # Weights and votes.
    ("tair_nant", ("voting", "weight_floor"), "60%", "The floor is above the ceiling"),
    ("tiny", ("voting", "weight_floor"), "10%", "No group has a weight"),
    ("tair_nant", ("constituency", 2, "weight"), "0%", "count for nothing"),
    ("equal_care_like", ("constituency", 3, "vote_cap"), "100%", "A ceiling of all is none"),
    ("equal_care_like", ("constituency", 3, "vote_cap"), "0%", "count for nothing"),
    ("tiny", ("constituency", 0, "votes"), "none", "Nobody would have a vote"),
    ("tair_nant", ("constituency", 3, "organisations"), False, "Neither people nor organisations"),
    ("tair_nant", ("constituency", 0, "representative_required"), True, "Write organisations = true"),
    ("tair_nant", ("constituency", 0, "eligibility"), [], "Write at least one condition"),
    ("tair_nant", ("constituency", 1, "attributes"), ["employee", "employee"], "stands there twice"),
    ("fairshares_like", ("voting", "class_may_raise_to"), "ordinary", "Name a stricter kind"),
    # Thresholds and statutes.
    ("tair_nant", ("resolution", 0, "pass"), {"op": "gt", "of": "1/3", "base": "cast"}, "Fewer than half"),
    ("tair_nant", ("resolution", 0, "pass"), {"op": "gt", "of": "100%", "base": "cast"}, "Write op = “ge”"),
    ("tair_nant", ("resolution", 2, "each_class"), {"op": "ge", "of": "0%"}, "None at all would be enough"),
    ("tair_nant", ("resolution", 1, "used_for"), ["budget"], "decided by “ordinary” already"),
    ("tair_nant", ("resolution", 1, "statutory"), "ca2006_s283", "Companies Act is about companies"),
    ("cartrefi_like", ("resolution", 2, "statutory"), "ccbsa_s111", "The Act of 2014 is about societies"),
    ("cartrefi_like", ("resolution", 1, "pass", "base"), "present", "Write base = “cast”"),
    ("equal_care_like", ("resolution", 2, "confirm", "min_days"), 40, "No day is left"),
    ("equal_care_like", ("resolution", 3, "confirm", "max_months"), 3, "Section 111"),
    ("tair_nant", ("resolution", 0, "consent_first"), True, "Write enabled = true there"),
    ("equal_care_like", ("resolution", 0, "electronic", "turnout"), "half", "Write “quorum” or a share"),
    # Meetings, proxies, peers.
    ("tair_nant", ("quorum", 1, "number"), 10, "than there are seats (9)"),
    ("tair_nant", ("quorum", 0, "number"), 0, "Nobody would be needed"),
    ("tair_nant", ("quorum", 0, "of"), "seats_filled", "Write of = “roll”"),
    ("tair_nant", ("quorum", 1, "max_represented_share"), "1/2", "Nobody represented is counted"),
    ("tair_nant", ("proxy", "holder"), "none", "Write who may"),
    ("tair_nant", ("proxy", "max_per_holder"), 0, "nobody may hold one"),
    ("quebec_solidarity", ("proxy", "holder_attends"), True, "nobody has to come"),
    ("tair_nant", ("peer", "max_represented"), 0, "0 would mean never"),
    ("cartrefi_like", ("notice", "gm_days"), 7, "14 days' notice at least"),
    ("cartrefi_like", ("notice", "short_notice_share"), "1/2", "Write “9/10”"),
    ("tair_nant", ("notice", "formats"), [], "Write at least “standard”"),
    ("tair_nant", ("notice", "requisition"), {"share": "1/10", "members": 0, "rule": "lesser"}, "Nobody at all"),
    ("colne_valley_like", ("notice", "formats"), ["standard", "welsh"], "need “cy” among the languages"),
    # Terms, forums, consultation, consent.
    ("tair_nant", ("terms", "years"), 1, "Write years = 3"),
    ("colne_valley_like", ("terms", "years"), 0, "all stand down together"),
    ("tair_nant", ("forum_layer", 0, "size_min"), 0, "A forum of nobody"),
    ("tair_nant", ("forum_layer", 0, "size_max"), 4, "More must be there than there may be (4)"),
    ("tair_nant", ("forum_layer", 0, "meets_per_year"), 0, "0 would mean never"),
    ("tair_nant", ("forum_layer", 0, "linked_to"), "local", "It is linked to itself"),
    ("tair_nant", ("funds", "unpaid_hour_pence"), -1, "Write a whole number from 0"),
    ("tair_nant", ("recommendation", "dispositions"), [], "Write at least one way"),
    ("tair_nant", ("consultation", "mandate_evidence"), ["observed"], "Write “stated” or “chosen”"),
    ("worker_led", ("consent", "bodies"), [], "Write at least one, or enabled = false"),
    ("worker_led", ("consent", "rounds_max"), 0, "Without a round nobody consents"),
    ("worker_led", ("consent", "fallback"), "parent", "has no parent to pass it to"),
    # The society and what it reports.
    ("france_scic", ("society", "jurisdiction"), "italy", "exists in “france” only"),
    ("tair_nant", ("society", "jurisdiction"), "france", "This legal form exists in"),
    ("friends_united_like", ("society", "legal_form"), "cio", "Write charity = true"),
    ("tair_nant", ("society", "legal_form"), "partnership", "Write one of"),
    ("tair_nant", ("society", "derived_from"), "Colne Valley", "in small letters"),
    ("tair_nant", ("society", "derived_from"), "tair-nant", "not their own"),
    ("tair_nant", ("society", "registered_number"), "not one yet", "not a registered number"),
    ("tair_nant", ("society", "member_age"), 0, "from 1 to 25"),
    ("tair_nant", ("society", "director_age"), 15, "from 16 to 25"),
    ("tair_nant", ("society", "effective_from"), "soon", "Write a day like"),
    ("tair_nant", ("filing", "regulators"), ["charity_commission"], "goes to “fca”"),
    ("tair_nant", ("filing", "due_months"), 9, "within 7 months"),
    ("cartrefi_like", ("filing", "regulators"), ["charity_commission"], "Add it"),
    ("cartrefi_like", ("minutes", "keep_years"), 6, "keeps minutes for 10 years"),
    ("cartrefi_like", ("funds", "benevolent"), FUND | {"panel_size": 0}, "Write panel_size"),
    (
        "friends_united_like",
        ("funds", "pooled_budget"),
        {"enabled": True, "own_money_needs_own_yes": False},
        "own yes",
    ),
    ("friends_united_like", ("funds", "pooled_budget", "shared_decision"), "yes", "no [[resolution]]"),
    ("tair_nant", ("ballot", "time_zone"), "Europe/Atlantis", "Write one like “Europe/London”"),
    ("tair_nant", ("ballot", "privacy_floor_stv"), 3, "not below privacy_floor"),
    ("tair_nant", ("ballot", "level"), "careful", "Write one of"),
)


def test_there_are_sixteen_and_more_than_fifty() -> None:
    assert len(CHECKER) == 16
    assert len(OURS) >= 50 and len({(name, path, str(value)) for name, path, value, _ in OURS}) == len(OURS)


@pytest.mark.parametrize(
    ("name", "path", "value", "words"),
    [pytest.param(*one, id=f"{one[0]}-{'.'.join(map(str, one[1]))}-{n}") for n, one in enumerate((*CHECKER, *OURS))],
)
def test_a_slip_is_refused_at_its_line_with_table_key_and_remedy(
    name: str, path: Place, value: object, words: str
) -> None:
    text = changed(name, (path, value))
    said = [problem for problem in refused(text) if words in problem]
    assert said, refused(text)
    found = re.match(r"Line (\d+), (\w+)", said[0])
    assert found is not None, said[0]
    assert found[2] in _tables_named(path), said[0]
    assert _is_there(text.splitlines()[int(found[1]) - 1], said[0]), (text.splitlines()[int(found[1]) - 1], said[0])


def _tables_named(path: Place) -> set[str]:
    """The table that was changed, or the one that no longer agrees with it."""
    return {str(path[0]), *({"body"} if path[0] == "seat" else set()), *({"consent"} if path[0] == "body" else set())}


def _is_there(line: str, problem: str) -> bool:
    """The line is that of the key that is named last, or of the table that should hold it."""
    place = problem.split(": ", maxsplit=1)[0].split(", ")[1:]
    table, key = place[0].split()[0], place[1] if len(place) > 1 else ""
    return line.split("=", maxsplit=1)[0].strip() == key or line.strip("[] ") == table


def test_several_slips_are_told_together() -> None:
    both = refused(changed("tair_nant", (("terms", "years"), 1), (("quorum", 0, "number"), 0)))
    assert len(both) == 2


# What is new in the schema, where it makes sense.
ALLOWED: tuple[Mutation, ...] = (
    ("tair_nant", ("seat", 3), NOMINATED | {"nominated_by": ["Health Board"], "seat_vote": False}, ""),
    (
        "tair_nant",
        ("seat", 3),
        NOMINATED | {"nominated_by": ["Pont CIO", "Nant CIO"], "ends_at": "first_elections"},
        "",
    ),
    ("worker_led", ("body", 1, "consulted_on"), ["pay_and_benefits_principles"], ""),
    ("tair_nant", ("forum_layer", 0, "size_max"), 12, ""),
    ("tair_nant", ("society", "derived_from"), "colne_valley_like", ""),
)


@pytest.mark.parametrize(("name", "path", "value", "_words"), ALLOWED)
def test_what_the_mechanisms_need_can_be_said(name: str, path: Place, value: object, _words: str) -> None:
    load(changed(name, (path, value)))


def test_sizes_of_a_forum_have_an_order() -> None:
    both = ((("forum_layer", 0, "size_min"), 8), (("forum_layer", 0, "size_max"), 6))
    assert any(
        "smallest size is above the largest (6)" in problem for problem in refused(changed("tair_nant", *both))
    )


def test_two_caps_that_contradict_are_refused() -> None:
    raw = tomllib.loads(changed("tair_nant"))
    quota = {**WHOLE_CAP, "id": "y", "rounding": "ceil", "on_breach": "alert", "min": "1/2"}
    del quota["max"]
    problems = refused(changed("tair_nant", (("cap",), [*raw["cap"], quota])))
    assert any("It contradicts “volunteer-board”: at least 5 and at most 3" in problem for problem in problems)


@pytest.mark.parametrize("limit", [{"max_count": 1}, {"min_count": 10}])
def test_limits_in_heads_are_held_against_the_seats(limit: dict[str, int]) -> None:
    cap = {k: v for k, v in WHOLE_CAP.items() if k != "max"} | limit
    assert any("cap" in problem for problem in refused(changed("tair_nant", (("cap", 0), cap))))


def test_every_example_still_loads() -> None:
    assert len([load(changed(name)) for name in example_names()]) == 13
