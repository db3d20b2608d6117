"""The decision that cites a consultation, the answers on their way back, and what may become a vote."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from govern.constituencies.rulebook import queries as rulebook
from govern.errors import AlreadyDone, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.models import (
    CommunicationProfile,
    ConsultationResponse,
    ConsultationSitting,
    Through,
)
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    Heard,
    Read,
    Stage,
    Stance,
    may_become_a_mandate,
    way_back,
)
from tests.forums.consultations.after import CHOICES, After, after

__all__ = ["after"]


# --- The decision and the answers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"changed": {}},
        {"nothing_because": {"en": "The pool is full."}},
        {"decision": {}},
        {"cards": (uuid4(),)},
        {"look_again_on": "before"},
        {"decided_on": "after"},
    ],
)
async def test_a_decision_that_says_too_little_is_not_written_down(after: After, changed: dict[str, object]) -> None:
    """Invariant 78: what changed or why nothing did, one of the two."""
    await after.summarise()
    days = {"before": after.at.date() - timedelta(days=1), "after": after.at.date() + timedelta(days=1)}
    with pytest.raises(NotValid):
        await after.use(
            **{name: days.get(value, value) if isinstance(value, str) else value for name, value in changed.items()}
        )
    assert await after.stage() is Stage.SUMMARISED


async def test_nothing_changed_is_an_answer_too_if_it_says_why(after: After) -> None:
    await after.summarise()
    assert await after.use(changed={}, nothing_because={"en": "The pool is full on Thursdays."}) == 5


async def test_nothing_is_decided_on_it_before_it_is_summed_up(after: After) -> None:
    with pytest.raises(WrongMoment):
        await after.use()


async def test_the_answer_goes_back_to_who_was_asked_and_not_to_who_never_was(after: After) -> None:
    """Who stopped hears it too, and who was reached once and then no more; who was never reached was never asked."""
    async with after.swimming.store.writing() as writing:
        for person in after.k[3:]:
            row = await writing.get_one(ConsultationResponse, (after.id, person))
            row.heard, row.stance, row.evidence, row.confidence = Heard.NOT_REACHED, None, None, None
            row.why_not = "Moved"
        sitting = ConsultationSitting(
            id=uuid4(),
            sent_id=uuid4(),
            consultation_id=after.id,
            person_id=after.k[4],
            through=Through.PAPER,
            adaptation=Adaptation.OBJECTS,
            led_by=after.mair,
            began_at=after.at,
            assent=Assent.GIVEN,
            assent_how="Sat down",
            entered_at=after.at,
        )
        writing.add(sitting)
    await after.summarise()
    assert await after.use() == 4
    async with after.swimming.store.reading() as reading:
        assert after.k[3] not in {one.person_id for one in await queries.answers_back(reading, after.id)}


async def test_each_hears_it_in_the_way_that_is_best_for_them(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        for version, way in ((1, Adaptation.OBJECTS), (2, Adaptation.MAT)):
            profile = CommunicationProfile(
                person_id=after.k[2], version=version, best_way=way, written_by=after.mair, written_at=after.at
            )
            writing.add(profile)
    await after.summarise()
    await after.use()
    async with after.swimming.store.reading() as reading:
        ways = {one.person_id: one.way for one in await queries.answers_back(reading, after.id)}
    assert ways[after.k[2]] is Adaptation.MAT, "as their own page says now"
    assert ways[after.k[1]] is Adaptation.WORDS, "trying out is no way to be told: a plain card"
    assert ways[after.k[3]] is Adaptation.PHOTOGRAPHS, "as they were asked"


def test_no_way_is_used_that_nobody_prepared() -> None:
    assert way_back(Adaptation.SIGNED, Adaptation.FACES, {Adaptation.MAT}) is Adaptation.WORDS
    assert way_back(Adaptation.SIGNED, Adaptation.MAT, {Adaptation.MAT}) is Adaptation.MAT


async def test_it_is_not_closed_before_each_person_has_their_answer(after: After) -> None:
    """Invariant 78."""
    await after.summarise()
    await after.use()
    async with after.swimming.store.writing() as writing:
        for person in after.k:
            with pytest.raises(NotAllowed, match="The answer has not gone back to each person"):
                await lifecycle.close_answers(writing, after.id, by=after.mair, at=after.at)
            with pytest.raises(NotValid):
                await lifecycle.bring(writing, after.id, person, " ", by=after.mair, at=after.at)
            await lifecycle.bring(writing, after.id, person, "Smiled", by=after.mair, at=after.at)
        with pytest.raises(AlreadyDone):
            await lifecycle.bring(writing, after.id, after.k[0], "Smiled", by=after.mair, at=after.at)
        await lifecycle.close_answers(writing, after.id, by=after.mair, at=after.at)
    assert await after.stage() is Stage.ANSWERED


async def test_answers_that_are_late_are_on_the_page_of_who_asks(after: After) -> None:
    await after.summarise()
    await after.use()
    sian, nobody = after.swimming.person("Siân Llwyd"), after.swimming.person("Nerys Puw")
    async with after.swimming.store.reading() as reading:
        for days, late in ((14, False), (15, True)):
            (owed,) = await queries.answers_owed(reading, sian, after.at.date() + timedelta(days=days), "en")
            assert (owed.waiting, owed.late) == (5, late)
        assert await queries.answers_owed(reading, nobody, after.at.date(), "en") == ()


# --- To a mandate ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (1, "It was observed by others"),
        (3, "There is no view of this person"),
        (4, "It was observed by others"),
    ],
)
async def test_what_was_observed_or_stopped_never_becomes_a_vote(after: After, number: int, says: str) -> None:
    """Invariant 75."""
    async with after.swimming.store.writing() as writing:
        with pytest.raises(NotAllowed, match=says):
            await lifecycle.let_count(
                *(writing, after.id, after.k[number], uuid4(), CHOICES, "Nodded"),
                by=after.mair,
                at=after.at,
            )


async def test_a_view_that_was_not_checked_back_never_becomes_a_vote(after: After) -> None:
    """Invariant 75."""
    async with after.swimming.store.writing() as writing:
        row = await writing.get_one(ConsultationResponse, (after.id, after.k[0]))
        row.heard, row.checked_back_at = Heard.RECORDED, None
        found = await lifecycle.why_not_a_vote(writing, row, after.at)
    assert str(found) == "It was not checked back with the person."


async def test_it_counts_only_in_a_vote_that_lies_beside_it(after: After) -> None:
    async with after.swimming.store.writing() as writing:
        assert (
            "observed"
            not in (await rulebook.in_force(writing, after.at.date())).rulebook.consultation.mandate_evidence
        )
        with pytest.raises(NotFound):
            await lifecycle.let_count(
                *(writing, after.id, after.k[0], uuid4(), CHOICES, "Nodded"), by=after.mair, at=after.at
            )


def test_observed_evidence_never_counts_even_where_a_rulebook_names_it() -> None:
    """Invariant 75."""
    seen = Read(Stance.FOR, Evidence.OBSERVED, Confidence.HIGH)
    why = may_become_a_mandate(seen, checked_back=True, evidence=("observed", "chosen"), confidence="medium")
    assert why is not None and "observed by others" in str(why)
