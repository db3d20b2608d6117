"""The box: the log with its tree and its signed end, the envelopes in it, the forms that sent them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.models.columns import BigNumber
from govern.ballots.rules import Refusal
from govern.ballots.seal.manifest import Channel
from govern.database import Base, UtcTime
from govern.errors import AlreadyDone, NotValid
from govern.sentences import Sentence


class LogLeaf(Base):
    """A row is one entry of a ballot's log, with its RFC 6962 leaf hash. Rows are added; none is changed or removed.

    The hash is not unique by itself (somebody may arrive, leave and arrive again); envelopes are, in their own table.
    """

    __tablename__ = "log_leaf"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    place: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    body: Mapped[bytes] = mapped_column(LargeBinary)


class LogNode(Base):
    """A row is a complete node of the log's tree above the leaves: its level (1 and up), its place, its hash."""

    __tablename__ = "log_node"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    level: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigNumber, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class LogHead(Base):
    """A row is the end of one ballot's log. Whoever adds to the log holds it, in every server process.

    `epoch` is how often officers have begun the log anew from an older copy (`LogRecovery`).
    """

    __tablename__ = "log_head"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigNumber)
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    checkpoint: Mapped[str] = mapped_column(Text)
    epoch: Mapped[int] = mapped_column(Integer, default=0, server_default="0")


class LogRecovery(Base):
    """A row is one time that a log was found to be an older copy of itself: the last head that was ever signed
    (`lost_size`, `lost_root`), how far the copy goes (`size`), and the two officers who go on from it.

    `leaf` is the entry `epoch` that says so, once the second officer has agreed.
    """

    __tablename__ = "log_recovery"
    __table_args__ = (CheckConstraint("(approved_by IS NULL) = (leaf IS NULL)", name="agreed"),)

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    epoch: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    lost_size: Mapped[int] = mapped_column(BigNumber)
    lost_root: Mapped[bytes] = mapped_column(LargeBinary(32))
    size: Mapped[int] = mapped_column(BigNumber)
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcTime)
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcTime)
    leaf: Mapped[int | None] = mapped_column(BigNumber)


class CastEnvelope(Base):
    """A row is one envelope in the log, by the hash of its sealed part. Its bytes are the leaf's.

    A handle has envelopes of its owner's (channels `room` and `direct`), and of those who were appointed for it.
    """

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("ballot_id", "leaf"),
        Index("ix_envelope_ballot_id_handle", "ballot_id", "handle"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    handle: Mapped[str] = mapped_column(String(16))
    leaf: Mapped[int] = mapped_column(BigNumber)
    channel: Mapped[str] = mapped_column(String(20), server_default=Channel.DIRECT.value)


#: Ways in which a voter votes themself. The others need an appointment.
OWN = (Channel.ROOM.value, Channel.DIRECT.value)


class SlipSeen(Base):
    """A row is the hash of a sealed slip that is in the log; no slip comes twice, or a vote could be copied."""

    __tablename__ = "slip_seen"

    hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))


class CastToken(Base):
    """A row says which leaf a form made. The same form sent again finds it, and makes no second one."""

    __tablename__ = "cast_token"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    handle: Mapped[str] = mapped_column(String(16), primary_key=True)
    token_hash: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    leaf: Mapped[int] = mapped_column(BigNumber)


_NUMBER = Refusal(
    AlreadyDone, Sentence("Somebody else made a vote with this number at the same moment. Please try once more.")
)
_CANDIDATE = Refusal(
    AlreadyDone, Sentence("This person stands in this election already. Look at the list of candidates.")
)
_ENVELOPE = Refusal(AlreadyDone, Sentence("This envelope is in the box already. It was not put in a second time."))
_SLIP = Refusal(
    NotValid,
    Sentence("This envelope holds a slip from another envelope, so we did not take it. Please vote again."),
)
_TIMES = Refusal(NotValid, Sentence("The vote must close after it opens. Please choose a later closing time."))

#: A constraint that was broken, by its name (PostgreSQL) and by its columns (SQLite), and what it means to a person.
REFUSALS: dict[str, Refusal] = {
    "uq_ballot_number": _NUMBER,
    "ballot.number": _NUMBER,
    "uq_candidate_contest_id_person_id": _CANDIDATE,
    "candidate.contest_id, candidate.person_id": _CANDIDATE,
    "pk_envelope": _ENVELOPE,
    "envelope.digest": _ENVELOPE,
    "pk_slip_seen": _SLIP,
    "slip_seen.hash": _SLIP,
    "ck_ballot_times": _TIMES,
}

APPEND_ONLY = ("log_leaf", "log_node", "envelope", "slip_seen")


def append_only_ddl(dialect: str) -> tuple[str, ...]:
    """Statements that make the log's tables refuse changes: a tripwire, not a wall (ballot-protocol 3.4)."""
    if dialect == "sqlite":
        return tuple(
            f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            for table in APPEND_ONLY
            for act in ("UPDATE", "DELETE")
        )
    refuse = (
        "CREATE FUNCTION govern_append_only() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is append-only'; END $$"
    )
    return (
        refuse,
        *(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION govern_append_only()"
            for table in APPEND_ONLY
        ),
    )
