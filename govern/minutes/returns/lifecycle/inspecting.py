"""Who inspected a register or was given a copy, noted by whoever showed it; and that the whole register was taken."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.register import queries as register
from govern.identity.rules import day_of
from govern.minutes.returns.models import RegisterInspection
from govern.minutes.returns.rules.registers import How, Kept, TakenAs, check_inspection
from govern.record import Event

#: What the record calls the whole register, of which there is one.
TAKEN = "register:whole"


async def inspected(
    writing: AsyncSession, which: Kept, how: How, who: str, on_day: date, *, by: UUID | None, at: datetime
) -> UUID:
    """Note an inspection. A member is known by the number in the register; of others the words are kept."""
    person_id = await register.person_with_number(writing, who.strip()) if who.strip() else None
    check_inspection(who, person_id is not None, on_day, day_of(at))
    row = RegisterInspection(
        id=uuid4(),
        register=which,
        how=how,
        on_day=on_day,
        person_id=person_id,
        who="" if person_id else who.strip(),
        noted_at=at,
        noted_by=by,
    )
    writing.add(row)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"register": which.value, "how": how.value}
    await record.add(writing, Event("register.inspected", f"register_inspection:{row.id}", at, by, facts))
    return row.id


async def taken_whole(writing: AsyncSession, taken_as: TakenAs, *, by: UUID | None, at: datetime) -> None:
    """Somebody who keeps the register takes all of it, with shares and money."""
    await record.add(writing, Event("register.taken_whole", TAKEN, at, by, {"as": taken_as.value}))
