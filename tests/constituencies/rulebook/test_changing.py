"""What a change of the rules needs: its stages, its days, a second person."""

from __future__ import annotations

from datetime import date
from uuid import uuid4

import msgspec
import pytest

from govern.constituencies.rulebook import rules
from govern.constituencies.rulebook.book import Rulebook, example, load, with_society
from govern.constituencies.rulebook.rules import Affected, DraftStage, DraftStep, Proposal
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotValid, WrongMoment

TODAY = date(2026, 6, 30)
NEWEST = load(example("tair_nant"))
PROPOSAL = Proposal("Because.", "Resolution 3", date(2026, 9, 1), changes_registered=False)


def coming(**lines: str | date) -> Rulebook:
    """The rules of Tair Nant with another notice for meetings, and other lines in [society]."""
    text = example("tair_nant").replace("agm_days = 14", "agm_days = 21")
    return load(with_society(text, {"version": "2026.2", **lines}))


def check(proposal: Proposal, book: Rulebook | None = None, newest_from: date = date(2026, 1, 1)) -> None:
    rules.check_proposal(proposal, book or coming(), NEWEST, newest_from, TODAY)


@pytest.mark.parametrize(
    ("stage", "step", "following"),
    [
        ("draft", "edit", "draft"),
        ("draft", "propose", "proposed"),
        ("draft", "withdraw", "withdrawn"),
        ("proposed", "confirm", "adopted"),
        ("proposed", "send_back", "draft"),
        ("proposed", "withdraw", "withdrawn"),
    ],
)
def test_a_draft_goes_from_stage_to_stage(stage: str, step: str, following: str) -> None:
    assert rules.after(DraftStage(stage), DraftStep(step)) is DraftStage(following)


@pytest.mark.parametrize(
    ("stage", "step", "kind", "words"),
    [
        ("draft", "confirm", WrongMoment, "not proposed yet"),
        ("draft", "send_back", WrongMoment, "not proposed yet"),
        ("proposed", "edit", WrongMoment, "its text stands"),
        ("proposed", "propose", WrongMoment, "its text stands"),
        ("adopted", "confirm", AlreadyDone, "has become a version"),
        ("adopted", "withdraw", AlreadyDone, "has become a version"),
        ("withdrawn", "edit", WrongMoment, "withdrawn"),
    ],
)
def test_every_other_way_is_refused(stage: str, step: str, kind: type[GovernError], words: str) -> None:
    with pytest.raises(kind, match=words):
        rules.after(DraftStage(stage), DraftStep(step))


def test_a_proposal_that_is_right_is_taken() -> None:
    check(PROPOSAL)


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"effective_from": date(2026, 6, 29)}, "effective_on", "cannot hold for the past"),
        ({"changes_registered": True}, "registered_on", "once it is registered"),
        ({"changes_registered": True, "registered_on": date(2026, 7, 1)}, "registered_on", "still to come"),
    ],
)
def test_days_that_cannot_be_are_refused_beside_their_field(
    changes: dict[str, object], field: str, words: str
) -> None:
    with pytest.raises(NotValid, match=words) as refusal:
        check(msgspec.structs.replace(PROPOSAL, **changes))
    assert refusal.value.field == field


def test_registered_rules_never_hold_before_they_are_registered() -> None:
    """Domain report, 3.1: the first day is not earlier than the day of registration."""
    registered = msgspec.structs.replace(PROPOSAL, changes_registered=True, registered_on=TODAY, effective_from=TODAY)
    check(registered)
    early = msgspec.structs.replace(registered, registered_on=date(2026, 7, 9), effective_from=date(2026, 7, 8))
    with pytest.raises(NotValid, match="registered on 2026-07-09 and cannot hold before") as refusal:
        check(early)
    assert refusal.value.field == "effective_on"


def test_a_version_never_holds_before_the_one_it_follows() -> None:
    with pytest.raises(NotValid, match="come after them"):
        check(PROPOSAL, newest_from=date(2027, 1, 1))


def test_a_society_that_is_not_registered_needs_no_day_of_registration() -> None:
    tiny = load(example("tiny"))
    other = load(with_society(example("tiny").replace("agm_days = 14", "agm_days = 15"), {"version": "2"}))
    proposal = msgspec.structs.replace(PROPOSAL, changes_registered=True)
    rules.check_proposal(proposal, other, tiny, date(2026, 1, 1), TODAY)


def test_rules_of_another_society_are_refused() -> None:
    with pytest.raises(NotValid, match="another society"):
        check(PROPOSAL, load(example("colne_valley_like")))


def test_rules_that_say_the_same_under_another_name_are_no_change() -> None:
    again = load(with_society(example("tair_nant"), {"version": "2026.9", "effective_from": date(2027, 1, 1)}))
    with pytest.raises(AlreadyDone, match="nothing to change"):
        check(PROPOSAL, again)


def test_every_version_has_a_name_of_its_own() -> None:
    with pytest.raises(NotValid, match="still called"):
        check(PROPOSAL, coming(version="2026.1"))


def test_a_draft_that_others_overtook_is_refused() -> None:
    same = uuid4()
    rules.check_still_newest(same, same)
    with pytest.raises(WrongMoment, match="changed after this draft was begun"):
        rules.check_still_newest(uuid4(), uuid4())


def test_nobody_confirms_what_they_proposed() -> None:
    one, other = uuid4(), uuid4()
    rules.may_confirm(one, other)
    with pytest.raises(NotAllowed, match="proposed this yourself"):
        rules.may_confirm(one, one)


def test_a_board_over_a_cap_needs_a_day_by_which_that_is_put_right() -> None:
    """Invariant 13."""
    affected = (Affected("board", (uuid4(),), cap="volunteer-board"),)
    rules.check_transition(PROPOSAL, ())
    with pytest.raises(NotValid, match="Type the day") as refusal:
        rules.check_transition(PROPOSAL, affected)
    assert refusal.value.field == "transition_on"
    dated = msgspec.structs.replace(PROPOSAL, transition_on=date(2026, 11, 27))
    rules.check_transition(dated, affected)
    with pytest.raises(NotValid, match="Type a later day"):
        rules.check_transition(msgspec.structs.replace(PROPOSAL, transition_on=date(2026, 9, 1)), affected)


def test_a_heading_is_changed_line_by_line_and_nothing_else() -> None:
    text = example("tair_nant")
    made = with_society(text, {"name": "Bont", "name_cy": None, "derived_from": "tair_nant"})
    assert load(made).society.name == "Bont" and load(made).society.name_cy is None
    assert load(made).society.derived_from == "tair_nant"
    rest = text.index("[[constituency]]")
    assert made.endswith(text[rest:]) and made.startswith(text[: text.index("[society]")])
    assert with_society("x = 1\n", {"name": "Bont"}) == "x = 1\n"
