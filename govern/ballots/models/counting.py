"""What follows the votes: challenges, reminders, counts, the declaration, papers counted again for an empty seat."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, Integer, LargeBinary, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.rules import Answer
from govern.database import Base, UtcTime, one_of


class Challenge(Base):
    """A row is one member's word: "I did not cast this vote". It is answered before the count.

    Who it was and what they said goes with `member_handle`: a strike in the log would lead from the handle to them.
    """

    __tablename__ = "challenge"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(1000))
    said_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer, "answer"))
    note: Mapped[str | None] = mapped_column(String(1000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seconded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    seconded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Reminder(Base):
    """A row is one round of reminders: how many letters went out. Whom they went to is kept nowhere here."""

    __tablename__ = "reminder"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    letters: Mapped[int] = mapped_column(Integer)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class SealedDocument(Base):
    """A row is one published document of a ballot's opening, by its name in the bundle: facts, a mix, a partial."""

    __tablename__ = "sealed_document"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)


class CountRun(Base):
    """A row is one count: what went into it, what came out, and the hashes of both. The same inputs give the same."""

    __tablename__ = "count_run"
    __table_args__ = (UniqueConstraint("ballot_id", "run"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    run: Mapped[int] = mapped_column(Integer)
    inputs: Mapped[str] = mapped_column(Text)
    inputs_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    result: Mapped[str] = mapped_column(Text)
    result_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Declaration(Base):
    """A row is the returning officer's word on a count, with the end of the audit record as it was then.
    `not_seated` says who was elected and could not take the seat, and why."""

    __tablename__ = "declaration"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    count_run_id: Mapped[UUID] = mapped_column(ForeignKey("count_run.id"))
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    record_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    not_seated: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


class CountBackRun(Base):
    """A row is the kept papers of one declared count, counted again for one empty seat: who was looked at in which
    place, what came out, and its hash. The same count and the same `inputs` give the same."""

    __tablename__ = "count_back"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), index=True)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contest.id"))
    count_run_id: Mapped[UUID] = mapped_column(ForeignKey("count_run.id"))
    inputs: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    result_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
