"""Tables of the time before: minutes brought in as files, and their dated corrections."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.minutes.book.incoming import FileKind, Kind, SeenBy, State


class PastMinutes(Base):
    """A row is the minutes of a meeting before this service, as a file. They never change; who may read them may.

    `body` is "general" or a body of the rulebook. The file lies in the society's folder under the row's id.
    `words` are those inside of it, for the search; none yet for a file of the time before that.
    """

    __tablename__ = "past_minutes"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60))
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    held_on: Mapped[date] = mapped_column(Date, index=True)
    title: Mapped[str] = mapped_column(String(200))
    language: Mapped[str] = mapped_column(String(8))
    state: Mapped[State] = mapped_column(one_of(State, "state"))
    seen_by: Mapped[SeenBy] = mapped_column(one_of(SeenBy, "seen_by"))
    file_kind: Mapped[FileKind] = mapped_column(one_of(FileKind, "file_kind"))
    file_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    file_size: Mapped[int] = mapped_column(Integer)
    words: Mapped[str | None] = mapped_column(Text)
    brought_at: Mapped[datetime] = mapped_column(UtcTime)
    brought_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class PastCorrection(Base):
    """A row is one dated correction of past minutes: at which place, and what is right (invariant 81)."""

    __tablename__ = "past_correction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    past_minutes_id: Mapped[UUID] = mapped_column(ForeignKey("past_minutes.id"), index=True)
    place: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
