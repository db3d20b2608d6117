"""Tables of minutes in Easy Read: whose they are, how far they are checked, and their lines with a picture each."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, ForeignKey, Integer, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.minutes.book.rules import EasyPart, EasyStage


class EasyMinutes(Base):
    """A row is the Easy Read version of minutes. `based_on` is the hash of the words it was written from, and it is
    stale where they have changed since. The reader who checked it did not write it."""

    __tablename__ = "easy_minutes"
    __table_args__ = (CheckConstraint("stage = 'drafted' OR checked_at IS NOT NULL", name="checked"),)

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    stage: Mapped[EasyStage] = mapped_column(one_of(EasyStage, "easy_stage"))
    based_on: Mapped[bytes] = mapped_column(LargeBinary(32))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    reader_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    reader: Mapped[str] = mapped_column(String(200), default="", server_default="")
    checked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    released_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)


class EasyMinutesLine(Base):
    """A row is one idea in few words, with the symbol beside it."""

    __tablename__ = "easy_minutes_line"
    __table_args__ = (UniqueConstraint("minutes_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("easy_minutes.minutes_id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    part: Mapped[EasyPart] = mapped_column(one_of(EasyPart, "easy_part"))
    symbol: Mapped[str] = mapped_column(String(120))
    text: Mapped[dict[str, str]] = mapped_column(Words)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
