"""What tellers and officers see of papers: what there is to do now, piles of envelopes, batches, one paper."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import casting
from govern.ballots.models import Ballot, MixedBatch, PaperArrival, PaperBatch
from govern.ballots.queries import paper_log
from govern.ballots.queries.gathering import Gathered, floors, gather, roll_by_style, style_name
from govern.ballots.queries.members import contest_views
from govern.ballots.queries.paper_batches import Read, differing, entries_of, mixed_so_far, opened
from govern.ballots.queries.views import ContestView
from govern.ballots.rules import Stage, papers
from govern.ballots.seal.documents import Manifest
from govern.errors import NotFound
from govern.identity import queries as identity
from govern.sentences import Sentence


class PileView(msgspec.Struct, frozen=True, kw_only=True):
    """One pile of outer envelopes: who logged it, who confirmed it, and the codes on it while it is not confirmed."""

    number: int
    opened_by: UUID
    opened_name: str
    confirmed_name: str
    confirmed_at: datetime | None
    papers: int
    codes: tuple[str, ...] = ()


class SealedView(msgspec.Struct, frozen=True):
    """An outer envelope that stays sealed, by its code, and why."""

    code: str
    why: Sentence


class StyleToOpen(msgspec.Struct, frozen=True, kw_only=True):
    """The outer envelopes of one style that are opened, and how many of their papers are in batches already."""

    style: str
    name: str
    codes: tuple[str, ...]
    mixed: int
    floor: int

    @property
    def size(self) -> papers.Size:
        return papers.Size(max(0, len(self.codes) - self.mixed), self.floor)


class BatchView(msgspec.Struct, frozen=True, kw_only=True):
    """One mixed batch. `entered`: the papers each teller has entered; `unlike`: where they differ, once both have
    finished.
    """

    number: int
    style: str
    style_name: str
    papers: int
    first_id: UUID
    first_name: str
    second_id: UUID | None
    second_name: str
    first_done: bool
    second_done: bool
    agreed: bool
    entered: tuple[frozenset[int], frozenset[int]]
    unlike: tuple[int, ...]

    def turn_of(self, person_id: UUID) -> int:
        """1 or 2 for its tellers, 0 for anybody else."""
        return 1 if person_id == self.first_id else 2 if person_id == self.second_id else 0

    def done_by(self, turn: int) -> bool:
        return (self.first_done, self.second_done)[turn - 1] if turn else False

    @property
    def both_done(self) -> bool:
        return self.first_done and self.second_done


class PaperTally(msgspec.Struct, frozen=True, kw_only=True):
    """Everything of papers in one ballot, for its office page."""

    piles: tuple[PileView, ...]
    arrived: int
    to_open: tuple[StyleToOpen, ...]
    stay_sealed: tuple[SealedView, ...]
    batches: tuple[BatchView, ...]

    @property
    def waiting(self) -> int:
        """Papers that count and are in no batch."""
        return sum(one.size.waiting for one in self.to_open)

    @property
    def finished(self) -> bool:
        return self.waiting == 0 and all(batch.agreed for batch in self.batches)


async def paper_tally(reading: AsyncSession, ballot_id: UUID, *, language: str, private: bytes | None) -> PaperTally:
    """All there is. With the ballot's key it says where two tellers differ; without, only that they have finished."""
    found = await gather(reading, ballot_id)
    ballot = found.ballot
    opens: tuple[StyleToOpen, ...] = ()
    sealed: tuple[SealedView, ...] = ()
    batches: tuple[BatchView, ...] = ()
    if ballot.stage not in (Stage.DRAFT, Stage.PUBLISHED, Stage.FROZEN, Stage.OPEN, Stage.WITHDRAWN):
        manifest = await _manifest(reading, ballot)
        opens, sealed = await _after_the_close(reading, found, manifest, language)
        batches = await _batches(reading, found, manifest, language, private)
    piles = await _piles(reading, ballot_id)
    arrived = sum(pile.papers for pile in piles if pile.confirmed_at is not None)
    return PaperTally(piles=piles, arrived=arrived, to_open=opens, stay_sealed=sealed, batches=batches)


async def _manifest(reading: AsyncSession, ballot: Ballot) -> Manifest:
    if ballot.manifest_hash is None:
        raise NotFound("This vote has no papers yet. Come back when it is open.")
    return await casting.manifest_of(reading, ballot.id, ballot.manifest_hash)


async def _piles(reading: AsyncSession, ballot_id: UUID) -> tuple[PileView, ...]:
    rows = list(
        await reading.scalars(select(PaperBatch).where(PaperBatch.ballot_id == ballot_id).order_by(PaperBatch.number))
    )
    counted = select(PaperArrival.batch, func.count()).where(PaperArrival.ballot_id == ballot_id)
    sizes = {pile: int(size) for pile, size in await reading.execute(counted.group_by(PaperArrival.batch))}
    people = await identity.people_by_id(
        reading, [one for row in rows for one in (row.opened_by, row.confirmed_by) if one is not None]
    )
    return tuple(
        PileView(
            number=row.number,
            opened_by=row.opened_by,
            opened_name=people[row.opened_by].name,
            confirmed_name=people[row.confirmed_by].name if row.confirmed_by else "",
            confirmed_at=row.confirmed_at,
            papers=sizes.get(row.number, 0),
        )
        for row in rows
    )


async def pile_of(reading: AsyncSession, ballot_id: UUID, number: int) -> PileView:
    """One pile with the codes on it. Raises NotFound."""
    for pile in await _piles(reading, ballot_id):
        if pile.number == number:
            codes = await reading.scalars(
                select(PaperArrival.handle)
                .where(PaperArrival.ballot_id == ballot_id, PaperArrival.batch == number)
                .order_by(PaperArrival.handle)
            )
            return msgspec.structs.replace(pile, codes=tuple(papers.grouped(code) for code in codes))
    raise NotFound("There is no such pile. Go back to the papers of this vote.")


async def _after_the_close(
    reading: AsyncSession, found: Gathered, manifest: Manifest, language: str
) -> tuple[tuple[StyleToOpen, ...], tuple[SealedView, ...]]:
    handles, stay = await paper_log.opened_and_sealed(reading, found.ballot.id, manifest)
    mixed = await mixed_so_far(reading, found.ballot.id)
    floor = floors(found, tuple(handles))
    opens = tuple(
        StyleToOpen(
            style=style,
            name=style_name(found.book, style, language),
            codes=tuple(papers.grouped(handle) for handle in theirs),
            mixed=mixed.get(style, 0),
            floor=floor[style],
        )
        for style, theirs in handles.items()
    )
    return opens, tuple(SealedView(papers.grouped(entry.handle), entry.sentence()) for entry in stay)


async def _batches(
    reading: AsyncSession, found: Gathered, manifest: Manifest, language: str, private: bytes | None
) -> tuple[BatchView, ...]:
    ballot_id = found.ballot.id
    rows = list(
        await reading.scalars(select(MixedBatch).where(MixedBatch.ballot_id == ballot_id).order_by(MixedBatch.number))
    )
    people = await identity.people_by_id(
        reading, [one for row in rows for one in (row.first_id, row.second_id) if one is not None]
    )
    views = []
    for row in rows:
        entries = await entries_of(reading, ballot_id, row.number)
        both = row.first_done and row.second_done and row.agreed_at is None
        views.append(
            BatchView(
                number=row.number,
                style=row.style,
                style_name=style_name(found.book, row.style, language),
                papers=row.papers,
                first_id=row.first_id,
                first_name=people[row.first_id].name,
                second_id=row.second_id,
                second_name=people[row.second_id].name if row.second_id else "",
                first_done=row.first_done,
                second_done=row.second_done,
                agreed=row.agreed_at is not None,
                entered=(
                    frozenset(paper for paper, turn in entries if turn == 1),
                    frozenset(paper for paper, turn in entries if turn == 2),
                ),
                unlike=differing(manifest, private, entries) if both and private is not None else (),
            )
        )
    return tuple(views)


class PaperToRead(msgspec.Struct, frozen=True, kw_only=True):
    """One numbered paper before a teller: its questions, what they entered, and where both have finished and differ
    what the other one entered. An entry of None is "no paper".
    """

    number: int
    contests: tuple[ContestView, ...]
    entered: bool
    mine: Read | None
    other: Read | None
    show_other: bool


async def paper_to_read(
    reading: AsyncSession, ballot_id: UUID, batch: BatchView, paper: int, turn: int, *, language: str, private: bytes
) -> PaperToRead:
    """Raises NotFound for a number the batch has not. The other teller's entry is there only where both differ."""
    if not 1 <= paper <= batch.papers:
        raise NotFound("There is no paper with this number in the batch.")
    found = await gather(reading, ballot_id)
    manifest = await _manifest(reading, found.ballot)
    views = {str(v.id): v for v in contest_views(found, await roll_by_style(reading, ballot_id), language)}
    entries = await entries_of(reading, ballot_id, batch.number)
    mine = entries.get((paper, turn))
    show_other = paper in batch.unlike
    other = entries.get((paper, 3 - turn), {}) if show_other else {}
    return PaperToRead(
        number=paper,
        contests=tuple(views[contest] for contest in manifest.style(batch.style).contests),
        entered=mine is not None,
        mine=opened(manifest, private, mine) if mine is not None else None,
        other=opened(manifest, private, other) if show_other else None,
        show_other=show_other,
    )
