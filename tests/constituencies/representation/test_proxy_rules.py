"""Invariant 51: who may be a proxy, for how many, until when, and one at a time. CA 2006 s324 to s330."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from govern.constituencies.representation.rules import proxies as rules
from govern.constituencies.representation.rules.proxies import CannotAppoint, ProxyStage, Stands, Voter, WhyRefused
from govern.constituencies.rulebook.book import Rulebook, example, load
from govern.errors import AlreadyDone, NotAllowed

MEMBERS_ONLY = load(example("tair_nant"))
ANYBODY = load(example("cartrefi_like"))
SAME_GROUP = load(example("france_scic"))
NOBODY = load(example("quebec_solidarity"))
UNTIL = datetime(2026, 9, 17, 9, 0, tzinfo=UTC)


def voter(*groups: str, votes: bool = True, human: bool = True) -> Voter:
    return Voter(uuid4(), frozenset(groups), votes, human)


MAIR = voter("supported")


@pytest.mark.parametrize(
    ("book", "holder", "why", "says"),
    [
        (MEMBERS_ONLY, voter("staff"), None, ""),
        (MEMBERS_ONLY, voter(), WhyRefused.NOT_A_MEMBER, r"must be a member \(Rule "),
        (MEMBERS_ONLY, MAIR, WhyRefused.ONESELF, "their own proxy"),
        (MEMBERS_ONLY, voter("staff", human=False), WhyRefused.NOT_HUMAN, "Choose a person"),
        (MEMBERS_ONLY, Voter(uuid4(), frozenset({"staff"}), False, acts_for=frozenset({uuid4()})), None, ""),
        (
            MEMBERS_ONLY,
            Voter(uuid4(), MAIR.groups, False, acts_for=frozenset({MAIR.person_id})),
            WhyRefused.ONESELF,
            "",
        ),
        (ANYBODY, voter(), None, ""),
        (ANYBODY, MAIR, WhyRefused.ONESELF, "their own proxy"),
        (SAME_GROUP, voter("supported"), None, ""),
        (SAME_GROUP, voter("supported", "staff"), None, ""),
        (SAME_GROUP, voter("staff"), WhyRefused.OTHER_GROUP, r"same group as you \(Rule "),
        (SAME_GROUP, voter(), WhyRefused.NOT_A_MEMBER, "must be a member"),
    ],
)
def test_who_may_hold_a_proxy(book: Rulebook, holder: Voter, why: WhyRefused | None, says: str) -> None:
    if why is None:
        rules.check_holder(book, MAIR, holder)
        return
    with pytest.raises(CannotAppoint, match=says) as refused:
        rules.check_holder(book, MAIR, holder)
    assert (refused.value.why, refused.value.field) == (why, "holder")


@pytest.mark.parametrize(("held", "possible"), [(0, True), (4, True), (5, False), (6, False)])
def test_w21_the_sixth_appointment_to_one_holder_is_refused_at_once(held: int, possible: bool) -> None:
    if possible:
        rules.check_room_left(MEMBERS_ONLY, held)
        return
    with pytest.raises(CannotAppoint, match=r"stands for 5 members already.*\(Rule ") as refused:
        rules.check_room_left(MEMBERS_ONLY, held)
    assert refused.value.why is WhyRefused.TOO_MANY


def test_a_limit_of_one_is_said_of_one_member() -> None:
    with pytest.raises(CannotAppoint, match="stands for 1 member already"):
        rules.check_room_left(load(example("friends_united_like")), 1)


@pytest.mark.parametrize(("later", "possible"), [(-1, True), (0, True), (1, False)])
def test_the_last_minute_counts_and_not_a_second_later(later: int, possible: bool) -> None:
    at = UNTIL + timedelta(seconds=later)
    if possible:
        rules.check_in_time(MEMBERS_ONLY, UNTIL, at)
        return
    with pytest.raises(CannotAppoint, match=r"had to have it by .*2026.*\(Rule ") as refused:
        rules.check_in_time(MEMBERS_ONLY, UNTIL, at)
    assert refused.value.why is WhyRefused.LATE


Check = Callable[[], None]


@pytest.mark.parametrize(
    ("check", "why", "says"),
    [
        (lambda: rules.check_allowed(NOBODY), WhyRefused.NOT_ALLOWED, r"You can vote yourself.*"),
        (lambda: rules.check_allowed(load(example("equal_care_like"))), WhyRefused.NOT_ALLOWED, "Nobody can vote"),
        (lambda: rules.check_member(ANYBODY, voter(votes=False)), WhyRefused.NO_VOTE, "who have a vote"),
        (lambda: rules.check_one_at_a_time(uuid4(), replaces=False), WhyRefused.TWO_AT_ONCE, "one person only"),
    ],
)
def test_what_is_refused_says_why_and_what_can_be_done(check: Check, why: WhyRefused, says: str) -> None:
    with pytest.raises(CannotAppoint, match=says) as refused:
        check()
    assert refused.value.why is why


def test_a_new_appointment_replaces_the_old_one_where_that_is_wanted() -> None:
    rules.check_one_at_a_time(uuid4(), replaces=True)
    rules.check_one_at_a_time(None, replaces=False)
    rules.check_allowed(MEMBERS_ONLY)
    rules.check_member(ANYBODY, MAIR)


def test_where_the_rules_leave_the_choice_to_the_holder_nobody_directs() -> None:
    rules.check_may_direct(MEMBERS_ONLY)
    with pytest.raises(NotAllowed, match="decides how"):
        rules.check_may_direct(SAME_GROUP)


@pytest.mark.parametrize("stage", [stage for stage in ProxyStage if stage is not ProxyStage.STANDS])
def test_what_has_ended_is_not_ended_again(stage: ProxyStage) -> None:
    rules.check_open(ProxyStage.STANDS)
    with pytest.raises(AlreadyDone):
        rules.check_open(stage)


def test_invariants_27_and_28_only_who_is_not_here_is_represented_and_only_by_somebody_here() -> None:
    holder, elsewhere = uuid4(), uuid4()
    members = [uuid4() for _ in range(4)]

    def given(member: UUID, by: UUID) -> Stands:
        return Stands(uuid4(), member, by)

    appointed = [given(one, holder) for one in members[:3]] + [given(members[3], elsewhere)]
    assert rules.represented(appointed, {holder, members[0]}) == {members[1], members[2]}
    assert rules.represented(appointed, {holder}, but_not={members[1]}) == {members[0], members[2]}
    assert rules.represented(appointed, set()) == frozenset()


def test_who_may_be_one_is_said_in_words_for_every_rule() -> None:
    said = [str(rules.who_may(book)) for book in (ANYBODY, MEMBERS_ONLY, SAME_GROUP, NOBODY)]
    assert said == [
        "It may be anybody.",
        "It must be a member.",
        "It must be a member of the same group as you.",
        "Nobody can be.",
    ]
