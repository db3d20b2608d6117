"""The fourth chapter: the envelopes that count are opened apart from their covers, and counted.

Counting takes the society and not a session: a closed log is read and its envelopes are opened before the writer's
lock is taken, so that a large count holds nobody up. Nothing is kept if the log has changed meanwhile.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.count import lots
from govern.ballots.lifecycle import keys
from govern.ballots.lifecycle.ceremony import follow_log, openings
from govern.ballots.lifecycle.counting_inputs import inputs_of
from govern.ballots.lifecycle.laying_down import FACTS, check_may_count, check_nothing_came, lay_down
from govern.ballots.lifecycle.unsealing import assemble, log_of, open_box, unseal, with_papers
from govern.ballots.models import (
    Ballot,
    CountRun,
    SealedDocument,
)
from govern.ballots.queries import paper_log
from govern.ballots.queries.ceremony import meeting_laid
from govern.ballots.queries.gathering import Gathered, gather, group_name
from govern.ballots.queries.paper_batches import Mark, agreed_batches
from govern.ballots.rules import (
    Inputs,
    MeetingFacts,
    Outcome,
    Step,
)
from govern.ballots.rules.facts import check_counted_alike
from govern.ballots.rules.params import committed_lots
from govern.ballots.seal.canonical import digest
from govern.ballots.seal.documents import Level, Manifest, Sealing
from govern.database import locked
from govern.errors import WrongMoment
from govern.record import Event
from govern.society import Society


async def count(
    society: Society, ballot_id: UUID, *, by: UUID | None, at: datetime, meeting: MeetingFacts | None = None
) -> bytes:
    """Open the envelopes that count, and count. Returns the hash of the result; the same inputs give the same.

    `meeting` is what the meeting knows of its quorum, if the ballot belongs to one. First, for good and in the log,
    goes what the papers said and what the count is told; then envelopes are opened.
    At the level AGM it is opened already, by scrutineers on machines of their own (`ceremony`), and `meeting` is what
    was laid down. Raises WrongMoment before the close, before all of them are there, and while somebody's "I did not
    cast this vote" waits for an answer.
    """
    async with society.store.reading() as reading:
        found = await gather(reading, ballot_id)
        await check_may_count(reading, found.ballot)
        assert found.ballot.manifest_hash is not None
        manifest = await casting.manifest_of(reading, ballot_id, found.ballot.manifest_hash)
        shared = manifest.level is not Level.EVERYDAY
        if shared:
            meeting = await _laid_before(reading, ballot_id)
        committed = committed_lots(manifest)
        seed = b"" if committed is None else lots.reveal(keys.lots_seed(society, ballot_id), committed)
    in_shares = manifest.sealing is Sealing.SLIPS
    laid = await lay_down(society, found, manifest, seed, meeting, by=by, at=at) if in_shares else None
    if shared:
        await follow_log(society, found, manifest, meeting, by=by, at=at)
    async with society.store.reading() as reading:
        bodies, note = await log_of(reading, ballot_id)
        documents: dict[str, bytes] = {}
        if laid is not None and shared:
            documents = await openings(reading, ballot_id)
            opened = await asyncio.to_thread(assemble, manifest, bodies, note, documents, laid.styles)
            mark = laid.mark
        elif laid is not None:
            held = keys.held_by_server(society, ballot_id)
            opened, documents = await asyncio.to_thread(unseal, manifest, bodies, note, held, laid.styles)
            mark = laid.mark
        else:
            private = keys.tellers_key(society, ballot_id).private
            opened = await asyncio.to_thread(open_box, manifest, bodies, note, private)
            styles = await paper_log.styles_of(reading, ballot_id, opened.papers)
            batches, mark = await agreed_batches(reading, ballot_id, manifest, Counter(styles.values()), private)
            opened = with_papers(manifest, opened, batches, styles)
        inputs = await inputs_of(reading, found, opened, seed, meeting)
    text = await asyncio.to_thread(outcome_text, inputs, found)
    async with society.store.writing() as writing:
        return await _keep_count(writing, inputs, text, documents, seed, mark, by=by, at=at)


async def _laid_before(reading: AsyncSession, ballot_id: UUID) -> MeetingFacts | None:
    laid, meeting = await meeting_laid(reading, ballot_id)
    if not laid:
        raise WrongMoment(
            "Papers and facts are not fixed in the log yet. Fix them first; then it is mixed and opened."
        )
    return meeting


def outcome_text(inputs: Inputs, found: Gathered) -> str:
    """The outcome in each language of the society, as it is kept."""
    book = found.book
    languages = book.society.languages

    def in_(language: str) -> Outcome:
        return rules.outcome_of(inputs, book, lambda group: group_name(book, group, language))

    outcomes = {language: in_(language) for language in languages}
    manifest = Manifest.from_bytes(found.ballot.manifest or b"")
    check_counted_alike(manifest, inputs, outcomes[languages[0]], book)
    return rules.outcomes_to_text(outcomes)


async def _keep_count(
    writing: AsyncSession,
    inputs: Inputs,
    text: str,
    documents: dict[str, bytes],
    seed: bytes,
    mark: Mark,
    *,
    by: UUID | None,
    at: datetime,
) -> bytes:
    ballot = await locked(writing, Ballot, UUID(inputs.ballot))
    stage = rules.after(ballot.stage, Step.COUNT)
    await check_may_count(writing, ballot)
    await check_nothing_came(writing, ballot.id, inputs.log_size, mark)
    runs = await writing.scalar(select(func.max(CountRun.run)).where(CountRun.ballot_id == ballot.id))
    run = CountRun(
        id=uuid4(),
        ballot_id=ballot.id,
        run=(runs or 0) + 1,
        inputs=inputs.to_text(),
        inputs_hash=inputs.hash(),
        result=text,
        result_hash=result_hash(text),
        by=by,
        at=at,
    )
    writing.add(run)
    before = (SealedDocument.ballot_id == ballot.id) & (SealedDocument.name != FACTS)
    await writing.execute(delete(SealedDocument).where(before))
    writing.add_all(
        SealedDocument(ballot_id=ballot.id, name=name, content=content) for name, content in documents.items()
    )
    ballot.stage, ballot.counted_at = stage, at
    ballot.lots_seed = seed or None
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {
        "run": run.run,
        "inputs_hash": run.inputs_hash.hex(),
        "result_hash": run.result_hash.hex(),
    }
    await record.add(writing, Event("ballot.counted", f"ballot:{ballot.id}", at, by, facts))
    return run.result_hash


def result_hash(text: str) -> bytes:
    """32 bytes over what a count gave."""
    return digest("count-result", text.encode())


__all__ = ["count", "outcome_text", "result_hash"]
