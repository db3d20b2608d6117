"""What stands beside a member's entry for officers who keep the register: who acts for them, shares, ties, checks."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.queries.applications import CheckView, checks_of
from govern.constituencies.register.queries.holdings import ShareView, TieView, paid_until, shares_of, ties_of
from govern.constituencies.register.queries.representing import (
    OrganisationLine,
    Representation,
    kind_of,
    representation,
    represented_by,
)
from govern.constituencies.register.queries.standing import constituencies_of
from govern.constituencies.register.queries.training import TrainingView, trainings_of
from govern.constituencies.rulebook import queries as rulebook
from govern.identity.rules import PersonKind


class Beside(msgspec.Struct, frozen=True):
    """`conditions` are (group, condition) of the groups they belong to; `representation` is of organisations."""

    kind: PersonKind
    representation: Representation | None
    represents: tuple[OrganisationLine, ...]
    shares: tuple[ShareView, ...]
    paid_until: date | None
    ties: tuple[TieView, ...]
    checks: tuple[CheckView, ...]
    conditions: tuple[tuple[str, str], ...]
    trainings: tuple[TrainingView, ...] = ()

    @property
    def is_organisation(self) -> bool:
        return self.kind is PersonKind.ORGANISATION


async def beside(reading: AsyncSession, person_id: UUID, on: date) -> Beside:
    """For whoever may edit the register; others are not asked for it."""
    kind = await kind_of(reading, person_id)
    organisation = kind is PersonKind.ORGANISATION
    book = (await rulebook.in_force(reading, on)).rulebook
    groups = await constituencies_of(reading, person_id, on)
    return Beside(
        kind=kind,
        representation=await representation(reading, person_id, on) if organisation else None,
        represents=() if organisation else await represented_by(reading, person_id, on),
        shares=await shares_of(reading, person_id),
        paid_until=await paid_until(reading, person_id),
        ties=await ties_of(reading, person_id),
        checks=await checks_of(reading, person_id),
        conditions=tuple((group, c) for group in groups for c in book.constituency(group).eligibility),
        trainings=await trainings_of(reading, person_id),
    )
