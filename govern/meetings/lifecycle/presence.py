"""Who counts at a meeting, at any minute, and who is spoken for by somebody who is here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.constituencies.representation import queries as representation
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.meetings import rules
from govern.meetings.models import AttendanceSpan, DeclaredInterest, Meeting
from govern.meetings.rules import Attended, Attendee, MeetingKind, Place, Quorum, Standing, Tally

Represents = Mapping[str, frozenset[str]]


async def represented_by(reading: AsyncSession, meeting: Meeting, book: Rulebook) -> Represents:
    """Holder -> the members they may speak for at this meeting, whether or not the holder is here.

    The one place that knows: what counts towards a quorum by representation is what stands here, each member once
    (invariant 27). Proxies and peers, each where the quorum of the rules counts them (invariant 26).
    """
    row = book.quorum_of(meeting.body)
    if meeting.kind in (MeetingKind.BOARD, MeetingKind.FORUM) or row is None:
        return {}
    found: dict[str, set[str]] = {}
    if "proxy" in row.counts:
        for named in await representation.proxies_standing(reading, meeting.id):
            found.setdefault(str(named.holder_id), set()).add(str(named.member_id))
    if "peer" in row.counts and book.peer.enabled and book.peer.counts_for_quorum:
        for one in await representation.carried_on(reading, rules.day_of(meeting.starts_at)):
            found.setdefault(str(one.peer_id), set()).add(str(one.member_id))
    humans = [UUID(holder) for holder in found]
    for organisation, human in await register.acted_for(reading, humans, rules.day_of(meeting.starts_at)):
        found.setdefault(str(organisation), set()).update(found[str(human)])  # whose representative came, came itself
    return {holder: frozenset(members) for holder, members in found.items()}


async def recused_of(reading: AsyncSession, item_id: UUID) -> frozenset[UUID]:
    """Who declared an interest in an item (invariant 31)."""
    found = await reading.scalars(select(DeclaredInterest.person_id).where(DeclaredInterest.item_id == item_id))
    return frozenset(found)


async def attended(reading: AsyncSession, meeting_id: UUID) -> tuple[Attended, ...]:
    """Every stay, as the quorum sees it. Guests and those without a vote are here, and do not count (30)."""
    spans = await reading.scalars(select(AttendanceSpan).where(AttendanceSpan.meeting_id == meeting_id))
    return tuple(
        Attended(
            Attendee(
                str(span.person_id),
                span.mode,
                span.constituency or "",
                Place.MEMBER if span.counts else Place.GUEST,
            ),
            span.in_at,
            span.out_at,
        )
        for span in spans
    )


class Room(msgspec.Struct, frozen=True):
    """All that the quorum of a meeting is worked out from, read once: for this minute or for all of them."""

    stays: tuple[Attended, ...]
    represents: Represents
    judge: Callable[[Tally], Quorum]

    def at(self, moment: datetime, recused: Collection[str] = ()) -> Quorum:
        here = [one.attendee for one in self.stays if rules.is_here(one.in_at, one.out_at, moment)]
        return self.judge(rules.tally(here, represents=self.represents, recused=recused))

    def standing(self, moment: datetime) -> Standing:
        return rules.standing(self.stays, self.represents, self.judge, moment)


async def room_of(reading: AsyncSession, meeting: Meeting, roll: Mapping[str, int]) -> Room:
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    row, general = book.quorum_of(meeting.body), meeting.body == rules.GENERAL

    def judge(tally: Tally) -> Quorum:
        if meeting.kind is MeetingKind.FORUM:
            return rules.quorum_of_a_forum(meeting.quorum_number, roll, tally.modes)
        return rules.quorum(
            row,
            roll,
            modes=tally.modes,
            groups=tally.groups,
            represented=tally.represented,
            adjourned=meeting.too_few_came,
            general=general,
        )

    return Room(await attended(reading, meeting.id), await represented_by(reading, meeting, book), judge)
