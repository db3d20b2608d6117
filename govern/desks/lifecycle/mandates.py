"""Each day: open votes follow mandates that lapsed by themselves, consultations follow memberships that ended on
this day, and members hear when they choose again."""

from __future__ import annotations

from datetime import datetime

from govern.ballots.lifecycle import follow_mandates
from govern.constituencies.representation import lifecycle as representation
from govern.constituencies.rulebook import queries as rulebook
from govern.forums.consultations import lifecycle as consultations
from govern.identity.rules import Site
from govern.society import Society


async def keep_mandates(society: Society, site: Site, *, at: datetime) -> tuple[int, int]:
    """How many appointments of open votes changed, and how many letters were written. Nothing without rules."""
    async with society.store.writing() as writing:
        if not await rulebook.history(writing):
            return 0, 0
        changed = await follow_mandates(writing, society, at=at)
        await consultations.follow_register(writing, by=None, at=at)
        return changed, await representation.remind_due(writing, site=site, at=at)
