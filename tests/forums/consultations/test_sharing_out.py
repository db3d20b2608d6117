"""Who is asked by whom: evenly, by hand, never by whoever delivers their care; four hundred people, twelve askers."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from govern.errors import NotAllowed, NotFound, NotValid
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.models import (
    CareLink,
    CommunicationProfile,
    Consultation,
    ConsultationAsker,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Adaptation, Heard
from govern.identity.models import Person
from tests.constituencies.register.test_queries import questions_to
from tests.forums.consultations.conftest import Swimming


def carer(swimming: Swimming, carer_id: UUID, person_id: UUID, at: datetime) -> CareLink:
    return CareLink(person_id=person_id, carer_id=carer_id, from_on=at.date(), noted_at=at)


async def many(swimming: Swimming, people: int, askers: int) -> list[UUID]:
    """More people on the list, without anybody to ask them, and more askers."""
    at = swimming.forums.town.clock.at
    ids = [uuid4() for _ in range(people + askers)]
    async with swimming.store.writing() as writing:
        rows = [{"id": key, "name": f"P{n:03}", "first_name": "P", "added_at": at} for n, key in enumerate(ids)]
        await writing.execute(insert(Person), rows)
        writing.add_all(
            ConsultationAsker(consultation_id=swimming.id, person_id=key, named_at=at) for key in ids[people:]
        )
        await writing.flush()
        await lifecycle.put_on_the_list(writing, swimming.id, ids[:people], by=swimming.person("Mair Elis"), at=at)
    return ids[people:]


async def test_people_are_shared_out_evenly_and_never_to_their_helper(swimming: Swimming) -> None:
    """M94: the care link, noted before, keeps a person from being given to whoever delivers their care."""
    at, mair = swimming.forums.town.clock.at, swimming.person("Mair Elis")
    askers = await many(swimming, 20, 3)
    async with swimming.store.writing() as writing:
        waiting = [line.person_id for line in (await queries.asked_page(writing, swimming.id, 1, at.date())).lines]
        writing.add_all(carer(swimming, askers[0], person, at) for person in waiting if person not in swimming.people)
        await writing.flush()
        assert await lifecycle.share_out(writing, swimming.id, by=mair, at=at) == 20
        listed = await queries.asked_page(writing, swimming.id, 1, at.date())
    load = Counter(line.asker_id for line in listed.lines)
    assert askers[0] not in load and listed.cared_for == 0
    assert max(load.values()) - min(load.values()) <= 1 and sum(load.values()) == 25


async def test_a_helper_is_flagged_and_refused_by_hand(swimming: Swimming) -> None:
    at, mair, sian = swimming.forums.town.clock.at, swimming.person("Mair Elis"), swimming.person("Siân Llwyd")
    gwen = swimming.people[0]
    async with swimming.store.writing() as writing:
        writing.add(carer(swimming, mair, gwen, at))
        await writing.flush()
        listed = await queries.asked_page(writing, swimming.id, 1, at.date())
        assert [line.person_id for line in listed.lines if line.cared_for] == [gwen] and listed.cared_for == 1
        with pytest.raises(NotAllowed):
            await lifecycle.give_to(writing, swimming.id, [gwen], mair, by=mair, at=at)
        assert await lifecycle.give_to(writing, swimming.id, [gwen], sian, by=mair, at=at) == 1
        with pytest.raises(NotValid):
            await lifecycle.give_to(writing, swimming.id, [gwen], swimming.person("Nerys Puw"), by=mair, at=at)
        with pytest.raises(NotValid):
            await lifecycle.give_to(writing, swimming.id, [], sian, by=mair, at=at)


async def test_the_way_that_works_best_is_taken_from_the_newest_page_of_the_person(swimming: Swimming) -> None:
    at, mair = swimming.forums.town.clock.at, swimming.person("Mair Elis")
    nerys = swimming.person("Nerys Puw")
    async with swimming.store.writing() as writing:
        for version, way in ((1, Adaptation.FACES), (2, Adaptation.MAT)):
            writing.add(
                CommunicationProfile(person_id=nerys, version=version, best_way=way, written_by=nerys, written_at=at)
            )
        await writing.flush()
        await lifecycle.put_on_the_list(writing, swimming.id, [nerys], by=mair, at=at)
        response = await writing.get(ConsultationResponse, (swimming.id, nerys))
        assert response is not None and str(response.planned) == "mat"
        await lifecycle.plan_way(writing, swimming.id, nerys, Adaptation.OBJECTS, by=mair, at=at)
        assert str(response.planned) == "objects"
        with pytest.raises(NotValid):
            await lifecycle.plan_way(writing, swimming.id, nerys, Adaptation.FACES, by=mair, at=at)
        await lifecycle.take_off_the_list(writing, swimming.id, nerys, by=mair, at=at)
        with pytest.raises(NotFound):
            await lifecycle.plan_way(writing, swimming.id, nerys, Adaptation.MAT, by=mair, at=at)


async def test_whoever_was_heard_before_is_not_among_those_nobody_heard(swimming: Swimming) -> None:
    async with swimming.store.reading() as reading:
        row = await reading.get(Consultation, swimming.id)
        assert row is not None
        everybody = await queries.not_on_the_list(reading, row)
        assert [name for _, name in everybody] == ["Mair Elis"]
        assert await queries.not_on_the_list(reading, row, never_heard=True) == everybody
        assert [name for _, name in await queries.found_named(reading, row, "mai")] == ["Mair Elis"]
        assert await queries.found_named(reading, row, "nerys") == ()  # of another forum


async def test_four_hundred_people_take_no_more_questions_than_five(swimming: Swimming) -> None:
    today = swimming.forums.town.clock.at.date()

    async def asked() -> int:
        async with swimming.store.reading() as reading:
            row = await reading.get(Consultation, swimming.id)
            assert row is not None
            with questions_to(swimming.store) as questions:
                listed = await queries.asked_page(reading, swimming.id, 1, today)
                await queries.askers_of(reading, row)
                await queries.counted(reading, swimming.id)
        assert len(listed.lines) <= 50 and listed.heard[Heard.INVITED] == listed.all
        return len(questions)

    few = await asked()
    await many(swimming, 395, 10)
    assert await asked() == few
    async with swimming.store.reading() as reading:
        last = await queries.asked_page(reading, swimming.id, 99, today)
    assert (last.number, last.pages, last.all) == (8, 8, 400)
