"""What a group asks for is looked at again now and then, and what follows when it holds no longer (invariant 7)."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries, rules
from govern.constituencies.register.lifecycle.applications import check_condition
from govern.constituencies.register.lifecycle.joining import end_membership
from govern.constituencies.register.models import EligibilityCheck
from govern.constituencies.register.rules import CheckResult
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound


async def check_member(
    writing: AsyncSession,
    person_id: UUID,
    constituency: str,
    condition: str,
    result: CheckResult,
    checked_on: date,
    evidence: str,
    *,
    by: UUID | None,
    at: datetime,
) -> str | None:
    """A condition of a member's group was looked at. Where it holds no longer and the rules say so, the membership
    ends that day; returns then the event of the rules by which it ended.

    What a seat depends on it is for the boards above: they take this step inside `heeding`. A frozen roll is not
    touched. Raises `NotFound`, `NotValid`.
    """
    if constituency not in await queries.constituencies_of(writing, person_id, checked_on):
        raise NotFound("This person did not belong to this group on that day.", field="condition")
    book = (await rulebook.in_force(writing, checked_on)).rulebook
    group = book.constituency(constituency)
    check_condition(group.eligibility, condition, checked_on, evidence, at)
    writing.add(
        EligibilityCheck(
            id=uuid4(),
            person_id=person_id,
            constituency=constituency,
            condition=condition,
            result=result,
            checked_on=checked_on,
            evidence=evidence.strip()[:400],
            checked_by=by,
            noted_at=at,
        )
    )
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "group": constituency,
        "condition": condition,
        "result": result.value,
        "on": checked_on.isoformat(),
    }
    await record.add(writing, record.Event("eligibility.checked", f"person:{person_id}", at, by, facts))
    event = rules.ends_membership(group, condition) if result is CheckResult.NOT_MET else None
    if event is not None:
        reason = event.replace("_", " ").capitalize()
        await end_membership(writing, person_id, constituency, checked_on, reason, by=by, at=at)
    return event
