"""What the rulebooks make of numbers: every step with its clause, statutes, second meetings, electronic votes."""

from __future__ import annotations

from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from govern.ballots.deciding import About, Decision, Op, Question, Step, Turnout, decide
from govern.ballots.rules import ContestInput, ResolutionOutcome, Slips, question_from
from govern.ballots.rules.clauses import clause_of
from govern.ballots.rules.resolving import rule_of
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.sentences import Sentence
from tests.ballots.rules.test_tallying import inputs_of, motion, put, slips

EXAMPLES = (
    *("cartrefi_like", "colne_valley_like", "equal_care_like", "fairshares_like", "france_scic"),
    *("friends_united_like", "italy_type_a", "principal_supporting", "quebec_solidarity", "secondary_coop"),
    *("tair_nant", "worker_led"),
)


def answered(book: Rulebook, roll: dict[str, int], contest: ContestInput, **more: object) -> ResolutionOutcome:
    found = put(book, roll, contest, **more).contests[0].resolution
    assert found is not None
    return found


def why(found: ResolutionOutcome) -> str:
    return " ".join(f"{one.sentence} [{one.clause}]" for one in found.why)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_step_of_every_kind_in_every_rulebook_has_its_clause(name: str) -> None:
    book = load(example(name))
    for kind in book.resolutions:
        for about in set(About) - {About.QUORUM}:
            group = book.constituencies[0].id
            assert str(clause_of(book, kind.id, Step(Sentence("x"), about, group))).startswith("Rule ")


@pytest.mark.parametrize("name", EXAMPLES)
def test_whatever_is_decided_no_step_is_without_its_clause(name: str) -> None:
    """Everybody for; nobody; half; a blank paper each: each kind in a meeting and outside one."""
    book = load(example(name))
    groups = [group.id for group in book.voting_constituencies()]
    roll = dict.fromkeys(groups, 10) | {groups[-1]: 0 if len(groups) > 1 else 10}
    for kind in book.resolutions:
        for for_, against, blank in ((8, 0, 1), (0, 0, 2), (4, 4, 0), (3, 5, 1)):
            papers = [slips(group, for_, against, blank) for group in groups if roll[group]]
            for of_a_meeting in (True, False):
                found = answered(book, roll, motion(book, kind.id, *papers), of_a_meeting=of_a_meeting, present=roll)
                assert [str(one.sentence) for one in found.why if one.clause is None] == []


def test_m97_w1_explains_itself_with_numbers_and_clauses() -> None:
    book = load(example("tair_nant"))
    papers = (slips("supported", 60, 20), slips("staff", 12, 18), slips("volunteers", 5, 5))
    roll = {"supported": 120, "staff": 45, "volunteers": 30, "public_bodies": 0}
    found = answered(book, roll, motion(book, "ordinary", *papers), of_a_meeting=True)
    assert found.reached == Fraction(87, 160)
    said = why(found)
    assert "so their 20 of 100 is shared among the other groups. [Rule 3.5]" in said
    assert "For: 54.375 of 100. [Rule 3.1]" in said
    assert "More than half is needed. [Rule 4.1]" in said


def test_a_tie_and_a_group_s_ceiling_name_their_own_rules() -> None:
    book = load(example("equal_care_like"))
    groups = [group.id for group in book.voting_constituencies()]
    ceilings = book.ceilings()
    (investing,) = ceilings
    others = next(group for group in groups if group != investing)
    roll = dict.fromkeys(groups, 100)
    found = answered(
        book, roll, motion(book, "ordinary", slips(others, 30, 24), slips(investing, 0, 40)), of_a_meeting=True
    )
    assert (found.carried, found.reached) == (False, Fraction(1, 2))
    said = why(found)
    place = [group.id for group in book.constituencies].index(investing) + 1
    assert f"So each of their 40 votes counts as 0.15. [Rule 2.{place}]" in said
    assert "The votes are equal, and an equal vote is lost. [Rule 3.10]" in said


ROLL_113 = {"users": 120, "staff": 60, "volunteers": 20}


def conversion(book: Rulebook, for_: int, against: int, *, confirms: bool = False) -> ResolutionOutcome:
    contest = motion(book, "conversion", slips("users", for_, against))
    asked = ContestInput(
        id=contest.id,
        kind=contest.kind,
        voters=contest.voters,
        slips=contest.slips,
        resolution_kind="conversion",
        confirms=confirms,
    )
    return answered(book, ROLL_113, asked, of_a_meeting=True)


def test_w7_a_conversion_counts_heads_whatever_the_weights_and_says_which_law() -> None:
    book = load(example("colne_valley_like"))
    passed = conversion(book, 84, 26)
    assert (passed.carried, passed.reached, passed.weighted) == (True, Fraction(84, 110), False)
    said = why(passed)
    assert (
        "The law fixes what this needs: Co-operative and Community Benefit Societies Act 2014, section 113." in said
    )
    assert "110 of 200 members voted. [Rule 4.3] At least half is needed. [Rule 4.3]" in said
    low = conversion(book, 90, 9)
    assert (low.carried, low.reached) == (False, Fraction(10, 11))


def test_w7_the_second_meeting_needs_more_than_half_and_no_turnout() -> None:
    book = load(example("colne_valley_like"))
    assert conversion(book, 40, 35, confirms=True).carried
    assert not conversion(book, 40, 40, confirms=True).carried
    assert not conversion(book, 40, 35).carried


def test_outside_a_meeting_the_rules_ask_for_their_own_turnout() -> None:
    book = load(example("equal_care_like"))
    share = rule_of(book, "extraordinary", roll=200, in_a_meeting=False)
    assert share.turnout == Turnout(Op.GE, Fraction(51, 100), blank_counts=True)
    assert rule_of(book, "extraordinary", roll=200, in_a_meeting=True).turnout is None
    quorum = rule_of(book, "ordinary", roll=200, in_a_meeting=False)
    assert quorum.turnout is not None and quorum.turnout.least == 20  # the greater of 10 and a tenth
    assert rule_of(book, "ordinary", roll=50, in_a_meeting=False).turnout == Turnout(
        Op.GE, Fraction(0), blank_counts=True, least=10
    )


@pytest.mark.parametrize(("for_", "blank", "carried"), [(9, 0, False), (9, 1, True), (10, 0, True)])
def test_outside_a_meeting_as_many_must_take_part_as_a_meeting_needs(for_: int, blank: int, carried: bool) -> None:
    book = load(example("equal_care_like"))
    group = book.voting_constituencies()[0].id
    found = answered(book, {group: 40}, motion(book, "ordinary", slips(group, for_, 0, blank)))
    assert found.carried is carried
    if not carried:
        assert "9 of 40 members took part. At least 10 must. [Rule 4.1] Too few members voted. [Rule 4.1]" in why(
            found
        )


def test_invariant_4_somebody_in_two_groups_is_one_head_and_votes_in_both_groups() -> None:
    """FairShares: groups may be mixed, and every group must agree to a special resolution."""
    book = load(example("fairshares_like"))
    assert book.voting.multi_class == "each"
    first, second, *_ = (group.id for group in book.voting_constituencies())
    style = f"{first}+{second}"
    roll = {group.id: 0 for group in book.voting_constituencies()} | {first: 3, style: 4}
    contest = motion(book, "special", slips(first, 3, 0), slips(style, 1, 3))
    inputs_question = _question(book, roll, contest)
    assert sum(group.papers for group in inputs_question.groups) == 7
    decision: Decision = decide(inputs_question)
    agreed = {result.id: (result.for_, result.cast) for result in decision.classes if not result.skipped}
    assert agreed == {first: (4, 7), second: (1, 4)}


def _question(book: Rulebook, roll: dict[str, int], contest: ContestInput) -> Question:
    return question_from(book, contest, inputs_of(roll, contest), lambda group: group)


@given(st.randoms(use_true_random=False), st.sampled_from(["tair_nant", "france_scic", "equal_care_like"]))
@settings(max_examples=30)
def test_a_result_does_not_depend_on_the_order_of_papers_groups_or_contests(random: Random, name: str) -> None:
    book = load(example(name))
    groups = [group.id for group in book.voting_constituencies()]
    papers = [slips(group, random.randrange(9), random.randrange(9), random.randrange(3)) for group in groups]
    roll = dict.fromkeys(groups, 30)
    found = answered(book, roll, motion(book, "ordinary", *papers), of_a_meeting=True)
    mixed = [Slips(one.style, tuple(random.sample(one.choices, len(one.choices))), one.spoilt) for one in papers]
    random.shuffle(mixed)
    shuffled = dict(random.sample(list(roll.items()), len(roll)))
    assert answered(book, shuffled, motion(book, "ordinary", *mixed), of_a_meeting=True) == found


def test_m28_friends_three_of_four_leave_a_provider() -> None:
    book = load(example("friends_united_like"))
    kind = next(one.id for one in book.resolutions if "withdraw_from_provider" in one.used_for)
    (group,) = (one.id for one in book.voting_constituencies())
    three = answered(book, {group: 4}, motion(book, kind, slips(group, 3, 0)), of_a_meeting=True)
    two = answered(book, {group: 4}, motion(book, kind, slips(group, 2, 0)), of_a_meeting=True)
    assert (three.carried, two.carried) == (True, False)
