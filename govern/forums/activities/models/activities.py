"""What a forum plans, who signed up, and what came of it."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.activities.rules import News, OpenTo, Way


class Activity(Base):
    """A row is something a forum plans to do together. No `starts_at`: its day is still to be agreed.

    `sequence` grows with every change that calendars should know of. `held_on` stands once somebody has written down
    what came of it.
    """

    __tablename__ = "activity"
    __table_args__ = (
        CheckConstraint("cost_pence >= 0 AND raised_pence >= 0 AND came >= 0", name="amounts"),
        CheckConstraint("places IS NULL OR places > 0", name="places"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    about: Mapped[dict[str, str]] = mapped_column(Words)
    place: Mapped[dict[str, str]] = mapped_column(Words)
    support: Mapped[dict[str, str]] = mapped_column(Words)
    starts_at: Mapped[datetime | None] = mapped_column(UtcTime, index=True)
    cost_pence: Mapped[int] = mapped_column(Integer, default=0)
    places: Mapped[int | None] = mapped_column(Integer)
    open_to: Mapped[OpenTo] = mapped_column(one_of(OpenTo, "open_to"))
    organiser_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    planned_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcTime)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    called_off_at: Mapped[datetime | None] = mapped_column(UtcTime)
    called_off_why: Mapped[str | None] = mapped_column(String(400))
    held_on: Mapped[date | None] = mapped_column(Date, index=True)
    came: Mapped[int] = mapped_column(Integer, default=0)
    outcome: Mapped[str] = mapped_column(Text, default="")
    raised_pence: Mapped[int] = mapped_column(Integer, default=0)
    raised_for: Mapped[str] = mapped_column(String(200), default="")
    outcome_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SignUp(Base):
    """A row is somebody who signed up: in which way, for a place or waiting for one, in the order of `turn`.

    `support` is what they need that day; it is forgotten when they take it back, and after the day. `to_tell` is what
    somebody has to tell them who has no mail address; `reminded` the last reminder, in days before.
    """

    __tablename__ = "activity_sign_up"
    __table_args__ = (
        UniqueConstraint("activity_id", "turn"),
        Index(
            "uq_activity_sign_up_now",
            "activity_id",
            "person_id",
            unique=True,
            sqlite_where=sql("taken_back_at IS NULL"),
            postgresql_where=sql("taken_back_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    turn: Mapped[int] = mapped_column(Integer)
    waits: Mapped[bool] = mapped_column(Boolean)
    support: Mapped[str | None] = mapped_column(String(600))
    signed_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
    moved_up_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reminded: Mapped[int | None] = mapped_column(Integer)
    to_tell: Mapped[News | None] = mapped_column(one_of(News, "to_tell"))


class GivenHours(Base):
    """A row is the time that the people of one group gave to an activity without a contract, in minutes together.

    `constituency` is the group, "" for people from outside: nobody is written down by name (M13).
    """

    __tablename__ = "activity_hours"
    __table_args__ = (CheckConstraint("minutes > 0", name="minutes"),)

    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), primary_key=True)
    constituency: Mapped[str] = mapped_column(String(60), primary_key=True)
    minutes: Mapped[int] = mapped_column(Integer)


class Picture(Base):
    """A row is a photograph of an activity, with words for those who cannot see it and how those in it agreed.

    The file lies under the society's uploads (`documents/photographs.py`), by the same id.
    """

    __tablename__ = "activity_photograph"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    activity_id: Mapped[UUID] = mapped_column(ForeignKey("activity.id"), index=True)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    description: Mapped[str] = mapped_column(String(400))
    consent: Mapped[str] = mapped_column(String(400))
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    added_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
