"""The service is changed while a vote is under way: the log says so, and the checker stays the one of the manifest.

Decision 29. A ballot keeps the version that froze it. At the start of the service, and at the opening, every ballot
that takes envelopes under another one gets an entry `incident`, once for each change, with the hash of a text that is
kept beside it. Nobody else has to know: the entry is in the log before the next envelope is.
"""

from __future__ import annotations

import hashlib
import logging
import zlib
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting
from govern.ballots.casting import Edge
from govern.ballots.models import Ballot, KeptChecker, LogIncident
from govern.ballots.queries.checkers import Checker, of_today
from govern.ballots.rules import Stage
from govern.ballots.seal.documents import Incident, Manifest
from govern.database import locked
from govern.errors import AlreadyDone, NotValid
from govern.record import Event
from govern.release import release
from govern.society import Society

#: In both languages and in no catalogue: its hash stands in the log, so no translation may ever change it.
TEXT = (
    "The service was changed while this vote was under way. Before: version {before}. From {at} UTC: version "
    "{after}.\n"
    "Newidiwyd y gwasanaeth tra oedd y bleidlais hon ar y gweill. Cyn hynny: fersiwn {before}. O {at} UTC: fersiwn "
    "{after}."
)
NOT_KNOWN = "?"
"""A ballot that was frozen before versions were written down."""

log = logging.getLogger(__name__)


# --- The checker ----------------------------------------------------------------------------------------------------


async def keep_checker(writing: AsyncSession, ballot: Ballot) -> None:
    """A ballot that is being frozen: today's `verify.py`, which its manifest names, and this version of govern."""
    ballot.ran_under = release()
    await _keep(writing, of_today())


async def keep_handed(writing: AsyncSession, content: bytes, *, at: datetime) -> int:
    """The owner of the server puts back a `verify.py` that was not kept. Returns how many ballots name it.

    Raises `NotValid` where none does; `AlreadyDone`.
    """
    checker = Checker(content, hashlib.sha256(content).digest())
    named = 0
    for kept in await writing.scalars(select(Ballot.manifest).where(Ballot.manifest.is_not(None))):
        named += kept is not None and Manifest.from_bytes(kept).verifier_hash == checker.hash
    if not named:
        raise NotValid("No vote was fixed with this file. Look on the page of the vote’s bundle for the SHA-256.")
    if not await _keep(writing, checker):
        raise AlreadyDone("This file is kept already. There is nothing more to do.")
    facts: dict[str, str | int | bool | None] = {"sha256": checker.hash.hex(), "ballots": named}
    await record.add(writing, Event("checker.kept", "checker", at, None, facts))
    return named


async def _keep(writing: AsyncSession, checker: Checker) -> bool:
    if await writing.get(KeptChecker, checker.hash) is not None:
        return False
    writing.add(KeptChecker(hash=checker.hash, packed=zlib.compress(checker.content, 9)))
    await writing.flush()
    return True


# --- The log --------------------------------------------------------------------------------------------------------


async def note_upgrades(society: Society, *, at: datetime) -> tuple[UUID, ...]:
    """At the start of the service: every open ballot whose log does not say yet which version takes its envelopes.

    A box that was put back to an older copy gets the entry when officers have agreed how it goes on (`recovering`).
    """
    changed = or_(Ballot.ran_under.is_(None), Ballot.ran_under != release())
    async with society.store.reading() as reading:
        found = list(await reading.scalars(select(Ballot.id).where(Ballot.stage == Stage.OPEN, changed)))
    noted = []
    for ballot_id in found:
        try:
            async with society.store.writing() as writing:
                if await _note(writing, society, ballot_id, at=at):
                    noted.append(ballot_id)
        except casting.InRecovery:
            log.error("change of the service is not in the log yet", extra={"ballot": str(ballot_id)})
    return tuple(noted)


async def _note(writing: AsyncSession, society: Society, ballot_id: UUID, *, at: datetime) -> bool:
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is not Stage.OPEN:
        return False
    edge = await casting.held_edge(writing, ballot_id)
    assert edge is not None and ballot.manifest_hash is not None
    if not await say_if_changed(writing, ballot, edge, at=at):
        return False  # another process of this service was first
    manifest = await casting.manifest_of(writing, ballot_id, ballot.manifest_hash)
    await casting.sign_head(writing, edge, manifest.log_origin, society.key("log"), at)
    return True


async def say_if_changed(writing: AsyncSession, ballot: Ballot, edge: Edge, *, at: datetime) -> bool:
    """The entry, its text and the audit record, where another version of the service was the last. The caller signs
    the head."""
    before, after = ballot.ran_under or NOT_KNOWN, release()
    if before == after:
        return False
    text = TEXT.format(before=before, after=after, at=f"{at.astimezone(UTC):%Y-%m-%d %H:%M}")
    hashed = hashlib.sha256(text.encode()).digest()
    leaf = await casting.add_leaves(writing, edge, [Incident(hashed)])
    writing.add(LogIncident(ballot_id=ballot.id, leaf=leaf, text=text, at=at))
    ballot.ran_under = after
    facts: dict[str, str | int | bool | None] = {"before": before, "after": after, "text_hash": hashed.hex()}
    await record.add(writing, Event("ballot.incident", f"ballot:{ballot.id}", at, None, facts))
    return True


__all__ = ["keep_checker", "keep_handed", "note_upgrades", "say_if_changed"]
