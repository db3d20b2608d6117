"""A death stops all post at once, and ends everything the person held, in one transaction.

Post first: a letter that a worker holds at this moment is looked at once more before it goes out. Then the ways in,
seats, memberships and what was noted, offices, a peer's office, consents to help, proxies, names on papers, and
entries on rolls whose vote has not opened (invariant 2). Votes that are open follow: nobody votes for the person any
more, and they for nobody. So do consultations: nobody asks them any more, and what they showed stays in the sum.
Letters to others that speak of the person go out as they are; whom they voted for is told.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle as ballots
from govern.ballots.rules import WhyStruck
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.register import lifecycle as register
from govern.constituencies.representation import lifecycle as representation
from govern.desks.lifecycle.following import follow
from govern.forums.activities import lifecycle as activities
from govern.forums.circles import lifecycle as circles
from govern.forums.gatherings import lifecycle as gatherings
from govern.forums.purses import lifecycle as purses
from govern.identity import lifecycle as identity
from govern.identity.rules import Site, day_of
from govern.meetings.lifecycle import proxies as meetings
from govern.post import lifecycle as post
from govern.society import Society

DIED = "died"


class Stopped(msgspec.Struct, frozen=True):
    """What a death ended, in numbers, as the page tells it once it is noted."""

    death_id: UUID
    letters: int
    seats: int
    offices: int
    names: int
    rolls: int


class PutRight(msgspec.Struct, frozen=True):
    """Whose death was noted by mistake, and on how many rolls they stand again."""

    person_id: UUID
    rolls: int


async def note_death(
    writing: AsyncSession,
    society: Society,
    person_id: UUID,
    died_on: date,
    told_by: str,
    *,
    by: UUID,
    at: datetime,
    site: Site | None = None,
) -> Stopped:
    """Everything at once. Raises what the register's own step raises, and then nothing has happened."""
    letters = await post.stop(writing, person_id, DIED, by=by, at=at)
    await identity.close_ways_in(writing, person_id, by=by, at=at)
    seats = await boards.leave_all(writing, person_id, died_on, DIED, by=by, at=at)
    async with boards.heeding(writing, died_on, by=by, at=at):
        death_id = await register.note_death(writing, person_id, died_on, told_by, by=by, at=at)
    await representation.end_offices_of(writing, person_id, died_on, by=by, site=site, at=at)
    await representation.end_support_of(writing, person_id, by=by, at=at)
    await meetings.end_proxies_of(writing, society, person_id, by=by, at=at, site=site)
    await follow(writing, society, [person_id], by=by, at=at)
    offices = await identity.end_offices(writing, person_id, died_on, DIED, by=by, at=at)
    await activities.leave_all(writing, person_id, by=by, at=at)
    await gatherings.leave_all(writing, person_id, by=by, at=at)
    await circles.leave_all(writing, person_id, by=by, at=at)
    await purses.leave_panel(writing, person_id, by=by, at=at)
    names = await ballots.take_names_back(writing, person_id, by=by, at=at)
    rolls = await ballots.strike_before_opening(writing, person_id, WhyStruck.DIED, by=by, at=at)
    return Stopped(death_id, letters, seats, offices, names, rolls)


async def undo_death(
    writing: AsyncSession, society: Society, death_id: UUID, reason: str, *, by: UUID, at: datetime
) -> PutRight:
    """A second officer puts a mistake right: the person belongs and is written to again, and stands on the rolls of
    votes that have not opened; the peer they chose votes for them again. Seats, offices, consents, proxies and names
    on papers do not come back by themselves: others may have them now."""
    async with boards.heeding(writing, day_of(at), by=by, at=at):
        person_id = await register.undo_death(writing, death_id, reason, by=by, at=at)
    await follow(writing, society, [person_id], by=by, at=at)
    await post.resume(writing, person_id, by=by, at=at)
    await identity.open_ways_in(writing, person_id, by=by, at=at)
    rolls = await ballots.put_back_before_opening(writing, person_id, by=by, at=at)
    return PutRight(person_id, rolls)
