"""Tables of the minutes themselves: of a meeting held here, who was there, its entries, what is kept apart."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.meetings.rules import Mode
from govern.minutes.book.rules import EntryKind, Stage


class Minutes(Base):
    """A row is the minutes of one meeting. Once approved their words stand; nothing is ever taken away.

    `composed_at`: when the entries were put together, after the meeting; before that the minutes are taken live.
    `approved_meeting_id` is the meeting that agreed them, under its item `approved_item_id`. Once they are signed the
    database itself refuses every change of them and of what belongs to them (migration 0038).
    """

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
    composed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    circulated_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_meeting_id: Mapped[UUID | None] = mapped_column(Uuid)
    approved_item_id: Mapped[UUID | None] = mapped_column(Uuid)
    signed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Presence(Base):
    """A row is one stay of one person at the meeting, by name and group as they were then (invariant 80).

    Whoever does not count is a guest, or an observer where the secretary says so.
    """

    __tablename__ = "minutes_presence"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))
    group: Mapped[dict[str, str]] = mapped_column("member_group", Words)
    counts: Mapped[bool] = mapped_column(Boolean)
    mode: Mapped[Mode] = mapped_column(one_of(Mode, "mode"))
    in_at: Mapped[datetime] = mapped_column(UtcTime)
    out_at: Mapped[datetime | None] = mapped_column(UtcTime)
    observer: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())


class Entry(Base):
    """A row is one entry: its heading, what was said, and what was decided.

    `item_id` is the item of the agenda it tells of. `contest_id` names the question of a ballot whose result belongs
    here; `result` is that result in words, once declared; `reasons` say why. Each line of a text is a paragraph.
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
    reasons: Mapped[dict[str, str] | None] = mapped_column(Words)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    contest_id: Mapped[UUID | None] = mapped_column(Uuid)
    result: Mapped[dict[str, str] | None] = mapped_column(Words)


class Apology(Base):
    """A row is somebody who could not come and let it be known, by name, in the order they were written down."""

    __tablename__ = "minutes_apology"

    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(200))


class Dissent(Base):
    """A row is somebody who asked that it is written down that they did not agree, and why if they gave a reason."""

    __tablename__ = "minutes_dissent"
    __table_args__ = (UniqueConstraint("entry_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    entry_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_entry.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    reason: Mapped[dict[str, str]] = mapped_column(Words)
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class ConfidentialEntry(Base):
    """A row is an entry of the confidential annex: kept apart, in no other version of the minutes (invariant 83)."""

    __tablename__ = "minutes_confidential"
    __table_args__ = (UniqueConstraint("minutes_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[UUID | None] = mapped_column(Uuid)
    heading: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    decision: Mapped[dict[str, str]] = mapped_column(Words)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)
