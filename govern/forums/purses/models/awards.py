"""Rounds of awards, their categories, who was named by whom with what reason. No vote and no count is kept here."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words


class AwardRound(Base):
    """A row is one round. `announce_at` is when the annual meeting begins and the vote `ballot_id` closes."""

    __tablename__ = "award_round"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    names_until: Mapped[date] = mapped_column(Date)
    announce_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    ballot_id: Mapped[UUID | None] = mapped_column(ForeignKey("ballot.id"), unique=True)


class AwardCategory(Base):
    """A row is one award of a round. `contest_id` is the question of the vote that decides on it."""

    __tablename__ = "award_category"
    __table_args__ = (UniqueConstraint("round_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    round_id: Mapped[UUID] = mapped_column(ForeignKey("award_round.id"))
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    contest_id: Mapped[UUID | None] = mapped_column(ForeignKey("contest.id"), unique=True)


class AwardNaming(Base):
    """A row is one naming: somebody names somebody for an award, with a reason; they accept or not."""

    __tablename__ = "award_naming"
    __table_args__ = (
        UniqueConstraint("category_id", "nominee_id", "named_by"),
        CheckConstraint("(accepted IS NULL) = (answered_on IS NULL)", name="answered"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    category_id: Mapped[UUID] = mapped_column(ForeignKey("award_category.id"), index=True)
    nominee_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    named_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    named_on: Mapped[date] = mapped_column(Date)
    accepted: Mapped[bool | None] = mapped_column(Boolean)
    answered_on: Mapped[date | None] = mapped_column(Date)
