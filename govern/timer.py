"""The clock's own acts: votes open, close and go to the archive at their times, new rules take effect on their day;
answers that are late put themselves on an agenda, and whoever owes one is written to; with each new day open votes
follow mandates that lapsed, seats and vacancies are reckoned, and what has run out is forgotten. Days out are
reminded of, and what people needed on them is forgotten afterwards. The index of the search follows the record."""

from __future__ import annotations

import asyncio
import logging
from datetime import datetime, timedelta

from govern.ballots.lifecycle import (
    any_held_back,
    archive_due,
    close_due,
    note_upgrades,
    open_due,
    release_reports,
    tell_support_due,
    wipe,
)
from govern.ballots.queries.recovering import in_recovery
from govern.clock import Clock
from govern.constituencies.boards.lifecycle import recheck, take_effect_due
from govern.constituencies.rulebook.queries import find_face, history
from govern.desks.lifecycle import clear, keep_mandates
from govern.forums.activities.lifecycle import keep_days
from govern.forums.consultations.lifecycle import forget_due
from govern.forums.gatherings.lifecycle import stop_delegates
from govern.forums.recommendations.lifecycle import put_late_due, tell_owing_due
from govern.identity.rules import Site, day_of
from govern.minutes.search.lifecycle import follow
from govern.settings import Settings
from govern.society import Societies, Society

EVERY = timedelta(seconds=15)
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


async def say_what_was_put_back(societies: Societies) -> None:
    """At the start, into the log of the server: every vote whose box was put back to an older copy. Nothing is taken
    for it and no head is signed until two officers have agreed; the office says so, too."""
    for short in societies.names():
        try:
            society = await societies.find(short, idly=True)
            async with society.store.reading() as reading:
                found = await in_recovery(reading)
        except Exception as trouble:  # a database that is not there yet, or not migrated: its pages say so
            logger.error("heads: %s", type(trouble).__name__)
            continue
        for ballot_id in found:
            logger.error("box put back to an older copy", extra={"ballot": str(ballot_id), "society": short})


async def say_what_changed(societies: Societies, clock: Clock) -> None:
    """At the start: every open vote that another version of the service opened gets an entry in its log that says so,
    before anything else comes in."""
    for short in societies.names():
        try:
            society = await societies.find(short, idly=True)
            noted = await note_upgrades(society, at=clock())
        except Exception as trouble:  # as above
            logger.error("change of the service: %s", type(trouble).__name__)
            continue
        for ballot_id in noted:
            logger.warning("service changed during a vote", extra={"ballot": str(ballot_id), "society": short})


async def _release(society: Society, site: Site, at: datetime) -> None:
    """What peers wrote while voting was open goes out once it has closed."""
    async with society.store.reading() as reading:
        waits = await any_held_back(reading)
    if waits:
        async with society.store.writing() as writing:
            await release_reports(writing, site=site, at=at)


async def _tick(society: Society, address: str, swept: dict[str, datetime], at: datetime) -> None:
    site = Site(address, society.short, (await find_face(society, "en")).name)
    await open_due(society, at=at, site=site)
    await close_due(society, at=at)
    await archive_due(society, at=at)
    await _release(society, site, at)
    await tell_support_due(society, at=at, site=site)
    await keep_days(society, site=site, at=at)
    await take_effect_due(society.store, at=at)
    await put_late_due(society, at=at)
    await tell_owing_due(society, site=site, at=at)
    await follow(society.store)
    if society.short not in swept or day_of(swept[society.short]) != day_of(at):
        await keep_mandates(society, site, at=at)
        async with society.store.writing() as writing:
            await clear(writing, at=at)
            await stop_delegates(writing, at=at)
            await forget_due(writing, at=at)
            if await history(writing):
                await recheck(writing, day_of(at), by=None, at=at)
        await wipe(society)
        swept[society.short] = at
