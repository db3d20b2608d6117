"""Mixed batches as they stand: who reads them, what is entered, where two tellers differ, what the count takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.models import Ballot, Challenge, MixedBatch, PaperEntry
from govern.ballots.rules import Answer, papers
from govern.ballots.seal import box, slips
from govern.ballots.seal.documents import Manifest, PaperBatch, PaperSlips
from govern.ballots.seal.slips import Marks, Spoilt
from govern.errors import NotAllowed, WrongMoment

Read = dict[str, Marks | None]
"""Contest -> what is marked on a paper; nothing marked is blank, None is spoilt."""

Entries = dict[tuple[int, int], dict[str, bytes | None]]
"""(paper, turn) -> contest -> sealed slip; None where there was no paper."""


Mark = tuple[tuple[int, str, int, str], ...]
"""How the batches stand: another value whenever one is added, dropped or agreed anew."""


def turn_of(batch: MixedBatch, person_id: UUID) -> int:
    """1 for the first teller of a batch, 2 for the second. Raises NotAllowed for anybody else."""
    if person_id == batch.first_id:
        return 1
    if person_id == batch.second_id:
        return 2
    raise NotAllowed("Only the two tellers of this batch do this. Join it as the second teller, or take another one.")


async def mixed_so_far(reading: AsyncSession, ballot_id: UUID) -> dict[str, int]:
    """Style -> how many papers are in batches."""
    rows = await reading.execute(
        select(MixedBatch.style, func.sum(MixedBatch.papers))
        .where(MixedBatch.ballot_id == ballot_id)
        .group_by(MixedBatch.style)
    )
    return {style: int(number) for style, number in rows}


async def entries_of(reading: AsyncSession, ballot_id: UUID, number: int) -> Entries:
    """Everything entered for a batch, still sealed."""
    found: Entries = defaultdict(dict)
    rows = await reading.execute(
        select(PaperEntry.paper, PaperEntry.turn, PaperEntry.contest, PaperEntry.box).where(
            PaperEntry.ballot_id == ballot_id, PaperEntry.batch == number
        )
    )
    for paper, turn, contest, content in rows:
        found[paper, turn][contest] = content
    return dict(found)


def opened(manifest: Manifest, private: bytes, entry: Mapping[str, bytes | None]) -> Read | None:
    """One entry in clear; None: there was no paper."""
    read: Read = {}
    for contest, content in entry.items():
        if content is None:
            return None
        try:
            read[contest] = slips.decode(manifest.contest(contest), box.open_(private, content))
        except Spoilt:
            read[contest] = None
    return read


def differing(manifest: Manifest, private: bytes, entries: Entries) -> tuple[int, ...]:
    """The papers of which two tellers do not say the same, in order."""
    numbers = sorted({paper for paper, _ in entries})
    return tuple(
        paper
        for paper in numbers
        if opened(manifest, private, entries.get((paper, 1), {}))
        != opened(manifest, private, entries.get((paper, 2), {}))
    )


async def check_challenges(reading: AsyncSession, ballot: Ballot) -> None:
    """Raises WrongMoment while a member's word waits: a paper that is mixed can never be taken out."""
    waiting = await reading.scalar(
        select(func.count())
        .select_from(Challenge)
        .where(
            Challenge.ballot_id == ballot.id,
            Challenge.answer.is_(None) | ((Challenge.answer == Answer.STRUCK) & Challenge.seconded_at.is_(None)),
        )
    )
    if waiting:
        raise WrongMoment(
            "Somebody says that they did not cast the vote in their name. Answer them before envelopes are opened."
        )


async def agreed_batches(
    reading: AsyncSession, ballot_id: UUID, manifest: Manifest, wanted: Mapping[str, int], private: bytes
) -> tuple[list[PaperBatch], Mark]:
    """Every batch as the log will have it, with nothing that says which paper was whose; and how they stand.

    `wanted`: style -> how many papers count by the log. Raises WrongMoment while one of them is not entered, a batch
    is not finished or two tellers differ.
    """
    batches = list(
        await reading.scalars(select(MixedBatch).where(MixedBatch.ballot_id == ballot_id).order_by(MixedBatch.number))
    )
    found, unfinished, unlike = [], 0, 0
    for batch in batches:
        entries = await entries_of(reading, ballot_id, batch.number)
        if batch.agreed_at is None:
            both = batch.first_done and batch.second_done
            unlike += len(differing(manifest, private, entries)) if both else 0
            unfinished += 0 if both else 1
            continue
        found.append(_as_leaf(manifest, private, batch, [entry for (_, turn), entry in entries.items() if turn == 1]))
    _check_all_there(batches, wanted, unfinished, unlike)
    return found, mark_of(batches)


def _as_leaf(
    manifest: Manifest, private: bytes, batch: MixedBatch, entries: list[dict[str, bytes | None]]
) -> PaperBatch:
    read = [entry for paper in entries if (entry := opened(manifest, private, paper)) is not None]
    parts = []
    for contest in manifest.style(batch.style).contests:
        marks = [paper[contest] for paper in read]
        written = sorted(slips.encode(manifest.contest(contest), one) for one in marks if one is not None)
        parts.append(PaperSlips(contest, tuple(written), marks.count(None)))
    return PaperBatch(
        batch=str(batch.number),
        style=batch.style,
        papers=batch.papers,
        missing=batch.papers - len(read),
        slips=tuple(parts),
        tellers=("first teller", "second teller"),
    )


def _check_all_there(batches: list[MixedBatch], wanted: Mapping[str, int], unfinished: int, unlike: int) -> None:
    mixed: dict[str, int] = defaultdict(int)
    for batch in batches:
        mixed[batch.style] += batch.papers
    waiting = sum(max(0, number - mixed[style]) for style, number in wanted.items())
    over = sum(max(0, number - wanted.get(style, 0)) for style, number in mixed.items())
    papers.check_entered(waiting, unfinished, unlike, over)


def mark_of(batches: list[MixedBatch]) -> Mark:
    """How batches stand, in short."""
    return tuple(
        (batch.number, batch.style, batch.papers, batch.agreed_at.isoformat() if batch.agreed_at else "")
        for batch in batches
    )


async def mark_now(reading: AsyncSession, ballot_id: UUID) -> Mark:
    rows = select(MixedBatch).where(MixedBatch.ballot_id == ballot_id).order_by(MixedBatch.number)
    return mark_of(list(await reading.scalars(rows)))
