"""Tables of what comes of a consultation: what it belongs to, the decision that cites it, and the way back."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import Date, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.consultations.rules import Adaptation


class AttachedTo(StrEnum):
    """What a consultation is laid beside."""

    ITEM = "item"
    AGENDA = "agenda"
    RECOMMENDATION = "recommendation"
    BALLOT = "ballot"


class ConsultationAttached(Base):
    """A row lays a consultation beside something that is being decided; `kind` says of which table."""

    __tablename__ = "consultation_attached"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    kind: Mapped[AttachedTo] = mapped_column(one_of(AttachedTo, "consultation_attached_to"), primary_key=True)
    target_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    attached_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    attached_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsultationSum(Base):
    """A row is what whoever runs it wrote to the sum: where they are not sure themselves, and why people were not
    reached, in words that tell of nobody. `told` is the sum as it was published, as JSON: numbers and no person.

    It stays as it was published. Counted anew after somebody said one thing more, two sums side by side would tell
    what they said.
    """

    __tablename__ = "consultation_sum"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    doubts: Mapped[dict[str, str]] = mapped_column(Words)
    unreached: Mapped[dict[str, str]] = mapped_column(Words)
    summed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    summed_at: Mapped[datetime] = mapped_column(UtcTime)
    told: Mapped[str] = mapped_column(Text, default="")
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    published_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ConsultationDecision(Base):
    """A row is the decision that cites a consultation, with what changed because of it or why nothing did.

    `answer_by` is the last day on which the answers go back (invariant 78). `easy` has its short sentences by
    language, as JSON; `cards` are the ids of those that show what was decided, with commas between.
    """

    __tablename__ = "consultation_decision"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    decided_on: Mapped[date] = mapped_column(Date)
    decided_by: Mapped[dict[str, str]] = mapped_column(Words)
    decision: Mapped[dict[str, str]] = mapped_column(Words)
    changed: Mapped[dict[str, str]] = mapped_column(Words)
    nothing_because: Mapped[dict[str, str]] = mapped_column(Words)
    easy: Mapped[str] = mapped_column(Text, default="{}")
    cards: Mapped[str] = mapped_column(Text, default="")
    look_again_on: Mapped[date | None] = mapped_column(Date)
    answer_by: Mapped[date] = mapped_column(Date)
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ConsultationAnswerBack(Base):
    """A row is the answer on its way to one person, in their own way; ticked off once `given_at` is set."""

    __tablename__ = "consultation_answer_back"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    way: Mapped[Adaptation] = mapped_column(one_of(Adaptation, "answer_back_way"))
    printed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    how: Mapped[str] = mapped_column(String(400), default="")
