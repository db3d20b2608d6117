"""What the clock forgets once a day, as the rules say under `[retention]`, and for who was heard in forums under
`[consultation]`."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

import msgspec
from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards.models import Tenure
from govern.constituencies.register.models import Membership, people
from govern.constituencies.register.rules.persons import kept_until
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import GovernError
from govern.forums.gatherings import lifecycle as gatherings
from govern.identity import lifecycle as identity
from govern.identity.models import Office
from govern.identity.rules import day_of
from govern.meetings import lifecycle as meetings
from govern.post import lifecycle as post
from govern.record import Event

#: Former members whose contact details go in one round; the rest have their turn the next day.
AT_ONCE = 1_000


class Cleared(msgspec.Struct, frozen=True):
    """How much was forgotten in one round."""

    contacts: int
    letters: int


async def clear(writing: AsyncSession, *, at: datetime) -> Cleared:
    """Sign-in records, what old letters said, who was heard, how to reach those who left long ago.

    A society without rules yet keeps to what they would be by default.
    """
    today = day_of(at)
    try:
        book = (await rulebook.in_force(writing, today)).rulebook
    except GovernError:
        await identity.sweep(writing, at=at)
        return Cleared(0, 0)
    keeps = book.retention
    await identity.sweep(writing, at=at, sign_in_days=keeps.sign_in_days)
    await meetings.forget_tablets(writing, before=at - timedelta(days=keeps.sign_in_days))
    await gatherings.forget_heard(writing, today, book.consultation.retention_months, at=at)
    letters = await post.erase_sent_before(writing, at - timedelta(days=keeps.sent_mail_days), at=at)
    gone = await _left_long_ago(writing, today, keeps.former_contact_months)
    for person_id in gone:
        await identity.forget_contact(writing, person_id, by=None, at=at)
    if gone:
        await record.add(writing, Event("register.cleared", "register", at, None, {"people": len(gone)}))
    return Cleared(len(gone), letters)


async def _left_long_ago(writing: AsyncSession, today: date, months: int) -> list[UUID]:
    """Former members with an address, telephone or email, out long enough, who hold no seat and no office now."""
    there = or_(people.c.email.is_not(None), people.c.phone.is_not(None), people.c.postal_address.is_not(None))
    sits = select(Tenure.id).where(
        Tenure.person_id == Membership.person_id, or_(Tenure.to_on.is_(None), Tenure.to_on > today)
    )
    in_office = select(Office.id).where(
        Office.person_id == Membership.person_id, or_(Office.to_on.is_(None), Office.to_on >= today)
    )
    left = func.max(Membership.ended_on)
    question = (
        select(Membership.person_id, left)
        .join(people, people.c.id == Membership.person_id)
        .where(there, ~sits.exists(), ~in_office.exists())
        .group_by(Membership.person_id)
        .having(func.count() == func.count(Membership.ended_on), left <= today)
        .order_by(left)
        .limit(AT_ONCE)
    )
    rows = await writing.execute(question)
    return [person_id for person_id, left_on in rows if left_on is not None and kept_until(left_on, months) <= today]
