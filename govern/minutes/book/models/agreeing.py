"""Tables of how minutes are agreed and kept: comments, corrections, the public version, the minute book."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words


class Comment(Base):
    """A row is what somebody who was there says to circulated minutes, and how the secretary answered."""

    __tablename__ = "minutes_comment"
    __table_args__ = (CheckConstraint("taken_up IS NULL OR answered_at IS NOT NULL", name="answered"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    entry_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes_entry.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    taken_up: Mapped[bool | None] = mapped_column(Boolean)
    answer: Mapped[str] = mapped_column(Text, default="", server_default="")
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Correction(Base):
    """A row is one dated correction of signed minutes: of which line of which entry, and what is right (81)."""

    __tablename__ = "minutes_correction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_entry.id"))
    line: Mapped[int] = mapped_column(Integer)
    line_was: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class PublicMinutes(Base):
    """A row says that everybody may read the public version of these minutes."""

    __tablename__ = "minutes_public"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    released_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime] = mapped_column(UtcTime)


class Leaf(Base):
    """A row is one set of minutes in the minute book of a body: signed ones, or a file of the time before.

    `content_hash` is what they said when they came in; `chain_hash` depends on all that came in before them.
    """

    __tablename__ = "minute_book_leaf"
    __table_args__ = (CheckConstraint("(minutes_id IS NULL) <> (past_minutes_id IS NULL)", name="one"),)

    body: Mapped[str] = mapped_column(String(60), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    minutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("minutes.id"), unique=True)
    past_minutes_id: Mapped[UUID | None] = mapped_column(ForeignKey("past_minutes.id"), unique=True)
    content_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    chain_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
