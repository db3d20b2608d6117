"""Tables of what people need to take part, and what they declared that they have at stake."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Date, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class AccessAsk(Base):
    """A row is what one person needs to take part in one meeting, and what was arranged for it."""

    __tablename__ = "access_ask"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(String(1_000))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[str | None] = mapped_column(String(1_000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Interest(Base):
    """A row is one line of the register of interests: who has what at stake, since when, until when.

    `noted_by` is the officer who entered it; none where the person declared it on their own page.
    """

    __tablename__ = "interest"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(String(400))
    since: Mapped[date] = mapped_column(Date)
    until: Mapped[date | None] = mapped_column(Date)
    declared_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class InterestInItem(Base):
    """A row is an interest that touches one item of a meeting, and what was decided before the item opened:
    whether they stay out of it."""

    __tablename__ = "interest_in_item"

    interest_id: Mapped[UUID] = mapped_column(ForeignKey("interest.id"), primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True, index=True)
    declared_at: Mapped[datetime] = mapped_column(UtcTime)
    stays_out: Mapped[bool | None] = mapped_column(Boolean)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
