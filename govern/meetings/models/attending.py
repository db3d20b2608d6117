"""Tables of the day itself: who was there when, what was put right of it, and the cards people come with."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.meetings.rules import Mode


class AttendanceSpan(Base):
    """A row is one stay of one person: in, and out again. `constituency` is the group they count in, as it was then.

    People with no such group (guests, observers) are in the minutes but not in the quorum (invariant 30).
    """

    __tablename__ = "attendance_span"
    __table_args__ = (
        CheckConstraint("out_at IS NULL OR out_at >= in_at", name="span"),
        Index(
            "uq_attendance_span_here",
            "meeting_id",
            "person_id",
            unique=True,
            sqlite_where=sql("out_at IS NULL"),
            postgresql_where=sql("out_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    mode: Mapped[Mode] = mapped_column(one_of(Mode, "mode"))
    constituency: Mapped[str | None] = mapped_column(String(60))
    counts: Mapped[bool] = mapped_column(Boolean)
    in_at: Mapped[datetime] = mapped_column(UtcTime)
    out_at: Mapped[datetime | None] = mapped_column(UtcTime)


class MeetingEntitled(Base):
    """A row is somebody who belongs to a gathering of a forum, handed down by it. Guests, partners and observers are
    told of it and may come; they do not count (invariants 30 and 62)."""

    __tablename__ = "meeting_entitled"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    constituency: Mapped[str | None] = mapped_column(String(60))
    counts: Mapped[bool] = mapped_column(Boolean)


class StayCorrection(Base):
    """A row is one stay before it was put right: what it said, by whom it was changed, and why.

    It names meeting and person and not the stay, which may be taken back altogether.
    """

    __tablename__ = "stay_correction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    was_mode: Mapped[Mode] = mapped_column(one_of(Mode, "was_mode"))
    was_in: Mapped[datetime] = mapped_column(UtcTime)
    was_out: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str] = mapped_column(String(400))
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class MemberCard(Base):
    """A row is somebody's card for check-in. The code was drawn by chance: it says nothing and opens nothing."""

    __tablename__ = "member_card"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(12), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)


class TabletAsk(Base):
    """A row is a card held up at a tablet: whose, and the number on the tablet until somebody at the desk has looked.

    A card opens nothing by itself. `token_hash` is of what that tablet alone holds.
    """

    __tablename__ = "tablet_ask"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    number: Mapped[int] = mapped_column(Integer)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    let_in: Mapped[bool | None] = mapped_column(Boolean)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    used_at: Mapped[datetime | None] = mapped_column(UtcTime)
