"""Given for consultations: the question of W14, written by Mair Elis in the local forum, and ready to be asked.

Mair Elis leads the forum and runs the consultation, Siân Llwyd checked it and asks people too.
"""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID, uuid4

import msgspec
import pytest

from govern.database import Store
from govern.forums.consultations import lifecycle
from govern.forums.consultations.lifecycle import Invited, QuestionDraft
from govern.forums.consultations.models import (
    ConsultationAdaptation,
    ConsultationCard,
    ConsultationPhotograph,
)
from govern.forums.consultations.rules import Adaptation, CheckKind, CountsAs
from tests.forums.conftest import Forums, forums, town
from tests.forums.given_question import swimming_on_thursday

__all__ = ["forums", "town"]

ASKED = ("Gwen Hughes", "Ana Bowen", "Bo Parry", "Cai Rhys", "Di Owen")
WAYS = (Adaptation.MAT, Adaptation.TRYING, Adaptation.SYMBOLS, Adaptation.PHOTOGRAPHS, Adaptation.OBJECTS)


class Swimming(msgspec.Struct, frozen=True):
    """The question of W14 and its two cards; `people` are K1 to K5, in their order."""

    forums: Forums
    id: UUID
    tuesday: UUID
    thursday: UUID
    people: tuple[UUID, ...]

    @property
    def store(self) -> Store:
        return self.forums.town.society.store

    def person(self, name: str) -> UUID:
        return self.forums.town.people[name]


def the_question(forums: Forums) -> QuestionDraft:
    return swimming_on_thursday(forums.town.clock.at.date())


@pytest.fixture
async def swimming(forums: Forums) -> Swimming:
    town, at = forums.town, forums.town.clock.at
    mair, sian = town.people["Mair Elis"], town.people["Siân Llwyd"]
    tuesday, thursday = uuid4(), uuid4()
    async with town.society.store.writing() as writing:
        made = await lifecycle.draft(writing, forums.local, the_question(forums), by=mair, at=at)
        picture = ConsultationPhotograph(
            id=uuid4(), consultation_id=made, width=9, height=9, hash=bytes(32), added_by=mair, added_at=at
        )
        picture.description, picture.consent = {"en": "The pool", "cy": "Y pwll"}, "Nobody is in it."
        writing.add(picture)
        await writing.flush()
        for position, (key, words, counts) in enumerate(
            (
                (tuesday, {"en": "Tuesday", "cy": "Dydd Mawrth"}, CountsAs.AGAINST),
                (thursday, {"en": "Thursday", "cy": "Dydd Iau"}, CountsAs.FOR),
            ),
            start=1,
        ):
            card = ConsultationCard(id=key, consultation_id=made, position=position, words=words, counts_as=counts)
            card.symbol, card.photograph_id = f"openmoji-{'bus' if position == 1 else 'clock'}", picture.id
            card.object = {"en": "A towel", "cy": "Tywel"}
            writing.add(card)
        for way in WAYS:
            words = {"en": "Which day for swimming?", "cy": "Pa ddiwrnod i nofio?"}
            tried = "\n".join(f"{at.date() + timedelta(days=3)} {card}" for card in (tuesday, thursday))
            writing.add(
                ConsultationAdaptation(
                    consultation_id=made, kind=way, words=words, days=tried, written_by=mair, written_at=at
                )
            )
        await writing.flush()
        await lifecycle.name_asker(writing, made, sian, by=mair, at=at)
        for kind in CheckKind:
            await lifecycle.check(writing, made, kind, 1, passed=True, words="", by=sian, at=at)
        await lifecycle.open_(writing, made, by=mair, at=at)
        people = tuple(town.people[name] for name in ASKED)
        invited = [
            Invited(person, asker, way) for person, asker, way in zip(people, (mair, sian) * 3, WAYS, strict=False)
        ]
        await lifecycle.invite(writing, made, invited, by=mair, at=at)
    return Swimming(forums, made, tuesday, thursday, people)
