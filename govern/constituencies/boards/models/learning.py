"""Who learns a role before its holder's term ends."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class ShadowRole(Base):
    """A row says that somebody learns the role of whoever sits on a seat, from one day to another (M70)."""

    __tablename__ = "shadow_role"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    tenure_id: Mapped[UUID] = mapped_column(ForeignKey("tenure.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
