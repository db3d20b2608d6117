"""Tables of the question: what is asked, the things it offers, the ways it is shown, who read it twice, who asks."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.consultations.rules import Adaptation, Asks, CheckKind, CountsAs, Stage


class Consultation(Base):
    """A row is one question put to people one by one. No `forum_id`: the whole society asks it.

    `wording` grows with every change of what people are shown; a check holds for the wording it read. `runs_id`
    leads it as a whole. `because` is why it was stopped.
    """

    __tablename__ = "consultation"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"), index=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "consultation_stage"))
    asks: Mapped[Asks] = mapped_column(one_of(Asks, "consultation_asks"))
    title: Mapped[dict[str, str]] = mapped_column(Words)
    question: Mapped[dict[str, str]] = mapped_column(Words)
    context: Mapped[dict[str, str]] = mapped_column(Words)
    can_change: Mapped[dict[str, str]] = mapped_column(Words)
    who_decides: Mapped[dict[str, str]] = mapped_column(Words)
    decide_by: Mapped[date] = mapped_column(Date)
    ask_until: Mapped[date] = mapped_column(Date)
    wording: Mapped[int] = mapped_column(Integer, default=1)
    runs_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    summarised_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    because: Mapped[str] = mapped_column(String(400), default="")
    forgotten_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ConsultationCheck(Base):
    """A row is one reading by a second person: in plain words, or whether it is fair to ask."""

    __tablename__ = "consultation_check"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    kind: Mapped[CheckKind] = mapped_column(one_of(CheckKind, "consultation_check_kind"), primary_key=True)
    wording: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    passed: Mapped[bool] = mapped_column(Boolean)
    words: Mapped[str] = mapped_column(String(1000))
    checked_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    checked_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsultationCard(Base):
    """A row is one thing that is shown and may be chosen: a day, a place, an activity.

    `symbol` is a file of the shipped sets, `photograph_id` a picture of this consultation, `object` the thing itself
    where there is one ("a wet towel"). `counts_as` says what choosing it means.
    """

    __tablename__ = "consultation_card"
    __table_args__ = (UniqueConstraint("consultation_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    words: Mapped[dict[str, str]] = mapped_column(Words)
    counts_as: Mapped[CountsAs] = mapped_column(one_of(CountsAs, "card_counts_as"))
    symbol: Mapped[str | None] = mapped_column(String(120))
    photograph_id: Mapped[UUID | None] = mapped_column(ForeignKey("consultation_photograph.id"))
    object: Mapped[dict[str, str]] = mapped_column(Words)


class ConsultationPhotograph(Base):
    """A row is a photograph of this consultation; its file lies under the uploads (`documents/photographs.py`)."""

    __tablename__ = "consultation_photograph"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    description: Mapped[dict[str, str]] = mapped_column(Words)
    consent: Mapped[str] = mapped_column(String(400))
    added_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class SymbolMeaning(Base):
    """A row is what one symbol means in this society: one meaning, everywhere (service-standard.md, section 6)."""

    __tablename__ = "symbol_meaning"

    symbol: Mapped[str] = mapped_column(String(120), primary_key=True)
    meaning: Mapped[dict[str, str]] = mapped_column(Words)
    set_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    set_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsultationAdaptation(Base):
    """A row is one way in which this question is shown, ready to be used.

    `words` is the question in that way (the topic of a mat, what is watched for). `lines` is Easy Read: JSON, by
    language a list of `[symbol or photograph id, words]`. `link` leads to a signed video. `faces` is 3 or 5. `days`
    says what is tried out, one attempt a line.
    """

    __tablename__ = "consultation_adaptation"
    __table_args__ = (
        UniqueConstraint("consultation_id", "kind"),
        CheckConstraint("faces IS NULL OR faces IN (3, 5)", name="faces"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), index=True)
    kind: Mapped[Adaptation] = mapped_column(one_of(Adaptation, "adaptation"))
    words: Mapped[dict[str, str]] = mapped_column(Words)
    lines: Mapped[str] = mapped_column(Text, default="{}")
    link: Mapped[str | None] = mapped_column(String(400))
    faces: Mapped[int | None] = mapped_column(Integer)
    days: Mapped[str] = mapped_column(Text, default="")
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsultationAsker(Base):
    """A row is a facilitator who asks people in this consultation, beside whoever runs it."""

    __tablename__ = "consultation_asker"

    consultation_id: Mapped[UUID] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
