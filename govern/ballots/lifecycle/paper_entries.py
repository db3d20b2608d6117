"""Papers are opened, mixed and read by two: after the close, and apart from whose they are.

    begin_batch: papers of one style, mixed and then numbered ──> join_batch: a second teller
        ──> enter (each for themself) ──> finish (both) ──┬── agreed
                                                          └── papers that differ: both look, enter again ──> agreed

Which outer envelopes are opened follows from the log alone (`select().papers()`). A batch keeps how many papers it
has and no handle. An entry is sealed to the ballot's key like a slip from a screen; the count opens them together.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import casting, rules
from govern.ballots.lifecycle import keys
from govern.ballots.lifecycle.paper_arrivals import check_teller
from govern.ballots.models import Ballot, MixedBatch, PaperEntry
from govern.ballots.queries import paper_log
from govern.ballots.queries.gathering import floors, gather
from govern.ballots.queries.paper_batches import (
    Read,
    check_challenges,
    differing,
    entries_of,
    mixed_so_far,
    turn_of,
)
from govern.ballots.rules import Stage, papers
from govern.ballots.seal import box, slips
from govern.ballots.seal.documents import Manifest
from govern.ballots.seal.slips import Marks
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid, WrongMoment
from govern.record import Event
from govern.sentences import Sentence
from govern.society import Society

SPOILT_SLIP = bytes(slips.SIZE)
"""What is sealed for a contest whose marks cannot be read: no encoding of a choice begins with a zero."""


async def begin_batch(
    writing: AsyncSession, ballot_id: UUID, style: str, number_of_papers: int, *, by: UUID, at: datetime
) -> int:
    """So many papers of one style lie mixed and numbered before the first of two tellers. Returns the batch's number.

    Raises WrongMoment before the close and while a member's "I did not cast this vote" waits: once a paper is mixed,
    nobody can take it out again. Raises NotValid for fewer papers than the privacy floor, or fewer left over.
    """
    ballot = await _closed(writing, ballot_id)
    await check_teller(writing, ballot, by, at)
    await check_challenges(writing, ballot)
    found = await gather(writing, ballot_id)
    opened, _ = await paper_log.opened_and_sealed(writing, ballot_id, await _manifest(writing, ballot))
    if style not in opened:
        raise NotValid("No paper of this kind waits to be mixed.", field="style")
    done = (await mixed_so_far(writing, ballot_id)).get(style, 0)
    size = papers.Size(max(0, len(opened[style]) - done), floors(found, (style,))[style])
    papers.check_batch(number_of_papers, size)
    last = await writing.scalar(select(func.max(MixedBatch.number)).where(MixedBatch.ballot_id == ballot_id))
    number = (last or 0) + 1
    writing.add(
        MixedBatch(ballot_id=ballot_id, number=number, style=style, papers=number_of_papers, begun_at=at, first_id=by)
    )
    await writing.flush()
    await _note(writing, "paper.batch_begun", ballot_id, number, by, at, papers=number_of_papers, few=size.few)
    return number


async def join_batch(writing: AsyncSession, ballot_id: UUID, number: int, *, by: UUID, at: datetime) -> None:
    """The second teller, at a device of their own. Raises NotAllowed for the first one."""
    ballot = await _closed(writing, ballot_id)
    batch = await _batch(writing, ballot_id, number)
    papers.check_two(batch.first_id, by)
    await check_teller(writing, ballot, by, at)
    if batch.second_id is not None and batch.second_id != by:
        raise AlreadyDone("Two tellers enter this batch already. Take another one.")
    batch.second_id = by
    await writing.flush()
    await _note(writing, "paper.batch_joined", ballot_id, number, by, at)


async def enter(
    writing: AsyncSession,
    society: Society,
    ballot_id: UUID,
    number: int,
    paper: int,
    read: Read | None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """What one teller reads on one paper: marks by contest, or that a contest is spoilt; None: there is no paper.

    May be entered again until its teller has finished. When both have, only where they differ: then each looks at the
    paper with the other and enters it again. Raises NotAChoice for what no paper can say.
    """
    ballot = await _closed(writing, ballot_id)
    batch = await _batch(writing, ballot_id, number)
    turn = turn_of(batch, by)
    if not 1 <= paper <= batch.papers:
        raise NotFound("There is no paper with this number in the batch.")
    manifest = await _manifest(writing, ballot)
    await _check_turn(writing, society, manifest, batch, paper, turn)
    mine = (
        (PaperEntry.ballot_id == ballot_id)
        & (PaperEntry.batch == number)
        & (PaperEntry.paper == paper)
        & (PaperEntry.turn == turn)
    )
    sealed = _sealed(manifest, batch.style, read, keys.tellers_key(society, ballot_id).public)
    await writing.execute(delete(PaperEntry).where(mine))
    writing.add_all(
        PaperEntry(ballot_id=ballot_id, batch=number, paper=paper, turn=turn, contest=contest, box=content)
        for contest, content in sealed.items()
    )
    await writing.flush()
    if batch.first_done and batch.second_done:
        await _note(writing, "paper.entered_again", ballot_id, number, by, at, paper=paper)
        await _agree(writing, society, manifest, batch, by, at)


async def _check_turn(
    writing: AsyncSession, society: Society, manifest: Manifest, batch: MixedBatch, paper: int, turn: int
) -> None:
    if batch.agreed_at is not None:
        raise AlreadyDone("Both tellers agree on this batch. It waits for the count.")
    both = batch.first_done and batch.second_done
    if both and paper not in await _differing(writing, society, manifest, batch):
        raise AlreadyDone("Both tellers read this paper alike, so it stays as it is.")
    if not both and (batch.first_done if turn == 1 else batch.second_done):
        raise WrongMoment("You have finished this batch. Wait for the other teller; then you see where you differ.")


def _sealed(manifest: Manifest, style: str, read: Read | None, key: bytes) -> dict[str, bytes | None]:
    """Contest -> what is kept of it: a sealed slip, or nothing where there was no paper."""
    contests = manifest.style(style).contests
    if read is None:
        return dict.fromkeys(contests)
    if set(read) != set(contests):
        raise NotValid("Enter every question of the paper: what is marked, blank, or spoilt.")
    return {contest: box.seal(key, _slip(manifest, contest, read[contest])) for contest in contests}


def _slip(manifest: Manifest, contest: str, marks: Marks | None) -> bytes:
    return SPOILT_SLIP if marks is None else slips.encode(manifest.contest(contest), marks)


async def finish(
    writing: AsyncSession, society: Society, ballot_id: UUID, number: int, *, by: UUID, at: datetime
) -> tuple[int, ...]:
    """One teller has entered every paper. When both have, returns the papers on which they differ; none: agreed."""
    ballot = await _closed(writing, ballot_id)
    batch = await _batch(writing, ballot_id, number)
    turn = turn_of(batch, by)
    entered = {paper for (paper, of), _ in (await entries_of(writing, ballot_id, number)).items() if of == turn}
    left = [paper for paper in range(1, batch.papers + 1) if paper not in entered]
    if left:
        raise WrongMoment(
            Sentence(
                "{n} paper is not entered yet. The next one is paper {paper}.",
                "{n} papers are not entered yet. The next one is paper {paper}.",
                len(left),
                n=len(left),
                paper=left[0],
            )
        )
    if turn == 1:
        batch.first_done = True
    else:
        batch.second_done = True
    await writing.flush()
    await _note(writing, "paper.batch_finished", ballot_id, number, by, at)
    if not (batch.first_done and batch.second_done):
        return ()
    return await _agree(writing, society, await _manifest(writing, ballot), batch, by, at)


async def _agree(
    writing: AsyncSession, society: Society, manifest: Manifest, batch: MixedBatch, by: UUID, at: datetime
) -> tuple[int, ...]:
    """The batch is agreed if nothing differs any more."""
    left = await _differing(writing, society, manifest, batch)
    if not left:
        batch.agreed_at = at
        await writing.flush()
        await _note(writing, "paper.batch_agreed", batch.ballot_id, batch.number, by, at, papers=batch.papers)
    return left


async def _differing(
    writing: AsyncSession, society: Society, manifest: Manifest, batch: MixedBatch
) -> tuple[int, ...]:
    private = keys.tellers_key(society, batch.ballot_id).private
    return differing(manifest, private, await entries_of(writing, batch.ballot_id, batch.number))


async def drop_batch(writing: AsyncSession, ballot_id: UUID, number: int, *, by: UUID, at: datetime) -> None:
    """A batch went wrong (miscounted, mixed with another): what was entered goes, its papers are mixed anew.

    One of its tellers does it, before the count.
    """
    await _closed(writing, ballot_id)
    batch = await _batch(writing, ballot_id, number)
    turn_of(batch, by)
    await writing.execute(delete(PaperEntry).where(PaperEntry.ballot_id == ballot_id, PaperEntry.batch == number))
    agreed = batch.agreed_at is not None
    await writing.delete(batch)
    await writing.flush()
    await _note(writing, "paper.batch_dropped", ballot_id, number, by, at, agreed=agreed)


async def check_not_mixed(reading: AsyncSession, ballot: Ballot, handle: str) -> None:
    """Raises WrongMoment where an entry cannot be struck any more: its paper lies mixed with others."""
    if not await mixed_so_far(reading, ballot.id):
        return
    selection = await paper_log.selected(reading, ballot.id, await _manifest(reading, ballot))
    if any(entry.handle == handle for entry in selection.papers()):
        raise WrongMoment(
            "The paper of this member lies mixed with others, so nobody can take it out again. "
            "Let the vote stand, and tell the scrutineers what you found."
        )


async def _closed(writing: AsyncSession, ballot_id: UUID) -> Ballot:
    ballot = await locked(writing, Ballot, ballot_id)
    if ballot.stage is Stage.OPEN:
        raise WrongMoment("Voting is open, so no envelope is opened yet. Come back when it has closed.")
    if ballot.stage is not Stage.CLOSED:
        rules.after(ballot.stage, rules.Step.CLOSE)  # says where it stands
        raise WrongMoment("This vote is not open yet, so there are no papers. Come back when it has closed.")
    return ballot


async def _batch(writing: AsyncSession, ballot_id: UUID, number: int) -> MixedBatch:
    batch = await writing.get(MixedBatch, (ballot_id, number)) if number <= papers.MOST_BATCHES else None
    if batch is None:
        raise NotFound("There is no such batch. Go back to the papers of this vote.")
    return batch


async def _manifest(reading: AsyncSession, ballot: Ballot) -> Manifest:
    assert ballot.manifest_hash is not None
    return await casting.manifest_of(reading, ballot.id, ballot.manifest_hash)


async def _note(
    writing: AsyncSession, verb: str, ballot_id: UUID, number: int, by: UUID, at: datetime, **more: int
) -> None:
    facts: dict[str, str | int | bool | None] = {"batch": number, **more}
    await record.add(writing, Event(verb, f"ballot:{ballot_id}", at, by, facts))


__all__ = ["begin_batch", "check_not_mixed", "drop_batch", "enter", "finish", "join_batch"]
