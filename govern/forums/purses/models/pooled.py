"""Pots, each person's share in pence, what is asked to be spent, who said yes, the ledger."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, Boolean, CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.purses.rules import Expressed, PotLineKind, SpendState


class Pot(Base):
    """A row is one pot of a forum.

    `guide_id` is the outside guide whom the rules ask for: they read and press nothing.
    """

    __tablename__ = "pot"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    name: Mapped[dict[str, str]] = mapped_column(Words)
    guide_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    opened_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)


class PotShare(Base):
    """A row is one person's share of a pot, as it stands. The database itself keeps it from going below zero."""

    __tablename__ = "pot_share"
    __table_args__ = (CheckConstraint("pence >= 0", name="never_below_zero"),)

    pot_id: Mapped[UUID] = mapped_column(ForeignKey("pot.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    pence: Mapped[int] = mapped_column(BigInteger)


class Spend(Base):
    """A row is something to be spent, as somebody asked for it."""

    __tablename__ = "pot_spend"
    __table_args__ = (CheckConstraint("total_pence > 0", name="something"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    pot_id: Mapped[UUID] = mapped_column(ForeignKey("pot.id"), index=True)
    what: Mapped[dict[str, str]] = mapped_column(Words)
    total_pence: Mapped[int] = mapped_column(BigInteger)
    state: Mapped[SpendState] = mapped_column(one_of(SpendState, "state"))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class SpendPart(Base):
    """A row is what one person's share gives to a spend, and what that person answered.

    `noted_by` is set where the facilitator wrote the answer down: then `there` says who was there, `expressed` and
    `how` how the person made it known.
    """

    __tablename__ = "pot_spend_part"
    __table_args__ = (
        CheckConstraint("pence > 0", name="something"),
        CheckConstraint("(yes IS NULL) = (answered_at IS NULL)", name="answered"),
        CheckConstraint(
            "noted_by IS NULL OR (there <> '' AND how <> '' AND expressed IS NOT NULL)", name="supported"
        ),
        CheckConstraint("expressed IS NULL OR expressed <> 'observed'", name="own"),
    )

    spend_id: Mapped[UUID] = mapped_column(ForeignKey("pot_spend.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    place: Mapped[int] = mapped_column(Integer)
    pence: Mapped[int] = mapped_column(BigInteger)
    yes: Mapped[bool | None] = mapped_column(Boolean)
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    there: Mapped[str] = mapped_column(String(200), default="")
    expressed: Mapped[Expressed | None] = mapped_column(one_of(Expressed, "expressed"))
    how: Mapped[str] = mapped_column(Text, default="")


class SpendVoice(Base):
    """A row is what somebody said to a spend to which their share gives nothing: those who share decide together.

    Written down for somebody as in `SpendPart`.
    """

    __tablename__ = "pot_spend_voice"
    __table_args__ = (
        CheckConstraint(
            "noted_by IS NULL OR (there <> '' AND how <> '' AND expressed IS NOT NULL)", name="supported"
        ),
        CheckConstraint("expressed IS NULL OR expressed <> 'observed'", name="own"),
    )

    spend_id: Mapped[UUID] = mapped_column(ForeignKey("pot_spend.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    yes: Mapped[bool] = mapped_column(Boolean)
    answered_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    there: Mapped[str] = mapped_column(String(200), default="")
    expressed: Mapped[Expressed | None] = mapped_column(one_of(Expressed, "expressed"))
    how: Mapped[str] = mapped_column(Text, default="")


class PotLine(Base):
    """A row is one line of a pot's ledger: into whose share, out of whose share, for what. Never changed."""

    __tablename__ = "pot_line"
    __table_args__ = (
        CheckConstraint("(kind = 'put_in' AND pence > 0) OR (kind = 'spent' AND pence < 0)", name="sign"),
        CheckConstraint("(kind = 'spent') = (spend_id IS NOT NULL)", name="spend"),
        UniqueConstraint("pot_id", "number"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    pot_id: Mapped[UUID] = mapped_column(ForeignKey("pot.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[PotLineKind] = mapped_column(one_of(PotLineKind, "kind"))
    pence: Mapped[int] = mapped_column(BigInteger)
    spend_id: Mapped[UUID | None] = mapped_column(ForeignKey("pot_spend.id"), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")
    at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
