"""Invariants 48 and 49: who may be a peer, how many a peer carries, by which choice, and until when."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from govern.constituencies.register.incoming.sheet import Line
from govern.constituencies.representation import rules
from govern.constituencies.representation.rules import (
    CannotCarry,
    HowChosen,
    Office,
    Someone,
    Span,
    Standing,
    Wanted,
    WantedOffice,
)
from govern.constituencies.representation.rules.files import ListedMandate, listed_in
from govern.constituencies.rulebook.book import example, load
from govern.errors import AlreadyDone, NotAllowed, NotValid

BOOK = load(example("principal_supporting"))  # at most 8 members, 12 months, not for "special"
NOBODY = load(example("equal_care_like"))
TODAY = date(2026, 11, 9)
MEMBERS = frozenset({"principal"})
STAFF = next(group.id for group in load(example("tair_nant")).constituencies if group.kind == "worker")


def a_person(name: str = "Mair", groups: frozenset[str] = MEMBERS, *attributes: str) -> Someone:
    return Someone(uuid4(), name, groups, frozenset(attributes))


PEER = a_person("Pegi")
OFFICE = Office(uuid4(), PEER.person_id, "principal", date(2026, 6, 1), date(2027, 6, 1))
WANTED = Wanted(TODAY, date(2027, 5, 1), HowChosen.OWN_ACT)
OFFICE_WANTED = WantedOffice("principal", "local", "Forum of Brecon", date(2026, 6, 1), date(2027, 6, 1))


def a_span(office: UUID = OFFICE.id, member: UUID | None = None, **more: date) -> Span:
    days = {"from_on": date(2026, 7, 1), "until": date(2027, 6, 1)} | more
    return Span(uuid4(), office, member or uuid4(), "principal", **days)


def test_invariant_48_a_member_of_the_group_may_be_its_peer() -> None:
    rules.check_office(BOOK, PEER, OFFICE_WANTED)


@pytest.mark.parametrize(
    ("peer", "more", "field", "says"),
    [
        (a_person(groups=frozenset({"supporting"})), {}, "peer", "A peer belongs to the group they speak for"),
        (a_person("Sid", MEMBERS, "employee"), {}, "peer", "staff cannot be peers"),
        (PEER, {"constituency": "supporting"}, "group", "Peers are elected for these groups only"),
        (PEER, {"layer": "regional"}, "place", "Peers are elected in this layer of forums"),
        (PEER, {"to_on": date(2026, 6, 1)}, "to_on", "has to end after it begins"),
        (PEER, {"to_on": date(2027, 6, 2)}, "to_on", "A peer is elected for 12 months"),
    ],
)
def test_invariant_48_anybody_else_is_refused_with_the_rule(
    peer: Someone, more: dict[str, object], field: str, says: str
) -> None:
    with pytest.raises((NotAllowed, NotValid), match=says) as refusal:
        rules.check_office(BOOK, peer, msgspec.structs.replace(OFFICE_WANTED, **more))
    assert refusal.value.field == field


def test_invariant_48_staff_are_known_by_their_group_and_may_where_the_rules_say_so() -> None:
    book = load(example("tair_nant"))
    worker = a_person("Sid", frozenset({"supported", STAFF}))
    wanted = msgspec.structs.replace(OFFICE_WANTED, constituency="supported")
    with pytest.raises(NotAllowed, match="Sid works here"):
        rules.check_office(book, worker, wanted)
    allowed = msgspec.structs.replace(book, peer=msgspec.structs.replace(book.peer, staff_may_be_peer=True))
    rules.check_office(allowed, worker, wanted)


def test_where_nobody_votes_for_others_there_are_no_peers_and_no_mandates() -> None:
    with pytest.raises(NotAllowed, match="Nobody votes for others in this society"):
        rules.check_office(NOBODY, PEER, OFFICE_WANTED)
    with pytest.raises(NotAllowed, match="Nobody votes for others in this society"):
        rules.check_mandate(NOBODY, OFFICE, PEER, a_person(), WANTED, ())


def test_invariant_49_an_own_act_or_a_supported_choice_that_is_written_down_makes_a_mandate() -> None:
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, ())
    supported = msgspec.structs.replace(WANTED, how=HowChosen.SUPPORTED, supporter="Ana, with photographs")
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), supported, ())
    assert set(HowChosen) == {HowChosen.OWN_ACT, HowChosen.SUPPORTED}


@pytest.mark.parametrize(
    ("more", "field", "says"),
    [
        ({"how": HowChosen.SUPPORTED, "supporter": "  "}, "supporter", "Say who supported the choice"),
        ({"review_by": TODAY}, "review_by", "The review comes after the choice"),
        ({"review_by": date(2027, 11, 10)}, "review_by", "within 12 months"),
        ({"from_on": date(2026, 5, 31)}, "from_on", "while the peer holds the office"),
        ({"from_on": date(2027, 6, 1), "review_by": date(2027, 9, 1)}, "from_on", "while the peer holds the office"),
        ({"to_on": TODAY}, "to_on", "has to end after it begins"),
        ({"scope": ("special",)}, "scope", "On this kind of decision nobody votes for others"),
        ({"scope": ("no_such",)}, "scope", "Choose kinds of decision from the rules"),
        ({"scope": ()}, "scope", "Choose kinds of decision from the rules"),
    ],
)
def test_a_mandate_that_cannot_be_is_refused_beside_its_field(more: dict[str, object], field: str, says: str) -> None:
    with pytest.raises((NotAllowed, NotValid), match=says) as refusal:
        rules.check_mandate(BOOK, OFFICE, PEER, a_person(), msgspec.structs.replace(WANTED, **more), ())
    assert refusal.value.field == field


def test_a_peer_carries_members_of_their_own_group_and_never_themselves() -> None:
    with pytest.raises(NotAllowed, match="members of their own group only"):
        rules.check_mandate(BOOK, OFFICE, PEER, a_person(groups=frozenset({"supporting"})), WANTED, ())
    with pytest.raises(NotValid, match="Nobody is their own peer"):
        rules.check_mandate(BOOK, OFFICE, PEER, PEER, WANTED, ())
    left = msgspec.structs.replace(PEER, groups=frozenset())
    with pytest.raises(NotAllowed, match="A peer belongs to the group they speak for"):
        rules.check_mandate(BOOK, OFFICE, left, a_person(), WANTED, ())


def test_a_member_has_one_peer_in_a_group_at_a_time() -> None:
    member = a_person()
    elsewhere = a_span(uuid4(), member.person_id)
    with pytest.raises(AlreadyDone, match="has a peer in this group already"):
        rules.check_mandate(BOOK, OFFICE, PEER, member, WANTED, [elsewhere])
    over = a_span(uuid4(), member.person_id, until=TODAY)
    other_group = msgspec.structs.replace(elsewhere, constituency="supporting")
    rules.check_mandate(BOOK, OFFICE, PEER, member, WANTED, [over, other_group])


def test_invariant_48_a_peer_carries_at_most_what_the_rules_say_on_any_day() -> None:
    seven = [a_span() for _ in range(7)]
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, seven)
    with pytest.raises(CannotCarry, match="A peer carries at most 8 members"):
        rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven, a_span()])
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven, a_span(until=TODAY)])
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven, a_span(office=uuid4())])
    with pytest.raises(CannotCarry):  # on that day of spring there would be nine
        rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven, a_span(from_on=date(2027, 4, 1))])


def test_mandates_that_follow_each_other_do_not_count_together() -> None:
    seven = [a_span() for _ in range(7)]
    before = a_span(until=date(2027, 1, 1))
    after = a_span(from_on=date(2027, 1, 1))
    with pytest.raises(CannotCarry):
        rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven, before, after])
    rules.check_mandate(BOOK, OFFICE, PEER, a_person(), WANTED, [*seven[:6], before, after])


@pytest.mark.parametrize(
    ("more", "standing"),
    [
        ({}, Standing.ACTIVE),
        ({"review_by": TODAY}, Standing.ACTIVE),
        ({"review_by": date(2026, 11, 8)}, Standing.LAPSED),
        ({"from_on": date(2026, 11, 10)}, Standing.TO_COME),
        ({"ended_on": TODAY}, Standing.ENDED),
        ({"ended_on": date(2026, 11, 10)}, Standing.ACTIVE),
        ({"office_over": TODAY}, Standing.OFFICE_OVER),
        ({"member_belongs": False}, Standing.MEMBER_LEFT),
        ({"peer_may": False}, Standing.PEER_LEFT),
    ],
)
def test_invariant_49_a_mandate_holds_until_its_review_and_while_both_belong(
    more: dict[str, object], standing: Standing
) -> None:
    facts: dict[str, object] = {
        "from_on": date(2026, 7, 1),
        "ended_on": None,
        "review_by": date(2027, 5, 1),
        "office_over": date(2027, 6, 1),
        "member_belongs": True,
        "peer_may": True,
    }
    assert rules.standing_on(TODAY, **(facts | more)) is standing  # type: ignore[arg-type]  # a table of facts


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 11, 9), 12, date(2027, 11, 9)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
    ],
)
def test_months_are_counted_by_the_calendar(day: date, months: int, then: date) -> None:
    assert rules.months_on(day, months) == then


def test_a_mandate_ends_once_and_in_its_own_days() -> None:
    rules.check_end(date(2026, 7, 1), None, TODAY, TODAY)
    with pytest.raises(AlreadyDone):
        rules.check_end(date(2026, 7, 1), TODAY, TODAY, TODAY)
    with pytest.raises(NotValid, match="cannot end before"):
        rules.check_end(date(2026, 7, 1), None, date(2026, 6, 30), TODAY)
    with pytest.raises(NotValid, match="still to come"):
        rules.check_end(date(2026, 7, 1), None, date(2026, 11, 10), TODAY)


LINE = {
    "peer": "1",
    "member": "2",
    "group": "Principal members",
    "place": "Forum of Brecon",
    "elected": "2026-06-01",
    "until": "01/06/2027",
    "from": "2026-07-01",
    "review by": "2027-05-01",
    "how chosen": "own act",
    "scope": "",
}


def read(**cells: str) -> ListedMandate | tuple[object, ...]:
    named = {name.replace("_", " "): cell for name, cell in cells.items()}
    return listed_in(Line(2, LINE | {"group": "principal"} | named), BOOK, TODAY)


def test_a_line_of_paper_is_read() -> None:
    wanted = Wanted(date(2026, 7, 1), date(2027, 5, 1), HowChosen.OWN_ACT)
    assert read() == ListedMandate("1", "2", OFFICE_WANTED, wanted)
    found = read(how_chosen="Dewis â chymorth", supporter="Ana, with photographs", scope="ordinary", to="2027-04-01")
    assert isinstance(found, ListedMandate)
    assert (found.mandate.how, found.mandate.scope) == (HowChosen.SUPPORTED, ("ordinary",))
    assert found.mandate.to_on == date(2027, 4, 1)


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ({"how_chosen": "capacity assessment"}, "A mandate never comes from an assessment of somebody's capacity."),
        ({"how_chosen": "Best interests"}, "A mandate never comes from an assessment of somebody's capacity."),
        ({"how_chosen": "?"}, "does not say how it was chosen. Write one of: own act, supported choice."),
        ({"peer": ""}, "The number in the column “peer” is missing."),
        ({"member": ""}, "The number in the column “member” is missing."),
        ({"group": "kings"}, "There is no group “kings” in the rules."),
        ({"place": ""}, "The place is missing"),
        ({"elected": "June"}, "“June” in the column “elected” is no date we can read"),
        ({"to": "never"}, "“never” in the column “to” is no date we can read"),
        ({"review_by": ""}, "The day in the column “review by” is missing."),
        ({"group": ""}, "The group is missing. The groups are: "),
        ({"how_chosen": ""}, "How it was chosen is missing. Write one of: own act, supported choice."),
        ({"scope": "war"}, "is no kind of decision in the rules"),
        ({"review_by": "2026-11-08"}, "so it has lapsed"),
        ({"until": "2026-11-09"}, "The peer's office ended on"),
        ({"supporter": "x" * 401}, "longer than 400 characters"),
    ],
)
def test_a_line_that_cannot_be_taken_says_why(cell: dict[str, str], says: str) -> None:
    found = read(**cell)
    assert isinstance(found, tuple)
    assert [says in str(why) for why in found] == [True]
