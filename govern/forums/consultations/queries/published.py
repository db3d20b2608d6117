"""A consultation as it may be printed for everybody: published, and not kept among the people of one forum."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotAllowed, NotFound, WrongMoment
from govern.forums.consultations.models import Consultation
from govern.forums.consultations.queries.gate import ConsultationView, seen
from govern.forums.consultations.queries.sums import Told, told
from govern.forums.consultations.rules import Part
from govern.forums.gatherings.models import Forum


async def published(reading: AsyncSession, consultation_id: UUID, language: str) -> tuple[ConsultationView, Told]:
    """What everybody may read of it, whoever asks. A paper leaves the house, so a forum for certain people gets none
    (invariant 61).

    Raises `NotFound`; `WrongMoment` before it is published; `NotAllowed` where one forum keeps it.
    """
    row = await reading.get(Consultation, consultation_id)
    if row is None:
        raise NotFound("There is no such consultation. Go back to the list.")
    if row.forum_id is not None and (await reading.get_one(Forum, row.forum_id)).restricted:
        raise NotAllowed("This is told to the people of one forum alone, so it gets no paper. It stays on its page.")
    found = await told(reading, consultation_id, language)
    if found is None:
        raise WrongMoment("Nothing is published of this yet, so there is no paper of it. Come back when it is.")
    return seen(row, Part.TOLD, language), found
