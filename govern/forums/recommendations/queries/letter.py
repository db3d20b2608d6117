"""The answer as a letter to somebody who raised the question: in their language and in their format."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook.rules import society_name
from govern.documents import Block, Document, Form, Paragraph, labels_in
from govern.forums.recommendations.lifecycle.telling import in_easy_words, in_words, told_of
from govern.forums.recommendations.models import Recommendation
from govern.identity.queries import PersonView
from govern.identity.rules import day_of
from govern.languages import LANGUAGES
from govern.meetings.queries.notice_blocks import easy
from govern.sentences import Sentence

#: Drawings beside the lines in Easy Read: at the beginning, in the middle, at the end.
FIRST, MIDDLE, LAST = "hello", "talk", "people"


async def answer_letter(
    reading: AsyncSession, row: Recommendation, person: PersonView, form: Form, at: datetime
) -> Document:
    """With their postal address at its head, so that it shows in the window of an envelope.

    Its number is the answer's, the same for everybody: it does not say whose letter it is.
    """
    reader = LANGUAGES.get(person.language) or LANGUAGES["en"]
    told, day = await told_of(reading, row), day_of(at)
    society = told.book.society
    parts = in_easy_words(told, reader.code) if form is Form.EASY_READ else in_words(told, reader.code)
    said = [part if isinstance(part, str) else reader.say(part) for part in parts]
    blocks: list[Block] = [Paragraph(person.name)]
    blocks += [Paragraph(line.strip()) for line in (person.postal_address or "").split("\n") if line.strip()]
    if form is Form.EASY_READ:
        drawings = [FIRST, *[MIDDLE] * (len(said) - 2), LAST]
        blocks += [easy(text, drawing) for text, drawing in zip(said, drawings, strict=True)]
    else:
        blocks += [Paragraph(text) for text in said]
    return Document(
        title=reader.say(Sentence("An answer to what you raised")),
        language=reader.code,
        society_name=society_name(society, reader.code),
        society_number=society.registered_number or "",
        number=f"A-{row.id.hex[:8]}",
        made_on=day,
        audit_hash=(await record.last_hash(reading)).hex(),
        rules_version=society.version,
        labels=labels_in(reader, made_on=day, form=form),
        blocks=tuple(blocks),
        large=form is Form.LARGE_PRINT,
    )
