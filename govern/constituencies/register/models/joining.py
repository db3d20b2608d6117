"""Tables of joining: who represents an organisation, applications, and the checks of what a group asks for."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules import ApplicationStage, CameBy, CheckResult
from govern.database import Base, UtcTime, one_of
from govern.identity.rules import PersonKind


class Representative(Base):
    """A row is one human who acts for one organisation from a day on; `authority` is where that is said (a letter).

    An organisation has at most one at a time (invariant 6).
    """

    __tablename__ = "representative"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        Index(
            "uq_representative_organisation_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    human_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    authority: Mapped[str] = mapped_column(String(400))


class Application(Base):
    """A row is somebody's wish to belong to a group, how it was decided and why.

    `person_id` is there for somebody we know already, and for everybody once they are admitted. `code_hash` is of the
    code with which the applicant sees it again.
    """

    __tablename__ = "application"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    stage: Mapped[ApplicationStage] = mapped_column(one_of(ApplicationStage, "stage"), index=True)
    came_by: Mapped[CameBy] = mapped_column(one_of(CameBy, "came_by"))
    code_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    kind: Mapped[PersonKind] = mapped_column(one_of(PersonKind, "kind"))
    name: Mapped[str] = mapped_column(String(200))
    first_name: Mapped[str | None] = mapped_column(String(100))
    email: Mapped[str | None] = mapped_column(String(254))
    phone: Mapped[str | None] = mapped_column(String(40))
    postal_address: Mapped[str | None] = mapped_column(String(400))
    born_on: Mapped[date | None] = mapped_column(Date)
    language: Mapped[str] = mapped_column(String(5))
    format: Mapped[str] = mapped_column(String(20))
    statement: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str | None] = mapped_column(String(1000))
    appealed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    appeal_words: Mapped[str | None] = mapped_column(Text)
    appeal_decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    appeal_decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    appeal_reason: Mapped[str | None] = mapped_column(String(1000))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Appellant(Base):
    """A row is one of the people who carry an appeal together, where the rules ask for several (M25)."""

    __tablename__ = "appellant"

    application_id: Mapped[UUID] = mapped_column(ForeignKey("application.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class EligibilityCheck(Base):
    """A row says that somebody looked on a day whether a condition of a group holds: of an applicant or a member.

    `evidence` names what was seen, never what it says of anybody's care (invariant 9).
    """

    __tablename__ = "eligibility_check"
    __table_args__ = (
        CheckConstraint("person_id IS NOT NULL OR application_id IS NOT NULL", name="somebody"),
        Index("ix_eligibility_check_person_id_constituency", "person_id", "constituency"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    application_id: Mapped[UUID | None] = mapped_column(ForeignKey("application.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    constituency: Mapped[str] = mapped_column(String(60))
    condition: Mapped[str] = mapped_column(String(60))
    result: Mapped[CheckResult] = mapped_column(one_of(CheckResult, "result"))
    checked_on: Mapped[date] = mapped_column(Date)
    evidence: Mapped[str] = mapped_column(String(400))
    checked_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
