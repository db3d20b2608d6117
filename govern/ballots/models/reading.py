"""Papers to read before a vote, and who said that they have. Apart from the vote: no row here leads to a handle."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.rules.reading import HowRead
from govern.database import Base, Words, one_of


class PaperToRead(Base):
    """A row is one paper that members read before they vote, in their languages. `read_alone` and `read_to` are how
    many had read it, once who they were has been forgotten."""

    __tablename__ = "ballot_reading"
    __table_args__ = (UniqueConstraint("ballot_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    words: Mapped[dict[str, str]] = mapped_column(Words)
    read_alone: Mapped[int | None] = mapped_column(Integer)
    read_to: Mapped[int | None] = mapped_column(Integer)


class PaperRead(Base):
    """A row says that somebody has read a paper, or that it was read to them. Emptied with `member_handle`."""

    __tablename__ = "ballot_paper_read"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("ballot_reading.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    how: Mapped[HowRead] = mapped_column(one_of(HowRead, "how"))
    on: Mapped[date] = mapped_column(Date)
