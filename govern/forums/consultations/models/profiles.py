"""Tables of how somebody communicates, as they want it known, and of who delivers their care."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, String, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.consultations.rules import Adaptation


class CommunicationProfile(Base):
    """A row is one version of a person's own page on how to ask them; the highest `version` counts.

    `ways` are the adaptations that work, as their names with commas between; the rest is in the person's own words.
    `written_by` is the person, or whoever wrote it down with them; `with_help` says how they agreed to it. There is
    no field for a diagnosis and none for an assessment of what somebody is able to decide, and there will be none.
    """

    __tablename__ = "communication_profile"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    ways: Mapped[str] = mapped_column(String(200), default="")
    best_way: Mapped[Adaptation | None] = mapped_column(one_of(Adaptation, "best_way"))
    works: Mapped[str] = mapped_column(Text, default="")
    works_not: Mapped[str] = mapped_column(Text, default="")
    supporters: Mapped[str] = mapped_column(Text, default="")
    sign_yes: Mapped[str] = mapped_column(String(400), default="")
    sign_no: Mapped[str] = mapped_column(String(400), default="")
    sign_stop: Mapped[str] = mapped_column(String(400), default="")
    posture: Mapped[str] = mapped_column(String(400), default="")
    time_of_day: Mapped[str] = mapped_column(String(400), default="")
    with_help: Mapped[str] = mapped_column(String(400), default="")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class CareLink(Base):
    """A row says that somebody delivers a person's care: they may support that person, never lead (invariant 76).

    `because` is what it rests on, `ended_because` why it is over. One that a death ended has no reason of its own.
    """

    __tablename__ = "care_link"
    __table_args__ = (
        CheckConstraint("person_id <> carer_id", name="two_people"),
        Index(
            "uq_care_link_now",
            "person_id",
            "carer_id",
            unique=True,
            sqlite_where=sql("to_on IS NULL"),
            postgresql_where=sql("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    carer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    because: Mapped[str] = mapped_column(String(400), default="")
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_because: Mapped[str] = mapped_column(String(400), default="")
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
