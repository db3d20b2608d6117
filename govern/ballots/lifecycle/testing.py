"""Test or cast: an envelope whose code was shown is opened in front of its voter, and can never be cast after that.

Ballot-protocol 3.5. Whoever seals does not know beforehand which envelopes are tested, so a server that put something
else into them would be found out (T7). The log's entry of a test names neither a voter nor a choice.

One member makes so many a day. They are counted where tries to sign in are, not in the log and in no table of the
ballot: a keyed hash of the handle with a number and a day, swept after two days. It has no time within the day, so
it does not say which entries of the log are theirs (invariant 46, decision 31).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.models import Ballot, CastEnvelope, LogLeaf, SlipSeen, table_of
from govern.ballots.paper.sealing import Sealing
from govern.ballots.queries.gathering import book_while_open
from govern.ballots.seal import group, tested, tree
from govern.ballots.seal.covers import check_covers, once_only
from govern.ballots.seal.documents import Manifest, leaf_to_bytes
from govern.ballots.seal.documents import Sealing as Way
from govern.ballots.seal.tested import Tested
from govern.errors import AlreadyDone, NotValid
from govern.identity.lifecycle import knocks
from govern.identity.rules import Limit
from govern.record import Event
from govern.society import Society

#: One stretch a day: what is counted keeps the day and nothing finer.
_A_DAY = Limit(rules.MOST_TESTS_A_DAY, timedelta(days=1), timedelta(days=1))


class InTheBoxAlready(AlreadyDone):
    """This envelope was cast: nobody opens it before the count."""


async def open_as_test(writing: AsyncSession, society: Society, sealing: Sealing, *, at: datetime) -> int:
    """Put into the log that this envelope is a test. Returns its place; the same envelope again gives the same place.

    Raises InTheBoxAlready, SealedTooLongAgo after twenty minutes, TooMany after twenty tests in a day, WrongMoment,
    InRecovery where the log was put back.
    """
    if not sealing.openers:
        raise _untestable()
    return await note_test(writing, society, sealing, at=at)


async def note_test(writing: AsyncSession, society: Society, sealing: Sealing, *, at: datetime) -> int:
    """The same for an envelope whose numbers are not here: whoever sealed it opens it once this is in the log."""
    edge = await casting.held_edge(writing, sealing.ballot_id)
    ballot = await writing.get_one(Ballot, sealing.ballot_id)
    before = await tested_before(writing, sealing)
    if before is not None:
        return before
    await book_while_open(writing, ballot, at)
    rules.check_fresh(sealing.sealed_at, at)
    sealed = sealing.envelope.sealed
    if await writing.get(CastEnvelope, sealed.hash()) is not None:
        raise InTheBoxAlready("This envelope is in the box already, so it is not opened before the count.")
    assert edge is not None and ballot.manifest_hash is not None
    manifest = await casting.manifest_of(writing, ballot.id, ballot.manifest_hash)
    if manifest.sealing is not Way.SLIPS or sealed.manifest_hash != ballot.manifest_hash:
        raise _untestable()
    check_covers(manifest, sealed)
    seen = [hashlib.sha256(once_only(manifest, slip.box)).digest() for slip in sealed.slips]
    if await writing.scalar(select(SlipSeen.hash).where(SlipSeen.hash.in_(seen)).limit(1)) is not None:
        raise _untestable()
    await _count(writing, society, sealing, at)
    place = await casting.add_leaves(writing, edge, [tested.leaf_of(sealed)])
    rows = [{"hash": one, "ballot_id": ballot.id} for one in seen]
    await writing.execute(insert(table_of(SlipSeen)), rows)
    await casting.sign_head(writing, edge, manifest.log_origin, society.key("log"), at)
    await record.add(writing, Event("envelope.tested", f"ballot:{ballot.id}", at, None, {"leaf": place}))
    return place


def _untestable() -> NotValid:
    return NotValid("This envelope cannot be tested. Go back to your paper and seal your choices again.")


async def _count(writing: AsyncSession, society: Society, sealing: Sealing, at: datetime) -> None:
    """Raises TooMany. A handle is drawn anew for each ballot, so the count is of one member in one vote."""
    whose, key = sealing.envelope.handle, society.key("codes")
    wait = await knocks.once_more(writing, key, "testing", whose, _A_DAY, at)
    if wait:
        raise rules.tested_enough(wait)


async def tested_before(reading: AsyncSession, sealing: Sealing) -> int | None:
    """Where the log says that this envelope was opened as a test; None where it was not."""
    leaf = tree.leaf_hash(leaf_to_bytes(tested.leaf_of(sealing.envelope.sealed)))
    found: int | None = await reading.scalar(
        select(LogLeaf.place).where(LogLeaf.ballot_id == sealing.ballot_id, LogLeaf.hash == leaf)
    )
    return found


def tested_envelope(manifest: Manifest, sealing: Sealing, names: Mapping[str, str]) -> Tested:
    """What its voter keeps: for an envelope of which the log says that it is a test."""
    openers = tuple(group.scalar_from_bytes(one) for one in sealing.openers)
    return Tested(manifest, sealing.envelope.sealed, openers, dict(names))
