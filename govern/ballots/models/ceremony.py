"""Where no single machine opens the box (level AGM): what people with a duty hand in, and how far they are."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.models.columns import BigNumber
from govern.ballots.rules import Step
from govern.database import Base, UtcTime, one_of


class DutyFile(Base):
    """A row is one file handed in before a ballot is frozen (docs/ceremony-files.md): a card, the sharing of its key,
    somebody's acceptance of their share. They are public, and signed by whom they name."""

    __tablename__ = "duty_file"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(80), primary_key=True)
    content: Mapped[bytes] = mapped_column(LargeBinary)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class StepProposal(Base):
    """A row is one step that an officer proposed and that another has to agree to: freezing, opening, closing.

    It stays once they agreed, so that both can be read.
    """

    __tablename__ = "step_proposal"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    step: Mapped[Step] = mapped_column(one_of(Step, "step"), primary_key=True)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)


class KeptHead(Base):
    """A row is one signed head of a log that was given out, with the lines that witnesses put under it (`note`).

    The log's newest head stands in `log_head`; these are those that somebody outside may hold.
    """

    __tablename__ = "kept_head"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    epoch: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)


class LaidDownLog(Base):
    """A row says how a closed log stood when papers and facts had been entered: from there it is mixed and opened.

    `size` is the log's then, `inputs_hash` stands for the slips that count, `meeting` is what the count was told of
    the quorum (JSON), so that it stays what was laid down.
    """

    __tablename__ = "laid_down_log"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigNumber)
    inputs_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    meeting: Mapped[str | None] = mapped_column(Text)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
