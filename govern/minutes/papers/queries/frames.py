"""What every paper bears beside what it says: society and its number, the rules in force, language, form, day."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import society_name
from govern.documents import Block, Document, Form, Paragraph, labels_in
from govern.languages import Language
from govern.meetings.rules import day_of
from govern.minutes.papers.rules import PaperKind
from govern.sentences import Sentence


class Wanted(msgspec.Struct, frozen=True):
    """A paper that is asked for: what it is, what it is about, in which language and form, and when.

    `names_papers`: whether an agenda names the papers of everybody who is told of the meeting."""

    kind: PaperKind
    subject: UUID
    language: Language
    form: Form
    at: datetime
    names_papers: bool = True

    def say(self, words: Sentence) -> str:
        return self.language.say(words)

    @property
    def easy(self) -> bool:
        return self.form is Form.EASY_READ


async def book_on(reading: AsyncSession, day: date) -> Rulebook:
    return (await rulebook.in_force(reading, day)).rulebook


def paper(wanted: Wanted, book: Rulebook, title: Sentence, blocks: Sequence[Block]) -> Document:
    """A paper of today in the frame of its society. It has no number before it is issued."""
    day = day_of(wanted.at)
    return Document(
        title=wanted.say(title),
        language=wanted.language.code,
        society_name=society_name(book.society, wanted.language.code),
        society_number=book.society.registered_number or "",
        number="",
        made_on=day,
        audit_hash="",
        rules_version=book.society.version,
        labels=labels_in(wanted.language, made_on=day, form=wanted.form),
        blocks=tuple(blocks),
        large=wanted.form is Form.LARGE_PRINT,
    )


def paragraphs(words: str) -> list[Block]:
    """What somebody typed, a paragraph for each line."""
    return [Paragraph(line) for line in words.split("\n") if line.strip()]


async def in_frame(reading: AsyncSession, document: Document, wanted: Wanted) -> Document:
    """A paper made elsewhere with what it lacks of the frame: the society's number, the form it is printed in."""
    book = await book_on(reading, day_of(wanted.at))
    return msgspec.structs.replace(
        document,
        society_number=book.society.registered_number or "",
        labels=labels_in(wanted.language, made_on=document.made_on, form=wanted.form),
        large=wanted.form is Form.LARGE_PRINT,
    )
