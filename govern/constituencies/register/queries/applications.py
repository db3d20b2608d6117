"""Applications as the office and their owners see them, and checks of what groups ask for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import rules
from govern.constituencies.register.models import (
    Appellant,
    Application,
    EligibilityCheck,
    Member,
    Membership,
    people,
)
from govern.constituencies.register.queries.listing import ON_A_PAGE
from govern.constituencies.register.queries.standing import holds
from govern.constituencies.register.rules import ApplicationStage, CameBy, CheckResult
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as who
from govern.identity.rules import PersonKind


class ApplicationLine(msgspec.Struct, frozen=True):
    """A line of the list."""

    id: UUID
    number: int
    name: str
    constituency: str
    stage: ApplicationStage
    received_at: datetime


class ApplicationList(msgspec.Struct, frozen=True):
    """One page of the list."""

    lines: tuple[ApplicationLine, ...]
    total: int
    page: int
    pages: int


class CheckView(msgspec.Struct, frozen=True):
    """One look at one condition."""

    constituency: str
    condition: str
    result: CheckResult
    checked_on: date
    evidence: str
    checker: str | None


class ApplicationView(msgspec.Struct, frozen=True):
    """One application as its page shows it. `conditions` are those of the group, each with the latest check of it."""

    id: UUID
    number: int
    stage: ApplicationStage
    came_by: CameBy
    person_id: UUID | None
    constituency: str
    kind: PersonKind
    name: str
    email: str | None
    phone: str | None
    postal_address: str | None
    born_on: date | None
    language: str
    format: str
    statement: str
    received_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str | None
    appealed_at: datetime | None
    appeal_words: str | None
    appeal_decided_at: datetime | None
    appeal_reason: str | None
    conditions: tuple[tuple[str, CheckView | None], ...] = ()
    appellants: tuple[str, ...] = ()
    officers: dict[UUID, str] = {}

    @property
    def waits(self) -> bool:
        return self.stage in rules.WAITING

    @property
    def all_met(self) -> bool:
        return all(check is not None and check.result is CheckResult.MET for _, check in self.conditions)


async def applications(
    reading: AsyncSession, *, stage: ApplicationStage | None = None, waiting: bool = False, page: int = 1
) -> ApplicationList:
    """The newest first; those of one stage, or those that wait for an officer."""
    question = select(Application)
    if waiting:
        question = question.where(Application.stage.in_(rules.WAITING))
    elif stage is not None:
        question = question.where(Application.stage == stage)
    total = await reading.scalar(select(func.count()).select_from(question.subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = await reading.scalars(
        question.order_by(Application.number.desc()).limit(ON_A_PAGE).offset((page - 1) * ON_A_PAGE)
    )
    return ApplicationList(tuple(_line(row) for row in rows), total, page, pages)


async def waiting_applications(reading: AsyncSession) -> int:
    """How many wait for an officer."""
    question = select(func.count()).select_from(Application).where(Application.stage.in_(rules.WAITING))
    return await reading.scalar(question) or 0


async def applications_of(reading: AsyncSession, person_id: UUID) -> tuple[ApplicationLine, ...]:
    """Somebody's own, the newest first."""
    rows = select(Application).where(Application.person_id == person_id).order_by(Application.number.desc())
    return tuple(_line(row) for row in await reading.scalars(rows))


async def application_row(reading: AsyncSession, application_id: UUID) -> Application:
    """Raises `NotFound`."""
    row = await reading.get(Application, application_id)
    if row is None:
        raise NotFound("There is no such application. Go to the list and choose again.")
    return row


async def application_view(reading: AsyncSession, application_id: UUID, on: date) -> ApplicationView:
    """One application. Raises `NotFound`."""
    row = await application_row(reading, application_id)
    book = (await rulebook.in_force(reading, on)).rulebook
    latest = {check.condition: check for check in await _checks(reading, application_id)}
    members = select(people.c.name).join(Appellant, Appellant.person_id == people.c.id)
    together = await reading.scalars(members.where(Appellant.application_id == row.id).order_by(people.c.name))
    officers = [one for one in (row.decided_by, row.appeal_decided_by, row.entered_by) if one]
    own = ("conditions", "appellants", "officers")
    found = {name: getattr(row, name) for name in ApplicationView.__struct_fields__ if name not in own}
    return ApplicationView(
        **found,
        conditions=tuple((c, latest.get(c)) for c in book.constituency(row.constituency).eligibility),
        appellants=tuple(together),
        officers={one.id: one.name for one in (await who.people_by_id(reading, officers)).values()},
    )


async def _checks(reading: AsyncSession, application_id: UUID) -> tuple[CheckView, ...]:
    """Every look, the earliest first."""
    rows = await reading.execute(
        _CHECKS.where(EligibilityCheck.application_id == application_id).order_by(
            EligibilityCheck.checked_on, EligibilityCheck.noted_at
        )
    )
    return tuple(CheckView(*row) for row in rows)


_CHECKS = select(
    EligibilityCheck.constituency,
    EligibilityCheck.condition,
    EligibilityCheck.result,
    EligibilityCheck.checked_on,
    EligibilityCheck.evidence,
    people.c.name,
).outerjoin(people, people.c.id == EligibilityCheck.checked_by)


async def checks_of(reading: AsyncSession, person_id: UUID) -> tuple[CheckView, ...]:
    """Every look at what a member's groups ask for, the latest first."""
    rows = await reading.execute(
        _CHECKS.where(EligibilityCheck.person_id == person_id).order_by(
            EligibilityCheck.checked_on.desc(), EligibilityCheck.noted_at.desc()
        )
    )
    return tuple(CheckView(*row) for row in rows)


class StaleLine(msgspec.Struct, frozen=True):
    """A member whose check in a group is old, or who was never checked here."""

    person_id: UUID
    number: str
    name: str
    constituency: str
    checked_on: date | None


async def stale_checks(
    reading: AsyncSession, on: date, *, never: bool = False, page: int = 1
) -> tuple[tuple[StaleLine, ...], int, int]:
    """Members whose last check is older than a year, or with `never` those without one; the page, of how many."""
    latest = (
        select(
            EligibilityCheck.person_id,
            EligibilityCheck.constituency,
            func.max(EligibilityCheck.checked_on).label("checked_on"),
        )
        .where(EligibilityCheck.person_id.is_not(None))
        .group_by(EligibilityCheck.person_id, EligibilityCheck.constituency)
        .subquery()
    )
    same = and_(latest.c.person_id == Membership.person_id, latest.c.constituency == Membership.constituency)
    old = latest.c.checked_on.is_(None) if never else latest.c.checked_on < on - rules.CHECK_LASTS
    question = (
        select(Membership.person_id, Member.number, people.c.name, Membership.constituency, latest.c.checked_on)
        .join(people, people.c.id == Membership.person_id)
        .join(Member, Member.person_id == Membership.person_id)
        .outerjoin(latest, same)
        .where(holds(on), or_(old))
    )
    total = await reading.scalar(select(func.count()).select_from(question.subquery())) or 0
    pages = max(1, -(-total // ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = await reading.execute(
        question.order_by(latest.c.checked_on, people.c.search, Membership.constituency)
        .limit(ON_A_PAGE)
        .offset((page - 1) * ON_A_PAGE)
    )
    return tuple(StaleLine(*row) for row in rows), page, pages


def _line(row: Application) -> ApplicationLine:
    return ApplicationLine(row.id, row.number, row.name, row.constituency, row.stage, row.received_at)
