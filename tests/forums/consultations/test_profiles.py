"""How somebody communicates, by version and seen by few; records become one, are erased, and forgotten in time."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import func, select

from govern.errors import AlreadyDone, NotAllowed, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.lifecycle import ProfileDraft
from govern.forums.consultations.models import (
    CareLink,
    CommunicationProfile,
    Consultation,
    ConsultationCounted,
    ConsultationReading,
    ConsultationResponse,
    ConsultationSitting,
)
from govern.forums.consultations.rules import Adaptation, Heard, Stance
from tests.forums.consultations.asking_people import DAY, checked, now, sat, stands, was_read
from tests.forums.consultations.conftest import Swimming

DRAFT = ProfileDraft(best_way=Adaptation.PHOTOGRAPHS, sign_yes="Looks up", sign_stop="Turns away")


async def written(swimming: Swimming, person: UUID, by: UUID, draft: ProfileDraft = DRAFT) -> int:
    async with swimming.store.writing() as writing:
        return await lifecycle.write_profile(writing, person, draft, by=by, at=now(swimming))


async def test_a_new_version_leaves_the_old_one(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    await written(swimming, gwen, gwen)
    assert await written(swimming, gwen, gwen, ProfileDraft(works="Pictures")) == 2
    async with swimming.store.reading() as reading:
        new, old = await queries.profiles_of(reading, gwen)
    assert (new.version, new.works, old.best_way) == (2, "Pictures", Adaptation.PHOTOGRAPHS)
    assert old.ways == (Adaptation.PHOTOGRAPHS,)


async def test_who_writes_it_down_with_somebody_says_how_they_agreed(swimming: Swimming) -> None:
    gwen, mair = swimming.people[0], swimming.person("Mair Elis")
    with pytest.raises(NotValid) as refused:
        await written(swimming, gwen, mair)
    assert refused.value.field == "with_help"
    with pytest.raises(NotValid):
        await written(swimming, gwen, gwen, ProfileDraft())


async def test_a_person_sees_who_read_how_they_communicate(swimming: Swimming) -> None:
    gwen, mair = swimming.people[0], swimming.person("Mair Elis")
    async with swimming.store.writing() as writing:
        for by in (mair, gwen):
            await lifecycle.note_look(writing, gwen, by=by, at=now(swimming))
    async with swimming.store.reading() as reading:
        assert [one.name for one in await queries.looks_at(reading, gwen)] == ["Mair Elis"]


def test_there_is_no_field_for_a_diagnosis_or_for_what_somebody_can_decide() -> None:
    columns = " ".join(CommunicationProfile.__table__.columns.keys())
    for word in ("diagnos", "capacit", "condition", "assess"):
        assert word not in columns


async def test_whoever_delivers_care_does_not_end_the_note_of_it(swimming: Swimming) -> None:
    """Invariant 76: else a note about oneself would be ended just before leading."""
    gwen, mair, sian, at = (
        swimming.people[0],
        swimming.person("Mair Elis"),
        swimming.person("Siân Llwyd"),
        now(swimming),
    )
    async with swimming.store.writing() as writing:
        link = await lifecycle.note_care(writing, gwen, mair, at.date(), by=sian, at=at)
        with pytest.raises(AlreadyDone):
            await lifecycle.note_care(writing, gwen, mair, at.date(), by=sian, at=at)
        with pytest.raises(NotAllowed):
            await lifecycle.end_care(writing, gwen, link, "Over", by=mair, at=at)
        await lifecycle.end_care(writing, gwen, link, "Over", by=sian, at=at)
        assert not await queries.delivers_care(writing, mair, gwen, at.date())


async def test_of_two_records_of_one_person_the_answer_that_came_further_counts(swimming: Swimming) -> None:
    gwen, ana, *_ = swimming.people
    await written(swimming, gwen, gwen)
    await written(swimming, ana, ana)
    await sat(swimming, ana)
    await was_read(swimming, ana)
    await checked(swimming, ana)
    async with swimming.store.writing() as writing:
        await lifecycle.moved_once(writing, gwen, ana)
    row = await stands(swimming, gwen)
    # Checked back again: the sittings of both records are one person's now.
    assert (row.heard, row.stance) == (Heard.RECORDED, Stance.FOR)
    async with swimming.store.reading() as reading:
        assert len(await queries.profiles_of(reading, gwen)) == 2
        assert await reading.get(ConsultationResponse, (swimming.id, ana)) is None
        assert len(await queries.sittings_of(reading, swimming.id, gwen)) == 1


async def test_a_stop_in_one_record_is_a_stop_of_the_person(swimming: Swimming) -> None:
    """Invariant 72: nobody gets a position back by being two records."""
    gwen, ana, *_ = swimming.people
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    await sat(swimming, ana, stopped_at=now(swimming), stopped_how="Got up")
    async with swimming.store.writing() as writing:
        await lifecycle.moved_once(writing, gwen, ana)
    row = await stands(swimming, gwen)
    assert (row.heard, row.stance) == (Heard.STOPPED, None)


async def _count(swimming: Swimming, table: type[ConsultationSitting] | type[ConsultationReading]) -> int:
    async with swimming.store.reading() as reading:
        return await reading.scalar(select(func.count()).select_from(table)) or 0


async def test_who_is_erased_leaves_nothing_but_a_view_without_a_name(swimming: Swimming) -> None:
    gwen, *_ = swimming.people
    mair, at = swimming.person("Mair Elis"), now(swimming)
    await written(swimming, gwen, gwen)
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    async with swimming.store.writing() as writing:
        writing.add(CareLink(person_id=gwen, carer_id=mair, from_on=at.date(), noted_at=at))
        await lifecycle.close(writing, swimming.id, by=mair, at=at + DAY)
        await lifecycle.erase_asked(writing, gwen, at=at)
    assert await _count(swimming, ConsultationSitting) == await _count(swimming, ConsultationReading) == 0
    async with swimming.store.reading() as reading:
        assert await queries.profile(reading, gwen) is None
        assert await queries.carers_of(reading, gwen) == ()
        assert await reading.get(ConsultationResponse, (swimming.id, gwen)) is None
        kept = await reading.scalar(select(ConsultationCounted))
    assert kept is not None
    assert (kept.heard, kept.stance) == (Heard.RECORDED, Stance.FOR)


async def test_after_the_time_of_the_rules_what_was_said_goes_and_the_sum_stays(swimming: Swimming) -> None:
    """`retention_months` after closing: 24 in Tair Nant. Not a day before."""
    gwen, *_ = swimming.people
    mair, at = swimming.person("Mair Elis"), now(swimming)
    await sat(swimming, gwen)
    await was_read(swimming, gwen)
    async with swimming.store.writing() as writing:
        await lifecycle.close(writing, swimming.id, by=mair, at=at)
        assert await lifecycle.forget_due(writing, at=at + timedelta(days=700)) == 0
        assert await lifecycle.forget_due(writing, at=at + timedelta(days=732)) == 1
        assert await lifecycle.forget_due(writing, at=at + timedelta(days=733)) == 0
    assert await _count(swimming, ConsultationSitting) == 0
    async with swimming.store.reading() as reading:
        row = await reading.get(Consultation, swimming.id)
        kept = list(await reading.scalars(select(ConsultationCounted.stance)))
    assert row is not None
    assert row.forgotten_at is not None
    assert len(kept) == len(swimming.people)
    assert kept.count(Stance.FOR) == 1
