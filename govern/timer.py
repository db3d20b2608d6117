"""The clock's own acts: votes open and close at their set time whether or not anybody asks for a page."""

from __future__ import annotations

import asyncio
import logging
from datetime import timedelta

from govern.ballots.lifecycle import close_due, open_due
from govern.clock import Clock
from govern.society import Societies

EVERY = timedelta(seconds=15)
logger = logging.getLogger("govern.timer")


async def keep_time(societies: Societies, clock: Clock, every: timedelta = EVERY) -> None:
    """Look at every society's ballots again and again; one society's trouble never stops the others' clock."""
    while True:
        for short in societies.names():
            try:
                society = await societies.find(short)
                await open_due(society, at=clock())
                await close_due(society, at=clock())
            except Exception as trouble:
                logger.error("timer: %s", type(trouble).__name__)
        await societies.close_idle()
        await asyncio.sleep(every.total_seconds())
