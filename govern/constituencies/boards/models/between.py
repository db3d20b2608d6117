"""Tables of what bodies refer to each other, and what they ask and answer."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.boards.rules.instructing import Answer, Asked, Stage
from govern.database import Base, UtcTime, Words, one_of


class Referral(Base):
    """A row is one topic that a body has handed to a body above it, until it takes it back.

    `reference` names the minute or resolution that says so.
    """

    __tablename__ = "referral"
    __table_args__ = (CheckConstraint("ended_on IS NULL OR ended_on >= decided_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    topic: Mapped[str] = mapped_column(String(60))
    from_body: Mapped[str] = mapped_column(String(60), index=True)
    to_body: Mapped[str] = mapped_column(String(60), index=True)
    reason: Mapped[str] = mapped_column(String(2000))
    reference: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    ended_on: Mapped[date | None] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)


class Instruction(Base):
    """A row is what one body asks of another: to do something, to answer, or to say what it thinks of a topic.

    Its words never change. `for_officers` keeps it from members' pages.
    """

    __tablename__ = "instruction"
    __table_args__ = (
        CheckConstraint("(kind = 'opinion') = (topic IS NOT NULL)", name="topic"),
        CheckConstraint("from_body <> to_body", name="two_bodies"),
        CheckConstraint("(stage = 'given') = (received_on IS NULL)", name="received"),
        CheckConstraint("(stage = 'closed') = (closed_at IS NOT NULL)", name="closed"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[Asked] = mapped_column(one_of(Asked, "kind"))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), index=True)
    from_body: Mapped[str] = mapped_column(String(60), index=True)
    to_body: Mapped[str] = mapped_column(String(60), index=True)
    topic: Mapped[str | None] = mapped_column(String(60))
    text: Mapped[dict[str, str]] = mapped_column(Words)
    reference: Mapped[str] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    received_on: Mapped[date | None] = mapped_column(Date)
    for_officers: Mapped[bool] = mapped_column(Boolean)
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class InstructionReply(Base):
    """A row is one answer, as the body that was asked decided it on a day; the last one stands."""

    __tablename__ = "instruction_reply"
    __table_args__ = (UniqueConstraint("instruction_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    instruction_id: Mapped[UUID] = mapped_column(ForeignKey("instruction.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    answer: Mapped[Answer] = mapped_column(one_of(Answer, "answer"))
    text: Mapped[dict[str, str]] = mapped_column(Words)
    reference: Mapped[str | None] = mapped_column(String(200))
    decided_on: Mapped[date] = mapped_column(Date)
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
