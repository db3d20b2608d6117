"""Everything of a meeting together: its papers in each language, its votes' papers, the lines of the audit trail.

What can be made is made, as it was issued where it was; what cannot be made yet stands in the list with the reason.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.documents import Document, Facts, Form, Paragraph, Table
from govern.documents.binding import Part, bound, pages_of
from govern.documents.docx import docx
from govern.documents.pdf import pdf
from govern.documents.spreadsheet import csv_rows
from govern.errors import GovernError
from govern.languages import LANGUAGES, Language
from govern.meetings import queries as meetings
from govern.meetings.rules import ItemKind, day_of
from govern.minutes.book import queries as book
from govern.minutes.book.rules import what_happened
from govern.minutes.papers.queries.frames import Wanted, book_on, paper
from govern.minutes.papers.queries.making import as_issued, made
from govern.minutes.papers.rules import EDITABLE, NAMES, OF_BALLOT, OF_MEETING, PaperKind
from govern.record import lines_about
from govern.sentences import Sentence

MOST_LINES = 10_000
#: Every file of a zip bears this day: the same papers give the same file.
NO_DAY = (1980, 1, 1, 0, 0, 0)


class InBundle(msgspec.Struct, frozen=True):
    """A paper of the bundle, or why it is not there."""

    kind: PaperKind
    language: str
    document: Document | None
    why_not: Sentence | None = None


class Bundle(msgspec.Struct, frozen=True):
    """All papers of a meeting with what the front says, and the trail as rows."""

    front: Document
    papers: tuple[InBundle, ...]
    trail: tuple[tuple[str, ...], ...]


async def bundle(
    reading: AsyncSession, meeting_id: UUID, language: Language, at: datetime, *, every_language: bool
) -> Bundle:
    """What belongs to a meeting, in this language or in every one of the society's. Raises `NotFound`."""
    meeting = await meetings.meeting_page(reading, meeting_id, language.code)
    rules = await book_on(reading, day_of(meeting.starts_at))
    codes = [code for code in rules.society.languages if code in LANGUAGES] if every_language else [language.code]
    subjects: list[tuple[PaperKind, UUID]] = [(kind, meeting_id) for kind in OF_MEETING]
    subjects += [(PaperKind.EXTRACT, item.id) for item in meeting.items if item.kind is ItemKind.MOTION]
    for ballot in await ballots.ballots_of_meeting(reading, meeting_id, language.code):
        subjects += [(kind, ballot.id) for kind in OF_BALLOT]
    papers = [
        await _one(reading, Wanted(kind, subject, LANGUAGES[code], Form.STANDARD, at))
        for code in codes
        for kind, subject in subjects
    ]
    wanted = Wanted(PaperKind.AGENDA, meeting_id, language, Form.STANDARD, at)
    facts = Facts(
        (
            (language.say(Sentence("When")), language.moment(meeting.starts_at)),
            (language.say(Sentence("Where")), meeting.place),
        )
    )
    front = paper(wanted, rules, Sentence("Papers of the meeting: {title}", title=meeting.title), [facts])
    return Bundle(front, tuple(papers), await _trail(reading, meeting_id, language))


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


# --- The files: they take seconds, so off the event loop ------------------------------------------------------------


def as_pdf(found: Bundle, language: Language) -> bytes:
    """One PDF: the list of contents, then each paper with its bookmark; pages counted through."""
    there = [one.document for one in found.papers if one.document is not None]
    parts = [Part(one.title, one.language, pdf(one)) for one in there]
    lengths = [pages_of(part.content) for part in parts]
    # The list has as many pages with the right numbers in it as with any others, so it is printed twice.
    first = pages_of(pdf(_contents(found.front, there, [0] * len(there), language)))
    begins, page = [], first + 1
    for length in lengths:
        begins.append(page)
        page += length
    front = _contents(found.front, there, begins, language)
    return bound(Part(front.title, front.language, pdf(front)), parts)


def _contents(front: Document, papers: list[Document], begins: list[int], language: Language) -> Document:
    say = language.say
    if not papers:
        words = Paragraph(say(Sentence("There is no paper of this meeting yet.")))
        return msgspec.structs.replace(front, blocks=(*front.blocks, words))
    rows = tuple(
        (one.title, one.number or "—", language.number(page)) for one, page in zip(papers, begins, strict=True)
    )
    header = (say(Sentence("Paper")), say(Sentence("Number")), say(Sentence("Page")))
    table = Table(say(Sentence("What is in it")), header, rows, frozenset({2}))
    return msgspec.structs.replace(front, blocks=(*front.blocks, table))


COLUMNS = (
    *(Sentence("File"), Sentence("SHA-256"), Sentence("Paper"), Sentence("Number"), Sentence("Mark")),
    Sentence("Why it is not here"),
)
LINES = (Sentence("Line"), Sentence("When"), Sentence("What"), Sentence("About"), Sentence("Mark"))


def as_zip(found: Bundle, language: Language) -> bytes:
    """One zip: each paper as PDF, and for a word processor where it is edited; the trail; the list with hashes."""
    out = io.BytesIO()
    listed: list[tuple[str, ...]] = []
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:

        def put(name: str, content: bytes) -> str:
            file.writestr(zipfile.ZipInfo(name, NO_DAY), content, zipfile.ZIP_DEFLATED)
            return hashlib.sha256(content).hexdigest()

        for place, one in enumerate(found.papers, start=1):
            if one.document is None:
                why = language.say(one.why_not) if one.why_not is not None else ""
                listed.append(("", "", f"{language.say(NAMES[one.kind])} ({one.language})", "", "", why))
                continue
            makers: list[tuple[str, Callable[[Document], bytes]]] = [("pdf", pdf)]
            if one.kind in EDITABLE:
                makers.append(("docx", docx))
            for ending, make in makers:
                name = f"{place:02}-{one.kind.value}-{one.language}.{ending}"
                mark = put(name, make(one.document))
                listed.append((name, mark, one.document.title, one.document.number, one.document.mark, ""))
        trail = "".join(csv_rows([language.say(words) for words in LINES], found.trail)).encode()
        listed.append(("trail.csv", put("trail.csv", trail), "", "", "", ""))
        put("list.csv", "".join(csv_rows([language.say(words) for words in COLUMNS], listed)).encode())
    return out.getvalue()
