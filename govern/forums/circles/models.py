"""Circles, who sits in them and links them, their domains, what they decided, and what the person of a team chose."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.representation.rules import HowConsented
from govern.database import Base, UtcTime, Words, one_of
from govern.forums.circles.rules import Change, Kind, Link, Part


class Circle(Base):
    """A row is one circle or team. Above it is another circle (`parent_id`) or a body of the rules (`parent_body`).

    `body` is the body of the rules it follows, where the rules have one of its kind. `leader_id` is the person a team
    is around. `came_from` and `gone_to` say from which group it joined and to which it left; `brought` is the hash of
    the records it brought. `looked_at_rules` is the number of the rules with which its domain was last looked at.
    """

    __tablename__ = "circle"
    __table_args__ = (
        CheckConstraint("ended_on IS NULL OR ended_on >= began_on", name="span"),
        CheckConstraint("(parent_id IS NULL) <> (parent_body IS NULL)", name="one_above"),
        CheckConstraint("(kind = 'team') = (leader_id IS NOT NULL)", name="leader"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[Kind] = mapped_column(one_of(Kind, "kind"))
    name: Mapped[dict[str, str]] = mapped_column(Words)
    aim: Mapped[dict[str, str]] = mapped_column(Words)
    body: Mapped[str | None] = mapped_column(String(60))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("circle.id"), index=True)
    parent_body: Mapped[str | None] = mapped_column(String(60))
    leader_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    private: Mapped[bool] = mapped_column(Boolean)
    began_on: Mapped[date] = mapped_column(Date)
    began_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_words: Mapped[str | None] = mapped_column(String(2000))
    came_from: Mapped[str | None] = mapped_column(String(200))
    gone_to: Mapped[str | None] = mapped_column(String(200))
    brought: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    looked_at_rules: Mapped[int | None] = mapped_column(Integer)


class CircleSeat(Base):
    """A row is one span in which somebody sits in a circle, as member, facilitator or guide."""

    __tablename__ = "circle_seat"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        Index(
            "uq_circle_seat_now",
            "circle_id",
            "person_id",
            unique=True,
            sqlite_where=sql("to_on IS NULL"),
            postgresql_where=sql("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    part: Mapped[Part] = mapped_column(one_of(Part, "part"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    let_in_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class CircleLink(Base):
    """A row is one span in which somebody links a circle with the one above: they sit in both."""

    __tablename__ = "circle_link"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    link: Mapped[Link] = mapped_column(one_of(Link, "link"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class CircleMatter(Base):
    """A row is one matter of a circle's domain: a topic of the rules, or words of its own."""

    __tablename__ = "circle_matter"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    topic: Mapped[str | None] = mapped_column(String(60))
    words: Mapped[dict[str, str]] = mapped_column(Words)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    given_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class TeamChoice(Base):
    """A row is one choice of the person a team is around: what, about whom, how they said it, who was there.

    `supporter_id` is the supporter who was with them; empty where they did it on their own page, or where an officer
    wrote down how the team began.
    """

    __tablename__ = "team_choice"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    change: Mapped[Change] = mapped_column(one_of(Change, "change"))
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    chosen_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    chosen_on: Mapped[date] = mapped_column(Date)
    how: Mapped[HowConsented] = mapped_column(one_of(HowConsented, "how"))
    expressed: Mapped[str] = mapped_column(Text, default="")
    present: Mapped[str] = mapped_column(Text, default="")
    supporter_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    delivers_care: Mapped[bool] = mapped_column(Boolean, default=False)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class CircleDecision(Base):
    """A row is one decision that a circle made together and recorded, with the day it looks at it again.

    `from_before`: it was brought along when the circle joined, and `there` names who was there as the records did.
    """

    __tablename__ = "circle_decision"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    matter: Mapped[dict[str, str]] = mapped_column(Words)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    words: Mapped[str] = mapped_column(Text, default="")
    decided_on: Mapped[date] = mapped_column(Date)
    review_on: Mapped[date | None] = mapped_column(Date, index=True)
    reviewed_words: Mapped[str | None] = mapped_column(String(2000))
    ended_on: Mapped[date | None] = mapped_column(Date)
    from_before: Mapped[bool] = mapped_column(Boolean, default=False)
    there: Mapped[str] = mapped_column(Text, default="")
    recorded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcTime)


class CircleThere(Base):
    """A row is one person of the circle who was there when it decided."""

    __tablename__ = "circle_there"

    decision_id: Mapped[UUID] = mapped_column(ForeignKey("circle_decision.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class CircleProposal(Base):
    """A row says of one proposal in rounds of consent which matter of the circle's domain it is about."""

    __tablename__ = "circle_proposal"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), primary_key=True)
    circle_id: Mapped[UUID] = mapped_column(ForeignKey("circle.id"), index=True)
    matter: Mapped[dict[str, str]] = mapped_column(Words)
