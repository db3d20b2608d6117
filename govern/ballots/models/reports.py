"""What peers say of their votes, and what members answer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class PeerReport(Base):
    """A row is one peer's own statement of how they voted for others in one ballot, and why (invariant 47).

    It is the peer's word and comes from no envelope. Nobody but the peer reads it before the close. `easy`: the same
    in easy words, a sentence a line, where the peer wrote it.
    """

    __tablename__ = "peer_report"
    __table_args__ = (UniqueConstraint("ballot_id", "peer_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    peer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    voted: Mapped[str] = mapped_column(Text)
    why: Mapped[str] = mapped_column(Text)
    easy: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    released_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ReportAnswer(Base):
    """A row is what one member answered to their peer's report. It goes with the report."""

    __tablename__ = "report_answer"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    report_id: Mapped[UUID] = mapped_column(ForeignKey("peer_report.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    words: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UtcTime)
