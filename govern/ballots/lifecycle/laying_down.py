"""After the close and before anything is opened: papers that were read, and the facts of the count, enter the log.

Then nobody who could know the slips can still choose a fact that turns the result.
"""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.lifecycle import keys
from govern.ballots.lifecycle.counting_inputs import inputs_of
from govern.ballots.lifecycle.unsealing import Opened, checked_log, log_of, struck_in
from govern.ballots.models import Ballot, Challenge, SealedDocument
from govern.ballots.queries import paper_log
from govern.ballots.queries.gathering import Gathered
from govern.ballots.queries.paper_batches import Mark, agreed_batches, mark_now
from govern.ballots.rules import Answer, MeetingFacts, Stage, Step
from govern.ballots.rules.facts import facts_of_count
from govern.ballots.seal.documents import CastingVote, ChairSide, FactsFixed, Leaf, Manifest
from govern.ballots.seal.facts import Facts
from govern.ballots.seal.selecting import select_by
from govern.database import locked
from govern.errors import WrongMoment
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

FACTS = "facts.json"


class LaidDown(msgspec.Struct, frozen=True):
    """How the batches of papers stood (`mark`), and the style of each handle whose paper counts."""

    mark: Mark
    styles: dict[str, str]


async def lay_down(
    society: Society,
    found: Gathered,
    manifest: Manifest,
    seed: bytes,
    meeting: MeetingFacts | None,
    *,
    by: UUID | None,
    at: datetime,
) -> LaidDown:
    """Enter what is not in the log yet. A count made again enters nothing, unless something was changed in between:
    then the new facts stand behind the old ones, for all to see. Raises WrongMoment while papers are missing."""
    ballot_id = found.ballot.id
    async with society.store.reading() as reading:
        log = checked_log(manifest, *await log_of(reading, ballot_id))
        papers = [entry.handle for entry in select_by(manifest, log.leaves).papers()]
        styles = await paper_log.styles_of(reading, ballot_id, papers)
        private = keys.tellers_key(society, ballot_id).private
        batches, mark = await agreed_batches(reading, ballot_id, manifest, Counter(styles.values()), private)
        nothing_yet = Opened(len(log.leaves), log.root, {}, {style.id: 0 for style in manifest.styles}, 0, {})
        nothing_yet = msgspec.structs.replace(nothing_yet, struck=struck_in(log.leaves))
        inputs = await inputs_of(reading, found, nothing_yet, seed, meeting)
    facts = facts_of_count(inputs, manifest, found.book)
    fixed = [leaf for leaf in log.leaves if isinstance(leaf, FactsFixed)]
    new: list[Leaf] = [batch for batch in batches if batch not in log.leaves]
    if not fixed or fixed[-1].facts_hash != facts.hash():
        new.append(FactsFixed(facts.hash()))
    used = [CastingVote(str(one.id), ChairSide(one.chair_side)) for one, _ in found.contests if one.chair_side]
    new += [vote for vote in used if vote not in log.leaves]
    if new:
        await _enter(society, ballot_id, len(log.leaves), mark, new, facts, by=by, at=at)
    return LaidDown(mark, styles)


async def _enter(
    society: Society,
    ballot_id: UUID,
    log_size: int,
    mark: Mark,
    new: list[Leaf],
    facts: Facts,
    *,
    by: UUID | None,
    at: datetime,
) -> None:
    async with society.store.writing() as writing:
        ballot = await locked(writing, Ballot, ballot_id)
        await check_may_count(writing, ballot)
        await check_nothing_came(writing, ballot_id, log_size, mark)
        await casting.append(writing, ballot, new, society.key("log"), at)
        kept = await writing.get(SealedDocument, (ballot_id, FACTS))
        if kept is None:
            writing.add(SealedDocument(ballot_id=ballot_id, name=FACTS, content=facts.to_bytes()))
        else:
            kept.content = facts.to_bytes()
        told: dict[str, str | int | bool | None] = {"facts_hash": facts.hash().hex(), "entries": len(new)}
        await record.add(writing, Event("ballot.facts-fixed", f"ballot:{ballot_id}", at, by, told))


async def check_may_count(reading: AsyncSession, ballot: Ballot) -> None:
    """Raises WrongMoment at another stage, and while somebody's word that they did not vote waits for an answer."""
    rules.after(ballot.stage, Step.COUNT)
    unanswered = await reading.scalar(
        select(func.count())
        .select_from(Challenge)
        .where(
            Challenge.ballot_id == ballot.id,
            Challenge.answer.is_(None) | ((Challenge.answer == Answer.STRUCK) & Challenge.seconded_at.is_(None)),
        )
    )
    if unanswered and ballot.stage is Stage.CLOSED:
        raise WrongMoment(
            Sentence(
                "{n} person says that they did not cast the vote in their name. Answer them before the count.",
                "{n} people say that they did not cast the vote in their name. Answer them before the count.",
                unanswered,
                n=unanswered,
            )
        )


async def check_nothing_came(writing: AsyncSession, ballot_id: UUID, log_size: int, mark: Mark) -> None:
    """Raises WrongMoment if the log or the batches of papers are not those that were looked at."""
    edge = await casting.held_edge(writing, ballot_id)
    if edge is None or edge.frontier.size != log_size or mark != await mark_now(writing, ballot_id):
        raise WrongMoment("Something was entered during the count. Please count once more.")
