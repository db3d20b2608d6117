"""Tables of legal proxies: who was named for which meeting, and for which votes directions were sealed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Index, String, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.representation.rules.proxies import HowGiven, ProxyStage, WhyRefused
from govern.database import Base, UtcTime, one_of


class ProxyAppointment(Base):
    """A row is one member's word that somebody votes for them at one meeting; refused ones from paper are kept too.

    `as_chair`: it is for whoever is in the chair. `holder_id` is empty only where a paper named nobody the register
    knows; `named` is what it said. `until`: the last moment at which it could come. `holder_here`: the holder is
    checked in now. A row ends; it is never overwritten.
    """

    __tablename__ = "proxy_appointment"
    __table_args__ = (
        CheckConstraint("(stage = 'stands') = (ended_at IS NULL)", name="ended"),
        CheckConstraint("(stage = 'refused') = (why_refused IS NOT NULL)", name="refused"),
        CheckConstraint("stage = 'refused' OR holder_id IS NOT NULL", name="holder"),
        Index("ix_proxy_appointment_meeting_id_holder_id", "meeting_id", "holder_id"),
        Index(
            "uq_proxy_appointment_stands",
            "meeting_id",
            "member_id",
            unique=True,
            sqlite_where=sql("stage = 'stands'"),
            postgresql_where=sql("stage = 'stands'"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(Uuid)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    holder_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    as_chair: Mapped[bool] = mapped_column(Boolean)
    named: Mapped[str] = mapped_column(String(200))
    how: Mapped[HowGiven] = mapped_column(one_of(HowGiven, "how_given"))
    stage: Mapped[ProxyStage] = mapped_column(one_of(ProxyStage, "proxy_stage"))
    why_refused: Mapped[WhyRefused | None] = mapped_column(one_of(WhyRefused, "why_refused"))
    until: Mapped[datetime] = mapped_column(UtcTime)
    received_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_at: Mapped[datetime] = mapped_column(UtcTime)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    holder_here: Mapped[bool] = mapped_column(Boolean, default=False)


class ProxyDirection(Base):
    """A row says that the member sealed their own directions for one vote. What they are stands in the envelope.

    `contests`: only for these questions (their ids, with commas between); the holder decides the others.
    """

    __tablename__ = "proxy_direction"

    appointment_id: Mapped[UUID] = mapped_column(ForeignKey("proxy_appointment.id"), primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    contests: Mapped[str | None] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
