"""Who may send an envelope: its voter, whoever acts for an organisation, whoever the log says was appointed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Protocol
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import rules
from govern.ballots.models import Appointment, InTheRoom, RollEntry
from govern.ballots.seal.documents import Channel, Envelope
from govern.constituencies.representation import queries as representation
from govern.constituencies.rulebook.book import Rulebook
from govern.errors import NotAllowed, NotValid


class Standing(msgspec.Struct, frozen=True):
    """An appointment that has not ended, at its place in the log. `contests` in the paper's order; None is all."""

    leaf: int
    handle: str
    style: str
    channel: Channel
    holder_id: UUID
    contests: tuple[str, ...] | None


class Sent(Protocol):
    """What is sent: the envelope, in whose name (nobody's where it is cast under an appointment), and by whom."""

    @property
    def envelope(self) -> Envelope: ...
    @property
    def person_id(self) -> UUID | None: ...
    @property
    def by(self) -> UUID | None: ...


async def standing(reading: AsyncSession, ballot_id: UUID, leaves: Sequence[int]) -> dict[int, Standing]:
    """Those of these appointments that stand."""
    rows = await reading.execute(
        select(Appointment, RollEntry.style)
        .join(RollEntry, (RollEntry.ballot_id == Appointment.ballot_id) & (RollEntry.handle == Appointment.handle))
        .where(Appointment.ballot_id == ballot_id, Appointment.leaf.in_(leaves), Appointment.revoked_leaf.is_(None))
    )
    return {row.leaf: placed(row, style) for row, style in rows}


def placed(row: Appointment, style: str) -> Standing:
    return Standing(row.leaf, row.handle, style, row.channel, row.holder_id, row.contests)


def style_of(
    vote: Sent,
    appointed: dict[int, Standing],
    places: dict[UUID, tuple[str, str]],
    acting: frozenset[tuple[UUID, UUID]],
) -> str:
    """The style of the paper this envelope must hold. Raises NotAllowed, NotOnTheRoll or NotValid.

    `places`: voters' handles and styles. `acting`: (organisation, human) of those who represent one now.
    """
    if vote.person_id is None:
        return _check_holder(vote, appointed).style
    if vote.by is not None and (vote.person_id, vote.by) not in acting:
        raise NotAllowed(
            "You do not represent this organisation any more, so this vote was not sent. Whoever represents it now "
            "can vote. Call the secretary if this is a mistake."
        )
    place = places.get(vote.person_id)
    if place is None:
        raise rules.not_on_the_roll()
    if place[0] != vote.envelope.handle:
        raise NotValid("This envelope was sealed for somebody else. Please vote again from your own paper.")
    if vote.envelope.channel is Channel.PROXY_DIRECTED:  # the member's own word, sealed by them (decision 20)
        _check_appointment(vote, appointed)
    elif vote.envelope.channel is not Channel.DIRECT:
        raise NotValid("This envelope was sealed for another way of voting. Please vote again from your own paper.")
    return place[1]


def _check_holder(vote: Sent, appointed: dict[int, Standing]) -> Standing:
    """The appointment under which its holder casts this envelope."""
    found = _check_appointment(vote, appointed)
    if found.channel is Channel.PROXY_DIRECTED or found.holder_id != vote.by:
        raise NotAllowed("This envelope was sealed for somebody else. Please vote again from your own list.")
    return found


def _check_appointment(vote: Sent, appointed: dict[int, Standing]) -> Standing:
    authority = vote.envelope.authority
    found = None if authority is None else appointed.get(authority)
    if found is None or (found.handle, found.channel) != (vote.envelope.handle, vote.envelope.channel):
        raise NotAllowed(
            "This member has ended the appointment for this vote, so nothing was cast for them. "
            "Open your list again: it shows whom you vote for now."
        )
    return found


async def in_the_room(reading: AsyncSession, ballot_id: UUID, votes: Iterable[Sent]) -> frozenset[str]:
    """Those of these votes' handles whose owners are checked in."""
    handles: Collection[str] = {vote.envelope.handle for vote in votes}
    rows = await reading.scalars(
        select(InTheRoom.handle).where(InTheRoom.ballot_id == ballot_id, InTheRoom.handle.in_(handles))
    )
    return frozenset(rows)


async def holders_missing(
    writing: AsyncSession, book: Rulebook, meeting_id: UUID | None, votes: Iterable[Sent]
) -> frozenset[UUID]:
    """Those who cast for others by proxy, where the rules want them at the meeting, and are not checked in."""
    casting = {vote.by for vote in votes if vote.envelope.channel is Channel.PROXY_FREE and vote.by is not None}
    if not casting or not book.proxy.holder_attends or meeting_id is None:
        return frozenset()
    return frozenset(casting - await representation.holders_here(writing, meeting_id))


def check_holder_is_here(vote: Sent, missing: Collection[UUID]) -> None:
    """Raises `NotAllowed`: the members asked somebody to come for them, and they have not come."""
    if vote.envelope.channel is Channel.PROXY_FREE and vote.by in missing:
        raise NotAllowed(
            "You can vote for others only at the meeting, once you are checked in there. Nothing was cast for them. "
            "Say at the desk that you have come, then send it again."
        )
