"""Wrong tries are counted in the database, where every process sees them: hard for an account, soft for an address.

The count is taken before anything is compared, and held until the transaction ends, so that tries sent at the same
moment cannot share one allowance (security.md 7.6). Other rooms count here too what somebody may do so often a day.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import TooMany
from govern.identity import rules
from govern.identity.lifecycle.secret_marks import mark_of_code
from govern.identity.models import Knock
from govern.identity.rules import Limit
from govern.sentences import Sentence


async def wait_for_account(writing: AsyncSession, key: bytes, account: str, at: datetime) -> None:
    """Hold this account's count. Raises `TooMany` when it has been wrong too often in the last hour.

    `account` is any text that names one: a typed address gets a count whether we know it or not.
    """
    knock = mark_of_code(key, "account", account)
    await _count(writing, knock, rules.ACCOUNT, at, by=0)
    wait = rules.seconds_to_wait(rules.ACCOUNT, await _counted(writing, knock, rules.ACCOUNT, at), at)
    if wait:
        minutes = -(-wait // 60)
        raise TooMany(
            Sentence(
                "That was wrong {tries} times within an hour, so we stop listening for {minutes} minute. "
                "Call us if you cannot wait.",
                "That was wrong {tries} times within an hour, so we stop listening for {minutes} minutes. "
                "Call us if you cannot wait.",
                minutes,
                tries=rules.ACCOUNT.most,
                minutes=minutes,
            ),
            wait_seconds=wait,
        )


async def wrong_try(writing: AsyncSession, key: bytes, account: str, at: datetime) -> None:
    await _count(writing, mark_of_code(key, "account", account), rules.ACCOUNT, at, by=1)


async def forgive(writing: AsyncSession, key: bytes, account: str) -> None:
    """Forget wrong tries: the right one came, or colleagues let the officer in."""
    await writing.execute(delete(Knock).where(Knock.key == mark_of_code(key, "account", account)))


async def may_ask_for_link(writing: AsyncSession, key: bytes, address: str, at: datetime) -> bool:
    """Count one asking for a link; False when this mailbox has been sent enough of them in the last hour."""
    return not await once_more(writing, key, "asking", address, rules.LINKS_ASKED, at)


async def once_more(writing: AsyncSession, key: bytes, purpose: str, whose: str, limit: Limit, at: datetime) -> int:
    """Count one of what may be done so often, and return 0; or the seconds to wait, and then nothing is counted.

    `whose` is kept under the society's key, so that a copy of the database does not say who did it, and for two days
    at most (`sweep`).
    """
    knock = mark_of_code(key, purpose, whose)
    await _count(writing, knock, limit, at, by=0)
    wait = rules.seconds_to_wait(limit, await _counted(writing, knock, limit, at), at)
    if not wait:
        await _count(writing, knock, limit, at, by=1)
    return wait


async def at_address(writing: AsyncSession, key: bytes, address: str, at: datetime) -> None:
    """Count a request from a network address. Raises `TooMany` with a wait of seconds when there are many."""
    knock = mark_of_code(key, "address", rules.neighbourhood(address))
    await _count(writing, knock, rules.ADDRESS, at, by=0)
    wait = rules.seconds_to_slow_down(rules.ADDRESS, await _counted(writing, knock, rules.ADDRESS, at), at)
    if wait:
        raise TooMany(
            Sentence(
                "Many people are signing in from where you are. Wait {seconds} second, then try again.",
                "Many people are signing in from where you are. Wait {seconds} seconds, then try again.",
                wait,
                seconds=wait,
            ),
            wait_seconds=wait,
        )
    await _count(writing, knock, rules.ADDRESS, at, by=1)


async def sweep(writing: AsyncSession, at: datetime) -> None:
    await writing.execute(delete(Knock).where(Knock.window_start < at - timedelta(days=1)))


async def _count(writing: AsyncSession, knock: bytes, limit: Limit, at: datetime, *, by: int) -> None:
    """Add to the stretch's count and hold it. Adding nothing is how the count is held before it is read."""
    make = postgresql.insert if writing.get_bind().dialect.name == "postgresql" else sqlite.insert
    row = make(Knock).values(key=knock, window_start=rules.stretch_of(limit, at), count=by)
    await writing.execute(
        row.on_conflict_do_update(index_elements=["key", "window_start"], set_={"count": Knock.count + by})
    )


async def _counted(writing: AsyncSession, knock: bytes, limit: Limit, at: datetime) -> list[tuple[datetime, int]]:
    recent = select(Knock.window_start, Knock.count).where(Knock.key == knock, Knock.window_start > at - limit.window)
    return [(start, count) for start, count in await writing.execute(recent)]
