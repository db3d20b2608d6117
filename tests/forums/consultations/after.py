"""Given W14 after everybody was asked, in the database: K4 stopped, K1 and K3 heard it back."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from msgspec.structs import replace

from govern.forums.consultations import lifecycle, queries
from govern.forums.consultations.lifecycle import Cited
from govern.forums.consultations.models import (
    Consultation,
    ConsultationResponse,
)
from govern.forums.consultations.rules import (
    Confidence,
    Evidence,
    Heard,
    Stage,
    Stance,
)
from tests.forums.consultations.conftest import Swimming

VIEWS = (
    (Stance.FOR, Evidence.CHOSEN, Confidence.HIGH, False),
    (Stance.FOR, Evidence.OBSERVED, Confidence.MEDIUM, True),
    (Stance.AGAINST, Evidence.CHOSEN, Confidence.HIGH, False),
    None,
    (Stance.NO_CLEAR_VIEW, Evidence.OBSERVED, Confidence.LOW, False),
)
CHOICES: dict[UUID, tuple[str, ...]] = {uuid4(): ("yes",)}
DECISION = {"en": "Thursday for six weeks."}


class After:
    """W14 after everybody was asked: K4 stopped. `run` does one step as whoever runs it."""

    def __init__(self, swimming: Swimming) -> None:
        self.swimming, self.id, self.k = swimming, swimming.id, swimming.people
        self.mair, self.at = swimming.person("Mair Elis"), swimming.forums.town.clock.at

    async def asked(self) -> None:
        async with self.swimming.store.writing() as writing:
            for person, view in zip(self.k, VIEWS, strict=True):
                row = await writing.get_one(ConsultationResponse, (self.id, person))
                row.heard = Heard.STOPPED if view is None else Heard.RECORDED
                if view is not None:
                    row.stance, row.evidence, row.confidence, row.leaning = view
            for person in (self.k[0], self.k[2]):
                row = await writing.get_one(ConsultationResponse, (self.id, person))
                row.heard, row.checked_back_at = Heard.FINAL, self.at
            await lifecycle.close(writing, self.id, by=self.mair, at=self.at)

    async def summarise(self) -> None:
        async with self.swimming.store.writing() as writing:
            await lifecycle.summarise(writing, self.id, {}, {}, by=self.mair, at=self.at)

    async def agree(self, *people: UUID) -> None:
        async with self.swimming.store.writing() as writing:
            for person in people:
                await lifecycle.let_be_seen(writing, self.id, person, "Nodded", by=self.mair, at=self.at)

    async def publish(self) -> queries.Told:
        async with self.swimming.store.writing() as writing:
            await lifecycle.publish(writing, self.id, by=self.mair, at=self.at)
        return await self.told()

    async def told(self) -> queries.Told:
        async with self.swimming.store.reading() as reading:
            found = await queries.told(reading, self.id, "en")
        assert found is not None
        return found

    async def use(self, **changed: object) -> int:
        wanted = Cited(
            decided_on=self.at.date(), decided_by={"en": "The forum"}, decision=DECISION, changed={"en": "The day."}
        )
        async with self.swimming.store.writing() as writing:
            return await lifecycle.use(writing, self.id, replace(wanted, **changed), by=self.mair, at=self.at)

    async def stage(self) -> Stage:
        async with self.swimming.store.reading() as reading:
            return (await reading.get_one(Consultation, self.id)).stage


@pytest.fixture
async def after(swimming: Swimming) -> After:
    made = After(swimming)
    await made.asked()
    return made
