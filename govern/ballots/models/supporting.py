"""Help with votes: who helped whom in which ballot, with what; calls that go on. Never a choice, never a leaf."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.models.columns import Names
from govern.ballots.rules.supporting import Way
from govern.database import Base, UtcTime, one_of


class VoteSupport(Base):
    """A row says that a vote of this member was sent with help on a day: whose help and which.

    It has a random id and no time of day, so that its place tells nothing of the log's. Emptied with `member_handle`.
    `told`: whether the member has been written to.
    """

    __tablename__ = "vote_support"
    __table_args__ = (Index("ix_vote_support_ballot_id_supporter_id", "ballot_id", "supporter_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    supporter_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    witness_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    way: Mapped[Way] = mapped_column(one_of(Way, "way"))
    help: Mapped[tuple[str, ...]] = mapped_column(Names)
    on: Mapped[date] = mapped_column(Date)
    told: Mapped[bool] = mapped_column(Boolean, default=False)


class TelephoneCall(Base):
    """A row is one call that goes on now, in which an officer reads a paper. It goes when the vote is sent or the
    call ends, so that nothing stays of when it was. `listened_at`: when a second officer said that they listened.
    """

    __tablename__ = "telephone_call"
    __table_args__ = (CheckConstraint("(listener_id IS NULL) = (listened_at IS NULL)", name="listened"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    member_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    officer_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    listener_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    listened_at: Mapped[datetime | None] = mapped_column(UtcTime)
