"""Tables of the papers of a meeting: who may read each, its versions, and who said that they have read it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.rules.reading import HowRead
from govern.database import Base, UtcTime, Words, one_of
from govern.documents.attachments import Kind
from govern.meetings.rules import Readers


class MeetingPaper(Base):
    """A row is one paper of a meeting, for the whole of it or for an item; taken away, it is no longer shown."""

    __tablename__ = "meeting_paper"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    readers: Mapped[Readers] = mapped_column(one_of(Readers, "readers"))
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PaperVersion(Base):
    """A row is one version of a paper; its file lies under the uploads (`documents/attachments.py`) by its `id`.

    `words`: those inside of the file, for the search; none where it came before they were read.
    """

    __tablename__ = "meeting_paper_version"
    __table_args__ = (UniqueConstraint("paper_id", "number"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    paper_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_paper.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    size: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    words: Mapped[str | None] = mapped_column(Text)
    changed: Mapped[str | None] = mapped_column(String(400))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class MeetingPaperRead(Base):
    """A row says that somebody has read a version of a paper, or that it was read to them. Nobody must."""

    __tablename__ = "meeting_paper_read"

    version_id: Mapped[UUID] = mapped_column(ForeignKey("meeting_paper_version.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    how: Mapped[HowRead] = mapped_column(one_of(HowRead, "how"))
    on: Mapped[date] = mapped_column(Date)
