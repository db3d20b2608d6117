"""The fund for people in need: its balance and ledger, its panel, what is asked under a code, apart from it who."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    Uuid,
)
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.purses.rules import AskStage, FundLineKind, Reason

#: A society has one such fund.
THE_FUND = 1


class Fund(Base):
    """The single row is the fund with what is in it. The database itself keeps it from going below zero."""

    __tablename__ = "benevolent_fund"
    __table_args__ = (
        CheckConstraint("id = 1", name="only_one"),
        CheckConstraint("balance_pence >= 0", name="never_below_zero"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    balance_pence: Mapped[int] = mapped_column(BigInteger)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)


class FundLine(Base):
    """A row is one line of the fund's ledger. A grant names what was asked, by its code. Never changed."""

    __tablename__ = "benevolent_line"
    __table_args__ = (
        CheckConstraint("(kind = 'grant') = (pence < 0)", name="sign"),
        CheckConstraint("(kind = 'grant') = (asked_id IS NOT NULL)", name="grant"),
    )

    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    kind: Mapped[FundLineKind] = mapped_column(one_of(FundLineKind, "kind"))
    pence: Mapped[int] = mapped_column(BigInteger)
    asked_id: Mapped[UUID | None] = mapped_column(ForeignKey("benevolent_asked.id"), unique=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class PanelSeat(Base):
    """A row is one span in which somebody sits on the panel. `worker` as it was when they were named."""

    __tablename__ = "benevolent_panel"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        Index(
            "uq_benevolent_panel_now",
            "person_id",
            unique=True,
            sqlite_where=sql("to_on IS NULL"),
            postgresql_where=sql("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    worker: Mapped[bool] = mapped_column(Boolean)
    minute: Mapped[str] = mapped_column(String(200))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Asked(Base):
    """A row is what somebody asks of the fund, under a code. Who it is stands in `Asker`, and nowhere here.

    `again_id` is the one before it, which was not granted; `need` then says what is new. `minutes_id`: the minutes
    that carry what was decided.
    """

    __tablename__ = "benevolent_asked"
    __table_args__ = (
        CheckConstraint("pence > 0", name="something"),
        CheckConstraint("(stage = 'with_panel') = (settled_on IS NULL)", name="settled"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    pence: Mapped[int] = mapped_column(BigInteger)
    need: Mapped[str] = mapped_column(Text)
    stage: Mapped[AskStage] = mapped_column(one_of(AskStage, "stage"), index=True)
    asked_on: Mapped[date] = mapped_column(Date)
    settled_on: Mapped[date | None] = mapped_column(Date)
    again_id: Mapped[UUID | None] = mapped_column(ForeignKey("benevolent_asked.id"), unique=True)
    minutes_id: Mapped[UUID | None] = mapped_column(Uuid)


class Asker(Base):
    """A row says who asked: for themselves to see how it stands, and for whoever pays out. Never for the panel."""

    __tablename__ = "benevolent_asker"

    asked_id: Mapped[UUID] = mapped_column(ForeignKey("benevolent_asked.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)


class PanelVote(Base):
    """A row is how somebody on the panel voted, openly within the panel and shown nowhere else."""

    __tablename__ = "benevolent_vote"

    asked_id: Mapped[UUID] = mapped_column(ForeignKey("benevolent_asked.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    yes: Mapped[bool] = mapped_column(Boolean)
    voted_on: Mapped[date] = mapped_column(Date)


class StoodAside(Base):
    """A row says that somebody on the panel stood aside: by their word, or as it was found when it was decided."""

    __tablename__ = "benevolent_aside"

    asked_id: Mapped[UUID] = mapped_column(ForeignKey("benevolent_asked.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    reason: Mapped[Reason] = mapped_column(one_of(Reason, "reason"))
