"""Tables of minutes: of a meeting held here, who was there, its entries in order; files from the time before."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.errors import AlreadyDone
from govern.meetings.rules import Mode
from govern.minutes.book.incoming import FileKind, Kind, SeenBy, State
from govern.minutes.book.rules import EntryKind, Stage


class Minutes(Base):
    """A row is the minutes of one meeting. Once approved their words stand; nothing is ever taken away."""

    __tablename__ = "minutes"
    __table_args__ = (
        CheckConstraint("stage NOT IN ('approved', 'signed') OR approved_at IS NOT NULL", name="approved"),
        CheckConstraint("stage <> 'signed' OR signed_at IS NOT NULL", name="signed"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), unique=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    drafted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    circulated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Presence(Base):
    """A row is one stay of one person at the meeting, by name and group as they were then (invariant 80)."""

    __tablename__ = "minutes_presence"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    group: Mapped[dict[str, str]] = mapped_column("member_group", Words)
    counts: Mapped[bool] = mapped_column(Boolean)
    mode: Mapped[Mode] = mapped_column(one_of(Mode, "mode"))
    in_at: Mapped[datetime] = mapped_column(UtcTime)
    out_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Entry(Base):
    """A row is one entry: its heading, what was said, and what was decided.

    `contest_id` names the question of a ballot whose result belongs here; `result` is that result in words, once
    declared. Each line of a text is a paragraph.
    """

    __tablename__ = "minutes_entry"
    __table_args__ = (UniqueConstraint("minutes_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[EntryKind] = mapped_column(one_of(EntryKind, "kind"))
    heading: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    decision: Mapped[dict[str, str]] = mapped_column(Words)
    contest_id: Mapped[UUID | None] = mapped_column(Uuid)
    result: Mapped[dict[str, str] | None] = mapped_column(Words)


class PastMinutes(Base):
    """A row is the minutes of a meeting before this service, as a file. They never change; who may read them may.

    `body` is "general" or a body of the rulebook. The file lies in the society's folder under the row's id.
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


#: A unique constraint that was broken, by its name (PostgreSQL) and by its column (SQLite), and what it means.
REFUSALS = {
    "uq_minutes_meeting_id": AlreadyDone(
        "There are minutes of this meeting already. Look at them, and change them there."
    ),
    "minutes.meeting_id": AlreadyDone(
        "There are minutes of this meeting already. Look at them, and change them there."
    ),
}
