"""Tables of returns: what was done outside and sent in, who inspected a register, figures typed for the annual
return, and returns as they were sent."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.minutes.book.incoming import FileKind
from govern.minutes.returns.rules.registers import How, Kept


class Filing(Base):
    """A row says that a duty of the year plan was done outside: on which day, under which reference, with a note.

    `duty` is the duty's key. A paper that was sent may lie in the society's folder under the row's id. A tick by
    mistake is taken back with a reason; the row stays.
    """

    __tablename__ = "filing"
    __table_args__ = (
        CheckConstraint("(file_kind IS NULL) = (file_hash IS NULL)", name="file"),
        CheckConstraint("(undone_at IS NULL) = (undone_why IS NULL)", name="undone"),
        Index(
            "uq_filing_duty",
            "duty",
            unique=True,
            sqlite_where=text("undone_at IS NULL"),
            postgresql_where=text("undone_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    duty: Mapped[str] = mapped_column(String(160))
    done_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))
    note: Mapped[str] = mapped_column(String(2000))
    file_kind: Mapped[FileKind | None] = mapped_column(one_of(FileKind, "file_kind"))
    file_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    file_size: Mapped[int | None] = mapped_column(Integer)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_why: Mapped[str | None] = mapped_column(String(400))


class RegisterInspection(Base):
    """A row says that somebody inspected a register or was given a copy, and on which day.

    `person_id` is a member who asked; of others there are only words, as the society took them down.
    """

    __tablename__ = "register_inspection"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    register: Mapped[Kept] = mapped_column(one_of(Kept, "register"))
    how: Mapped[How] = mapped_column(one_of(How, "how_inspected"))
    on_day: Mapped[date] = mapped_column(Date, index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    who: Mapped[str] = mapped_column(String(200))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ReturnFigure(Base):
    """A row is one figure or text that was typed for the return of one year. The latest of its name counts."""

    __tablename__ = "return_figure"
    __table_args__ = (Index("ix_return_figure_ends_on_name", "ends_on", "name"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ends_on: Mapped[date] = mapped_column(Date)
    name: Mapped[str] = mapped_column(String(60))
    value: Mapped[str] = mapped_column(Text)
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class FiledReturn(Base):
    """A row is the return of one year as it was sent: its words and numbers in each language (JSON), and their hash.

    It never changes; figures that turn out otherwise later are shown beside it.
    """

    __tablename__ = "filed_return"

    ends_on: Mapped[date] = mapped_column(Date, primary_key=True)
    kept: Mapped[str] = mapped_column(Text)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    filed_on: Mapped[date] = mapped_column(Date)
    reference: Mapped[str] = mapped_column(String(200))
    filed_at: Mapped[datetime] = mapped_column(UtcTime)
    filed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
