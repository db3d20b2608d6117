"""A question is written, read twice by a second person, opened and closed."""

from __future__ import annotations

import pytest

from govern.errors import AlreadyDone, GovernError, NotAllowed, NotFound, NotValid, WrongMoment
from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.models import Consultation, ConsultationAdaptation
from govern.forums.consultations.rules import Adaptation, CheckKind, Part, Stage
from tests.forums.conftest import Forums
from tests.forums.consultations.conftest import Swimming, the_question


async def test_a_question_is_opened_once_a_second_person_read_it_twice(swimming: Swimming) -> None:
    async with swimming.store.reading() as reading:
        row = await reading.get(Consultation, swimming.id)
    assert row is not None
    assert row.stage is Stage.OPEN


async def test_whoever_wrote_it_does_not_check_it(forums: Forums) -> None:
    mair, at = forums.town.people["Mair Elis"], forums.town.clock.at
    async with forums.town.society.store.writing() as writing:
        made = await lifecycle.draft(writing, forums.local, the_question(forums), by=mair, at=at)
        with pytest.raises(NotAllowed):
            await lifecycle.check(writing, made, CheckKind.PLAIN, 1, passed=True, words="", by=mair, at=at)


async def test_other_words_have_to_be_checked_again(forums: Forums) -> None:
    people, at = forums.town.people, forums.town.clock.at
    mair, sian = people["Mair Elis"], people["Siân Llwyd"]
    async with forums.town.society.store.writing() as writing:
        made = await lifecycle.draft(writing, forums.local, the_question(forums), by=mair, at=at)
        writing.add(
            ConsultationAdaptation(
                consultation_id=made, kind=Adaptation.WORDS, words={}, written_by=mair, written_at=at
            )
        )
        await lifecycle.check(writing, made, CheckKind.PLAIN, 1, passed=True, words="", by=sian, at=at)
        await lifecycle.change(writing, made, the_question(forums), by=mair, at=at)
        with pytest.raises(AlreadyDone):
            await lifecycle.check(writing, made, CheckKind.ETHICS, 1, passed=True, words="", by=sian, at=at)
        await lifecycle.check(writing, made, CheckKind.ETHICS, 2, passed=True, words="", by=sian, at=at)
        with pytest.raises(WrongMoment):
            await lifecycle.open_(writing, made, by=mair, at=at)


@pytest.mark.parametrize("words", ["Move it to Thursday", "One. Two. Is it three?", "Why " + "so " * 20 + "long?"])
async def test_a_question_is_one_short_question(forums: Forums, words: str) -> None:
    from msgspec.structs import replace

    wanted = replace(the_question(forums), question={"en": words})
    async with forums.town.society.store.writing() as writing:
        with pytest.raises(NotValid):
            await lifecycle.draft(
                writing, forums.local, wanted, by=forums.town.people["Mair Elis"], at=forums.town.clock.at
            )


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Mair Elis", Part.RUNS),
        ("Siân Llwyd", Part.ASKS),
        ("Gwen Hughes", Part.ASKED),
        ("Nerys Puw", None),
    ],
)
async def test_how_near_somebody_is(swimming: Swimming, name: str, part: Part | None) -> None:
    on, person = swimming.forums.town.clock.at.date(), swimming.person(name)
    async with swimming.store.reading() as reading:
        if part is None:
            with pytest.raises(NotFound):
                await queries.consultation(reading, swimming.id, person, on, "en")
            return
        assert (await queries.consultation(reading, swimming.id, person, on, "en")).part is part
        if part < Part.RUNS:
            with pytest.raises(GovernError):
                await queries.consultation(reading, swimming.id, person, on, "en", Part.RUNS)
