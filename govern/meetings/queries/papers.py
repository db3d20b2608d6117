"""The papers of a meeting as somebody may see them, and for the office how many have read each."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.rules.reading import HowRead, ReadCount, told
from govern.database import in_language
from govern.documents.attachments import Kind
from govern.errors import NotFound
from govern.meetings import rules
from govern.meetings.lifecycle.held import found
from govern.meetings.lifecycle.papers import ReadersOf, check_reader, readers_of, versions_of
from govern.meetings.lifecycle.preparing import book_of
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.models import AgendaItem, Meeting, MeetingPaper, MeetingPaperRead, PaperVersion
from govern.meetings.rules import MeetingKind, Readers


class VersionView(msgspec.Struct, frozen=True):
    """One version: its number, its file, when it came and what changed in it."""

    id: UUID
    number: int
    kind: Kind
    size: int
    hash: str
    added_at: datetime
    changed: str | None


class PaperView(msgspec.Struct, frozen=True):
    """A paper with its versions, the newest last, and whether I said that I have read the newest."""

    id: UUID
    title: str
    readers: Readers
    item_id: UUID | None
    item: str
    versions: tuple[VersionView, ...]
    how: HowRead | None
    count: ReadCount | None = None
    position: int | None = None

    @property
    def newest(self) -> VersionView:
        return self.versions[-1]


async def papers_for(
    reading: AsyncSession, meeting_id: UUID, person_id: UUID, language: str, at: datetime, *, calls: bool
) -> tuple[PaperView, ...]:
    """The papers that somebody may read. Of the others not even the title is told."""
    await found(reading, meeting_id)
    rows = await _there(reading, meeting_id)
    theirs = await readable(reading, [row.id for row in rows], person_id, at, calls=calls)
    return in_order([await _view(reading, row, person_id, language) for row in rows if row.id in theirs])


async def readable(
    reading: AsyncSession, paper_ids: Collection[UUID], person_id: UUID, at: datetime, *, calls: bool
) -> frozenset[UUID]:
    """Which of these papers somebody may read, of however many meetings; none that was taken away."""
    rows = await reading.execute(
        select(MeetingPaper, Meeting)
        .join(Meeting, Meeting.id == MeetingPaper.meeting_id)
        .where(MeetingPaper.id.in_(paper_ids), MeetingPaper.taken_at.is_(None))
    )
    of_body: dict[tuple[MeetingKind, UUID | str], ReadersOf] = {}
    theirs = set[UUID]()
    for paper, meeting in rows:
        same = (meeting.kind, meeting.id if meeting.kind is MeetingKind.FORUM else meeting.body)
        if same not in of_body:
            of_body[same] = await readers_of(reading, meeting, at)
        recused = await recused_of(reading, paper.item_id) if paper.item_id else frozenset()
        if rules.may_read(
            paper.readers,
            told=person_id in of_body[same].told,
            sits=person_id in of_body[same].sits,
            recused=person_id in recused,
            calls=calls,
        ):
            theirs.add(paper.id)
    return frozenset(theirs)


async def papers_for_all(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[PaperView, ...]:
    """The papers that everybody who is told of the meeting may read: what its agenda may name."""
    meeting = await found(reading, meeting_id)
    rows = [row for row in await _there(reading, meeting_id) if row.readers in rules.open_to_all(meeting.kind)]
    return in_order([await _view(reading, row, None, language) for row in rows])


def in_order(papers: Sequence[PaperView]) -> tuple[PaperView, ...]:
    """As the agenda has them; those for the whole meeting last."""
    return tuple(sorted(papers, key=lambda one: (one.position is None, one.position or 0, one.title, one.id)))


async def _there(reading: AsyncSession, meeting_id: UUID) -> list[MeetingPaper]:
    wanted = select(MeetingPaper).where(MeetingPaper.meeting_id == meeting_id, MeetingPaper.taken_at.is_(None))
    return list(await reading.scalars(wanted))


async def _view(reading: AsyncSession, row: MeetingPaper, person_id: UUID | None, language: str) -> PaperView:
    item = await reading.get(AgendaItem, row.item_id) if row.item_id else None
    versions = await versions_of(reading, row.id)
    mine = await reading.get(MeetingPaperRead, (versions[-1].id, person_id)) if person_id else None
    return PaperView(
        id=row.id,
        title=in_language(row.title, language),
        readers=row.readers,
        item_id=row.item_id,
        item=f"{item.position}. {in_language(item.title, language)}" if item else "",
        versions=tuple(
            VersionView(v.id, v.number, v.kind, v.size, v.hash.hex(), v.added_at, v.changed) for v in versions
        ),
        how=mine.how if mine else None,
        position=item.position if item else None,
    )


async def papers_in_office(
    reading: AsyncSession, meeting_id: UUID, person_id: UUID, language: str, at: datetime
) -> tuple[PaperView, ...]:
    """All of them, with how many have read the newest version: no number so small that it says who."""
    floor = max((await book_of(reading, at)).ballot.privacy_floor, 1)
    papers = await papers_for(reading, meeting_id, person_id, language, at, calls=True)
    rows = await reading.execute(
        select(MeetingPaperRead.version_id, MeetingPaperRead.how, func.count())
        .where(MeetingPaperRead.version_id.in_([one.newest.id for one in papers]))
        .group_by(MeetingPaperRead.version_id, MeetingPaperRead.how)
    )
    numbers = {(version, how): number for version, how, number in rows}

    def count(one: PaperView) -> ReadCount:
        alone, read_to = (numbers.get((one.newest.id, how), 0) for how in (HowRead.ALONE, HowRead.READ_TO))
        return told(alone, read_to, floor)

    return tuple(msgspec.structs.replace(one, count=count(one)) for one in papers)


class PaperFile(msgspec.Struct, frozen=True):
    """The file of one version: where it lies, what it must be, what it is called when it is saved."""

    id: UUID
    hash: bytes
    kind: Kind
    name: str


async def paper_file(
    reading: AsyncSession,
    meeting_id: UUID,
    paper_id: UUID,
    number: int,
    person_id: UUID,
    at: datetime,
    *,
    calls: bool,
) -> PaperFile:
    """Raises `NotFound`, and `NotAllowed` for whoever may not read it."""
    paper = await reading.get(MeetingPaper, paper_id)
    if paper is None or paper.meeting_id != meeting_id or paper.taken_at is not None:
        raise NotFound("There is no such paper. It may have been taken away. Look at the list again.")
    await check_reader(reading, paper, await found(reading, meeting_id), person_id, calls=calls, at=at)
    versions: dict[int, PaperVersion] = {one.number: one for one in await versions_of(reading, paper_id)}
    if number not in versions:
        raise NotFound("There is no such version of this paper. Look at the list again.")
    version = versions[number]
    name = f"paper-{paper_id.hex[:8]}-{number}.{ending_of(version.kind)}"
    return PaperFile(version.id, version.hash, version.kind, name)


def ending_of(kind: Kind) -> str:
    """How the name of such a file ends."""
    return "jpg" if kind is Kind.JPEG else kind.value
