"""What people have learned for their roles."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules.training import TrainingKind
from govern.database import Base, UtcTime, one_of


class Training(Base):
    """A row says that somebody had a training on a day: who gave it, what was seen of it, and by whom (M68)."""

    __tablename__ = "training"
    __table_args__ = (UniqueConstraint("person_id", "kind", "had_on"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[TrainingKind] = mapped_column(one_of(TrainingKind, "kind"))
    had_on: Mapped[date] = mapped_column(Date)
    given_by: Mapped[str] = mapped_column(String(200))
    evidence: Mapped[str] = mapped_column(String(400))
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
