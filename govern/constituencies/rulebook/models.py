"""Tables of the rulebook: its versions, and whom to call."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words


class RulebookVersion(Base):
    """A row is one version of the society's rulebook, as text, for ever. A ballot names the one it opened under."""

    __tablename__ = "rulebook_version"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    text: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    effective_from: Mapped[date] = mapped_column(Date)
    adopted_at: Mapped[datetime] = mapped_column(UtcTime)
    adopted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Contact(Base):
    """The single row is the person to call, shown at the foot of every page."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    hours: Mapped[dict[str, str]] = mapped_column(Words)
