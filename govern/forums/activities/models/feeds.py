"""Who takes their forums' days into a calendar of their own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class CalendarFeed(Base):
    """A row is one person's way to the calendars of their forums (decision 38), until they stop it.

    Of the token in its address only the hash is kept; the token is made from `id` and a key outside the database.
    """

    __tablename__ = "calendar_feed"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), unique=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
