"""What a notice says to one person alone: who their peer is, and whom they named to come for them (domain.md 5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.rules import peers_vote
from govern.constituencies.rulebook import queries as rulebook
from govern.identity import queries as identity
from govern.meetings import rules
from govern.meetings.lifecycle.mailing import Addressee
from govern.meetings.models import Meeting
from govern.sentences import Sentence

#: More than these are not named one by one in a question to the database.
A_FEW = 100


async def own_lines(
    reading: AsyncSession, meeting: Meeting, people: Sequence[Addressee], at: datetime
) -> dict[UUID, tuple[Sentence, ...]]:
    """For each member who is told of a meeting of the members. Asked for all of them at once."""
    if meeting.kind not in rules.OF_MEMBERS or not people:
        return {}
    book = (await rulebook.in_force(reading, rules.day_of(at))).rulebook
    everybody = [one.person_id for one in people]
    few = everybody if len(everybody) <= A_FEW else None
    peers: dict[UUID, list[UUID]] = {}
    if peers_vote(book):
        for one in await representation.carried_on(reading, rules.day_of(at), few):
            peers.setdefault(one.member_id, []).append(one.peer_id)
    holders = {
        one.member_id: one.holder_id for one in await representation.proxies_standing(reading, meeting.id, few)
    }
    named = await identity.people_by_id(
        reading, {*holders.values(), *(peer for own in peers.values() for peer in own)}
    )
    found: dict[UUID, tuple[Sentence, ...]] = {}
    for person in everybody:
        lines: list[Sentence] = []
        if person in holders:
            lines.append(Sentence("You named {name} to come and vote for you.", name=named[holders[person]].name))
        for peer in dict.fromkeys(peers.get(person, ())):
            lines.append(Sentence("Your peer is {name}.", name=named[peer].name))
        if lines:
            lines.append(Sentence("You can always vote yourself. Then only your own vote counts."))
        elif peers_vote(book):
            lines.append(Sentence("You have no peer. You vote yourself, or choose a peer before the vote."))
        if lines:
            found[person] = tuple(lines)
    return found
