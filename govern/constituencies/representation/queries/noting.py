"""What a facilitator sees of a member of their group before they write down what that member wants."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.representation import rules
from govern.constituencies.representation.lifecycle.noting import noter_on
from govern.constituencies.representation.lifecycle.standing import someone
from govern.constituencies.representation.models import PeerOffice
from govern.constituencies.representation.queries.choosing import Choosing, choosing

#: More names than that are no help: the facilitator types more of the name.
MOST_FOUND = 20


class Noting(msgspec.Struct, frozen=True):
    """A member of the facilitator's group, the peers of that group but the facilitator, and what is chosen now."""

    member_id: UUID
    name: str
    choosing: Choosing


async def noting(reading: AsyncSession, noter_id: UUID, member_id: UUID, on: date, language: str) -> Noting:
    """Raises `NotAllowed` for somebody outside the group, for oneself, and for whoever delivers the member's care."""
    noter = await noter_on(reading, noter_id, on)
    member = (await someone(reading, [member_id], on))[member_id]
    rules.check_member(noter, member)
    found = await choosing(reading, member_id, on, language)
    own = set(await reading.scalars(select(PeerOffice.id).where(PeerOffice.person_id == noter_id)))
    theirs = tuple(one for one in found.peers if one.constituency in noter.groups and one.line.id not in own)
    return Noting(member_id, member.name, msgspec.structs.replace(found, peers=theirs))


async def found_in_my_groups(
    reading: AsyncSession, noter_id: UUID, words: str, on: date
) -> tuple[tuple[UUID, str], ...]:
    """Members of the facilitator's groups with these words in their name; nobody else is ever found."""
    found: dict[UUID, str] = {}
    for group in sorted((await noter_on(reading, noter_id, on)).groups):
        listed = await register.members(reading, on, words=words, group=group)
        found |= {line.person_id: line.name for line in listed.lines if line.person_id != noter_id}
    return tuple(sorted(found.items(), key=lambda one: (one[1], one[0].hex)))[:MOST_FOUND]
