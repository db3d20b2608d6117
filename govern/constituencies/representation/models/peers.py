"""Tables of representation: peers' offices, the mandates they carry, and files of mandates that were brought in."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, LargeBinary, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules import ImportStage
from govern.constituencies.representation.rules import HowChosen, HowConsented, WhyEnded, WhyOver
from govern.database import Base, UtcTime, one_of


class PeerOffice(Base):
    """A row is one member elected by peers of a group, from a day until before another.

    `elected_by` and `over_by` are the numbers of the votes that elected and recalled, where a vote here did.
    """

    __tablename__ = "peer_office"
    __table_args__ = (CheckConstraint("to_on > from_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    layer: Mapped[str] = mapped_column(String(60))
    place: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date] = mapped_column(Date)
    elected_by: Mapped[str] = mapped_column(String(20), server_default="")
    why_over: Mapped[WhyOver | None] = mapped_column(one_of(WhyOver, "why_over"))
    over_by: Mapped[str] = mapped_column(String(20), server_default="")


class PeerMandate(Base):
    """A row is one member carried by one peer: by which choice, for what, and when it is looked at again.

    `scope` is "all" or kinds of decision parted by commas. `to_on` is a day agreed beforehand; `ended_on` is when it
    was ended by somebody's word; `reminded_on`, when the member was written to before it. `noted_by` wrote it down,
    and of a supported choice `expressed` says in which way the member said it. A mandate ends; it is never
    overwritten.
    """

    __tablename__ = "peer_mandate"
    __table_args__ = (
        CheckConstraint("review_by > from_on", name="review"),
        CheckConstraint("(ended_on IS NULL) = (why_ended IS NULL)", name="ended"),
        CheckConstraint("how_chosen <> 'supported_choice' OR supporter <> ''", name="supporter"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    office_id: Mapped[UUID] = mapped_column(ForeignKey("peer_office.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    scope: Mapped[str] = mapped_column(String(1000))
    review_by: Mapped[date] = mapped_column(Date)
    how_chosen: Mapped[HowChosen] = mapped_column(one_of(HowChosen, "how_chosen"))
    supporter: Mapped[str] = mapped_column(String(400))
    ended_on: Mapped[date | None] = mapped_column(Date)
    why_ended: Mapped[WhyEnded | None] = mapped_column(one_of(WhyEnded, "why_ended"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    expressed: Mapped[HowConsented | None] = mapped_column(one_of(HowConsented, "expressed"))
    reminded_on: Mapped[date | None] = mapped_column(Date)


class MandateFile(Base):
    """A row is one file of mandates: looked at first, perhaps approved by a second officer, then put in."""

    __tablename__ = "mandate_file"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    stage: Mapped[ImportStage] = mapped_column(one_of(ImportStage, "stage"))
    file_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    original_name: Mapped[str] = mapped_column(String(200))
    mandates: Mapped[int] = mapped_column(Integer)
    refused: Mapped[int] = mapped_column(Integer)
    uploaded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    applied_at: Mapped[datetime | None] = mapped_column(UtcTime)
