"""Tables of boards: who sits on which seat of which body, from when to when."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base


class Tenure(Base):
    """A row is one person on one seat. `constituency` is the seat's (or "any"); attributes come from the register."""

    __tablename__ = "tenure"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60), index=True)
    constituency: Mapped[str] = mapped_column(String(60))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    how_filled: Mapped[str] = mapped_column(String(40))
