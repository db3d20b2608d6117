"""Tables of the register of members: who belongs to which constituency, since when, and what is true of them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    Uuid,
    column,
    table,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules import ImportStage
from govern.database import Base, UtcTime, one_of


class Member(Base):
    """A row gives a person their number in the register of members. A number is never used again, in any letters."""

    __tablename__ = "member"
    __table_args__ = (Index("uq_member_number_lower", text("lower(number)"), unique=True),)

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    number: Mapped[str] = mapped_column(String(40))
    entered_on: Mapped[date] = mapped_column(Date)


class Membership(Base):
    """A row is one span of one person in one constituency; it ends, it is never overwritten (invariant 1)."""

    __tablename__ = "membership"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= joined_on", name="span"),
        Index("ix_membership_person_id_constituency", "person_id", "constituency"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    constituency: Mapped[str] = mapped_column(String(60), index=True)
    joined_on: Mapped[date] = mapped_column(Date)
    joined_reason: Mapped[str] = mapped_column(String(200))
    ended_on: Mapped[date | None] = mapped_column(Date, index=True)
    ended_reason: Mapped[str | None] = mapped_column(String(200))


class AttributeSpan(Base):
    """A row is one fact about a person that rules ask about (volunteer, employee), from one day to another."""

    __tablename__ = "attribute_span"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    attribute: Mapped[str] = mapped_column(String(60))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    source: Mapped[str] = mapped_column(String(200))


class Import(Base):
    """A row is one file of members: looked at first, then put into the register as it was shown.

    `uploaded_by` is nobody where it came by the command line, from the owner of the server.
    """

    __tablename__ = "member_import"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    stage: Mapped[ImportStage] = mapped_column(one_of(ImportStage, "stage"))
    file_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    original_name: Mapped[str] = mapped_column(String(200))
    added: Mapped[int] = mapped_column(Integer)
    changed: Mapped[int] = mapped_column(Integer)
    unchanged: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    findings: Mapped[str] = mapped_column(Text)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None] = mapped_column(UtcTime)


#: The table of people, as this room's questions read it. Its rows belong to identity, which alone writes them.
people = table(
    "person",
    column("id", Uuid),
    column("name", String),
    column("first_name", String),
    column("search", String),
    column("email", String),
    column("phone", String),
    column("postal_address", String),
    column("born_on", Date),
    column("language", String),
    column("format", String),
    column("added_at", UtcTime),
    column("deactivated_at", UtcTime),
    column("merged_into_id", Uuid),
    column("erased_at", UtcTime),
    column("kind", String),
)
