"""Table of tablets that go where there is no signal."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class ConsultationTablet(Base):
    """A row is one taking-along: what a facilitator took with them onto a device that may have no signal.

    Sittings written there are sealed to `public_key`. `private_key` opens them; it is kept sealed with a key of the
    society that is not in the database, and goes when the tablet is ended: what still comes then cannot be read.
    """

    __tablename__ = "consultation_tablet"
    __table_args__ = (CheckConstraint("ended_at IS NULL OR private_key IS NULL", name="ended_without_key"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    taken_at: Mapped[datetime] = mapped_column(UtcTime)
    public_key: Mapped[bytes] = mapped_column(LargeBinary(65))
    private_key: Mapped[bytes | None] = mapped_column(LargeBinary(200))
    last_sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
