"""Tables of what happens to a person's entry: corrections, deaths, records that became one, erasure."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules.persons import About, AskStage
from govern.database import Base, UtcTime, one_of


class Correction(Base):
    """A row is one thing that a person asked to have corrected, and the secretary's answer with its reason."""

    __tablename__ = "correction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    stage: Mapped[AskStage] = mapped_column(one_of(AskStage, "stage"), index=True)
    about: Mapped[About] = mapped_column(one_of(About, "about"))
    wanted: Mapped[str] = mapped_column(String(400))
    reason: Mapped[str] = mapped_column(String(400))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[str | None] = mapped_column(String(400))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)


class MembershipCorrection(Base):
    """A row is what a membership said before it was corrected: whose it was, its days and reasons.

    So nothing is overwritten without a trace (invariant 1).
    """

    __tablename__ = "membership_correction"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    membership_id: Mapped[UUID] = mapped_column(ForeignKey("membership.id"), index=True)
    was_of: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    was_joined_on: Mapped[date] = mapped_column(Date)
    was_joined_reason: Mapped[str] = mapped_column(String(200))
    was_ended_on: Mapped[date | None] = mapped_column(Date)
    was_ended_reason: Mapped[str | None] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(String(400))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Death(Base):
    """A row is a death as it was told to the society, and, where it was a mistake, who put it right.

    `took` is what ended with it (ids of memberships and of what was noted), as JSON, so that it can begin anew.
    """

    __tablename__ = "death"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    died_on: Mapped[date] = mapped_column(Date)
    told_by: Mapped[str] = mapped_column(String(200))
    took: Mapped[str] = mapped_column(Text)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    undone_at: Mapped[datetime | None] = mapped_column(UtcTime)
    undone_reason: Mapped[str | None] = mapped_column(String(200))


class MergedRecord(Base):
    """A row says that two records were of one person: which stays, which became part of it, why, by whom.

    `moved` counts what went over, by table, as JSON.
    """

    __tablename__ = "merged_record"

    gone_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    kept_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    reason: Mapped[str] = mapped_column(String(400))
    moved: Mapped[str] = mapped_column(Text)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Erasure(Base):
    """A row is one person's wish that what the society holds of them goes, and what came of it."""

    __tablename__ = "erasure"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    stage: Mapped[AskStage] = mapped_column(one_of(AskStage, "stage"), index=True)
    on_paper: Mapped[str | None] = mapped_column(String(200))
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[str | None] = mapped_column(String(400))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
