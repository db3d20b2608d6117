"""What somebody who votes for others sees of a vote: numbers, the paper, the codes of their envelopes. Never whose.

Invariants 44 and 45: whoever voted themself is one less in a number, and nothing says who they are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting, rules
from govern.ballots.casting.senders import Standing, placed
from govern.ballots.models import (
    OWN,
    Appointment,
    Ballot,
    CastEnvelope,
    KnownPosition,
    PaperArrival,
    RollEntry,
)
from govern.ballots.queries.gathering import gather, papers_in, roll_by_style
from govern.ballots.queries.members import contest_views
from govern.ballots.queries.views import PaperView
from govern.ballots.rules import Stage
from govern.ballots.rules.secrecy import Guarded, level_in_short
from govern.ballots.seal.documents import Channel, Manifest, code_from_hash
from govern.constituencies.rulebook.book import citation
from govern.database import in_language
from govern.errors import NotFound
from govern.sentences import Sentence


class Numbers(msgspec.Struct, frozen=True, kw_only=True):
    """For how many somebody votes in one way, how many of these votes count, and the codes of what they sent.

    `themselves` have voted themselves, on a screen, in the room or on a paper that two tellers have seen; `other_way`
    have a proxy who stands before a peer. `sent`: for how many an envelope is in the box. `codes` stand in an order
    that names nobody.
    """

    people: int
    themselves: int
    other_way: int
    sent: int
    codes: tuple[str, ...]

    @property
    def counts(self) -> int:
        return self.people - self.themselves - self.other_way


class Kept(msgspec.Struct, frozen=True):
    """A question of these members' papers that is not asked here. `clause` is the rule that keeps it for them."""

    title: str
    clause: Sentence | None


class Positions(msgspec.Struct, frozen=True):
    """Where a peer follows what members said: of how many it is noted, and how many envelopes wait for the peer."""

    known: int
    waiting: int


class ForOthers(msgspec.Struct, frozen=True, kw_only=True):
    """The one paper for everybody somebody votes for. `asked_by`: contest -> how many of them it is filled in for.

    `style` is the rulebook's for peers; `positions` are counted where they follow what members said.
    """

    channel: Channel
    paper: PaperView
    numbers: Numbers
    kept: tuple[Kept, ...]
    asked_by: dict[UUID, int]
    style: str
    positions: Positions


class OpenForOthers(msgspec.Struct, frozen=True):
    """An open vote in which somebody votes for others."""

    id: UUID
    title: str
    closes_at: datetime
    channel: Channel
    numbers: Numbers


async def held_by(
    reading: AsyncSession, ballot_id: UUID, holder_id: UUID, channels: Collection[Channel]
) -> tuple[Standing, ...]:
    """The appointments of one holder that stand, in the order of the log."""
    rows = await reading.execute(
        select(Appointment, RollEntry.style)
        .join(RollEntry, (RollEntry.ballot_id == Appointment.ballot_id) & (RollEntry.handle == Appointment.handle))
        .where(
            Appointment.ballot_id == ballot_id,
            Appointment.holder_id == holder_id,
            Appointment.channel.in_(channels),
            Appointment.revoked_leaf.is_(None),
        )
        .order_by(Appointment.leaf)
    )
    return tuple(placed(row, style) for row, style in rows)


def contests_of(manifest: Manifest, held: Standing) -> tuple[str, ...]:
    """What is on the paper that may be filled in under an appointment."""
    return held.contests or manifest.style(held.style).contests


async def numbers_of(reading: AsyncSession, ballot_id: UUID, held: Collection[Standing]) -> Numbers:
    """Of appointments of one holder and one way."""
    by_handle = {one.handle: one for one in held}
    cast = (CastEnvelope.handle, CastEnvelope.channel, CastEnvelope.leaf, CastEnvelope.digest)
    rows = await reading.execute(
        select(*cast)
        .where(CastEnvelope.ballot_id == ballot_id, CastEnvelope.handle.in_(by_handle))
        .order_by(CastEnvelope.leaf)
    )
    themselves, mine = set(), {}
    for handle, way, leaf, digest in rows:
        if way in OWN:
            themselves.add(handle)
        elif way == by_handle[handle].channel and leaf > by_handle[handle].leaf:
            mine[handle] = code_from_hash(digest)
    handles = papers_in(ballot_id).where(PaperArrival.handle.in_(by_handle))
    themselves |= set(await reading.scalars(handles))
    stronger = await _stronger(reading, ballot_id, held) - themselves
    return Numbers(
        people=len(by_handle),
        themselves=len(themselves),
        other_way=len(stronger),
        sent=len(mine),
        codes=tuple(sorted(mine.values())),
    )


async def _stronger(reading: AsyncSession, ballot_id: UUID, held: Collection[Standing]) -> set[str]:
    """Those of a peer's people whom a proxy has voted for (invariant 42): before a peer's their envelope counts."""
    handles = {one.handle for one in held if one.channel is Channel.PEER}
    if not handles:
        return set()
    ways = (Channel.PROXY_DIRECTED, Channel.PROXY_FREE)
    found = await reading.scalars(
        select(Appointment.handle)
        .join(
            CastEnvelope,
            (CastEnvelope.ballot_id == Appointment.ballot_id)
            & (CastEnvelope.handle == Appointment.handle)
            & (CastEnvelope.leaf > Appointment.leaf),
        )
        .where(
            Appointment.ballot_id == ballot_id,
            Appointment.handle.in_(handles),
            Appointment.channel.in_(ways),
            Appointment.revoked_leaf.is_(None),
            CastEnvelope.channel.in_(ways),
        )
    )
    return set(found)


async def numbers_for_others(reading: AsyncSession, ballot_id: UUID, holder_id: UUID, channel: Channel) -> Numbers:
    """At any stage, for the pages before and after the paper. Raises NotFound where nobody asked them to vote."""
    held = await held_by(reading, ballot_id, holder_id, (channel,))
    if not held:
        raise nobody_to_vote_for()
    return await numbers_of(reading, ballot_id, held)


async def for_others(
    reading: AsyncSession, ballot_id: UUID, holder_id: UUID, channel: Channel, *, language: str, at: datetime
) -> ForOthers:
    """The paper. Raises WrongMoment before and after voting, NotFound where nobody asked them to vote."""
    found = await gather(reading, ballot_id)
    ballot = found.ballot
    held = await held_by(reading, ballot_id, holder_id, (channel,))
    if not held:
        raise nobody_to_vote_for()
    rules.may_cast(ballot.stage, ballot.opens_at, ballot.closes_at, found.book.ballot.grace_seconds, at)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
    asked = Counter(contest for one in held for contest in contests_of(manifest, one))
    theirs = {contest for one in held for contest in manifest.style(one.style).contests}
    views = contest_views(found, await roll_by_style(reading, ballot_id), language)
    kinds = {contest.id: contest.resolution_kind for contest, _ in found.contests}
    numbers = await numbers_of(reading, ballot_id, held)
    paper = PaperView(
        ballot_id=ballot.id,
        number=ballot.number,
        title=in_language(ballot.title, language),
        closes_at=ballot.closes_at,
        contests=tuple(view for view in views if str(view.id) in asked),
        voted=numbers.sent == numbers.people,
        small_group=None,
        order_said=Sentence("The order here was drawn by lot. It is the same for everybody."),
        level_said=level_in_short(Guarded.of(manifest)),
    )
    not_for, clause = found.book.peer.not_for or (), citation("peer.not_for", found.book)
    kept = tuple(
        Kept(view.title, clause if channel is Channel.PEER and kinds[view.id] in not_for else None)
        for view in views
        if str(view.id) in theirs - set(asked)
    )
    asked_by = {view.id: asked[str(view.id)] for view in paper.contests}
    return ForOthers(
        channel=channel,
        paper=paper,
        numbers=numbers,
        kept=kept,
        asked_by=asked_by,
        style=(found.book.peer.style or "judgement") if channel is Channel.PEER else "",
        positions=await _positions(reading, ballot_id, held, numbers),
    )


async def _positions(
    reading: AsyncSession, ballot_id: UUID, held: Collection[Standing], numbers: Numbers
) -> Positions:
    handles = {one.handle for one in held}
    rows = await reading.execute(
        select(KnownPosition.handle, KnownPosition.envelope.is_not(None)).where(
            KnownPosition.ballot_id == ballot_id, KnownPosition.handle.in_(handles)
        )
    )
    waits = dict(rows.all())
    done = await reading.scalars(
        select(CastEnvelope.handle).where(
            CastEnvelope.ballot_id == ballot_id,
            CastEnvelope.handle.in_([handle for handle, waiting in waits.items() if waiting]),
            CastEnvelope.channel == Channel.PEER.value,
        )
    )
    again = len(set(done))
    return Positions(len(waits), numbers.people - numbers.sent + again)


def nobody_to_vote_for() -> NotFound:
    return NotFound("Nobody has asked you to vote for them here. Use your own paper.")


async def open_for_others(
    reading: AsyncSession, holder_id: UUID, *, language: str, at: datetime
) -> tuple[OpenForOthers, ...]:
    """The open votes in which somebody votes for others, the first to close first."""
    rows = await reading.execute(
        select(Ballot, Appointment.channel)
        .join(Appointment, Appointment.ballot_id == Ballot.id)
        .where(
            Appointment.holder_id == holder_id,
            Appointment.revoked_leaf.is_(None),
            Appointment.channel.in_((Channel.PEER, Channel.PROXY_FREE)),
            Ballot.stage == Stage.OPEN,
            Ballot.opens_at <= at,
            Ballot.closes_at >= at,
        )
    )
    found = {(ballot.id, channel): ballot for ballot, channel in rows}
    return tuple(
        [
            OpenForOthers(
                ballot.id,
                in_language(ballot.title, language),
                ballot.closes_at,
                channel,
                await numbers_for_others(reading, ballot.id, holder_id, channel),
            )
            for (_, channel), ballot in sorted(found.items(), key=lambda one: (one[1].closes_at, str(one[0])))
        ]
    )


async def ways_for_others(reading: AsyncSession, ballot_id: UUID, holder_id: UUID) -> dict[Channel, Numbers]:
    """By which ways somebody votes for others in this vote, with the numbers."""
    held = await held_by(reading, ballot_id, holder_id, (Channel.PEER, Channel.PROXY_FREE))
    return {
        channel: await numbers_of(reading, ballot_id, [one for one in held if one.channel is channel])
        for channel in dict.fromkeys(one.channel for one in held)
    }
