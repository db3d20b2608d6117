"""Who may vote: the frozen roll, whom its handles name, who was struck, who was appointed, who is in the room."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.models.columns import BigNumber, Names
from govern.ballots.rules import WhyStruck
from govern.ballots.seal.manifest import Channel
from govern.database import Base, UtcTime, one_of


class RollEntry(Base):
    """A row is one entry of the frozen roll: a random handle and the style of its paper. It names nobody."""

    __tablename__ = "roll_entry"
    __table_args__ = (Index("ix_roll_entry_ballot_id_style", "ballot_id", "style"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)
    style: Mapped[str] = mapped_column(String(64))
    units: Mapped[int] = mapped_column(Integer, default=1)


class MemberHandle(Base):
    """A row ties one person to one handle of one ballot, and is emptied in time. No other table does, but for the
    entries struck before voting opens (`RollStrike`), which no envelope ever bears."""

    __tablename__ = "member_handle"
    __table_args__ = (UniqueConstraint("ballot_id", "handle"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16))


class RollStrike(Base):
    """A row is one entry struck from a frozen roll before voting opens (invariant 2), with its reason.

    Its tie to the person moves here from `member_handle`, so that a mistake can be put right, and is cut at opening.
    """

    __tablename__ = "roll_strike"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    why: Mapped[WhyStruck] = mapped_column(one_of(WhyStruck, "why_struck"))
    struck_at: Mapped[datetime] = mapped_column(UtcTime)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class Appointment(Base):
    """A row is one entry `appoint` of an open ballot's log, and whom it names: somebody may cast for this handle.

    The log knows the holder by a hash only. `contests`: those they may cast for, where it is not the whole paper.
    Emptied with `member_handle`.
    """

    __tablename__ = "appointment"
    __table_args__ = (
        Index("ix_appointment_ballot_id_holder_id", "ballot_id", "holder_id"),
        Index(
            "uq_appointment_stands",
            "ballot_id",
            "handle",
            "channel",
            unique=True,
            sqlite_where=sql("revoked_leaf IS NULL"),
            postgresql_where=sql("revoked_leaf IS NULL"),
        ),
    )

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    leaf: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=False)
    handle: Mapped[str] = mapped_column(String(16))
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    holder_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    contests: Mapped[tuple[str, ...] | None] = mapped_column(Names)
    revoked_leaf: Mapped[int | None] = mapped_column(BigNumber)


class KnownPosition(Base):
    """A row is what a member carried said they want, sealed when it was noted, until their peer confirms.

    Then the copy is gone: the envelope is in the log. `how` they said it. Emptied with `member_handle`.
    """

    __tablename__ = "known_position"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)
    envelope: Mapped[bytes | None] = mapped_column(LargeBinary)
    how: Mapped[str] = mapped_column(String(400))
    noted_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    noted_at: Mapped[datetime] = mapped_column(UtcTime)


class InTheRoom(Base):
    """A row is one handle whose owner is checked in at the ballot's meeting now, as the log says."""

    __tablename__ = "in_the_room"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)


class AtTheMeeting(Base):
    """A row is somebody who is checked in at a meeting now, whether or not a vote of it is open yet.

    A vote that opens during the meeting begins with those who are there. `lifecycle.room` alone writes here.
    """

    __tablename__ = "at_the_meeting"

    meeting_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
