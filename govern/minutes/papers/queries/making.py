"""One way to make every paper: by its kind, in its frame; and the same paper as it was issued, where it was."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Document
from govern.documents.description import document_of, matter_of
from govern.errors import WrongMoment
from govern.meetings import queries as meetings
from govern.minutes.book import queries as book
from govern.minutes.book import rules as book_rules
from govern.minutes.papers.lifecycle import newest
from govern.minutes.papers.queries.answer_papers import answer_paper
from govern.minutes.papers.queries.ballot_papers import roll_certificate
from govern.minutes.papers.queries.candidates import booklet_paper, nomination_paper
from govern.minutes.papers.queries.consultation_papers import consultation_paper
from govern.minutes.papers.queries.declaring import declaration_paper
from govern.minutes.papers.queries.extract import extract_paper
from govern.minutes.papers.queries.frames import Wanted, in_frame
from govern.minutes.papers.queries.meeting_papers import agenda_paper, notice_paper, peer_form, proxy_paper
from govern.minutes.papers.queries.minutes import minutes_paper
from govern.minutes.papers.queries.scrutiny import scrutiny_paper
from govern.minutes.papers.rules import PaperKind


async def _minutes(reading: AsyncSession, wanted: Wanted) -> Document:
    """The minutes of a meeting. Raises `WrongMoment` before they are circulated."""
    await meetings.found(reading, wanted.subject)
    begun = await book.minutes_of(reading, wanted.subject)
    if begun is None:
        raise WrongMoment("Nobody has written the minutes of this meeting yet. Write them first.")
    if begun[1] not in book_rules.READABLE:
        raise WrongMoment("The minutes of this meeting are still being written. Circulate them, then print them.")
    found = await book.minutes_page(reading, begun[0], wanted.language.code)
    return minutes_paper(found, wanted.language)


async def _declaration(reading: AsyncSession, wanted: Wanted) -> Document:
    return await declaration_paper(reading, wanted.subject, wanted.language, wanted.form)


MAKERS: dict[PaperKind, Callable[[AsyncSession, Wanted], Awaitable[Document]]] = {
    PaperKind.NOTICE: notice_paper,
    PaperKind.AGENDA: agenda_paper,
    PaperKind.MINUTES: _minutes,
    PaperKind.EXTRACT: extract_paper,
    PaperKind.PROXY_FORM: proxy_paper,
    PaperKind.PEER_FORM: peer_form,
    PaperKind.DECLARATION: _declaration,
    PaperKind.SCRUTINY: scrutiny_paper,
    PaperKind.ROLL: roll_certificate,
    PaperKind.NOMINATION: nomination_paper,
    PaperKind.BOOKLET: booklet_paper,
    PaperKind.CONSULTATION: consultation_paper,
    PaperKind.ANSWER: answer_paper,
}


async def made(reading: AsyncSession, wanted: Wanted) -> Document:
    """The paper as it is now. Raises what its maker raises where it cannot be made yet."""
    return await in_frame(reading, await MAKERS[wanted.kind](reading, wanted), wanted)


async def as_issued(reading: AsyncSession, wanted: Wanted, document: Document) -> Document:
    """The same paper with the number it was issued under, if it says what it said then; else as it is."""
    last = await newest(reading, wanted.kind, wanted.subject, wanted.language.code, wanted.form)
    if last is None or last.matter_hash.hex() != matter_of(document):
        return document
    return document_of(last.content)
