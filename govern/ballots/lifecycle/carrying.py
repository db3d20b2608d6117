"""Others cast for a voter: appointments in the log, and one paper sealed for everybody whom somebody carries.

    appoint ──> seal_for_others ──> cast_for_others ──┬── counted
                                                      ├── displaced: the voter's own vote, or a stronger appointment
                                                      └── revoke: what was cast under it does not count

Mandates of peers are followed: `appoint_peers` when voting opens, `follow_mandates` after each change. A legal
proxy is appointed one by one. Each envelope is the member's: sealed alone, in the log under their handle, and it goes
out of the count when they vote themselves (invariants 42 and 44).
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.casting import Edge, Posted, Vote, caster_of
from govern.ballots.casting.senders import Standing
from govern.ballots.models import Appointment, Ballot, CastToken, MemberHandle, RollEntry, table_of
from govern.ballots.paper.sealing import TOKEN_BYTES, Choices, Sealing, packed, seal_envelope
from govern.ballots.queries.carried import contests_of, held_by
from govern.ballots.queries.gathering import Gathered, book_while_open, find_ballot, gather
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Appointed, Channel, Leaf, Manifest, Revoked
from govern.constituencies.representation import queries as representation
from govern.constituencies.representation.rules import Carried
from govern.database import locked
from govern.errors import GovernError, NotAllowed, WrongMoment
from govern.record import Event
from govern.society import Society


class Naming(msgspec.Struct, frozen=True):
    """Who may cast for a handle, by which way, on which contests (None: the whole paper)."""

    handle: str
    channel: Channel
    holder_id: UUID
    contests: tuple[str, ...] | None = None


# --- Appointments in the log ----------------------------------------------------------------------------------------


async def appoint(
    writing: AsyncSession, society: Society, ballot_id: UUID, namings: Sequence[Naming], *, at: datetime
) -> list[int]:
    """Enter appointments in the log of an open ballot. Returns their places. Raises WrongMoment when it is not open.

    The record of who appointed whom is kept by the room that asks for it.
    """
    if not namings:
        return []
    ballot = await _open(writing, ballot_id)
    leaves = _leaves(society, ballot_id, namings)
    first = await casting.append(writing, ballot, leaves, society.key("log"), at)
    await _keep(writing, ballot_id, namings, first)
    return list(range(first, first + len(namings)))


async def revoke(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    handle: str,
    channels: Collection[Channel],
    *,
    at: datetime,
) -> int:
    """End the appointments of one handle; what was cast under them does not count. Returns how many."""
    ballot = await _open(writing, ballot_id)
    rows = list(
        await writing.scalars(
            select(Appointment).where(
                Appointment.ballot_id == ballot_id,
                Appointment.handle == handle,
                Appointment.channel.in_(channels),
                Appointment.revoked_leaf.is_(None),
            )
        )
    )
    await _revoke(writing, society, ballot, rows, at)
    return len(rows)


async def _revoke(
    writing: AsyncSession, society: Society, ballot: Ballot, rows: Sequence[Appointment], at: datetime
) -> None:
    if not rows:
        return
    first = await casting.append(writing, ballot, [Revoked(row.leaf) for row in rows], society.key("log"), at)
    for place, row in enumerate(rows, start=first):
        row.revoked_leaf = place
    await writing.flush()


def _leaves(society: Society, ballot_id: UUID, namings: Sequence[Naming]) -> list[Leaf]:
    return [
        Appointed(one.handle, one.channel, holder_hash(society, ballot_id, one.holder_id), one.contests)
        for one in namings
    ]


async def _keep(writing: AsyncSession, ballot_id: UUID, namings: Sequence[Naming], first: int) -> None:
    rows = [
        {"ballot_id": ballot_id, "leaf": place, "handle": one.handle, "channel": one.channel}
        | {"holder_id": one.holder_id, "contests": one.contests, "revoked_leaf": None}
        for place, one in enumerate(namings, start=first)
    ]
    await writing.execute(insert(table_of(Appointment)), rows)


def holder_hash(society: Society, ballot_id: UUID, holder_id: UUID) -> bytes:
    """32 bytes that stand for a holder in the log of one ballot, and say nothing of them in another's."""
    return hmac.digest(society.key("log"), b"holder" + ballot_id.bytes + holder_id.bytes, hashlib.sha256)


async def _open(writing: AsyncSession, ballot_id: UUID) -> Ballot:
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is not Stage.OPEN:
        raise WrongMoment("This vote is not open, so nobody can be named or taken back for it now.")
    return ballot


# --- Mandates of elected peers --------------------------------------------------------------------------------------


async def appoint_peers(
    writing: AsyncSession, society: Society, found: Gathered, manifest: Manifest, edge: Edge, *, at: datetime
) -> int:
    """At opening: every mandate that holds today and whose member is on the roll. The caller signs the head."""
    day = rules.local_day(at, found.book.ballot.time_zone)
    wanted = await _wanted(writing, found, manifest, await representation.carried_on(writing, day))
    namings = [one for _, one in sorted(wanted.items())]
    if namings:
        first = await casting.add_leaves(writing, edge, _leaves(society, found.ballot.id, namings))
        await _keep(writing, found.ballot.id, namings, first)
    return len(namings)


async def follow_mandates(
    writing: AsyncSession, society: Society, members: Collection[UUID] | None = None, *, at: datetime
) -> int:
    """After mandates changed: open ballots say the same as the mandates. Of these members, or of all by the clock.

    Returns how many appointments were entered or ended.
    """
    changed = 0
    theirs = select(Ballot.id).where(Ballot.stage == Stage.OPEN, Ballot.forum_id.is_(None))
    open_now = list(await writing.scalars(theirs.order_by(Ballot.id)))
    for ballot_id in open_now:
        ballot = await locked(writing, Ballot, ballot_id)
        if ballot.stage is Stage.OPEN and at <= ballot.closes_at:
            changed += await _follow(writing, society, ballot, members, at)
    return changed


async def _follow(
    writing: AsyncSession, society: Society, ballot: Ballot, members: Collection[UUID] | None, at: datetime
) -> int:
    found = await gather(writing, ballot.id)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(writing, ballot.id, ballot.manifest_hash)
    day = rules.local_day(at, found.book.ballot.time_zone)
    carried = await representation.carried_on(writing, day, members)
    wanted = await _wanted(writing, found, manifest, carried)
    stands = select(Appointment).where(
        Appointment.ballot_id == ballot.id, Appointment.channel == Channel.PEER, Appointment.revoked_leaf.is_(None)
    )
    if members is not None:
        theirs = select(MemberHandle.handle).where(
            MemberHandle.ballot_id == ballot.id, MemberHandle.person_id.in_(members)
        )
        stands = stands.where(Appointment.handle.in_(theirs))
    rows = {row.handle: row for row in await writing.scalars(stands)}
    over = [row for handle, row in sorted(rows.items()) if _of(row) != wanted.get(handle)]
    kept = set(rows) - {row.handle for row in over}
    fresh = [one for handle, one in sorted(wanted.items()) if handle not in kept]
    await _revoke(writing, society, ballot, over, at)
    await appoint(writing, society, ballot.id, fresh, at=at)
    if over or fresh:
        facts: dict[str, str | int | bool | None] = {"named": len(fresh), "ended": len(over)}
        await record.add(writing, Event("ballot.mandates-followed", f"ballot:{ballot.id}", at, None, facts))
    return len(over) + len(fresh)


def _of(row: Appointment) -> Naming:
    return Naming(row.handle, row.channel, row.holder_id, row.contests)


async def _wanted(
    writing: AsyncSession, found: Gathered, manifest: Manifest, carried: Iterable[Carried]
) -> dict[str, Naming]:
    """Handle -> the appointment its mandates ask for, where the paper has something that a peer may do."""
    mandates: dict[UUID, list[Carried]] = defaultdict(list)
    for one in carried:
        mandates[one.member_id].append(one)
    places = await _places(writing, found.ballot.id, mandates)
    kinds = {str(contest.id): contest.resolution_kind for contest, _ in found.contests}
    wanted = {}
    for member, (handle, style) in places.items():
        mandate = rules.mandate_for(style, mandates[member])
        if mandate is None:
            continue
        paper = manifest.style(style).contests
        part = rules.carried_contests(found.book, paper, kinds, mandate.scope)
        if part:
            wanted[handle] = Naming(handle, Channel.PEER, mandate.peer_id, None if part == paper else part)
    return wanted


async def _places(writing: AsyncSession, ballot_id: UUID, members: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    rows = await writing.execute(
        select(MemberHandle.person_id, MemberHandle.handle, RollEntry.style)
        .join(RollEntry, (RollEntry.ballot_id == MemberHandle.ballot_id) & (RollEntry.handle == MemberHandle.handle))
        .where(MemberHandle.ballot_id == ballot_id, MemberHandle.person_id.in_(list(members)))
    )
    return {person: (handle, style) for person, handle, style in rows}


# --- One paper for everybody somebody carries -----------------------------------------------------------------------


async def seal_for_others(
    reading: AsyncSession, ballot_id: UUID, held: Sequence[Standing], choices: Choices, *, at: datetime
) -> Sealing:
    """Seal the same choices once for each member carried; each gets the part that is on their paper. Stores nothing.

    Raises NotAllowed where nobody is carried, WrongMoment, NotAChoice for impossible choices.
    """
    ballot = await find_ballot(reading, ballot_id)
    if not held:
        raise NotAllowed("You vote for nobody but yourself here. Use your own paper.")
    book = await book_while_open(reading, ballot, at)
    if any(one.channel is Channel.PEER for one in held):
        rules.check_decides(book)
    assert ballot.manifest_hash is not None
    manifest = await casting.manifest_of(reading, ballot_id, ballot.manifest_hash)
    marked = {str(contest): marks for contest, marks in choices.items()}
    envelopes = []
    for one in held:
        part = contests_of(manifest, one)
        paper = rules.paper_of(part, {c: marked[c] for c in part if c in marked})
        envelope = seal_envelope(manifest, one.handle, one.style, paper)
        envelopes.append(envelope.sent_by(one.channel, one.leaf))
    return packed(manifest, ballot_id, envelopes, marked, at)


async def cast_for_others(
    society: Society, sealing: Sealing, *, by: UUID, at: datetime
) -> tuple[tuple[Posted, ...], tuple[GovernError, ...]]:
    """Put every envelope in. Returns those that are in, and why others were not: each stands alone.

    The same form again gives the same answer. Raises the refusal where none went in.
    """
    caster = caster_of(society)
    votes = [
        Vote(sealing.ballot_id, None, envelope, token_of(sealing.token, envelope.handle), sealing.sealed_at, at, by)
        for envelope in sealing.opened()
    ]
    said = await asyncio.gather(*(caster.cast(vote) for vote in votes), return_exceptions=True)
    posted = tuple(one for one in said if isinstance(one, Posted))
    refused = tuple(one for one in said if isinstance(one, GovernError))
    for fault in said:
        if isinstance(fault, BaseException) and not isinstance(fault, GovernError):
            raise fault
    if not posted and refused:
        raise refused[0]
    return posted, refused


def token_of(token: bytes, handle: str) -> bytes:
    """The one-time token of one envelope of a sealing."""
    return hashlib.sha256(token + handle.encode("ascii")).digest()[:TOKEN_BYTES]


async def any_cast_before(reading: AsyncSession, sealing: Sealing) -> bool:
    """Whether this form put its envelopes into the box already: for a page that is sent twice."""
    hashes = [hashlib.sha256(token_of(sealing.token, one.handle)).digest() for one in sealing.opened()]
    found = select(CastToken.leaf).where(CastToken.ballot_id == sealing.ballot_id, CastToken.token_hash.in_(hashes))
    return await reading.scalar(found.limit(1)) is not None


__all__ = [
    "Naming",
    "Standing",
    "any_cast_before",
    "appoint",
    "appoint_peers",
    "cast_for_others",
    "contests_of",
    "follow_mandates",
    "held_by",
    "holder_hash",
    "revoke",
    "seal_for_others",
]
