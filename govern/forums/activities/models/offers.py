"""What people offer a forum."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.activities.rules import OfferAnswer, OfferKind


class Offer(Base):
    """A row is something offered: by a member, of a `constituency`, or from outside, which the facilitator enters.

    `outside` is who it comes from then, and `contact` how they are reached; that goes where it is not taken up.
    `due_on` is the last day for an answer by the rules of the day on which it was offered.
    """

    __tablename__ = "forum_offer"
    __table_args__ = (CheckConstraint("(offered_by IS NULL) <> (outside IS NULL)", name="from_whom"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    kind: Mapped[OfferKind] = mapped_column(one_of(OfferKind, "offer_kind"))
    words: Mapped[str] = mapped_column(Text)
    offered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    outside: Mapped[str | None] = mapped_column(String(200))
    contact: Mapped[str | None] = mapped_column(String(200))
    constituency: Mapped[str | None] = mapped_column(String(60))
    offered_at: Mapped[datetime] = mapped_column(UtcTime)
    due_on: Mapped[date] = mapped_column(Date)
    entered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answer: Mapped[OfferAnswer | None] = mapped_column(one_of(OfferAnswer, "offer_answer"))
    answer_words: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
