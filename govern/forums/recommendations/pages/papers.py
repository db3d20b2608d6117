"""The answer on paper for somebody who raised the question: in their language and in their format."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Block, Document, EasyRow, Form, Paragraph, labels_in
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.forums.gatherings.lifecycle.letters import Part
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import queries
from govern.forums.recommendations.lifecycle.telling import EASY, in_easy_words, in_words, told_of
from govern.forums.recommendations.pages.shared import through_gate
from govern.identity import queries as identity
from govern.identity.queries import PersonView
from govern.identity.rules import day_of
from govern.languages import LANGUAGES, Language
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import Door
from govern.web.guards import holding
from govern.web.page import STATIC
from govern.web.visitor import Visitor

SYMBOLS = STATIC / "vendor" / "symbols"
#: Pictures beside the lines of an Easy Read answer: at its beginning, in its middle, at its end.
FIRST, MIDDLE, LAST = "openmoji-hello.svg", "openmoji-talk.svg", "openmoji-people.svg"


@get(
    "/facilitate/recommendations/{recommendation_id:uuid}/letters/{person_id:uuid}/letter.pdf",
    name="recommendations.letter",
    guards=[holding(Permission.FACILITATE)],
)
async def letter(
    reading: AsyncSession, door: Door, visitor: Visitor, recommendation_id: UUID, person_id: UUID
) -> Response[bytes]:
    """For the facilitator of the forum that asked alone: nobody else learns who raised it."""
    found = await through_gate(reading, door, visitor, recommendation_id, Reach.LEADS)
    backs = await queries.answers_to_give(reading, recommendation_id)
    back = next((one for one in backs if one.person_id == person_id), None)
    if back is None:
        raise NotFound("There is no answer for this person. Look at the list again.")
    person = await identity.person(reading, person_id)
    reader = LANGUAGES.get(person.language) or LANGUAGES["en"]
    told = await told_of(reading, found.row)
    easy = back.format == EASY
    parts = in_easy_words(told, reader.code) if easy else in_words(told, reader.code)
    paper = _paper(door, reader, person, Form(back.format), parts)
    return Response(
        await asyncio.to_thread(pdf, paper),
        media_type="application/pdf",
        headers={"content-disposition": 'inline; filename="answer.pdf"'},
    )


def _paper(door: Door, reader: Language, person: PersonView, form: Form, parts: tuple[Part, ...]) -> Document:
    said = [part if isinstance(part, str) else reader.say(part) for part in parts]
    blocks: list[Block] = [Paragraph(person.name)]
    blocks += [Paragraph(line.strip()) for line in (person.postal_address or "").split("\n") if line.strip()]
    if form is Form.EASY_READ:
        last = len(said) - 1
        pictures = [FIRST if at == 0 else LAST if at == last else MIDDLE for at in range(len(said))]
        blocks += [EasyRow(text, _picture(name)) for text, name in zip(said, pictures, strict=True)]
    else:
        blocks += [Paragraph(text) for text in said]
    return Document(
        title=reader.say(Sentence("An answer to what you raised")),
        language=reader.code,
        society_name=door.face.name if door.face else "",
        number="",
        made_on=day_of(door.at),
        audit_hash="",
        labels=labels_in(reader, made_on=day_of(door.at), form=form),
        blocks=tuple(blocks),
        large=form is Form.LARGE_PRINT,
        numbered=False,
    )


def _picture(name: str) -> str:
    drawn = (SYMBOLS / name).read_text("utf-8")
    return drawn[drawn.index("<svg") :]


HANDLERS = [letter]
