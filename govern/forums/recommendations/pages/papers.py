"""The answer on paper for somebody who raised the question: in their language and in their format."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.documents import Form
from govern.documents.pdf import pdf
from govern.errors import NotFound
from govern.forums.gatherings.rules import Reach
from govern.forums.recommendations import queries
from govern.forums.recommendations.pages.shared import through_gate
from govern.identity import queries as identity
from govern.permissions import Permission
from govern.web.door import Door
from govern.web.guards import holding
from govern.web.visitor import Visitor


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
    paper = await queries.answer_letter(reading, found.row, person, Form(back.format), door.at)
    return Response(
        await asyncio.to_thread(pdf, paper),
        media_type="application/pdf",
        headers={"content-disposition": 'inline; filename="answer.pdf"'},
    )


HANDLERS = [letter]
