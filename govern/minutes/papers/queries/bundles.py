"""Everything of a meeting together: its papers in each language, its votes' papers, the lines of the audit trail.

What can be made is made, as it was issued where it was; what cannot be made yet stands in the list with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.constituencies.rulebook.book import Rulebook
from govern.documents import Document, Facts, Form
from govern.documents.attachments import Kind
from govern.errors import GovernError
from govern.languages import LANGUAGES, Language
from govern.meetings import queries as meetings
from govern.meetings.rules import ItemKind, day_of
from govern.minutes.book import queries as book
from govern.minutes.book.rules import what_happened
from govern.minutes.papers.queries.frames import Wanted, book_on, paper
from govern.minutes.papers.queries.making import as_issued, made
from govern.minutes.papers.rules import OF_BALLOT, OF_MEETING, PaperKind
from govern.record import lines_about
from govern.sentences import Sentence

MOST_LINES = 10_000


class InBundle(msgspec.Struct, frozen=True):
    """A paper of the bundle, or why it is not there."""

    kind: PaperKind
    language: str
    document: Document | None
    why_not: Sentence | None = None


class Uploaded(msgspec.Struct, frozen=True):
    """A paper that was sent for the meeting, in its newest version: what it is, its item, its file in the zip."""

    id: UUID
    title: str
    item: str
    version: int
    kind: Kind
    hash: bytes
    name: str


class Bundle(msgspec.Struct, frozen=True):
    """All papers of a meeting with what the front says, those that were sent for it, and the trail as rows.

    `apart` is the frame of the pages that lie before each paper that was sent."""

    front: Document
    apart: Document
    papers: tuple[InBundle, ...]
    uploaded: tuple[Uploaded, ...]
    trail: tuple[tuple[str, ...], ...]


class Reader(msgspec.Struct, frozen=True):
    """Whom a bundle is made for. `calls`: who prepares every paper; `for_all`: what everybody told of the meeting may
    read, to be handed round."""

    person_id: UUID
    calls: bool = False
    for_all: bool = False


async def bundle(
    reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime, reader: Reader, *, every_language: bool
) -> Bundle:
    """What belongs to a meeting, in this language or in every one of the society's. Raises `NotFound`."""
    meeting = await meetings.meeting_page(reading, meeting_id, language.code)
    rules = await book_on(reading, day_of(meeting.starts_at))
    codes = [code for code in rules.society.languages if code in LANGUAGES]
    subjects: list[tuple[PaperKind, UUID]] = [(kind, meeting_id) for kind in OF_MEETING]
    subjects += [(PaperKind.EXTRACT, item.id) for item in meeting.items if item.kind is ItemKind.MOTION]
    for ballot in await ballots.ballots_of_meeting(reading, meeting_id, language.code):
        subjects += [(kind, ballot.id) for kind in OF_BALLOT]
    papers = await _made(reading, subjects, codes if every_language else [language.code], at)
    front, apart = _frames(meeting, rules, language, at)
    uploaded = await _uploaded(reading, meeting_id, language, at, reader, codes[0] if codes else language.code)
    return Bundle(front, apart, papers, uploaded, await _trail(reading, meeting_id, language))


async def bundle_of_reader(
    reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime, reader: Reader
) -> Bundle:
    """What somebody takes along to a meeting: notice, agenda, and the papers that they may read.

    The agenda names papers only to whoever may read all that it would name."""
    meeting = await meetings.meeting_page(reading, meeting_id, language.code)
    rules = await book_on(reading, day_of(meeting.starts_at))
    first = next((code for code in rules.society.languages if code in LANGUAGES), language.code)
    uploaded = await _uploaded(reading, meeting_id, language, at, reader, first)
    for_all = await meetings.papers_for_all(reading, meeting_id, language.code)
    names_papers = {one.newest.id for one in for_all} <= {one.id for one in uploaded}
    wanted = [
        Wanted(kind, meeting_id, language, Form.STANDARD, at, names_papers=names_papers)
        for kind in (PaperKind.NOTICE, PaperKind.AGENDA)
    ]
    front, apart = _frames(meeting, rules, language, at)
    return Bundle(front, apart, tuple([await _one(reading, one) for one in wanted]), uploaded, ())


async def _made(
    reading: AsyncSession, subjects: Sequence[tuple[PaperKind, UUID]], codes: Sequence[str], at: datetime
) -> tuple[InBundle, ...]:
    wanted = [
        Wanted(kind, subject, LANGUAGES[code], Form.STANDARD, at) for code in codes for kind, subject in subjects
    ]
    return tuple([await _one(reading, one) for one in wanted])


def _frames(
    meeting: meetings.MeetingPage, rules: Rulebook, language: Language, at: datetime
) -> tuple[Document, Document]:
    wanted = Wanted(PaperKind.AGENDA, meeting.id, language, Form.STANDARD, at)
    facts = Facts(
        (
            (language.say(Sentence("When")), language.moment(meeting.starts_at)),
            (language.say(Sentence("Where")), meeting.place),
        )
    )
    front = paper(wanted, rules, Sentence("Papers of the meeting: {title}", title=meeting.title), [facts])
    return front, paper(wanted, rules, Sentence("Papers that were sent for the meeting"), [])


async def _uploaded(
    reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime, reader: Reader, first: str
) -> tuple[Uploaded, ...]:
    """Named in order of the agenda, in the society's first language whatever the page speaks: zip and PDF agree."""

    async def papers(code: str) -> tuple[meetings.PaperView, ...]:
        if reader.for_all:
            return await meetings.papers_for_all(reading, meeting_id, code)
        return await meetings.papers_for(reading, meeting_id, reader.person_id, code, at, calls=reader.calls)

    there, said = await papers(first), {one.id: one for one in await papers(language.code)}
    return tuple(
        Uploaded(
            id=one.newest.id,
            title=said[one.id].title,
            item=said[one.id].item,
            version=one.newest.number,
            kind=one.newest.kind,
            hash=bytes.fromhex(one.newest.hash),
            name=f"papers/{_file_name(place, one)}",
        )
        for place, one in enumerate(there, start=1)
    )


def _file_name(place: int, one: meetings.PaperView) -> str:
    """Like `03-item-2-the-accounts-version-2.pdf`."""
    plain = unicodedata.normalize("NFKD", one.title.casefold()).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:40].rstrip("-") or "paper"
    item = f"item-{one.position}-" if one.position is not None else ""
    return f"{place:02}-{item}{words}-version-{one.newest.number}.{meetings.ending_of(one.newest.kind)}"


async def _one(reading: AsyncSession, wanted: Wanted) -> InBundle:
    try:
        document = await as_issued(reading, wanted, await made(reading, wanted))
    except GovernError as refusal:
        return InBundle(wanted.kind, wanted.language.code, None, refusal.message)
    return InBundle(wanted.kind, wanted.language.code, document)


async def _trail(reading: AsyncSession, meeting_id: UUID, language: Language) -> tuple[tuple[str, ...], ...]:
    """The lines about the meeting and its votes, the oldest first. They name nobody."""
    subjects = await book.subjects_of_meeting(reading, meeting_id)
    lines = await lines_about(reading, subjects, limit=MOST_LINES)
    return tuple(
        (
            str(line.number),
            line.at.isoformat(timespec="seconds"),
            language.say(what_happened(line.verb)),
            line.subject,
            line.chain_hash,
        )
        for line in reversed(lines)
    )
