"""Votes on paper: who gets one, which outer envelopes arrived, how many papers were mixed, what two tellers read.

A handle stands with an arrival and never with an entry. A batch knows how many papers were mixed, and not whose:
between the two tables there is nothing but a number.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, ForeignKeyConstraint, Index, Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class PaperWish(Base):
    """A row says that somebody votes on paper: in one ballot, or in every one where none is named.

    `by` is whoever said so: the member, or an officer to whom they said it.
    """

    __tablename__ = "paper_wish"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    ballot_id: Mapped[UUID | None] = mapped_column(ForeignKey("ballot.id"), index=True)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class PaperReturn(Base):
    """A row is the address to which the papers of a ballot come back."""

    __tablename__ = "paper_return"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    address: Mapped[str] = mapped_column(String(400))


class PaperBatch(Base):
    """A row is a pile of outer envelopes that one teller logs and another confirms; from then on the log has them."""

    __tablename__ = "paper_batch"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PaperArrival(Base):
    """A row is one outer envelope, by its handle; there is one for each member at most."""

    __tablename__ = "paper_arrival"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ballot_id", "batch"], ["paper_batch.ballot_id", "paper_batch.number"], name="fk_paper_arrival_batch"
        ),
        Index("ix_paper_arrival_ballot_id_batch", "ballot_id", "batch"),
    )

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)
    batch: Mapped[int] = mapped_column(Integer)


class MixedBatch(Base):
    """A row is a pile of papers of one style, mixed and then numbered, which two tellers enter apart.

    It is agreed once both have finished and say the same of every paper.
    """

    __tablename__ = "mixed_batch"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    style: Mapped[str] = mapped_column(String(64))
    papers: Mapped[int] = mapped_column(Integer)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    first_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    second_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    first_done: Mapped[bool] = mapped_column(default=False)
    second_done: Mapped[bool] = mapped_column(default=False)
    agreed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PaperEntry(Base):
    """A row is what one of the two tellers (`turn` 1 or 2) read on one paper for one contest, sealed like a slip.

    Sealed to the ballot's key, so that nobody reads it before the count and the count opens it with the envelopes'.
    Without a `box` there was no paper. It has no time.
    """

    __tablename__ = "paper_entry"
    __table_args__ = (
        ForeignKeyConstraint(
            ["ballot_id", "batch"], ["mixed_batch.ballot_id", "mixed_batch.number"], name="fk_paper_entry_batch"
        ),
    )

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    batch: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    paper: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    turn: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    contest: Mapped[str] = mapped_column(String(64), primary_key=True)
    box: Mapped[bytes | None] = mapped_column(LargeBinary)
