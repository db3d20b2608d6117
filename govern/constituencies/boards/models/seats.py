"""Tables of boards: who sits on which seat, seats empty before their time, caps not kept, who stands down, skills."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Date, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.boards.rules import RotationStage, VacancyStage, Why
from govern.constituencies.register.rules import ImportStage
from govern.database import Base, UtcTime, one_of


class Tenure(Base):
    """A row is one person on one seat. `constituency` is the seat's (or "any"); attributes come from the register.

    `unit` is the team the seat is for, `organisation_id` the member organisation they represent there. `through_id`
    is the seat on another body by which they sit here: it ends, and so does this. `office` is the office that brings
    the seat, `nominated_by` whoever chose them. `casual`: the seat was empty before its time. `elected_on` is their
    last election, `terms_before` full terms in a row that came before and of which nothing more is known.
    """

    __tablename__ = "tenure"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    how_filled: Mapped[str] = mapped_column(String(40))
    unit: Mapped[str | None] = mapped_column(String(100))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    through_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenure.id"), index=True)
    office: Mapped[str | None] = mapped_column(String(100))
    nominated_by: Mapped[str | None] = mapped_column(String(200))
    until_elections: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    casual: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    elected_on: Mapped[date | None] = mapped_column(Date)
    terms_before: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    ended_why: Mapped[str | None] = mapped_column(String(40))


class Vacancy(Base):
    """A row is one seat that fell empty before its term ended: since when, how it is to be filled, what became of it.

    `due_on` is the day on which the term it belongs to ends; `filled_by_id` the tenure that filled it.
    """

    __tablename__ = "vacancy"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str | None] = mapped_column(String(100))
    tenure_id: Mapped[UUID] = mapped_column(ForeignKey("tenure.id"), unique=True)
    open_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    way: Mapped[str] = mapped_column(String(40))
    stage: Mapped[VacancyStage] = mapped_column(one_of(VacancyStage, "stage"))
    filled_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("tenure.id"))
    closed_on: Mapped[date | None] = mapped_column(Date)


class CapBreach(Base):
    """A row is one cap or quota not kept, from one day until it was kept again. `scope` is a body's id, or "" for
    caps on the membership and the workforce. The next general meeting has to cure it (invariant 14)."""

    __tablename__ = "cap_breach"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    scope: Mapped[str] = mapped_column(String(60), index=True)
    cap: Mapped[str] = mapped_column(String(60))
    opened_on: Mapped[date] = mapped_column(Date)
    limit: Mapped[str] = mapped_column(String(40))
    counted: Mapped[int] = mapped_column(Integer)
    cured_on: Mapped[date | None] = mapped_column(Date)


class Rotation(Base):
    """A row is who stands down from one body at one annual general meeting: the lot is announced by its commitment,
    then drawn, and the seed is there for everybody to draw it again."""

    __tablename__ = "rotation"
    __table_args__ = (UniqueConstraint("body", "on"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60))
    on: Mapped[date] = mapped_column(Date)
    stage: Mapped[RotationStage] = mapped_column(one_of(RotationStage, "stage"))
    commitment: Mapped[bytes] = mapped_column(LargeBinary(32))
    seed: Mapped[bytes] = mapped_column(LargeBinary(32))
    base: Mapped[int] = mapped_column(Integer)
    third: Mapped[int] = mapped_column(Integer)
    announced_at: Mapped[datetime] = mapped_column(UtcTime)
    drawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RotationPlace(Base):
    """A row is one person who stands down by a rotation, and why."""

    __tablename__ = "rotation_place"

    rotation_id: Mapped[UUID] = mapped_column(ForeignKey("rotation.id"), primary_key=True)
    tenure_id: Mapped[UUID] = mapped_column(ForeignKey("tenure.id"), primary_key=True)
    why: Mapped[Why] = mapped_column(one_of(Why, "why"))


class ElectionsBegun(Base):
    """The single row is the day on which the society had members enough for elections; nothing takes it back
    (W26)."""

    __tablename__ = "elections_begun"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    reached_on: Mapped[date] = mapped_column(Date)
    members: Mapped[int] = mapped_column(Integer)
    nominations_until: Mapped[date] = mapped_column(Date)


class Skill(Base):
    """A row is something a person who sits can do, from one day to another, as they said."""

    __tablename__ = "skill"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    skill: Mapped[str] = mapped_column(String(60))
    professional: Mapped[bool] = mapped_column(Boolean)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)


class SeatImport(Base):
    """A row is one file of those who sit and sat: looked at first, then put in as it was shown."""

    __tablename__ = "seat_import"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    stage: Mapped[ImportStage] = mapped_column(one_of(ImportStage, "stage"))
    file_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    original_name: Mapped[str] = mapped_column(String(200))
    added: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    findings: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)
    applied_at: Mapped[datetime | None] = mapped_column(UtcTime)
