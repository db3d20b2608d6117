"""The papers of a meeting: added, in new versions of which whoever had the old one is told, taken away, read.

The file is cleaned and written before its row, and forgotten where the row is refused: see the page.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots.rules.reading import HowRead
from govern.constituencies.boards import queries as boards
from govern.constituencies.rulebook.book import Rulebook
from govern.database import in_language
from govern.documents.attachments import Cleaned
from govern.errors import NotAllowed, NotFound, NotValid, WrongMoment
from govern.identity import queries as identity
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.held import held, notices_of
from govern.meetings.lifecycle.mailing import Addressee
from govern.meetings.lifecycle.noticing import addressee_of, entitled_to_notice, had_notice
from govern.meetings.lifecycle.preparing import book_of, spoken
from govern.meetings.lifecycle.presence import recused_of
from govern.meetings.models import AgendaItem, Meeting, MeetingPaper, MeetingPaperRead, PaperVersion
from govern.meetings.rules import MeetingKind, Readers, Stage
from govern.post import lifecycle as post
from govern.post.rules import Draft
from govern.record import Event
from govern.sentences import Sentence


class NewPaper(msgspec.Struct, frozen=True):
    """What a paper is called, which item it is for, and who may read it."""

    title: dict[str, str]
    readers: Readers
    item_id: UUID | None = None


async def add_paper(
    writing: AsyncSession,
    meeting_id: UUID,
    wanted: NewPaper,
    file_id: UUID,
    file: Cleaned,
    *,
    by: UUID,
    at: datetime,
) -> UUID:
    """A paper with its first version. Raises `WrongMoment` once the meeting is over, `NotValid`."""
    meeting = await held(writing, meeting_id)
    there = await writing.scalar(
        select(func.count()).where(MeetingPaper.meeting_id == meeting_id, MeetingPaper.taken_at.is_(None))
    )
    rules.check_papers_open(meeting.stage, there or 0)
    rules.check_languages(wanted.title, spoken(await book_of(writing, meeting.starts_at)), "title")
    if wanted.item_id is not None:
        item = await writing.get(AgendaItem, wanted.item_id)
        if item is None or item.meeting_id != meeting_id:
            raise NotValid("Choose an item of this meeting.", field="item")
    paper = MeetingPaper(
        id=uuid4(), meeting_id=meeting_id, item_id=wanted.item_id, title=wanted.title, readers=wanted.readers
    )
    writing.add(paper)
    await writing.flush()
    _put(writing, paper.id, 1, file_id, file, None, by, at)
    await writing.flush()
    await _note(writing, "meeting.paper_added", meeting_id, by, at, paper=str(paper.id), hash=file.hash.hex())
    return paper.id


def _put(
    writing: AsyncSession,
    paper_id: UUID,
    number: int,
    file_id: UUID,
    file: Cleaned,
    changed: str | None,
    by: UUID,
    at: datetime,
) -> None:
    writing.add(
        PaperVersion(
            id=file_id,
            paper_id=paper_id,
            number=number,
            kind=file.kind,
            size=len(file.content),
            hash=file.hash,
            words=file.words,
            changed=changed,
            added_by=by,
            added_at=at,
        )
    )


async def new_version(
    writing: AsyncSession,
    paper_id: UUID,
    file_id: UUID,
    file: Cleaned,
    changed: str,
    *,
    pages: dict[str, str],
    by: UUID,
    at: datetime,
) -> int:
    """A new version; whoever had the old one is told what changed. Returns how many are told.

    Raises `NotValid` for the file that is there already, `WrongMoment` once the meeting is over.
    """
    paper, meeting = await _held(writing, paper_id)
    rules.check_papers_open(meeting.stage, 0)
    last = (await versions_of(writing, paper_id))[-1]
    if last.hash == file.hash:
        raise NotValid("This is the version that is there already. Choose the new file.", field="file")
    people = await who_had(writing, paper, meeting, last, at)
    _put(writing, paper_id, last.number + 1, file_id, file, changed, by, at)
    await writing.flush()
    society = (await book_of(writing, at)).society.name
    drafts = [_letter(paper, meeting, person, changed, pages, society) for person in people]
    await post.write_all(writing, drafts, at=at)
    await _note(
        writing,
        "meeting.paper_changed",
        meeting.id,
        by,
        at,
        paper=str(paper_id),
        number=last.number + 1,
        hash=file.hash.hex(),
        told=len(people),
    )
    return len(people)


def _letter(
    paper: MeetingPaper, meeting: Meeting, person: Addressee, changed: str, pages: dict[str, str], society: str
) -> Draft:
    language = person.language if person.language in pages else next(iter(pages))
    say = LANGUAGES[language].say
    title = in_language(paper.title, language)
    lines = (
        Sentence(
            "There is a new version of this paper: {title}. It is for the meeting {meeting}, {moment}.",
            title=title,
            meeting=in_language(meeting.title, language),
            moment=meeting.starts_at,
        ),
        Sentence("What changed: {words}", words=changed),
        Sentence("Read it on the page of the meeting: {page}", page=f"{pages[language]}/papers"),
    )
    return Draft(
        to_address=person.email,
        kind="meeting_paper",
        about=f"meeting:{meeting.id}",
        language=language,
        subject=say(Sentence("New version of a paper: {title}", title=title))[:300],
        body="\n\n".join([*(say(line) for line in lines), society]) + "\n",
        person_id=person.person_id,
        format=person.format,
    )


async def who_had(
    reading: AsyncSession, paper: MeetingPaper, meeting: Meeting, last: PaperVersion, at: datetime
) -> tuple[Addressee, ...]:
    """Those who may read it and had the notice while it was there, or said that they have read it."""
    notices = [one for one in await notices_of(reading, meeting.id) if one.sent_at >= last.added_at]
    told = {one.person_id: one for one in await had_notice(reading, await notices_of(reading, meeting.id))}
    if not notices and meeting.stage is Stage.DRAFT:
        told = {}
    read = await reading.scalars(
        select(MeetingPaperRead.person_id)
        .join(PaperVersion, PaperVersion.id == MeetingPaperRead.version_id)
        .where(PaperVersion.paper_id == paper.id)
        .distinct()
    )
    missing = [person for person in read if person not in told]
    told |= {one.id: addressee_of(one) for one in (await identity.people_by_id(reading, missing)).values()}
    readers = await readers_of(reading, meeting, at)
    recused = await recused_of(reading, paper.item_id) if paper.item_id else frozenset()
    return tuple(
        person
        for person in told.values()
        if rules.may_read(
            paper.readers,
            told=person.person_id in readers.told,
            sits=person.person_id in readers.sits,
            recused=person.person_id in recused,
            calls=False,
        )
    )


class ReadersOf(msgspec.Struct, frozen=True):
    """Who is told of a meeting, and who sits on its body: for a general meeting on the board."""

    told: frozenset[UUID]
    sits: frozenset[UUID]


async def readers_of(reading: AsyncSession, meeting: Meeting, at: datetime) -> ReadersOf:
    told = frozenset(one.person_id for one in await entitled_to_notice(reading, meeting, at))
    book: Rulebook = await book_of(reading, at)
    body = meeting.body if meeting.kind is MeetingKind.BOARD else book.board().id
    sits = frozenset(seat.person_id for seat in await boards.sitting(reading, body, rules.day_of(at)))
    return ReadersOf(told, sits)


async def take_paper_away(writing: AsyncSession, paper_id: UUID, *, by: UUID, at: datetime) -> None:
    """It is no longer shown. What was kept of it stays with the meeting."""
    paper, meeting = await _held(writing, paper_id)
    rules.check_papers_open(meeting.stage, 0)
    paper.taken_at = at
    await writing.flush()
    await _note(writing, "meeting.paper_taken_away", meeting.id, by, at, paper=str(paper_id))


async def say_paper_read(
    writing: AsyncSession, paper_id: UUID, person_id: UUID, how: HowRead | None, *, calls: bool, at: datetime
) -> None:
    """Somebody says that they have read the newest version, that it was read to them, or neither any more."""
    paper, meeting = await _held(writing, paper_id)
    if meeting.stage in (Stage.DRAFT, Stage.CANCELLED):
        raise WrongMoment("This can be said from when the notice is out.")
    await check_reader(writing, paper, meeting, person_id, calls=calls, at=at)
    last = (await versions_of(writing, paper_id))[-1]
    mine = delete(MeetingPaperRead).where(
        MeetingPaperRead.version_id == last.id, MeetingPaperRead.person_id == person_id
    )
    await writing.execute(mine)
    if how is not None:
        writing.add(MeetingPaperRead(version_id=last.id, person_id=person_id, how=how, on=rules.day_of(at)))
    await writing.flush()
    await _note(writing, "meeting.paper_read_said", meeting.id, None, at)


async def check_reader(
    reading: AsyncSession, paper: MeetingPaper, meeting: Meeting, person_id: UUID, *, calls: bool, at: datetime
) -> None:
    """Raises `NotAllowed` for whoever may not read it."""
    readers = await readers_of(reading, meeting, at)
    recused = await recused_of(reading, paper.item_id) if paper.item_id else frozenset()
    if not rules.may_read(
        paper.readers,
        told=person_id in readers.told,
        sits=person_id in readers.sits,
        recused=person_id in recused,
        calls=calls,
    ):
        raise NotAllowed("This paper is for those who sit on the body. Ask the secretary about it.")


async def versions_of(reading: AsyncSession, paper_id: UUID) -> tuple[PaperVersion, ...]:
    found = await reading.scalars(
        select(PaperVersion).where(PaperVersion.paper_id == paper_id).order_by(PaperVersion.number)
    )
    return tuple(found)


async def _held(writing: AsyncSession, paper_id: UUID) -> tuple[MeetingPaper, Meeting]:
    paper = await writing.get(MeetingPaper, paper_id)
    if paper is None or paper.taken_at is not None:
        raise NotFound("There is no such paper. It may have been taken away. Look at the list again.")
    return paper, await held(writing, paper.meeting_id)


async def _note(
    writing: AsyncSession, verb: str, meeting_id: UUID, by: UUID | None, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"meeting:{meeting_id}", at, by, dict(facts)))
