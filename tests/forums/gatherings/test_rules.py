"""Who stands how in a forum, how far it opens, and how long somebody leads it."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from govern.constituencies.rulebook.book.tables import ForumLayer
from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.gatherings import rules
from govern.forums.gatherings.rules import Reach, Standing

LOCAL = ForumLayer(
    id="local",
    order=1,
    name="Local forum",
    plain_name="Our meeting",
    open_to_nonmembers=True,
    quorum_number=5,
    meets_per_year=6,
    facilitator_rotation_months=6,
    delegates_up=3,
    respond_within_days=28,
)
FAMILY = msgspec.structs.replace(LOCAL, id="family", restricted_to=("family_carer",))
CLOSED = msgspec.structs.replace(LOCAL, open_to_nonmembers=False)


@pytest.mark.parametrize(
    ("restricted", "leads", "standing", "of_the_society", "expected"),
    [
        (False, False, None, True, Reach.LOOKS),
        (False, False, None, False, Reach.NOT_THERE),
        (True, False, None, True, Reach.NOT_THERE),
        (True, False, Standing.MEMBER, True, Reach.VOTES),
        (True, True, None, False, Reach.LEADS),
        (False, False, Standing.GUEST, False, Reach.TAKES_PART),
        (False, False, Standing.PARTNER, False, Reach.TAKES_PART),
        (False, False, Standing.OBSERVER, False, Reach.LISTENS),
        (False, True, Standing.GUEST, True, Reach.LEADS),
    ],
)
def test_invariant_61_how_far_a_forum_opens(
    restricted: bool, leads: bool, standing: Standing | None, of_the_society: bool, expected: Reach
) -> None:
    found = rules.reach_of(restricted=restricted, leads=leads, standing=standing, of_the_society=of_the_society)
    assert found is expected


def test_a_forum_that_is_not_there_is_not_found_and_one_that_is_open_says_what_to_do() -> None:
    with pytest.raises(NotFound):
        rules.check_reaches(Reach.NOT_THERE, Reach.LOOKS)
    with pytest.raises(NotAllowed, match="Join it first"):
        rules.check_reaches(Reach.LOOKS, Reach.TAKES_PART)
    rules.check_reaches(Reach.LEADS, Reach.VOTES)


@pytest.mark.parametrize(
    ("layer", "standing", "attributes", "of_the_society", "there", "refusal"),
    [
        (LOCAL, Standing.MEMBER, (), True, False, None),
        (LOCAL, Standing.GUEST, (), False, False, None),
        (LOCAL, Standing.MEMBER, (), False, False, NotValid),
        (CLOSED, Standing.GUEST, (), False, False, NotValid),
        (CLOSED, Standing.OBSERVER, (), False, False, None),
        (FAMILY, Standing.MEMBER, ("volunteer",), True, False, NotValid),
        (FAMILY, Standing.MEMBER, ("family_carer",), True, False, None),
        (FAMILY, Standing.GUEST, (), False, False, None),
        (LOCAL, Standing.MEMBER, (), True, True, AlreadyDone),
    ],
)
def test_who_comes_in_as_what(
    layer: ForumLayer,
    standing: Standing,
    attributes: tuple[str, ...],
    of_the_society: bool,
    there: bool,
    refusal: type[GovernError] | None,
) -> None:
    def ask() -> None:
        rules.check_joins(layer, standing, attributes=attributes, of_the_society=of_the_society, there=there)

    if refusal is None:
        ask()
    else:
        with pytest.raises(refusal):
            ask()


def test_m78_a_group_of_21_is_advised_to_become_two() -> None:
    han = msgspec.structs.replace(LOCAL, size_min=10, size_max=20)
    assert rules.advice_on_size(han, 20) is None
    assert "making two of it" in str(rules.advice_on_size(han, 21))


def test_invariant_67_a_term_ends_and_then_no_agenda_goes_out() -> None:
    due = rules.ends_on(LOCAL, date(2026, 2, 3))
    assert due == date(2026, 8, 3)
    rules.check_term(LOCAL, due, date(2026, 8, 3))
    with pytest.raises(WrongMoment, match="facilitator_rotation_months"):
        rules.check_term(LOCAL, due, date(2026, 8, 4))
    assert rules.ends_on(msgspec.structs.replace(LOCAL, facilitator_rotation_months=None), due) is None


@pytest.mark.parametrize(
    ("until", "minute", "field"), [(date(2026, 8, 3), "Notes", "until"), (date(2026, 9, 3), " ", "minute")]
)
def test_invariant_67_a_longer_term_stands_in_the_notes(until: date, minute: str, field: str) -> None:
    with pytest.raises(NotValid) as refusal:
        rules.check_extension(date(2026, 8, 3), until, minute)
    assert refusal.value.field == field
