"""Who was heard at a gathering."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.gatherings.rules import HeardWay


class Heard(Base):
    """A row is one person who was heard at one gathering, and the way. Not what they said, how often or how long.

    It is for whoever leads the forum to plan with, is shown to nobody else but the person, and is deleted after the
    time that the rules set for views.
    """

    __tablename__ = "gathering_heard"
    __table_args__ = (UniqueConstraint("meeting_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(Uuid)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    way: Mapped[HeardWay] = mapped_column(one_of(HeardWay, "heard_way"))
    at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
