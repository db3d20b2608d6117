"""What the pages of those who prepare a question need: the guard, the gate, the way back, texts in two languages."""

from uuid import UUID

from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.forums.consultations import queries
from govern.forums.consultations.models import Consultation
from govern.forums.consultations.queries import ConsultationView
from govern.forums.consultations.rules import Part
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import Door
from govern.web.guards import holding
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
works = holding(Permission.CONSULT)
AT = "/facilitate/consultations"
ONE = f"{AT}/{{consultation_id:uuid}}"


async def near(
    reading: AsyncSession, door: Door, visitor: Visitor, consultation_id: UUID, needed: Part = Part.ASKS
) -> ConsultationView:
    """The consultation, for somebody who works on it. Raises as the gate."""
    today, code = day_of(door.at), door.language.code
    return await queries.consultation(reading, consultation_id, visitor.person_id, today, code, needed)


async def row_of(reading: AsyncSession, consultation_id: UUID) -> Consultation:
    """Its row, after the gate. Raises `NotFound`."""
    found = await reading.get(Consultation, consultation_id)
    if found is None:
        raise NotFound("There is no such consultation. Go back to the list.")
    return found


def desk(door: Door, consultation_id: UUID, then: str = "") -> Redirect:
    """Back to the desk of a consultation, or to a page behind it."""
    return Redirect(door.here(f"facilitate/consultations/{consultation_id}{then}"), status_code=303)
