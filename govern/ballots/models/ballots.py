"""Tables of ballots: what is put to the vote, the frozen roll, the log of envelopes, the count, the declaration.

No row holds a choice in clear before the count. `member_handle` alone ties a person to a handle; it stands apart and
is emptied when the time for challenge has ended (decision 31).
"""

from __future__ import annotations

import json
from datetime import date, datetime
from typing import cast
from uuid import UUID, uuid4

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govern.ballots.rules import Answer, ContestKind, Method, Readers, Refusal, Stage, WhyStruck
from govern.database import Base, UtcTime, Words, one_of
from govern.errors import AlreadyDone, NotValid
from govern.sentences import Sentence


class Names(TypeDecorator[tuple[str, ...]]):
    """A short list of ids, in order."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Dialect) -> str | None:
        return None if value is None else json.dumps(list(value), ensure_ascii=False)

    def process_result_value(self, value: str | None, dialect: Dialect) -> tuple[str, ...] | None:
        return None if value is None else tuple(json.loads(value))


def table_of(kind: type[Base]) -> Table:
    """The table under a class, to put many rows in without the mapper's work on each."""
    return cast(Table, kind.__table__)


class Ballot(Base):
    """A row is one ballot: everything put to the vote together, under one number, with one roll and one log."""

    __tablename__ = "ballot"
    __table_args__ = (CheckConstraint("opens_at < closes_at", name="times"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), index=True)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    meeting_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    opens_at: Mapped[datetime] = mapped_column(UtcTime)
    closes_at: Mapped[datetime] = mapped_column(UtcTime)
    record_on: Mapped[date] = mapped_column(Date)
    rulebook_version_id: Mapped[UUID] = mapped_column(ForeignKey("rulebook_version.id"))
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    published_at: Mapped[datetime | None] = mapped_column(UtcTime)
    noticed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lots_drawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    lots_commitment: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    lots_seed: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    frozen_at: Mapped[datetime | None] = mapped_column(UtcTime)
    roll_size: Mapped[int | None] = mapped_column(Integer)
    roll_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    manifest: Mapped[bytes | None] = mapped_column(LargeBinary)
    manifest_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    declared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(200))

    contests: Mapped[list[Contest]] = relationship(lazy="raise", order_by="Contest.position")


class Contest(Base):
    """A row is one question of a ballot: a resolution of one kind, or an election to the seats of one group.

    `confirms_id` is the contest of an earlier meeting that this one confirms. `raised_from` is the kind it would have
    been if the group `raised_by` had not asked for more, by `raised_for` to `raised_against` of its own votes.
    `consent_on` and `consent_rounds`: when agreement was looked for first, where the rules ask for that.
    `chair_side` is the chair's casting vote, used after an equal vote where the rules give one.
    """

    __tablename__ = "contest"
    __table_args__ = (
        UniqueConstraint("ballot_id", "position"),
        CheckConstraint("(kind = 'resolution') = (resolution_kind IS NOT NULL)", name="resolution"),
        CheckConstraint("(kind = 'election') = (body IS NOT NULL)", name="election"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ContestKind] = mapped_column(one_of(ContestKind, "kind"))
    resolution_kind: Mapped[str | None] = mapped_column(String(60))
    body: Mapped[str | None] = mapped_column(String(60))
    seat_constituency: Mapped[str | None] = mapped_column(String(60))
    method: Mapped[Method | None] = mapped_column(one_of(Method, "method"))
    seats: Mapped[int] = mapped_column(Integer, default=0)
    serves_from: Mapped[date | None] = mapped_column(Date)
    serves_until: Mapped[date | None] = mapped_column(Date)
    voters: Mapped[tuple[str, ...]] = mapped_column(Names)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    question: Mapped[dict[str, str]] = mapped_column(Words)
    full_text: Mapped[dict[str, str]] = mapped_column(Words)
    yes_means: Mapped[dict[str, str]] = mapped_column(Words)
    no_means: Mapped[dict[str, str]] = mapped_column(Words)
    easy_title: Mapped[dict[str, str]] = mapped_column(Words)
    easy_lines: Mapped[str] = mapped_column(Text, default="{}")
    easy_readers: Mapped[Readers] = mapped_column(one_of(Readers, "easy_readers"), default=Readers.NONE)
    ask_whom: Mapped[str] = mapped_column(String(200), default="")
    matter: Mapped[str | None] = mapped_column(String(60))
    confirms_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    raised_from: Mapped[str | None] = mapped_column(String(60))
    raised_by: Mapped[str | None] = mapped_column(String(60))
    raised_for: Mapped[int | None] = mapped_column(Integer)
    raised_against: Mapped[int | None] = mapped_column(Integer)
    consent_on: Mapped[date | None] = mapped_column(Date)
    consent_rounds: Mapped[int | None] = mapped_column(Integer)
    chair_side: Mapped[str | None] = mapped_column(String(10))

    candidates: Mapped[list[Candidate]] = relationship(lazy="raise", order_by="Candidate.lot_order")


class Candidate(Base):
    """A row is one person standing in one election, for themselves or for a member organisation that they represent.
    `lot_order`: the place on the paper, from 1, once drawn."""

    __tablename__ = "candidate"
    __table_args__ = (UniqueConstraint("contest_id", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contest.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    name: Mapped[str] = mapped_column(String(200))
    constituency: Mapped[str] = mapped_column(String(60))
    attributes: Mapped[tuple[str, ...]] = mapped_column(Names)
    statement: Mapped[dict[str, str]] = mapped_column(Words)
    lot_order: Mapped[int | None] = mapped_column(Integer)
    added_at: Mapped[datetime] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)


class FloorChoice(Base):
    """A row is an officer's decision on a group so small that its votes could be guessed (decision 26)."""

    __tablename__ = "floor_choice"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    style: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


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


BigNumber = BigInteger().with_variant(Integer, "sqlite")


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
    """A row is the end of one ballot's log. Whoever adds to the log holds it, in every server process."""

    __tablename__ = "log_head"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigNumber)
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    checkpoint: Mapped[str] = mapped_column(Text)


class CastEnvelope(Base):
    """A row is one envelope in the log, by the hash of its sealed part. Its bytes are the leaf's."""

    __tablename__ = "envelope"
    __table_args__ = (
        UniqueConstraint("ballot_id", "leaf"),
        Index("ix_envelope_ballot_id_handle", "ballot_id", "handle"),
    )

    digest: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"))
    handle: Mapped[str] = mapped_column(String(16))
    leaf: Mapped[int] = mapped_column(BigNumber)


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


class Challenge(Base):
    """A row is one member's word: "I did not cast this vote". It is answered before the count."""

    __tablename__ = "challenge"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    words: Mapped[str] = mapped_column(String(1000))
    said_at: Mapped[datetime] = mapped_column(UtcTime)
    answer: Mapped[Answer | None] = mapped_column(one_of(Answer, "answer"))
    note: Mapped[str | None] = mapped_column(String(1000))
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UtcTime)
    seconded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    seconded_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Reminder(Base):
    """A row is one round of reminders: how many letters went out. Whom they went to is kept nowhere here."""

    __tablename__ = "reminder"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    letters: Mapped[int] = mapped_column(Integer)
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class CountRun(Base):
    """A row is one count: what went into it, what came out, and the hashes of both. The same inputs give the same."""

    __tablename__ = "count_run"
    __table_args__ = (UniqueConstraint("ballot_id", "run"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), index=True)
    run: Mapped[int] = mapped_column(Integer)
    inputs: Mapped[str] = mapped_column(Text)
    inputs_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    result: Mapped[str] = mapped_column(Text)
    result_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)


class Declaration(Base):
    """A row is the returning officer's word on a count, with the end of the audit record as it was then.
    `not_seated` says who was elected and could not take the seat, and why."""

    __tablename__ = "declaration"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    count_run_id: Mapped[UUID] = mapped_column(ForeignKey("count_run.id"))
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    by_name: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime] = mapped_column(UtcTime)
    record_hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    not_seated: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


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
