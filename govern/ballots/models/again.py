"""The table of recounts: papers of a declared election counted again for a seat that fell empty early."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ForeignKey, LargeBinary, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime


class CountBackRun(Base):
    """A row is the kept papers of one declared count, counted again for one empty seat: who was looked at in which
    place, what came out, and its hash. The same count and the same `inputs` give the same."""

    __tablename__ = "count_back"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    vacancy_id: Mapped[UUID] = mapped_column(ForeignKey("vacancy.id"), index=True)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contest.id"))
    count_run_id: Mapped[UUID] = mapped_column(ForeignKey("count_run.id"))
    inputs: Mapped[str] = mapped_column(Text)
    result: Mapped[str] = mapped_column(Text)
    result_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
