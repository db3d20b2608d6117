"""What somebody showed is read, by a second person too where the first is not sure, and checked back (73 to 76)."""

from __future__ import annotations

import pytest

from govern.errors import AlreadyDone, NotAllowed, NotValid, WrongMoment
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle.reading import as_read
from govern.forums.consultations.models import CareLink
from govern.forums.consultations.rules import Confidence, Evidence, GivenBy, Heard, Stance, may_become_a_mandate
from tests.forums.consultations.asking_people import DAY, checked, now, reading_row, sat, stands, was_read
from tests.forums.consultations.conftest import Swimming

SIAN = "Siân Llwyd"


async def test_a_sure_reading_counts_and_is_final_once_checked_back(swimming: Swimming) -> None:
    """K1 of W14. Invariant 73: position, evidence kind and confidence are three fields."""
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance, row.evidence, row.confidence) == (
        *(Heard.RECORDED, Stance.FOR, Evidence.CHOSEN, Confidence.HIGH),
    )
    await checked(swimming, gwen)
    row = await stands(swimming, gwen)
    assert (row.heard, row.checked_back_how) == (Heard.FINAL, "Nodded")


async def test_a_reading_that_is_not_sure_is_no_clear_view_until_a_second_person_agrees(swimming: Swimming) -> None:
    """Invariant 74, K2 of W14: leans for, observed, medium, two observers agree."""
    ana = swimming.people[1]
    seen = {"evidence": Evidence.OBSERVED, "confidence": Confidence.MEDIUM, "leaning": True}
    await sat(swimming, ana, given_by=GivenBy.BEHAVIOUR, picked="", did="Stayed the whole time on Thursdays")
    await was_read(swimming, ana, also=seen)
    assert (await stands(swimming, ana)).stance is Stance.NO_CLEAR_VIEW
    with pytest.raises(WrongMoment):
        await checked(swimming, ana)
    assert await was_read(swimming, ana, SIAN, also=seen) == 2
    row = await stands(swimming, ana)
    assert (row.stance, row.leaning, row.confidence) == (Stance.FOR, True, Confidence.MEDIUM)


async def test_two_readers_who_differ_leave_no_clear_view(swimming: Swimming) -> None:
    """Invariant 74, K5 of W14."""
    person = swimming.people[4]
    await sat(swimming, person)
    await was_read(swimming, person, confidence=Confidence.LOW)
    await was_read(swimming, person, SIAN, stance=Stance.AGAINST)
    row = await stands(swimming, person)
    assert (row.stance, row.confidence) == (Stance.NO_CLEAR_VIEW, Confidence.LOW)


async def test_the_second_reader_is_another_person_and_there_is_one(swimming: Swimming) -> None:
    """Invariant 74: who reads twice has read once."""
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    assert await was_read(swimming, gwen, confidence=Confidence.LOW) == 1
    assert await was_read(swimming, gwen, confidence=Confidence.MEDIUM) == 1
    assert await was_read(swimming, gwen, SIAN) == 2
    with pytest.raises(AlreadyDone):
        await was_read(swimming, gwen, "Cai Rhys")


async def test_a_sure_reading_is_not_undone_by_a_second(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    with pytest.raises(NotAllowed):
        await was_read(swimming, gwen, SIAN, stance=Stance.AGAINST)


async def test_who_delivers_the_care_may_be_the_second_reader(swimming: Swimming) -> None:
    """Invariant 76: beside somebody else's reading, never first, and never the one who checks back."""
    gwen, at = swimming.people[0], now(swimming)
    await sat(swimming, gwen)
    async with swimming.store.writing() as writing:
        writing.add(CareLink(person_id=gwen, carer_id=swimming.person(SIAN), from_on=at.date(), noted_at=at))
    with pytest.raises(NotAllowed):
        await was_read(swimming, gwen, SIAN)
    await was_read(swimming, gwen, confidence=Confidence.MEDIUM)
    assert await was_read(swimming, gwen, SIAN, confidence=Confidence.MEDIUM) == 2
    with pytest.raises(NotAllowed):
        await checked(swimming, gwen, SIAN)


async def test_what_others_saw_is_observed_and_never_becomes_a_vote(swimming: Swimming) -> None:
    """Invariant 75: not as chosen on the page, and not as a mandate, whatever the rules say."""
    gwen, *_ = swimming.people
    await sat(swimming, gwen, given_by=GivenBy.BEHAVIOUR)
    with pytest.raises(NotValid) as refused:
        await was_read(swimming, gwen)
    assert refused.value.field == "evidence"
    await was_read(swimming, gwen, evidence=Evidence.OBSERVED)
    await checked(swimming, gwen)
    first = await reading_row(swimming, gwen, 1)
    assert first is not None
    everything = ("stated", "chosen", "observed")
    assert may_become_a_mandate(as_read(first), checked_back=True, evidence=everything, confidence="medium")


async def test_nothing_answered_is_not_chosen(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    await sat(swimming, gwen, picked="", meant="", given_by=None)
    with pytest.raises(NotValid):
        await was_read(swimming, gwen)


async def test_one_more_sitting_has_to_be_read_and_checked_back_anew(swimming: Swimming) -> None:
    """Several short sittings make one answer (invariant 75: checked back as it stands)."""
    gwen, at = swimming.people[0], now(swimming)
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    await checked(swimming, gwen)
    await sat(swimming, gwen, began_at=at + DAY, picked=str(swimming.tuesday))
    row = await stands(swimming, gwen)
    assert (row.heard, row.checked_back_at) == (Heard.RECORDED, None)
    with pytest.raises(WrongMoment):
        await checked(swimming, gwen)
    await was_read(swimming, gwen, at=at + DAY, stance=Stance.AGAINST)
    await checked(swimming, gwen)
    assert (await stands(swimming, gwen)).stance is Stance.AGAINST


async def test_what_they_change_on_checking_back_is_a_new_reading(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen, confidence=Confidence.MEDIUM)
    await was_read(swimming, gwen, SIAN)
    await checked(swimming, gwen)
    await was_read(swimming, gwen, stance=Stance.AGAINST)
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance, row.checked_back_how) == (Heard.RECORDED, Stance.AGAINST, "")
    assert await reading_row(swimming, gwen, 2) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [({"knows_person": " "}, "knows_person"), ({"stance": Stance.NOT_SURE, "leaning": True}, "leaning")],
)
async def test_what_a_reading_lacks_is_said_beside_it(
    swimming: Swimming, changed: dict[str, object], field: str
) -> None:
    await sat(swimming, swimming.people[0])
    with pytest.raises(NotValid) as refused:
        await was_read(swimming, swimming.people[0], also=changed)
    assert refused.value.field == field


async def test_for_or_against_is_asked_here_not_a_card(swimming: Swimming) -> None:
    await sat(swimming, swimming.people[0])
    with pytest.raises(NotValid):
        await was_read(swimming, swimming.people[0], stance=Stance.CARD, card_id=swimming.tuesday)


async def test_who_was_not_reached_is_there_with_the_reason(swimming: Swimming) -> None:
    gwen, ana, *_ = swimming.people
    mair, at = swimming.person("Mair Elis"), now(swimming)
    async with swimming.store.writing() as writing:
        with pytest.raises(NotValid):
            await lifecycle.not_reached(writing, swimming.id, gwen, " ", by=mair, at=at)
        await lifecycle.not_reached(writing, swimming.id, gwen, "In hospital", by=mair, at=at)
    row = await stands(swimming, gwen)
    assert (row.heard, row.why_not) == (Heard.NOT_REACHED, "In hospital")
    await sat(swimming, ana)
    await was_read(swimming, ana)
    async with swimming.store.writing() as writing:
        with pytest.raises(WrongMoment):
            await lifecycle.not_reached(writing, swimming.id, ana, "In hospital", by=mair, at=at)
