"""Given for the rooms of forums: Tair Nant over the whole service, and in it a local, an area and a family forum."""

from __future__ import annotations

from uuid import UUID

import msgspec
import pytest

from govern.constituencies.register import lifecycle as register
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.gatherings.lifecycle import ForumDraft
from govern.forums.gatherings.rules import Standing
from tests.constituencies.conftest import Town, town

__all__ = ["town"]


class Forums(msgspec.Struct, frozen=True):
    """Three forums. Mair Elis leads the local one and Siân Llwyd the other two; Gwen, Ana, Bo and Cai are members
    of the local one. Di Owen belongs to the family forum and is noted as a family carer."""

    town: Town
    local: UUID
    area: UUID
    family: UUID


@pytest.fixture
async def forums(town: Town) -> Forums:  # pytest's way to use a fixture of another folder
    at, people = town.clock.at, town.people
    async with town.society.store.writing() as writing:

        async def found(
            layer: str, name: str, welsh: str, parent: UUID | None = None, linked_to: UUID | None = None
        ) -> UUID:
            draft = ForumDraft(layer=layer, name={"en": name, "cy": welsh}, parent=parent, linked_to=linked_to)
            return await gatherings.found_forum(writing, draft, by=None, at=at)

        area = await found("area", "Three valleys forum", "Fforwm y tri chwm")
        local = await found("local", "Pont forum", "Fforwm Pont", parent=area)
        family = await found("family", "Families of Pont", "Teuluoedd Pont", linked_to=local)
        for name in ("Mair Elis", "Gwen Hughes", "Ana Bowen", "Bo Parry", "Cai Rhys"):
            await gatherings.come(writing, local, people[name], Standing.MEMBER, by=None, at=at)
        for name in ("Siân Llwyd", "Mair Elis"):
            await gatherings.come(writing, area, people[name], Standing.MEMBER, by=None, at=at)
        await gatherings.name_facilitator(writing, local, people["Mair Elis"], at.date(), by=None, at=at)
        await gatherings.name_facilitator(writing, area, people["Siân Llwyd"], at.date(), by=None, at=at)
        await gatherings.name_facilitator(writing, family, people["Siân Llwyd"], at.date(), by=None, at=at)
        await register.note_attribute(
            writing, people["Di Owen"], "family_carer", at.date(), "Said so", by=None, at=at
        )
        await gatherings.come(writing, family, people["Di Owen"], Standing.MEMBER, by=None, at=at)
    return Forums(town, local, area, family)
