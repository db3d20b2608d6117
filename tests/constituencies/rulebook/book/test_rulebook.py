"""The questions other rooms ask a rulebook."""

from __future__ import annotations

from fractions import Fraction

import msgspec
import pytest

from govern.constituencies.rulebook.book import (
    Rulebook,
    cap_limit,
    chapters,
    citation,
    clause,
    example,
    example_names,
    load,
    read_ratio,
)
from govern.constituencies.rulebook.book.tables import Cap
from govern.errors import NotFound, NotValid


@pytest.fixture(name="tair_nant")
def _tair_nant() -> Rulebook:
    return load(example("tair_nant"))


def test_shares_are_exact() -> None:
    assert read_ratio("1/3") == Fraction(1, 3)
    assert read_ratio("37.5%") == Fraction(3, 8)
    assert read_ratio("0%") == 0
    assert read_ratio("1/1") == 1
    with pytest.raises(NotValid, match="more than the whole"):
        read_ratio("4/3")


THIRD_AND_HALF = [("1/3", 7, 2), ("1/3", 8, 2), ("1/3", 9, 3), ("1/3", 10, 3), ("1/3", 12, 4)]
THIRD_AND_HALF += [("1/2", 7, 3), ("1/2", 8, 4), ("1/2", 9, 4)]


@pytest.mark.parametrize(("share", "places", "limit"), THIRD_AND_HALF)
def test_a_cap_rounds_down(share: str, places: int, limit: int) -> None:
    """W9 of the domain report."""
    assert cap_limit(_cap(max=read_ratio(share), rounding="floor"), places) == limit


def test_a_quota_rounds_up_and_an_exact_one_does_not_round() -> None:
    assert cap_limit(_cap(min=Fraction(1, 2), rounding="ceil"), 9) == 5
    assert cap_limit(_cap(max=Fraction(1, 2), rounding="exact"), 41) == Fraction(41, 2)
    assert cap_limit(_cap(max_count=1, rounding="exact"), 6) == 1


def _cap(**said: object) -> Cap:
    whole = {"id": "x", "scope": "body:board", "of": "established", "on_breach": "alert", "attribute": "volunteer"}
    return msgspec.structs.replace(Cap(rounding="floor", **whole), **said)  # type: ignore[arg-type] # a table of cases


def test_tair_nant_is_as_the_decision_says(tair_nant: Rulebook) -> None:
    assert tair_nant.weights() == {
        "supported": Fraction(3, 10),
        "staff": Fraction(4, 10),
        "volunteers": Fraction(1, 10),
        "public_bodies": Fraction(2, 10),
    }
    assert tair_nant.society.languages == ("en", "cy")
    assert tair_nant.board().seats == 9
    assert {seat.method for seat in tair_nant.seats_of("board")} == {"stv"}
    (cap,) = tair_nant.caps_on("board")
    assert cap_limit(cap, 9) == 3
    quorum = tair_nant.quorum_of("general")
    assert quorum is not None
    assert (quorum.number, quorum.share, quorum.max_represented_share) == (12, Fraction(1, 5), Fraction(1, 2))
    assert tair_nant.constituency("public_bodies").name_cy == "Cyrff cyhoeddus"
    assert "easy_read" in tair_nant.notice.formats


def test_the_basis_depends_on_the_kind_of_decision(tair_nant: Rulebook) -> None:
    assert tair_nant.basis_of("ordinary") == "college_weighted"
    assert tair_nant.basis_of("every_class") == "omov"


def test_weights_may_hold_on_a_formal_ballot_alone() -> None:
    book = load(example("fairshares_like"))
    assert book.basis_of("ordinary") == "college_weighted"
    assert book.basis_of("ordinary", formal_ballot=False) == "omov"
    assert book.basis_of("special") == "omov"


def test_a_statutory_society_resolution_counts_heads() -> None:
    assert load(example("colne_valley_like")).basis_of("conversion") == "omov"


def test_investors_are_barred_from_conversion_only() -> None:
    book = load(example("equal_care_like"))
    assert book.barred_from("conversion") == {"investor"}
    assert book.barred_from("ordinary") == frozenset()
    assert book.ceilings() == {"investor": Fraction(1, 10)}


def test_being_barred_from_conversion_holds_under_whatever_name() -> None:
    text = example("equal_care_like").replace('id = "conversion"', 'id = "become_a_company"')
    assert load(text).barred_from("become_a_company") == {"investor"}


def test_groups_without_a_vote_are_not_voting_groups() -> None:
    book = load(example("principal_supporting"))
    assert [group.id for group in book.voting_constituencies()] == ["principal"]


def test_an_inactive_cap_is_not_applied() -> None:
    book = load(example("italy_type_a"))
    assert [cap.id for cap in book.caps_on("board")] == ["volunteers-on-board"]
    inactive = example("italy_type_a").replace('of = "established"\n', 'of = "established"\nactive = false\n')
    assert load(inactive).caps_on("board") == ()


def test_a_vote_outside_a_meeting_may_need_a_turnout() -> None:
    book = load(example("equal_care_like"))
    ordinary, extraordinary = book.resolution("ordinary").electronic, book.resolution("extraordinary").electronic
    assert ordinary is not None
    assert extraordinary is not None
    assert ordinary.turnout_share is None
    assert extraordinary.turnout_share == Fraction(51, 100)


@pytest.mark.parametrize("ask", ["constituency", "resolution", "body", "forum_layer"])
def test_asking_for_what_is_not_there_is_refused(tair_nant: Rulebook, ask: str) -> None:
    with pytest.raises(NotFound, match="senate"):
        getattr(tair_nant, ask)("senate")
    assert tair_nant.quorum_of("senate") is None


def test_an_unknown_example_is_refused_with_the_names_of_all() -> None:
    with pytest.raises(NotFound, match="tair_nant"):
        example("../../../../etc/passwd")


def test_a_rule_has_the_same_number_in_every_society() -> None:
    assert clause("society.name") == "1.2"
    assert clause("voting.vacant_college") == "3.5"
    assert clause("voting") == "3"
    assert str(citation("voting.weight_ceiling")) == "Rule 3.8"


def test_rows_are_numbered_in_the_order_of_the_file(tair_nant: Rulebook) -> None:
    assert clause("constituency.public_bodies", tair_nant) == "2.4"
    assert clause("constituency.public_bodies.weight", tair_nant) == "2.4"
    assert clause("quorum.board", tair_nant) == "5.2"
    assert clause("seat.4", tair_nant) == "11.4"


@pytest.mark.parametrize("path", ["voting.colour", "senate", "senate.seats", "resolution.sunday", ""])
def test_a_path_that_no_rulebook_has_is_refused(tair_nant: Rulebook, path: str) -> None:
    with pytest.raises(NotFound):
        clause(path, tair_nant)


@pytest.mark.parametrize("name", example_names())
def test_every_rule_of_a_book_is_numbered_once_and_found_by_its_path(name: str) -> None:
    book = load(example(name))
    numbered = [rule for chapter in chapters(book) for rule in chapter.clauses]
    assert len({rule.number for rule in numbered}) == len(numbered) > 120
    assert all(clause(rule.path, book) == rule.number for rule in numbered)


def test_a_rule_that_the_file_leaves_to_its_default_is_marked(tair_nant: Rulebook) -> None:
    said = {rule.path: rule.said for chapter in chapters(tair_nant) for rule in chapter.clauses}
    assert said["ballot.level"]
    assert not said["ballot.witnesses"]
    assert said["resolution.special"]


def test_keys_that_came_later_stand_last_so_that_no_number_moved() -> None:
    assert clause("society.financial_year_end") == "1.11"
    assert clause("society.derived_from") == "1.12"
    assert clause("voting.vacant_college") == "3.5"
    assert clause("elections.training_required") == "14.9"
    assert clause("ballot.time_zone") == "23.10"
