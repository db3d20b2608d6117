"""Deciding by consent: rounds, objections and concerns, those who were absent, the fallback (W17, 69 to 71)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from msgspec.structs import replace

from govern.ballots.deciding import Op, Question, Rule, Threshold, decide
from govern.ballots.deciding.consent import (
    STANDING,
    ConsentRule,
    Fallback,
    Phase,
    Proposal,
    ask_again,
    confirm,
    end_round,
    find_no_reason,
    look_again,
    move_on,
    offered,
    raise_objection,
    resolve,
    review,
)
from govern.errors import GovernError, NotAllowed, NotValid, WrongMoment
from tests.ballots.deciding.given_questions import group

AT = datetime(2026, 3, 3, 19, tzinfo=UTC)
CIRCLE = frozenset({"Ana", "Bo", "Cai", "Di", "Eve", "Ffion", "Gwen"})
RULE = ConsentRule(rounds_max=3, absent_hours=72, review_months=6, fallback=Fallback.VOTE, kind="extraordinary")
GWEN = frozenset({"Gwen"})
NOBODY: frozenset[str] = frozenset()


def in_round(rule: ConsentRule = RULE) -> Proposal:
    proposal = Proposal(rule=rule, circle=CIRCLE)
    for _ in range(4):
        proposal = move_on(proposal)
    return proposal


def objecting(proposal: Proposal, who: str, reason: str = "lone working at night") -> Proposal:
    return raise_objection(proposal, who, reason, at=AT)


def test_a_proposal_is_presented_understood_and_heard_before_its_first_round() -> None:
    proposal = Proposal(rule=RULE, circle=CIRCLE)
    phases = []
    for _ in range(4):
        proposal = move_on(proposal)
        phases.append(proposal.phase)
    assert phases == [Phase.PRESENTED, Phase.CLARIFYING, Phase.REACTING, Phase.ROUND]
    assert proposal.round == 1
    with pytest.raises(WrongMoment, match="A consent round is on"):
        move_on(proposal)


def test_w17_the_whole_life() -> None:
    first = objecting(objecting(in_round(), "Ana"), "Bo", "I don't like it")
    first = find_no_reason(first, "Bo", frozenset({"Ana", "Cai", "Di", "Eve"}))
    assert [one.who for one in first.open_objections] == ["Ana"]
    assert [one.who for one in first.concerns] == ["Bo"]
    first = end_round(first, absent=GWEN, at=AT)
    assert first.phase is Phase.INTEGRATING
    second = ask_again(first, {"Ana": "nobody works alone after ten"})
    assert (second.phase, second.round, second.open_objections) == (Phase.ROUND, 2, ())
    second = end_round(second, absent=GWEN, at=AT)
    assert (second.phase, second.until) == (Phase.PROVISIONAL, AT + timedelta(hours=72))
    third = raise_objection(second, "Gwen", "the bus stops at nine", at=AT + timedelta(hours=70))
    third = ask_again(third, {"Gwen": "shifts end at eight"})
    assert third.round == 3
    last = end_round(objecting(third, "Gwen", "eight is still too late"), absent=NOBODY, at=AT)
    assert last.phase is Phase.FALLBACK
    assert str(offered(last)) == "After 3 rounds an objection is left. The circle can vote now, or drop it."


@pytest.mark.parametrize(("for_", "carried", "share"), [(5, False, Fraction(5, 7)), (6, True, Fraction(6, 7))])
def test_w17_the_fallback_vote_needs_three_quarters(for_: int, carried: bool, share: Fraction) -> None:
    rule = Rule(threshold=Threshold(Op.GE, Fraction(3, 4)))
    decision = decide(Question(rule=rule, groups=(group("Circle", 7, for_, 7 - for_),)))
    assert (decision.carried, decision.for_share) == (carried, share)


def test_invariant_69_no_consent_with_an_objection_left_and_none_without_a_review_date() -> None:
    left = end_round(objecting(in_round(), "Ana"), absent=NOBODY, at=AT)
    assert (left.phase, left.review_on) == (Phase.INTEGRATING, None)
    agreed = end_round(in_round(), absent=NOBODY, at=AT)
    assert (agreed.phase, agreed.consented_on, agreed.review_on) == (
        Phase.CONSENTED,
        date(2026, 3, 3),
        date(2026, 9, 3),
    )


def test_invariant_70_an_objection_without_a_reason_is_a_concern_and_stops_nothing() -> None:
    agreed = end_round(objecting(in_round(), "Bo", "  "), absent=NOBODY, at=AT)
    assert agreed.phase is Phase.CONSENTED
    assert [one.who for one in agreed.concerns] == ["Bo"]


@pytest.mark.parametrize("found_by", [frozenset({"Cai"}), frozenset({"Ana", "Cai", "Di"}), frozenset({"Nobody"})])
def test_invariant_70_only_the_circle_finds_an_objection_unreasoned(found_by: frozenset[str]) -> None:
    """Six others are in the circle; three are not more than half of them, and strangers do not count."""
    with pytest.raises(NotAllowed, match="Only the circle"):
        find_no_reason(objecting(in_round(), "Bo"), "Bo", found_by)


def test_invariant_71_until_the_time_is_over_a_yes_is_provisional() -> None:
    waiting = end_round(in_round(), absent=GWEN, at=AT)
    with pytest.raises(WrongMoment, match="can object until"):
        confirm(waiting, at=AT + timedelta(hours=72))
    firm = confirm(waiting, at=AT + timedelta(hours=72, minutes=1))
    assert (firm.phase, firm.review_on) == (Phase.CONSENTED, date(2026, 9, 6))


def test_invariant_71_only_the_absent_may_still_object_and_not_too_late() -> None:
    waiting = end_round(in_round(), absent=GWEN, at=AT)
    with pytest.raises(WrongMoment, match="You were at the round"):
        objecting(waiting, "Ana")
    with pytest.raises(WrongMoment, match="could object until"):
        raise_objection(waiting, "Gwen", "the bus", at=AT + timedelta(hours=73))
    assert raise_objection(waiting, "Gwen", "", at=AT).phase is Phase.PROVISIONAL
    assert raise_objection(waiting, "Gwen", "the bus", at=AT).phase is Phase.INTEGRATING


def test_an_objection_in_the_last_time_of_the_last_round_leads_to_the_fallback() -> None:
    waiting = end_round(in_round(replace(RULE, rounds_max=1)), absent=GWEN, at=AT)
    assert raise_objection(waiting, "Gwen", "the bus", at=AT).phase is Phase.FALLBACK


def test_where_nobody_may_object_later_the_yes_is_firm_at_once() -> None:
    firm = end_round(in_round(replace(RULE, absent_hours=0)), absent=GWEN, at=AT)
    assert firm.phase is Phase.CONSENTED


def test_an_objection_that_is_met_is_kept_with_what_met_it() -> None:
    met = resolve(objecting(in_round(), "Ana"), "Ana", "two people at night")
    assert met.objections[0].resolved == "two people at night"
    assert end_round(met, absent=NOBODY, at=AT).phase is Phase.CONSENTED
    with pytest.raises(NotValid, match="Say what met"):
        resolve(objecting(in_round(), "Ana"), "Ana", " ")
    with pytest.raises(NotValid, match="no open objection"):
        resolve(met, "Ana", "again")


@pytest.mark.parametrize(
    ("fallback", "words"),
    [(Fallback.PARENT, "The circle above can decide"), (Fallback.DROP, "The proposal is dropped")],
)
def test_m30_the_rules_say_what_is_offered_and_it_is_not_forced(fallback: Fallback, words: str) -> None:
    used = end_round(objecting(in_round(replace(RULE, rounds_max=1, fallback=fallback)), "Ana"), absent=NOBODY, at=AT)
    assert words in str(offered(used))
    with pytest.raises(WrongMoment, match="All rounds are used"):
        ask_again(used, {})


def test_on_the_day_of_the_review_the_circle_says_whether_it_goes_on() -> None:
    agreed = end_round(in_round(), absent=NOBODY, at=AT)
    assert look_again(agreed, date(2026, 9, 2)) == agreed
    due = look_again(agreed, date(2026, 9, 3))
    assert due.phase is Phase.DUE_FOR_REVIEW
    renewed = review(due, Phase.RENEWED, date(2026, 9, 3))
    assert (renewed.phase, renewed.review_on) == (Phase.RENEWED, date(2027, 3, 3))
    assert review(due, Phase.ENDED, date(2026, 9, 3)).review_on is None
    with pytest.raises(NotValid, match="goes on, changes or ends"):
        review(due, Phase.DRAFT, date(2026, 9, 3))
    with pytest.raises(WrongMoment):
        review(agreed, Phase.ENDED, date(2026, 9, 3))


def test_strangers_and_empty_rounds_are_refused_and_every_phase_says_what_to_do() -> None:
    with pytest.raises(NotAllowed, match="Only members of this circle"):
        objecting(in_round(), "Nobody")
    with pytest.raises(NotValid, match="must have been at the round"):
        end_round(in_round(), absent=CIRCLE, at=AT)
    with pytest.raises(GovernError):
        confirm(in_round(), at=AT)
    assert set(STANDING) == set(Phase)
