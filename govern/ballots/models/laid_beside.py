"""Table of what lies beside something that is being decided: a question that was put to people one by one."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Boolean, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base


class PeopleAsked(Base):
    """A row says that people were asked about this, one by one. Handed down by the room of consultations.

    `target_id` is a vote, an item of an agenda or something raised in a forum; `consultation_id` is a number without
    a table behind it here. `told`: what people showed is published. `cited`: it is written down what changed because
    of it, or why nothing did. Until then it is not decided (invariant 78).
    """

    __tablename__ = "people_asked"

    target_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    consultation_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, index=True)
    told: Mapped[bool] = mapped_column(Boolean, default=False)
    cited: Mapped[bool] = mapped_column(Boolean, default=False)
