"""A sitting in steps, as the pages take it; one's own answer; the order in which cards lie."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import lifecycle, rules
from govern.forums.consultations.lifecycle import Beginning, Told
from govern.forums.consultations.models import CareLink
from govern.forums.consultations.rules import (
    Adaptation,
    Asks,
    Assent,
    CountsAs,
    Evidence,
    GivenBy,
    Heard,
    Place,
    Stance,
    meant_by,
)
from tests.forums.consultations.asking_people import DAY, now, sitting_row, stands, was_read
from tests.forums.consultations.conftest import Swimming


async def begun(
    swimming: Swimming, person: UUID, by: UUID | None = None, assent: Assent = Assent.GIVEN, later: int = 0
) -> UUID:
    wanted = Beginning(
        sent_id=uuid4(), person_id=person, adaptation=Adaptation.MAT, assent=assent, assent_how="Smiled"
    )
    async with swimming.store.writing() as writing:
        return await lifecycle.begin(
            *(writing, swimming.id, wanted), by=by or swimming.person("Mair Elis"), at=now(swimming) + later * DAY
        )


async def test_in_the_sittings_of_one_person_each_card_lies_once_in_each_place(swimming: Swimming) -> None:
    """What came last is not the answer (domain.md 2.6), and which order it was is written down."""
    gwen, *_ = swimming.people
    orders = [(await sitting_row(swimming, await begun(swimming, gwen))).shown_order for _ in range(2)]
    first, second = (order.split(",") for order in orders)
    assert first == list(reversed(second))
    assert set(first) == {str(swimming.tuesday), str(swimming.thursday)}


def test_over_as_many_sittings_as_cards_nothing_lies_twice_in_one_place() -> None:
    cards, person, consultation = [uuid4() for _ in range(5)], uuid4(), uuid4()
    square = [rules.lay(cards, person, consultation, turn) for turn in range(5)]
    for place in range(5):
        assert {row[place] for row in square} == set(cards)
    assert rules.lay(cards, person, consultation, 0) == square[0]


async def test_without_assent_nothing_is_picked_or_put(swimming: Swimming) -> None:
    """Invariant 72."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    sitting = await begun(swimming, gwen, assent=Assent.DECLINED)
    async with swimming.store.writing() as writing:
        with pytest.raises(NotAllowed):
            await lifecycle.pick(writing, swimming.id, sitting, "yes", by=mair, at=at)


async def test_after_a_stop_nothing_more_is_picked(swimming: Swimming) -> None:
    """Invariant 72: stop in one press wipes what lies there, whatever is pressed after it."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    sitting = await begun(swimming, gwen)
    async with swimming.store.writing() as writing:
        await lifecycle.pick(writing, swimming.id, sitting, "yes", by=mair, at=at)
        await lifecycle.put(writing, swimming.id, sitting, swimming.thursday, Place.GOOD, by=mair, at=at)
        await lifecycle.stop_sitting(writing, swimming.id, sitting, "Got up", by=mair, at=at)
        await lifecycle.stop_sitting(writing, swimming.id, sitting, "Got up and left", by=mair, at=at)
        with pytest.raises(WrongMoment):
            await lifecycle.pick(writing, swimming.id, sitting, "yes", by=mair, at=at)
        told = Told(did="Looked at the door", given_by=GivenBy.POINTED, meant="Wants Thursday")
        await lifecycle.tell(writing, swimming.id, sitting, told, by=mair, at=at)
    row = await sitting_row(swimming, sitting)
    assert (row.picked, row.placed, row.meant, row.given_by) == ("", "", "", None)
    assert (row.did, row.stopped_how) == ("Looked at the door", "Got up and left")


async def test_a_card_is_moved_and_taken_away(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    sitting = await begun(swimming, gwen)
    async with swimming.store.writing() as writing:
        for place in (Place.GOOD, Place.BAD):
            await lifecycle.put(writing, swimming.id, sitting, swimming.thursday, place, by=mair, at=at)
        await lifecycle.put(writing, swimming.id, sitting, swimming.tuesday, Place.GOOD, by=mair, at=at)
        await lifecycle.put(writing, swimming.id, sitting, swimming.tuesday, None, by=mair, at=at)
    assert (await sitting_row(swimming, sitting)).placed == f"{swimming.thursday}:bad"


async def test_a_sitting_ends_with_how_the_answer_came_and_is_read_then(swimming: Swimming) -> None:
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    sitting = await begun(swimming, gwen)
    with pytest.raises(WrongMoment):
        await was_read(swimming, gwen)
    async with swimming.store.writing() as writing:
        await lifecycle.pick(writing, swimming.id, sitting, "yes", by=mair, at=at)
        with pytest.raises(NotValid):
            await lifecycle.tell(writing, swimming.id, sitting, Told(did="Pressed yes"), by=mair, at=at)
        told = Told(did="Pressed yes", given_by=GivenBy.POINTED)
        await lifecycle.tell(writing, swimming.id, sitting, told, by=mair, at=at)
        with pytest.raises(AlreadyDone):
            await lifecycle.pick(writing, swimming.id, sitting, "no", by=mair, at=at)
    assert await was_read(swimming, gwen) == 1


async def test_only_whoever_leads_takes_a_step_in_a_sitting(swimming: Swimming) -> None:
    sitting = await begun(swimming, swimming.people[0])
    async with swimming.store.writing() as writing:
        with pytest.raises(AlreadyDone):
            await lifecycle.pick(
                *(writing, swimming.id, sitting, "yes"), by=swimming.person("Siân Llwyd"), at=now(swimming)
            )


async def test_who_delivers_the_care_does_not_begin(swimming: Swimming) -> None:
    """Invariant 76."""
    gwen, mair, at = swimming.people[0], swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        writing.add(CareLink(person_id=gwen, carer_id=mair, from_on=at.date(), noted_at=at))
    with pytest.raises(NotAllowed):
        await begun(swimming, gwen)


async def test_my_own_answer_is_my_own_reading_and_final(swimming: Swimming) -> None:
    gwen, at = swimming.people[0], now(swimming)
    sitting = await begun(swimming, gwen, by=gwen)
    async with swimming.store.writing() as writing:
        where = (writing, swimming.id, sitting)
        with pytest.raises(NotValid):
            await lifecycle.answer_myself(*where, "", "Chose it", "Right", by=gwen, at=at)
        await lifecycle.pick(*where, str(swimming.tuesday), by=gwen, at=at)
        await lifecycle.answer_myself(*where, "My friend comes then", "Chose it", "Right", by=gwen, at=at)
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance, row.evidence) == (Heard.FINAL, Stance.AGAINST, Evidence.STATED)


@pytest.mark.parametrize(
    ("asks", "picked", "placed", "stance", "leaning"),
    [
        (Asks.PROPOSAL, "a", {}, Stance.FOR, False),
        (Asks.PROPOSAL, "yes", {}, Stance.FOR, False),
        (Asks.PROPOSAL, "no", {}, Stance.AGAINST, False),
        (Asks.PROPOSAL, "face-2", {}, Stance.FOR, True),
        (Asks.PROPOSAL, "face-3", {}, Stance.NOT_SURE, False),
        (Asks.PROPOSAL, "not_saying", {}, Stance.NOT_SAYING, False),
        (Asks.PROPOSAL, "", {"a": Place.BAD, "b": Place.GOOD}, Stance.AGAINST, False),
        (Asks.PROPOSAL, "", {"a": Place.GOOD, "b": Place.GOOD}, Stance.NO_CLEAR_VIEW, False),
        (Asks.BETWEEN, "c", {}, Stance.CARD, False),
        (Asks.BETWEEN, "yes", {}, Stance.NO_CLEAR_VIEW, False),
    ],
)
def test_what_a_press_says_by_itself(
    asks: Asks, picked: str, placed: dict[str, Place], stance: Stance, leaning: bool
) -> None:
    """A face is a leaning, never more; what lies in two good places is not guessed at."""
    cards = {"a": CountsAs.FOR, "b": CountsAs.AGAINST, "c": CountsAs.ITSELF}
    found = meant_by(asks, picked, placed, cards, Evidence.CHOSEN)
    assert (found.stance, found.leaning) == (stance, leaning)


def test_two_to_four_people_are_asked_together() -> None:
    one = uuid4()
    for people in ([one], [one, one], [uuid4() for _ in range(5)]):
        with pytest.raises(NotValid):
            rules.check_together(people)
    rules.check_together([uuid4() for _ in range(4)])
