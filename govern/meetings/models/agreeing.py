"""Tables of what members bring about before a meeting: shorter notice they agree to, meetings they ask for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.meetings.rules import ItemKind


class ShortNoticeConsent(Base):
    """A row is one member who agreed to shorter notice, for the time at which the meeting was to begin then.

    `noted_by` is the officer who had it on paper; none where the member pressed it on their own page.
    """

    __tablename__ = "short_notice_consent"

    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    starts_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_on: Mapped[date] = mapped_column(Date)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class Requisition(Base):
    """A row is a general meeting that members ask for. `needed` and `entitled` are fixed when enough have signed.

    `meeting_id` is the meeting that was written down for it. The `own_` columns are the day and place at which those
    who asked mean to hold it themselves, where the board did not call it in time.
    """

    __tablename__ = "requisition"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    begun_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    begun_at: Mapped[datetime] = mapped_column(UtcTime)
    needed: Mapped[int | None] = mapped_column(Integer)
    entitled: Mapped[int | None] = mapped_column(Integer)
    reached_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    meeting_id: Mapped[UUID | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    own_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    own_starts_at: Mapped[datetime | None] = mapped_column(UtcTime)
    own_place: Mapped[str | None] = mapped_column(String(400))
    own_video_link: Mapped[str | None] = mapped_column(String(400))


class RequisitionItem(Base):
    """A row is one item of business that the meeting is asked for. Its words are those that were signed."""

    __tablename__ = "requisition_item"
    __table_args__ = (UniqueConstraint("requisition_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ItemKind] = mapped_column(one_of(ItemKind, "kind"))
    title: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    resolution: Mapped[str | None] = mapped_column(String(60))


class RequisitionSigner(Base):
    """A row is one member who asks for it, by page or on paper that an officer entered."""

    __tablename__ = "requisition_signer"

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    signed_on: Mapped[date] = mapped_column(Date)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class RequisitionCaller(Base):
    """A row is one of those who asked and now calls the meeting with the others, for the day and place that stand."""

    __tablename__ = "requisition_caller"

    requisition_id: Mapped[UUID] = mapped_column(ForeignKey("requisition.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)
