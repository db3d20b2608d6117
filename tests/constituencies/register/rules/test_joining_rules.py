"""Who may belong where, what ends a membership, shares as dates, ties: the smaller tables of joining."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest

from govern.constituencies.register import rules
from govern.constituencies.register.rules import TieKind
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import GovernError, NotAllowed, NotValid
from govern.identity.rules import PersonKind

TODAY = date(2026, 11, 9)
ORGANISATION, HUMAN = PersonKind.ORGANISATION, PersonKind.HUMAN


@pytest.fixture(scope="module")
def tair_nant() -> Rulebook:
    return load(example("tair_nant"))


@pytest.mark.parametrize(
    ("group", "kind", "refused"),
    [
        ("staff", HUMAN, ""),
        ("staff", ORGANISATION, "is for people, not for organisations"),
        ("public_bodies", ORGANISATION, ""),
        ("public_bodies", HUMAN, "is for organisations, not for single people"),
    ],
)
def test_a_group_takes_the_kinds_its_rules_name(
    tair_nant: Rulebook, group: str, kind: PersonKind, refused: str
) -> None:
    found = tair_nant.constituency(group)
    if not refused:
        rules.may_belong(tair_nant, found, kind)
        return
    with pytest.raises(NotAllowed, match=refused) as refusal:
        rules.may_belong(tair_nant, found, kind)
    assert "Rule" in str(refusal.value.message)


def test_m90_a_federation_takes_both_organisations_and_single_providers() -> None:
    book = load(example("secondary_coop"))
    for kind in PersonKind:
        rules.may_belong(book, book.constituencies[0], kind)


def test_who_is_no_member_and_represents_one_organisation_acts_for_it_unasked() -> None:
    assert rules.acts_alone(member=False, represents=1)
    assert not rules.acts_alone(member=True, represents=1)
    assert not rules.acts_alone(member=False, represents=2)
    assert not rules.acts_alone(member=False, represents=0)


@pytest.mark.parametrize(
    ("rulebook", "group", "condition", "event"),
    [
        ("tair_nant", "staff", "contract_of_employment", "employment_ends"),
        ("tair_nant", "volunteers", "supports_objects", None),
        ("worker_led", "worker", "contract_of_employment", "employment_ends"),
        ("worker_led", "worker", "holds_one_share", None),
    ],
)
def test_invariant_7_a_membership_ends_where_the_rules_end_it(
    rulebook: str, group: str, condition: str, event: str | None
) -> None:
    book = load(example(rulebook))
    found = next((g for g in book.constituencies if g.id == group), book.constituencies[0])
    assert rules.ends_membership(found, condition) == event


def test_m58_a_supporting_group_is_told_to_have_a_voice_and_no_vote() -> None:
    book = load(example("principal_supporting"))
    said = {group.id: " ".join(map(str, rules.explained(group))) for group in book.constituencies}
    assert "You have no vote in this group. You can speak, propose and see everything." in said["supporting"]
    assert "You have one vote." in said["principal"] and "being a disabled person" in said["principal"]


@pytest.mark.parametrize(
    ("typed", "pence"), [("1", 100), ("£1", 100), ("5,000", 500_000), ("12.5", 1_250), ("12.50", 1_250), ("0", 0)]
)
def test_amounts_are_read_as_pence_without_a_float(typed: str, pence: int) -> None:
    assert rules.pence_of(typed) == pence


@pytest.mark.parametrize("typed", ["", "a", "-1", "1.234", "1.2.3", "٣", "1e9", "12345678901"])
def test_an_amount_that_is_none_is_refused(typed: str) -> None:
    with pytest.raises(NotValid, match="amount in pounds"):
        rules.pence_of(typed)


def test_pence_are_shown_as_pounds() -> None:
    assert [rules.pounds(n) for n in (0, 5, 100, 500_000)] == ["£0.00", "£0.05", "£1.00", "£5,000.00"]


@pytest.mark.parametrize(
    ("shares", "pence", "on"),
    [(0, 100, TODAY), (1, -1, TODAY), (1, 10**12, TODAY), (1, 100, TODAY + timedelta(days=1))],
)
def test_shares_that_cannot_be_are_refused(shares: int, pence: int, on: date) -> None:
    with pytest.raises(GovernError):
        rules.check_shares(shares, pence, on, TODAY)


def test_a_tie_that_holds_both_ways_is_kept_once_and_care_keeps_its_direction() -> None:
    one, other = UUID(int=1), UUID(int=2)
    for kind in (TieKind.HOUSEHOLD, TieKind.CLOSE_RELATIVE):
        assert rules.tied_ends(kind, other, one) == rules.tied_ends(kind, one, other) == (one, other)
    assert rules.tied_ends(TieKind.DELIVERS_CARE_TO, other, one) == (other, one)
    same = uuid4()
    with pytest.raises(NotValid, match="the same person"):
        rules.tied_ends(TieKind.HOUSEHOLD, same, same)
