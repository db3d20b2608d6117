"""What one member showed in a consultation of the society, heard again with them, and then brought by their peer.

The sitting itself is another story (tests/forums/consultations); here its end is put into the database, and the
facilitator lets it count in a vote through the page.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncSession

from govern.forums.consultations.models import (
    AttachedTo,
    Consultation,
    ConsultationAttached,
    ConsultationResponse,
)
from govern.forums.consultations.rules import Asks, Confidence, Evidence, Heard, Stage, Stance
from govern.identity import lifecycle as identity
from govern.permissions import Role
from tests.window import Window


async def heard(writing: AsyncSession, member: UUID, facilitator: UUID, ballot: UUID, at: datetime) -> UUID:
    """The member is surely for it, chose it themself, and it was checked back with them. Returns the consultation."""
    day = at.date()
    await identity.appoint(writing, facilitator, Role.FACILITATOR, day, constituency="supported", by=None, at=at)
    words = {"en": "Saturdays", "cy": "Sadyrnau"}
    asked = Consultation(
        id=uuid4(), stage=Stage.OPEN, asks=Asks.PROPOSAL, title=words, question=words, context=words, can_change=words
    )
    asked.who_decides, asked.decide_by, asked.ask_until = words, day + timedelta(days=60), day + timedelta(days=50)
    asked.runs_id = asked.written_by = facilitator
    asked.written_at = asked.opened_at = at
    writing.add(asked)
    await writing.flush()
    said = ConsultationResponse(
        consultation_id=asked.id, person_id=member, code="SAT-1", asker_id=facilitator, invited_at=at
    )
    said.heard, said.stance = Heard.FINAL, Stance.FOR
    said.evidence, said.confidence = Evidence.CHOSEN, Confidence.HIGH
    said.checked_back_at, said.checked_back_by, said.checked_back_how = at, facilitator, "Chose the same card"
    beside = ConsultationAttached(consultation_id=asked.id, kind=AttachedTo.BALLOT, target_id=ballot)
    beside.attached_by, beside.attached_at = facilitator, at
    writing.add_all((said, beside))
    return asked.id


async def let_count(browser: Window, consultation: UUID, member: UUID, ballot: UUID) -> None:
    """The facilitator, with the member, who says that it is to count."""
    page = f"facilitate/consultations/{consultation}/people/{member}/votes/{ballot}"
    await browser.get(page)
    assert browser.last.status_code == 200, browser.text()
    await browser.send(page, {"answer_1": "yes", "how": "Put the card into the box"})
    assert browser.last.status_code == 200, browser.text()
