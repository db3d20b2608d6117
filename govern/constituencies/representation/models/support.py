"""The table of supporters: whom members named to help them, by which consent, and when it ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.representation.rules import HowChosen, HowConsented, SupporterKind
from govern.database import Base, UtcTime, one_of


class Supporter(Base):
    """A row is one person who may help one member. Consent ends; it is never overwritten.

    `to_on` was agreed beforehand and is the first day on which they no longer help; `ended_at` is the moment at which
    the member, the supporter or an officer ended it. `present` and `expressed` are of a wish that was recorded (M93).
    """

    __tablename__ = "supporter"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on > from_on", name="span"),
        CheckConstraint("member_id <> supporter_id", name="two_people"),
        CheckConstraint("how_chosen <> 'supported_choice' OR (present <> '' AND expressed <> '')", name="wish"),
        Index(
            "uq_supporter_member_id_supporter_id",
            *("member_id", "supporter_id"),
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    supporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    kind: Mapped[SupporterKind] = mapped_column(one_of(SupporterKind, "supporter_kind"))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    how_chosen: Mapped[HowChosen] = mapped_column(one_of(HowChosen, "how_chosen"))
    consent_on: Mapped[date] = mapped_column(Date)
    consented: Mapped[HowConsented] = mapped_column(one_of(HowConsented, "how_consented"))
    present: Mapped[str] = mapped_column(String(400))
    expressed: Mapped[str] = mapped_column(String(400))
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)
    ended_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
