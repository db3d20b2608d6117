"""A pot of the forum that every visitor belongs to, in which everybody has something, and a spend that waits."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from govern.forums.gatherings.queries import people_of
from govern.forums.purses import lifecycle as purses
from govern.permissions import Role
from govern.society import Society


async def a_pot(
    society: Society,
    canary: str,
    member: UUID,
    officers: dict[str, tuple[Role, UUID]],
    ids: dict[str, str],
    at: datetime,
) -> None:
    forum = UUID(ids["forum_id"])
    leader = next(person for role, person in officers.values() if role is Role.FACILITATOR)
    async with society.store.writing() as writing:
        pot = await purses.open_pot(writing, forum, {"en": f"{canary} days out"}, by=leader, at=at)
        people = [one.person_id for one in await people_of(writing, forum)]
        for person in people:
            await purses.put_in(writing, pot, person, 100_00, f"From {canary}", by=leader, at=at)
        split = dict.fromkeys(people, 2_00)
        spend = await purses.ask_to_spend(
            writing, pot, {"en": f"A walk with {canary}"}, sum(split.values()), split, by=member, at=at
        )
    ids |= {"pot_id": str(pot), "spend_id": str(spend)}
