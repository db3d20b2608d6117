"""A paper of the meeting that was issued, and what gaps for kinds of papers are filled with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from govern.documents import Form
from govern.languages import LANGUAGES
from govern.meetings.models import AgendaItem
from govern.meetings.rules import ItemKind
from govern.minutes.papers import lifecycle, queries
from govern.minutes.papers.queries import Wanted
from govern.minutes.papers.rules import PaperKind
from govern.society import Society


async def an_issued_paper(society: Society, ids: dict[str, str], at: datetime) -> None:
    """The agenda: an office that sees papers at all sees it."""
    meeting_id = UUID(ids["meeting_id"])
    wanted = Wanted(PaperKind.AGENDA, meeting_id, LANGUAGES["en"], Form.STANDARD, at)
    async with society.store.writing() as writing:
        document = await queries.made(writing, wanted)
        issued = await lifecycle.issue(writing, document, wanted.kind.value, meeting_id, wanted.form, by=None, at=at)
        motion = await writing.scalar(
            select(AgendaItem.id).where(AgendaItem.meeting_id == meeting_id, AgendaItem.kind == ItemKind.MOTION)
        )
    ids["motion_id"] = str(motion)
    ids |= {"issued_id": str(issued), "meeting_paper": "agenda", "ballot_paper": "roll"}
