"""Tables of papers: every paper that was issued, word for word; what the scrutineers of a vote reported."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.documents import Form


class IssuedPaper(Base):
    """A row is one paper as it was issued, by its number in the year. Nothing in it ever changes.

    `content` is all it says (documents/description.py) and `mark` the hash of that; `matter_hash` is the same hash
    without number and day, by which a paper that says nothing new is known.
    """

    __tablename__ = "issued_paper"
    __table_args__ = (
        UniqueConstraint("year", "number"),
        CheckConstraint("number >= 1", name="number"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    subject: Mapped[UUID] = mapped_column(Uuid, index=True)
    title: Mapped[str] = mapped_column(String(400))
    language: Mapped[str] = mapped_column(String(8))
    form: Mapped[Form] = mapped_column(one_of(Form, "form"))
    rules_version: Mapped[str] = mapped_column(String(40))
    record_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    matter_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    mark: Mapped[bytes] = mapped_column(LargeBinary(32))
    content: Mapped[str] = mapped_column(Text)
    issued_at: Mapped[datetime] = mapped_column(UtcTime)
    issued_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Scrutiny(Base):
    """A row is what the scrutineers of a vote report; a later one stands instead of those before it.

    `sample` papers were counted again by hand, of which `differing` came out another way.
    """

    __tablename__ = "scrutiny"
    __table_args__ = (
        CheckConstraint("differing <= sample AND sample >= 0 AND differing >= 0", name="sample"),
        CheckConstraint("no_interest", name="no_interest"),
    )

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    appointed_by: Mapped[str] = mapped_column(String(200))
    no_interest: Mapped[bool] = mapped_column(Boolean)
    sample: Mapped[int] = mapped_column(Integer)
    differing: Mapped[int] = mapped_column(Integer)
    complaints: Mapped[str] = mapped_column(Text)
    opinion: Mapped[str] = mapped_column(Text)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
