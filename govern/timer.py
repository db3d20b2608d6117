"""The clock's own acts: votes open and close at their set time, new rules take effect on their day; once a day seats,
vacancies and limits are reckoned, and what has run out or is kept no longer by the rules is forgotten."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from govern.ballots.lifecycle import close_due, open_due, tell_support_due
from govern.clock import Clock
from govern.constituencies.boards.lifecycle import recheck, take_effect_due
from govern.constituencies.rulebook.queries import find_face, history
from govern.desks.lifecycle import clear
from govern.identity.rules import Site, day_of
from govern.settings import Settings
from govern.society import Societies, Society

EVERY = timedelta(seconds=15)
SWEEP_EVERY = timedelta(days=1)
logger = logging.getLogger("govern.timer")


async def keep_time(societies: Societies, settings: Settings, clock: Clock, every: timedelta = EVERY) -> None:
    """Look at every society's ballots again and again; one society's trouble never stops the others' clock."""
    swept: dict[str, datetime] = {}
    while True:
        for short in societies.names():
            try:
                society = await societies.find(short, idly=True)
                await _tick(society, settings.address, swept, clock())
            except Exception as trouble:
                logger.error("timer: %s", type(trouble).__name__)
        await societies.close_idle()
        await asyncio.sleep(every.total_seconds())


async def _tick(society: Society, address: str, swept: dict[str, datetime], at: datetime) -> None:
    site = Site(address, society.short, (await find_face(society, "en")).name)
    await open_due(society, at=at, site=site)
    await close_due(society, at=at)
    await tell_support_due(society, at=at, site=site)
    await take_effect_due(society.store, at=at)
    if at - swept.get(society.short, datetime.min.replace(tzinfo=at.tzinfo)) > SWEEP_EVERY:
        async with society.store.writing() as writing:
            await clear(writing, at=at)
            if await history(writing):
                await recheck(writing, day_of(at), by=None, at=at)
        swept[society.short] = at
