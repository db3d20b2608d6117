"""Tables of being asked: one person's answer, the sittings it came from, who was there, and how it was read."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.consultations.rules import (
    Adaptation,
    Assent,
    Confidence,
    Evidence,
    GivenBy,
    Heard,
    Over,
    Stance,
)


class Through(StrEnum):
    """By which door a sitting came in."""

    PAGE = "page"
    PAPER = "paper"
    DEVICE = "device"


class PresentAs(StrEnum):
    """What somebody did who was there when a person was asked."""

    SUPPORTER = "supporter"
    INTERPRETER = "interpreter"
    OBSERVER = "observer"


class ConsultationResponse(Base):
    """A row is one person in one consultation: asked or to be asked, and what they said in the end.

    `code` stands on paper in place of the name. `card_id` is the thing they chose. What readers made of it stands in
    `ConsultationReading`; this row holds what counts. Nothing of a view is in the row of somebody who stopped
    (invariant 72). `released` are words or a description that may be shown, as they agreed (`release_agreed`).
    `seen_agreed` says how they agreed that others may see which answer is theirs (invariant 77). Since `over_on` they
    are asked no more: they died, or left the society.
    """

    __tablename__ = "consultation_response"
    __table_args__ = (
        UniqueConstraint("consultation_id", "code"),
        CheckConstraint(
            "heard IN ('recorded', 'final') OR (stance IS NULL AND card_id IS NULL AND evidence IS NULL "
            "AND confidence IS NULL)",
            name="view_only_once_heard",
        ),
        CheckConstraint(
            "heard NOT IN ('recorded', 'final') OR (stance IS NOT NULL AND evidence IS NOT NULL "
            "AND confidence IS NOT NULL)",
            name="heard_with_a_view",
        ),
        Index("ix_consultation_response_heard", "consultation_id", "heard"),
    )

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    code: Mapped[str] = mapped_column(String(12))
    asker_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    planned: Mapped[Adaptation | None] = mapped_column(one_of(Adaptation, "planned_adaptation"))
    heard: Mapped[Heard] = mapped_column(one_of(Heard, "heard"))
    why_not: Mapped[str] = mapped_column(String(400), default="")
    stance: Mapped[Stance | None] = mapped_column(one_of(Stance, "stance"))
    leaning: Mapped[bool] = mapped_column(Boolean, default=False)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_card.id"))
    evidence: Mapped[Evidence | None] = mapped_column(one_of(Evidence, "evidence"))
    confidence: Mapped[Confidence | None] = mapped_column(one_of(Confidence, "confidence"))
    doubts: Mapped[str] = mapped_column(Text, default="")
    released: Mapped[str] = mapped_column(Text, default="")
    release_agreed: Mapped[str] = mapped_column(String(400), default="")
    seen_agreed: Mapped[str] = mapped_column(String(400), default="")
    checked_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
    checked_back_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    checked_back_how: Mapped[str] = mapped_column(String(400), default="")
    over_on: Mapped[date | None] = mapped_column(Date)
    over_because: Mapped[Over | None] = mapped_column(one_of(Over, "response_over"))
    invited_at: Mapped[datetime] = mapped_column(UtcTime)
    invited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ConsultationSitting(Base):
    """A row is one time somebody was asked. Assent stands first: without it the row has nothing else (invariant 72).

    `sent_id` is chosen where the sitting is written down, on a page, a sheet or a tablet: sent twice, it is one
    sitting. `group_id` is the same for people asked together; each has a row of their own. `shown_order` are the
    card ids in the order they lay there, with commas between; `placed` the same for what was put where, as
    "card:place". `picked` is what was chosen: a card id, or one of yes, no, not_sure, not_saying, face-1 to face-5.
    `did` are the facts, `meant` what they were taken to mean, by `read_by`. `stopped_how` says how they showed that
    they wanted to stop.
    """

    __tablename__ = "consultation_sitting"
    __table_args__ = (
        CheckConstraint(
            "assent = 'given' OR (picked = '' AND placed = '' AND did = '' AND meant = '')", name="assent_first"
        ),
        CheckConstraint("stopped_at IS NULL OR (picked = '' AND placed = '' AND meant = '')", name="stopped"),
        Index("ix_consultation_sitting_person", "consultation_id", "person_id"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    sent_id: Mapped[UUID] = mapped_column(Uuid, unique=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    group_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    through: Mapped[Through] = mapped_column(one_of(Through, "sitting_through"))
    adaptation: Mapped[Adaptation] = mapped_column(one_of(Adaptation, "sitting_adaptation"))
    led_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    assent: Mapped[Assent] = mapped_column(one_of(Assent, "assent"))
    assent_how: Mapped[str] = mapped_column(String(400))
    shown_order: Mapped[str] = mapped_column(Text, default="")
    picked: Mapped[str] = mapped_column(String(60), default="")
    placed: Mapped[str] = mapped_column(Text, default="")
    given_by: Mapped[GivenBy | None] = mapped_column(one_of(GivenBy, "given_by"))
    did: Mapped[str] = mapped_column(Text, default="")
    meant: Mapped[str] = mapped_column(Text, default="")
    read_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    stopped_at: Mapped[datetime | None] = mapped_column(UtcTime)
    stopped_how: Mapped[str] = mapped_column(String(400), default="")
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    entered_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsultationPresent(Base):
    """A row is somebody who was there beside the person and whoever led; `name` where they are no person of ours."""

    __tablename__ = "consultation_present"
    __table_args__ = (CheckConstraint("person_id IS NOT NULL OR name <> ''", name="somebody"),)

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("consultation_sitting.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    present_as: Mapped[PresentAs] = mapped_column(one_of(PresentAs, "present_as"))
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    name: Mapped[str] = mapped_column(String(120), default="")
    delivers_care: Mapped[bool] = mapped_column(Boolean, default=False)


class ConsultationReading(Base):
    """A row is what one reader makes of all sittings of one person: number 1 leads, number 2 is the second reader."""

    __tablename__ = "consultation_reading"
    __table_args__ = (CheckConstraint("number IN (1, 2)", name="two_readers"),)

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    read_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    stance: Mapped[Stance] = mapped_column(one_of(Stance, "reading_stance"))
    leaning: Mapped[bool] = mapped_column(Boolean, default=False)
    card_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_card.id"))
    evidence: Mapped[Evidence] = mapped_column(one_of(Evidence, "reading_evidence"))
    confidence: Mapped[Confidence] = mapped_column(one_of(Confidence, "reading_confidence"))
    knows_person: Mapped[str] = mapped_column(String(400), default="")
    words: Mapped[str] = mapped_column(Text, default="")
    read_at: Mapped[datetime] = mapped_column(UtcTime)
