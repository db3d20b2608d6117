"""What was sent to the regulator after a decision, and what came back."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.deciding.filing import How
from govern.database import Base, UtcTime, one_of


class RegulatorCopy(Base):
    """A row is one copy of a decision that was sent to the regulator, and its answer once there is one.

    A decision that was returned with reasons has one row more for each time it was sent again (`number`, from 1).
    """

    __tablename__ = "regulator_copy"
    __table_args__ = (
        UniqueConstraint("contest_id", "number"),
        CheckConstraint("answered_on IS NULL OR answered_on >= sent_on", name="span"),
        CheckConstraint("answered_on IS NOT NULL OR (reference IS NULL AND reasons IS NULL)", name="answer"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contest.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    sent_on: Mapped[date] = mapped_column(Date)
    how: Mapped[How] = mapped_column(one_of(How, "how"))
    sent_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    answered_on: Mapped[date | None] = mapped_column(Date)
    reference: Mapped[str | None] = mapped_column(String(100))
    reasons: Mapped[str | None] = mapped_column(String(2000))
    answer_noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer_noted_at: Mapped[datetime | None] = mapped_column(UtcTime)
