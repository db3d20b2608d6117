"""An application: its stages, its conditions, and who may appeal and decide (M25, M43)."""

from __future__ import annotations

from itertools import product
from uuid import UUID, uuid4

import msgspec
import pytest

from govern.constituencies.register import rules
from govern.constituencies.register.rules import ApplicationStage as Stage
from govern.constituencies.register.rules import CheckResult
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import NotAllowed, NotValid, WrongMoment

STEPS = ("admit", "decline", "withdraw", "appeal", "uphold", "overturn")
ALLOWED = {
    (Stage.RECEIVED, "admit"): Stage.ADMITTED,
    (Stage.RECEIVED, "decline"): Stage.DECLINED,
    (Stage.RECEIVED, "withdraw"): Stage.WITHDRAWN,
    (Stage.DECLINED, "appeal"): Stage.APPEALED,
    (Stage.APPEALED, "uphold"): Stage.UPHELD,
    (Stage.APPEALED, "overturn"): Stage.OVERTURNED,
    (Stage.APPEALED, "withdraw"): Stage.DECLINED,
}


@pytest.fixture(scope="module")
def equal_care() -> Rulebook:
    return load(example("equal_care_like"))


@pytest.mark.parametrize(("stage", "step"), product(Stage, STEPS))
def test_each_step_is_taken_at_its_own_stage_alone(stage: Stage, step: rules.applications.Step) -> None:
    if (stage, step) in ALLOWED:
        assert rules.after_application(stage, step) is ALLOWED[stage, step]
    else:
        with pytest.raises(WrongMoment):
            rules.after_application(stage, step)


@pytest.mark.parametrize("reason", [None, "", "   ", "\n\t"])
def test_m43_a_refusal_without_a_reason_cannot_be_kept(reason: str | None) -> None:
    with pytest.raises(NotValid, match="Say why") as refusal:
        rules.reason_given(reason)
    assert refusal.value.field == "reason"
    assert rules.reason_given("  No   contract ") == "No contract"


def test_everything_the_group_asks_for_is_looked_at_and_met_first() -> None:
    book = load(example("worker_led"))
    group = msgspec.structs.replace(book.constituencies[0], eligibility=("contract_of_employment", "holds_one_share"))
    asked = group.eligibility
    with pytest.raises(NotAllowed, match=r"Not checked yet: holding one share \(Rule 2\.1\)\. Note each"):
        rules.may_admit(book, group, {"contract_of_employment": CheckResult.MET})
    with pytest.raises(NotAllowed, match=r"Not met: having a contract of employment \(Rule 2\.1\)\. Decline"):
        rules.may_admit(book, group, dict(zip(asked, (CheckResult.NOT_MET, CheckResult.MET), strict=True)))
    rules.may_admit(book, group, dict.fromkeys(asked, CheckResult.MET))


def test_nobody_decides_the_appeal_against_their_own_decision() -> None:
    officer = uuid4()
    with pytest.raises(NotAllowed, match="Another officer"):
        rules.may_decide_appeal(officer, officer)
    rules.may_decide_appeal(officer, uuid4())


def people(number: int) -> list[UUID]:
    return [uuid4() for _ in range(number)]


def test_m25_an_appeal_is_carried_by_three_people_who_are_not_related(equal_care: Rulebook) -> None:
    assert rules.appellants_needed(equal_care) == 3 and rules.must_be_unrelated(equal_care)
    three = people(3)
    rules.may_appeal(equal_care, three, unrelated=True, tied=[])
    with pytest.raises(NotValid, match="3 different people"):
        rules.may_appeal(equal_care, three[:2], unrelated=True, tied=[])
    with pytest.raises(NotValid, match="3 different people"):
        rules.may_appeal(equal_care, [three[0], three[0], three[1]], unrelated=True, tied=[])
    with pytest.raises(NotValid, match="not related"):
        rules.may_appeal(equal_care, three, unrelated=False, tied=[])


def test_m25_two_of_one_household_do_not_carry_an_appeal_together(equal_care: Rulebook) -> None:
    three, stranger = people(3), uuid4()
    with pytest.raises(NotAllowed, match="live together"):
        rules.may_appeal(equal_care, three, unrelated=True, tied=[(three[2], three[0])])
    rules.may_appeal(equal_care, three, unrelated=True, tied=[(three[0], stranger)])


def test_where_the_rules_say_nothing_the_applicant_appeals_alone() -> None:
    book = load(example("tair_nant"))
    assert rules.appellants_needed(book) == 1
    rules.may_appeal(book, [], unrelated=False, tied=[])
