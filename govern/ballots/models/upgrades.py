"""What is kept because the service may be changed while a vote is under way: its checker, and what its log says."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, Text
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.models.columns import BigNumber
from govern.database import Base, UtcTime


class KeptChecker(Base):
    """A row is the `verify.py` that a ballot was frozen with, packed with zlib, under the SHA-256 of its bytes.

    One row for all ballots of the same one: their bundles hold it, whatever the service has by then.
    """

    __tablename__ = "kept_checker"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    packed: Mapped[bytes] = mapped_column(LargeBinary)


class LogIncident(Base):
    """A row is the text whose SHA-256 the entry `incident` at `leaf` of a ballot's log holds."""

    __tablename__ = "log_incident"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    leaf: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=False)
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcTime)
