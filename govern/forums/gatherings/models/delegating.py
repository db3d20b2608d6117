"""Who is sent to the forum above, and whom to tell when somebody is worried about a person's safety."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class Delegate(Base):
    """A row is one term in which a forum sends somebody to the forum above (invariant 63).

    They belong to the sending forum and to the group they are sent for. `belonging_id` is the membership above that
    began with the term and stops with it; without one they were a member there anyway.
    """

    __tablename__ = "delegate"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        CheckConstraint("due_on > from_on", name="term"),
        Index(
            "uq_delegate_now",
            "forum_id",
            "person_id",
            unique=True,
            sqlite_where=sql("to_on IS NULL"),
            postgresql_where=sql("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    to_forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    meeting_id: Mapped[UUID] = mapped_column(Uuid)
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    belonging_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_belonging.id"))
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SafeguardingContact(Base):
    """A row is somebody outside the service who is told when a person may not be safe: of the whole society, or of
    one forum (M31). The newest holds."""

    __tablename__ = "safeguarding_contact"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    phone: Mapped[str] = mapped_column(String(60))
    email: Mapped[str] = mapped_column(String(254))
    named_at: Mapped[datetime] = mapped_column(UtcTime)
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
