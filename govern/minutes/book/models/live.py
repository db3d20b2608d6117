"""Tables of what is taken down while a meeting is on: single lines, their earlier wordings, who does what by when."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.minutes.book.rules import ActionState


class Note(Base):
    """A row is one line that somebody took down under an item, or under the opening where it names none.

    Rows are added, so two note-takers never write over each other. `token` was drawn when the form was made: the
    same line sent twice is one. A line that is struck stays, and is in no version of the minutes.
    """

    __tablename__ = "minutes_note"
    __table_args__ = (UniqueConstraint("minutes_id", "token"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[UUID | None] = mapped_column(Uuid)
    token: Mapped[str] = mapped_column(String(64))
    version: Mapped[int] = mapped_column(Integer)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    struck_at: Mapped[datetime | None] = mapped_column(UtcTime)
    struck_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class NoteBefore(Base):
    """A row is how a line read before somebody changed it."""

    __tablename__ = "minutes_note_before"

    note_id: Mapped[UUID] = mapped_column(ForeignKey("minutes_note.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class Action(Base):
    """A row is something that somebody does by a day, as it was agreed; later whether it was done.

    The words, the owner and the day belong to the minutes; what became of it is said at any time.
    """

    __tablename__ = "minutes_action"
    __table_args__ = (
        UniqueConstraint("minutes_id", "token"),
        CheckConstraint("state = 'open' OR closed_at IS NOT NULL", name="closed"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    minutes_id: Mapped[UUID] = mapped_column(ForeignKey("minutes.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    item_id: Mapped[UUID | None] = mapped_column(Uuid)
    token: Mapped[str] = mapped_column(String(64))
    text: Mapped[dict[str, str]] = mapped_column(Words)
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    owner: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(Date)
    made_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    state: Mapped[ActionState] = mapped_column(one_of(ActionState, "action_state"))
    told: Mapped[str] = mapped_column(Text, default="", server_default="")
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
