"""Small grants: codes, panels, who stands aside, equal votes, never more than there is. W23 with its numbers."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from govern.constituencies.rulebook.book import example, load
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.purses import rules
from govern.forums.purses.rules import AskStage, Reason

BOOK = load(example("cartrefi_like"))
FIVE = [uuid4() for _ in range(5)]
STAFF = next(group.id for group in BOOK.constituencies if group.kind == "worker")
OTHERS = next(group.id for group in BOOK.constituencies if group.kind != "worker")


def test_w23_two_grants_leave_19_020_pounds_and_600_is_over_the_limit() -> None:
    balance = BOOK.funds.benevolent.opening_pence
    assert balance == 20_000_00
    for grant in (480_00, 500_00):
        rules.check_grant(BOOK, grant, balance)
        balance -= grant
    assert balance == 19_020_00
    with pytest.raises(NotValid, match=r"One grant is £500\.00 at most"):
        rules.check_grant(BOOK, 600_00, balance)


def test_invariant_86_no_more_is_asked_or_given_than_there_is() -> None:
    with pytest.raises(NotValid, match=r"There is £100\.00"):
        rules.check_grant(BOOK, 200_00, 100_00)
    with pytest.raises(NotValid):
        rules.check_grant(BOOK, 0, 100_00)
    yes = dict.fromkeys(FIVE, True)
    assert rules.outcome(FIVE, [], yes, 100_00, 100_00) is AskStage.GRANTED
    assert rules.outcome(FIVE, [], yes, 100_01, 100_00) is AskStage.NO_MONEY


def test_w23_a_panel_of_five_with_one_aside_is_equal_two_to_two_and_grants_nothing() -> None:
    votes = dict(zip(FIVE, (True, True, False, False), strict=False))
    assert rules.outcome(FIVE, FIVE[4:], votes, 480_00, 20_000_00) is AskStage.NOT_GRANTED
    assert rules.outcome(FIVE, FIVE[4:], {**votes, FIVE[2]: True}, 480_00, 20_000_00) is AskStage.GRANTED


def test_invariant_86_a_vote_of_somebody_who_stands_aside_counts_for_nothing() -> None:
    votes = dict(zip(FIVE, (True, True, False, False, True), strict=True))
    assert rules.outcome(FIVE, FIVE[4:], votes, 480_00, 20_000_00) is AskStage.NOT_GRANTED


def test_nothing_is_decided_before_everybody_who_counts_has_voted() -> None:
    assert rules.outcome(FIVE, FIVE[4:], dict.fromkeys(FIVE[:3], True), 1, 2) is None
    assert rules.outcome(FIVE, FIVE, {}, 1, 2) is None


def test_invariant_86_the_applicant_those_tied_and_those_who_say_so_stand_aside() -> None:
    found = rules.aside(FIVE, FIVE[0], [FIVE[1], uuid4()], [FIVE[2]])
    assert found == {FIVE[0]: Reason.OWN, FIVE[1]: Reason.TIE, FIVE[2]: Reason.SAID}
    rules.check_votes(FIVE[3], FIVE, found)
    for person in FIVE[:3]:
        with pytest.raises(NotAllowed):
            rules.check_votes(person, FIVE, found)
    with pytest.raises(NotFound):
        rules.check_votes(uuid4(), FIVE, found)


def test_invariant_86_minutes_carry_a_code_and_a_sum() -> None:
    assert str(rules.minute("BF-2026-007", AskStage.GRANTED, 480_00)) == "BF-2026-007 granted £480.00."
    assert "£" not in str(rules.minute("BF-2026-007", AskStage.NOT_GRANTED, 480_00))
    for stage in AskStage:
        assert str(rules.minute("BF-2026-007", stage, 480_00)).startswith("BF-2026-007")


def test_codes_go_on_within_their_year() -> None:
    assert rules.next_code(2026, []) == "BF-2026-001"
    assert rules.next_code(2026, ["BF-2026-006", "BF-2026-002", "BF-2025-009", "else"]) == "BF-2026-007"


@pytest.mark.parametrize(
    ("panel", "worker", "fits"),
    [
        ([True, True, False], True, True),
        ([True, True, False], False, True),
        ([False, False], False, False),  # three of five would not be workers
        ([True] * 5, True, False),  # it is full
    ],
)
def test_the_panel_is_as_large_as_the_rules_say_and_more_than_half_are_workers(
    panel: list[bool], worker: bool, fits: bool
) -> None:
    seated: dict[UUID, bool] = {uuid4(): each for each in panel}
    if fits:
        rules.check_panel_seat(BOOK, worker, seated)
    else:
        with pytest.raises(NotValid) as refusal:
            rules.check_panel_seat(BOOK, worker, seated)
        assert refusal.value.field == "person"


def test_a_panel_that_is_not_full_decides_nothing() -> None:
    rules.check_panel(BOOK, dict(zip(FIVE, (True, True, True, False, False), strict=True)))
    with pytest.raises(WrongMoment, match="4 members"):
        rules.check_panel(BOOK, dict.fromkeys(FIVE[:4], True))
    with pytest.raises(WrongMoment):
        rules.check_panel(BOOK, dict(zip(FIVE, (True, True, False, False, False), strict=True)))


def test_the_words_carry_no_name_of_whoever_asks() -> None:
    rules.check_no_name("My boiler is broken, and Al helped.", "Al Hughes")
    for words in ("I, Gwen, need a boiler.", "Mrs HUGHES needs a boiler."):
        with pytest.raises(NotValid) as refusal:
            rules.check_no_name(words, "Gwen Hughes")
        assert refusal.value.field == "need"


def test_the_fund_is_for_workers_and_is_there_only_by_the_rules() -> None:
    rules.check_may_ask(BOOK, [STAFF])
    with pytest.raises(NotFound):
        rules.check_may_ask(BOOK, [OTHERS])
    rules.check_fund(BOOK)
    with pytest.raises(NotFound):
        rules.check_fund(load(example("tair_nant")))


@pytest.mark.parametrize(
    ("stage", "facts", "refusal"),
    [
        (AskStage.NOT_GRANTED, "The price doubled", None),
        (AskStage.NO_MONEY, "The price halved", None),
        (AskStage.NOT_GRANTED, "  ", NotValid),
        (AskStage.GRANTED, "More", WrongMoment),
        (AskStage.WITH_PANEL, "More", WrongMoment),
    ],
)
def test_what_was_not_granted_comes_again_with_new_facts(
    stage: AskStage, facts: str, refusal: type[GovernError] | None
) -> None:
    if refusal is None:
        rules.check_again(stage, facts)
    else:
        with pytest.raises(refusal):
            rules.check_again(stage, facts)


def test_what_is_decided_is_decided_and_whoever_voted_stands_aside_no_more() -> None:
    rules.check_with_panel(AskStage.WITH_PANEL)
    with pytest.raises(AlreadyDone):
        rules.check_with_panel(AskStage.GRANTED)
    rules.check_stands_aside(voted=False)
    with pytest.raises(WrongMoment):
        rules.check_stands_aside(voted=True)
