"""Before a ballot of the level AGM is frozen: cards of those who hold a duty, the sharing of its key, acceptances.

They come in any order and several at once. All are kept or none; what may not stand together is refused by name.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.lifecycle.agreeing import drop_proposal
from govern.ballots.lifecycle.keys import server_keys
from govern.ballots.models import Ballot, DutyFile
from govern.ballots.queries.duties import SHARES, handed_for, name_of
from govern.ballots.rules import Stage, Step
from govern.ballots.rules.duties import Handed, log_origin, with_acceptance, with_card, with_shares
from govern.ballots.seal import duties
from govern.ballots.seal.documents import Level
from govern.ballots.seal.duties import Acceptance, Card, KeyShares
from govern.ballots.seal.duties import Handed as File
from govern.database import locked
from govern.errors import GovernError, NotFound, NotValid, WrongMoment
from govern.record import Event
from govern.society import Society

LARGEST_FILE = 200_000
MOST_FILES = 300


class HandedIn(msgspec.Struct, frozen=True):
    """How many files were kept, and how many acceptances went because they were for another dealing."""

    kept: int
    dropped: int


def origin_of(society: Society, ballot: Ballot) -> str:
    """The name of the ballot's log: what a key is dealt for, and what its heads say."""
    return log_origin(society.short, ballot.number)


async def hand_in(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    files: Sequence[tuple[str, bytes]],
    *,
    by: UUID,
    at: datetime,
) -> HandedIn:
    """Keep these files, each with the name it came under. Raises WrongMoment once the roll is frozen, and NotValid
    for the field `files`, naming the file that is refused."""
    ballot = await _preparing(writing, ballot_id)
    if not files or len(files) > MOST_FILES:
        raise NotValid("Choose from one file to {most} files.", field="files", most=MOST_FILES)
    before = await handed_for(writing, ballot_id)
    handed, own = before, server_keys(society)
    read = [(name, _read(name, content)) for name, content in files]
    for name, file in sorted(read, key=lambda one: _ORDER[type(one[1])]):
        try:
            handed = _with(handed, file, origin_of(society, ballot), own)
        except GovernError as refusal:
            raise _refused(name, refusal) from None
    gone = {name_of(one) for one in before.acceptances} - {name_of(one) for one in handed.acceptances}
    await _keep(writing, ballot_id, handed, by=by, at=at)
    await drop_proposal(writing, ballot_id, Step.FREEZE)
    told: dict[str, str | int | bool | None] = {"files": len(read), "dropped": len(gone)}
    await record.add(writing, Event("ballot.duties_handed_in", f"ballot:{ballot_id}", at, by, told))
    return HandedIn(len(read), len(gone))


_ORDER: Mapping[type, int] = {Card: 0, KeyShares: 1, Acceptance: 2}


def _read(name: str, content: bytes) -> File:
    try:
        if len(content) > LARGEST_FILE:
            raise NotValid("It is too large. Choose the file that the tool wrote.")
        return duties.handed_in(content)
    except GovernError as refusal:
        raise _refused(name, refusal) from None


def _refused(name: str, refusal: GovernError) -> NotValid:
    return NotValid("{file}: {why}", field="files", file=name[:80], why=refusal.message)


def _with(handed: Handed, file: File, origin: str, own: frozenset[bytes]) -> Handed:
    if isinstance(file, Card):
        return with_card(handed, file, own)
    if isinstance(file, KeyShares):
        return with_shares(handed, file, origin, own)
    return with_acceptance(handed, file)


async def _keep(writing: AsyncSession, ballot_id: UUID, handed: Handed, *, by: UUID, at: datetime) -> None:
    """The rows become what `handed` says; one that stays as it was keeps who brought it."""
    files: list[File] = [*handed.cards, *handed.acceptances]
    if handed.shares is not None:
        files.append(handed.shares)
    wanted = {name_of(file): file.to_bytes() for file in files}
    await writing.execute(delete(DutyFile).where(DutyFile.ballot_id == ballot_id, DutyFile.name.not_in(list(wanted))))
    for name, content in wanted.items():
        row = await writing.get(DutyFile, (ballot_id, name))
        if row is None:
            writing.add(DutyFile(ballot_id=ballot_id, name=name, content=content, by=by, at=at))
        elif row.content != content:
            row.content, row.by, row.at = content, by, at
    await writing.flush()


async def take_back_duty(writing: AsyncSession, ballot_id: UUID, key: bytes, *, by: UUID, at: datetime) -> None:
    """Somebody does not hold their duty after all: their card goes. A scrutineer's share is part of the key, so the
    sharing goes with the card, and every acceptance with it. Raises NotFound, WrongMoment."""
    await _preparing(writing, ballot_id)
    handed = await handed_for(writing, ballot_id)
    rest = tuple(card for card in handed.cards if card.key != key)
    if rest == handed.cards:
        raise NotFound("There is no such card. Go back to the vote and look at who holds a duty.")
    shared = handed.shares is not None and any(one.signing_key == key for one in handed.shares.trustees)
    left = Handed(rest) if shared else msgspec.structs.replace(handed, cards=rest)
    await _keep(writing, ballot_id, left, by=by, at=at)
    await drop_proposal(writing, ballot_id, Step.FREEZE)
    await record.add(writing, Event("ballot.duty_taken_back", f"ballot:{ballot_id}", at, by))


async def _preparing(writing: AsyncSession, ballot_id: UUID) -> Ballot:
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.level is not Level.AGM:
        raise WrongMoment("At the level of this vote nobody holds a share of its key. There is nothing to hand in.")
    if ballot.stage not in (Stage.DRAFT, Stage.PUBLISHED):
        raise WrongMoment("The roll is frozen, and who holds a duty with it. Nothing of that can change any more.")
    return ballot


__all__ = ["LARGEST_FILE", "MOST_FILES", "SHARES", "HandedIn", "hand_in", "origin_of", "take_back_duty"]
