"""A body hands a topic of its domain to a body above it, and may take it back (M17).

    refer ──> referred ──take back──> ended

While it is referred, the body above may decide it as well; the rules themselves do not change.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.models import Referral
from govern.constituencies.boards.rules import domains
from govern.constituencies.rulebook import queries as rulebook
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.identity.rules import day_of
from govern.record import Event, RecordHead


class NewReferral(msgspec.Struct, frozen=True, kw_only=True):
    """What a body decided: which topic goes to whom, since when, why, and which minute says so."""

    from_body: str
    to_body: str
    topic: str
    decided_on: date
    reason: str
    reference: str


async def refer(writing: AsyncSession, wanted: NewReferral, *, by: UUID | None, at: datetime) -> UUID:
    """Record a referral. Raises `OutsideTheDomain`, `NotAllowed` for a body not above, `AlreadyDone`, `NotValid`."""
    today = day_of(at)
    book = (await rulebook.in_force(writing, today)).rulebook
    domains.check_may_refer(book, wanted.from_body, wanted.to_body, wanted.topic)
    if wanted.decided_on > today:
        raise NotValid("This day is still to come. Say when it was decided.", field="decided_on")
    await writing.execute(select(RecordHead).with_for_update())  # two officers cannot record the same one at once
    same = select(Referral.id).where(
        Referral.topic == wanted.topic,
        Referral.from_body == wanted.from_body,
        Referral.to_body == wanted.to_body,
        Referral.ended_on.is_(None),
    )
    if await writing.scalar(same) is not None:
        raise AlreadyDone("This matter has been referred to them already. Look at the list below.", field="topic")
    referral = Referral(id=uuid4(), recorded_at=at, **msgspec.structs.asdict(wanted))
    writing.add(referral)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "from": wanted.from_body,
        "to": wanted.to_body,
        "topic": wanted.topic,
        "decided_on": wanted.decided_on.isoformat(),
    }
    await record.add(writing, Event("domain.referred", f"referral:{referral.id}", at, by, facts))
    return referral.id


async def take_back(writing: AsyncSession, referral_id: UUID, *, by: UUID | None, at: datetime) -> str:
    """From today the topic is the body's own again. Returns the body; raises `AlreadyDone`."""
    referral = await locked(writing, Referral, referral_id)
    if referral.ended_on is not None:
        raise AlreadyDone("This was taken back on {day}. Nothing more has to be done.", day=referral.ended_on)
    referral.ended_on = day_of(at)
    await record.add(writing, Event("domain.taken_back", f"referral:{referral.id}", at, by))
    return referral.from_body
