"""Tables that officers alone see: shares, subscriptions, ties between people. Nothing of them weighs a vote."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, CheckConstraint, Date, ForeignKey, Index, Integer, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.register.rules import TieKind
from govern.database import Base, one_of


class ShareHolding(Base):
    """A row is so many shares for so many pence, held by one person from a day on."""

    __tablename__ = "share_holding"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        CheckConstraint("shares > 0 AND pence >= 0", name="amount"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    shares: Mapped[int] = mapped_column(Integer)
    pence: Mapped[int] = mapped_column(BigInteger)
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    note: Mapped[str] = mapped_column(String(200))


class Subscription(Base):
    """A row says that somebody paid on a day, and until when that is good."""

    __tablename__ = "subscription"
    __table_args__ = (CheckConstraint("paid_until >= paid_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    paid_on: Mapped[date] = mapped_column(Date)
    paid_until: Mapped[date] = mapped_column(Date)


class Tie(Base):
    """A row is a tie between two people from a day on. A tie that holds both ways is noted once (decision 17)."""

    __tablename__ = "tie"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        CheckConstraint("person_id <> other_id", name="two_people"),
        Index(
            "uq_tie_person_id_other_id_kind",
            *("person_id", "other_id", "kind"),
            unique=True,
            sqlite_where=text("to_on IS NULL"),
            postgresql_where=text("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    other_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[TieKind] = mapped_column(one_of(TieKind, "kind"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
