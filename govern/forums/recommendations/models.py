"""Tables of recommendations: what is asked, each wording of it, every step on its way, who raised it and how the
answer comes back to them, and who appeals."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.recommendations.rules import Stage, Way
from govern.forums.recommendations.rules.journey import StepKind


class Recommendation(Base):
    """A row is one thing a forum asks. `layer`, `with_forum_id` and `with_body` say who owes the answer now.

    `through_id` is the forum it goes on under for everybody outside: the one a restricted forum speaks through.
    `told_on` and `reminded_on`: when whoever owes the answer now was written to that it came, and of its last day.
    `version` is the wording that counts now, `times` how often it was asked again, `appeal_number` the steps of the
    appeal that were taken.
    """

    __tablename__ = "recommendation"
    __table_args__ = (Index("ix_recommendation_stage_due_on", "stage", "due_on"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    through_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"))
    layer: Mapped[str | None] = mapped_column(String(60))
    with_forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"), index=True)
    with_body: Mapped[str | None] = mapped_column(String(60), index=True)
    came_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    told_on: Mapped[date | None] = mapped_column(Date)
    reminded_on: Mapped[date | None] = mapped_column(Date)
    version: Mapped[int] = mapped_column(Integer, default=1)
    times: Mapped[int] = mapped_column(Integer, default=0)
    appeal_number: Mapped[int] = mapped_column(Integer, default=0)
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    agreed_on: Mapped[date | None] = mapped_column(Date)
    answered_on: Mapped[date | None] = mapped_column(Date, index=True)


class RecommendationVersion(Base):
    """A row is one wording, kept as it was agreed (invariant 64). `forum_id` or `body` is whose it is.
    `easy` is its Easy Read by language, as JSON; `facts` are new ones, where it is asked again.
    """

    __tablename__ = "recommendation_version"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    easy: Mapped[str] = mapped_column(Text, default="{}")
    facts: Mapped[dict[str, str]] = mapped_column(Words)
    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"))
    body: Mapped[str | None] = mapped_column(String(60))
    written_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    written_at: Mapped[datetime] = mapped_column(UtcTime)


class RecommendationStep(Base):
    """A row is one step on its way, never changed afterwards: by whom, on which day, why, and where it stands.

    `layer`, `forum_id` and `body` are who took it. `came_on` and `due_on` are the days of the clock they answered by;
    `to_layer`, `to_forum_id` and `to_body` who has it next. `easy` is the answer in easy words, a sentence a line.
    """

    __tablename__ = "recommendation_step"
    __table_args__ = (UniqueConstraint("recommendation_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[StepKind] = mapped_column(one_of(StepKind, "kind"))
    times: Mapped[int] = mapped_column(Integer, default=0)
    version: Mapped[int] = mapped_column(Integer)
    layer: Mapped[str | None] = mapped_column(String(60))
    forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"))
    body: Mapped[str | None] = mapped_column(String(60))
    on_day: Mapped[date] = mapped_column(Date)
    came_on: Mapped[date | None] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    reasons: Mapped[dict[str, str]] = mapped_column(Words)
    easy: Mapped[dict[str, str]] = mapped_column(Words)
    minute: Mapped[str] = mapped_column(String(200), default="")
    until: Mapped[date | None] = mapped_column(Date)
    to_layer: Mapped[str | None] = mapped_column(String(60))
    to_forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"))
    to_body: Mapped[str | None] = mapped_column(String(60))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcTime)


class Raiser(Base):
    """A row is somebody who raised it, and what they wish: their name shown or not, and how the answer comes back.

    `way` and `format` are empty where they like it as everything else the society writes to them.
    """

    __tablename__ = "recommendation_raiser"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    show_name: Mapped[bool] = mapped_column(Boolean)
    way: Mapped[Way | None] = mapped_column(one_of(Way, "way"))
    format: Mapped[str | None] = mapped_column(String(20))
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    named_at: Mapped[datetime] = mapped_column(UtcTime)


class AnswerBack(Base):
    """A row is one answer on its way to one person who raised the question; done once `given_at` is set."""

    __tablename__ = "recommendation_answer_back"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    times: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    format: Mapped[str] = mapped_column(String(20))
    letter_id: Mapped[UUID | None] = mapped_column(Uuid)
    given_at: Mapped[datetime | None] = mapped_column(UtcTime)
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Appellant(Base):
    """A row is one of the people who carry an appeal, at one of its steps."""

    __tablename__ = "recommendation_appellant"

    recommendation_id: Mapped[UUID] = mapped_column(ForeignKey("recommendation.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
