"""A short-lived pass is used up, in the transaction of what it allows (security.md 7.2)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import AlreadyDone
from govern.identity.lifecycle.secret_marks import mark_of_token
from govern.identity.models import UsedPass
from govern.society import Society
from govern.web.passes import Pass, read_pass


async def use_pass(writing: AsyncSession, society: Society, audience: str, text: str, *, at: datetime) -> Pass:
    """Read a pass and use it up. Raises `NotAllowed` for one that is not good, `AlreadyDone` the second time.

    No line in the record: the effect, written in the same transaction, has its own.
    """
    good = read_pass(society, audience, text, at=at)
    await use_number(writing, good.number, until=good.expires_at)
    return good


async def use_number(writing: AsyncSession, number: str, *, until: datetime) -> None:
    """Use up what works once and runs out by itself. Raises `AlreadyDone` the second time."""
    if not await is_used(writing, number):
        try:
            async with writing.begin_nested():
                writing.add(UsedPass(pass_hash=mark_of_token(number), expires_at=until))
            return
        except IntegrityError:
            # Another process was faster, in the moment between looking and writing.
            pass
    raise AlreadyDone("This link has been used already. Go back and ask for it again.")


async def is_used(reading: AsyncSession, number: str) -> bool:
    mark = mark_of_token(number)
    return (await reading.scalars(select(UsedPass.pass_hash).where(UsedPass.pass_hash == mark))).first() is not None
