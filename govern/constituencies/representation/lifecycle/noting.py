"""A facilitator writes down which peer a member of their group wants, how the member said it, and who was there."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.register.rules import TieKind
from govern.constituencies.representation import rules
from govern.constituencies.representation.lifecycle import letters, standing
from govern.constituencies.representation.models import PeerMandate, PeerOffice
from govern.constituencies.representation.rules import HowChosen, HowConsented, Noter, Wanted, WhyEnded
from govern.constituencies.rulebook import queries as rulebook
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.identity.rules import Site, day_of


class Wish(msgspec.Struct, frozen=True):
    """What a member expressed: on what the peer votes, in which way they said it, who was there and how it went."""

    scope: tuple[str, ...]
    expressed: HowConsented
    supporter: str


async def noter_on(reading: AsyncSession, person_id: UUID, on: date) -> Noter:
    """The facilitator as the day has them. One appointed for no group is there for the groups they belong to."""
    named = await identity.facilitated_by(reading, person_id, on)
    groups = {group for group in named if group}
    if "" in named:
        groups |= set((await register.groups_on(reading, [person_id], on)).get(person_id, ()))
    cares_for = await register.tied(reading, person_id, TieKind.DELIVERS_CARE_TO, on)
    return Noter(person_id, frozenset(groups), cares_for)


async def check_may_note(
    reading: AsyncSession, noter_id: UUID, member_id: UUID, constituency: str, peer_id: UUID, on: date
) -> None:
    """Raises what `rules.check_noter` raises."""
    member = (await standing.someone(reading, [member_id], on))[member_id]
    rules.check_noter(await noter_on(reading, noter_id, on), member, constituency, peer_id)


async def note_choice(
    writing: AsyncSession, office_id: UUID, member_id: UUID, wish: Wish, *, by: UUID, site: Site, at: datetime
) -> UUID:
    """The member's wish for a peer, until the next review; who voted for them in this group until now does not any
    more. The member is written to. Raises what `rules.check_noter` and `rules.check_mandate` raise.
    """
    today = day_of(at)
    office = await writing.get(PeerOffice, office_id)
    if office is None:
        raise NotFound("There is no such peer. Go to the list of peers and choose from there.")
    await check_may_note(writing, by, member_id, office.constituency, office.person_id, today)
    book = (await rulebook.in_force(writing, today)).rulebook
    for before in await standing.held_in(writing, member_id, office.constituency, today):
        await standing.end(writing, before, today, WhyEnded.WITHDRAWN, by=by, at=at)
    review_by = rules.review_on(book, today)
    wanted = Wanted(today, review_by, HowChosen.SUPPORTED, wish.scope, wish.supporter, expressed=wish.expressed)
    mandate_id = await standing.give(writing, office_id, member_id, wanted, by=by, at=at)
    await letters.tell_noted(writing, await writing.get_one(PeerMandate, mandate_id), site=site, at=at)
    return mandate_id
