"""Tables of votes in the room: who asked for papers, and votes without papers with what was counted and said."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.meetings.rules import Manner, Voice


class PollAsked(Base):
    """A row is a vote with papers that was asked for in the room: on which item, and whether the chair asked."""

    __tablename__ = "poll_asked"

    ballot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    by_chair: Mapped[bool] = mapped_column(Boolean)
    asked_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))


class PollAsker(Base):
    """A row is one member who asked for it."""

    __tablename__ = "poll_asker"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("poll_asked.ballot_id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class FloorVote(Base):
    """A row is one vote without papers. `count_round` grows when the tellers differ; `result` is the outcome in each
    language (JSON), `counted` what was counted (JSON). `poll_id`: a vote with papers was asked for in its place."""

    __tablename__ = "floor_vote"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    manner: Mapped[Manner] = mapped_column(one_of(Manner, "manner"))
    called_at: Mapped[datetime] = mapped_column(UtcTime)
    called_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    quorum_counted: Mapped[int] = mapped_column(Integer)
    quorum_needed: Mapped[int] = mapped_column(Integer)
    teller_one: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    teller_two: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    count_round: Mapped[int] = mapped_column(Integer, default=1)
    counted: Mapped[str | None] = mapped_column(Text)
    result: Mapped[str | None] = mapped_column(Text)
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    declared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    poll_id: Mapped[UUID | None] = mapped_column(Uuid)


class DeclaredInterest(Base):
    """A row is somebody of a body who declared an interest in one item: neither in its quorum nor in its vote."""

    __tablename__ = "declared_interest"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("agenda_item.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    words: Mapped[str] = mapped_column(String(400))
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class HandsCount(Base):
    """A row is what one teller counted in one round (JSON). Neither teller sees the other's."""

    __tablename__ = "hands_count"

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("floor_vote.id"), primary_key=True)
    count_round: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    teller_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    counted: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)


class OpenVoice(Base):
    """A row is what one person said in an open vote. It goes into the minutes by name (decision 18)."""

    __tablename__ = "open_voice"

    vote_id: Mapped[UUID] = mapped_column(ForeignKey("floor_vote.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    constituency: Mapped[str] = mapped_column(String(60))
    voice: Mapped[Voice] = mapped_column(one_of(Voice, "voice"))
