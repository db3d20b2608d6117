"""The table of views without names: what stays in the sum once it is not kept any more who said it."""

from __future__ import annotations

from uuid import UUID, uuid4

from sqlalchemy import Boolean, ForeignKey, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, one_of
from govern.forums.consultations.rules import Confidence, Evidence, Heard, Stance


class ConsultationCounted(Base):
    """A row is what one person's answer adds to the sum. Its key is new and leads back to nobody.

    `released` is what they had agreed may be shown.
    """

    __tablename__ = "consultation_counted"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    heard: Mapped[Heard] = mapped_column(one_of(Heard, "counted_heard"))
    stance: Mapped[Stance | None] = mapped_column(one_of(Stance, "counted_stance"))
    leaning: Mapped[bool] = mapped_column(Boolean, default=False)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_card.id"))
    evidence: Mapped[Evidence | None] = mapped_column(one_of(Evidence, "counted_evidence"))
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence, "counted_confidence"))
    released: Mapped[str] = mapped_column(Text, default="")
