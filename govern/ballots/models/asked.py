"""What is put to the vote: the ballot, its contests, who stands, what an officer decided of small groups."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from govern.ballots.models.columns import Names
from govern.ballots.rules import ContestKind, Method, Readers, Stage, Weight
from govern.ballots.seal.manifest import Level
from govern.database import Base, UtcTime, Words, one_of


class Ballot(Base):
    """A row is one ballot: everything put to the vote together, under one number, with one roll and one log.

    `meets_at` is when its meeting begins. One that closes later is taken in the room; `taken_at` is when it was.
    `on_demand`: it was asked for there, and its roll is who was there (decision 18). `forum_id`: it is of one forum
    alone, by its name of then, which asked for it at `asked_at`; `hidden`: that forum is there for its people only.
    `level` is how much it protects, once frozen as its manifest says. `ran_under` is the version of the service that
    froze it, and since then the last one of which its log speaks; none where an earlier version froze it.
    """

    __tablename__ = "ballot"
    __table_args__ = (
        CheckConstraint("opens_at < closes_at", name="times"),
        CheckConstraint("(forum_id IS NULL) = (forum_name IS NULL)", name="forum"),
        CheckConstraint("forum_id IS NOT NULL OR NOT hidden", name="hidden"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), index=True)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    meeting_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    meets_at: Mapped[datetime | None] = mapped_column(UtcTime)
    on_demand: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    forum_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    forum_name: Mapped[dict[str, str] | None] = mapped_column(Words)
    hidden: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    level: Mapped[Level] = mapped_column(one_of(Level, "level"), default=Level.EVERYDAY, server_default="everyday")
    asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
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
    ran_under: Mapped[str | None] = mapped_column(String(80))
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    taken_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    counted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    declared_at: Mapped[datetime | None] = mapped_column(UtcTime)
    archived_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcTime)
    withdrawn_reason: Mapped[str | None] = mapped_column(String(200))

    @property
    def in_the_room(self) -> bool:
        """Whether the vote is taken at its meeting, and early voting lasts until then (decision 34)."""
        return self.meets_at is not None and self.closes_at > self.meets_at

    contests: Mapped[list[Contest]] = relationship(lazy="raise", order_by="Contest.position")


class Contest(Base):
    """A row is one question of a ballot: a resolution of one kind, or an election to the seats of one group.

    `confirms_id` is the contest of an earlier meeting that this one confirms. `raised_from` is the kind it would have
    been if the group `raised_by` had not asked for more, by `raised_for` to `raised_against` of its own votes.
    `consent_on` and `consent_rounds`: when agreement was looked for first, where the rules ask for that; `consent_id`
    is the proposal on which the members held those rounds, where they did so here.
    `chair_side` is the chair's casting vote, used after an equal vote where the rules give one. `weight` is what a
    choice between several things does, said beforehand. `noticed_title`, `noticed_text`: what the notice of its
    meeting says of it, `noticed_question` how it was put then; none where no notice names it.
    """

    __tablename__ = "contest"
    __table_args__ = (
        UniqueConstraint("ballot_id", "position"),
        CheckConstraint("(kind = 'resolution') = (resolution_kind IS NOT NULL)", name="resolution"),
        CheckConstraint("(kind = 'election') = (body IS NOT NULL)", name="election"),
        CheckConstraint("(kind = 'option') = (weight IS NOT NULL)", name="option"),
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
    consent_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    consent_on: Mapped[date | None] = mapped_column(Date)
    consent_rounds: Mapped[int | None] = mapped_column(Integer)
    chair_side: Mapped[str | None] = mapped_column(String(10))
    weight: Mapped[Weight | None] = mapped_column(one_of(Weight, "weight"))
    noticed_title: Mapped[dict[str, str] | None] = mapped_column(Words)
    noticed_text: Mapped[dict[str, str] | None] = mapped_column(Words)
    noticed_question: Mapped[dict[str, str] | None] = mapped_column(Words)

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


class CandidatePhotograph(Base):
    """A row is the photograph that somebody who stands gave of themselves, as `documents/photographs.py` keeps it.

    `printed` is its middle as papers print it, so that a booklet is made of the database alone. `shows` describes it
    in each language; `consent` says how they agreed. It is no part of what is sealed, and so
    the row can go on any day: whoever is in it takes it back.
    """

    __tablename__ = "candidate_photograph"

    candidate_id: Mapped[UUID] = mapped_column(ForeignKey("candidate.id"), primary_key=True)
    id: Mapped[UUID] = mapped_column(Uuid)
    width: Mapped[int] = mapped_column(Integer)
    height: Mapped[int] = mapped_column(Integer)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))
    printed: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    shows: Mapped[dict[str, str]] = mapped_column(Words)
    consent: Mapped[str] = mapped_column(Text)
    added_at: Mapped[datetime] = mapped_column(UtcTime)


class ContestOption(Base):
    """A row is one thing to choose from several: its name, words about it, a photograph with its words, trials.

    `position` is its place on the paper. `picture` is where the photograph is seen, below the society's address; its
    file lies under the uploads (`documents/photographs.py`) by `photograph_id`. `trials` is JSON: who, when, found.
    """

    __tablename__ = "contest_option"
    __table_args__ = (
        UniqueConstraint("contest_id", "position"),
        CheckConstraint("(photograph_id IS NULL) = (photograph_hash IS NULL)", name="photograph"),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    contest_id: Mapped[UUID] = mapped_column(ForeignKey("contest.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    words: Mapped[dict[str, str]] = mapped_column(Words)
    picture: Mapped[str] = mapped_column(String(200), default="")
    picture_alt: Mapped[dict[str, str]] = mapped_column(Words)
    photograph_id: Mapped[UUID | None] = mapped_column(Uuid)
    photograph_hash: Mapped[bytes | None] = mapped_column(LargeBinary(32))
    photograph_width: Mapped[int | None] = mapped_column(Integer)
    photograph_height: Mapped[int | None] = mapped_column(Integer)
    trials: Mapped[str] = mapped_column(Text, default="[]", server_default="[]")


class FloorChoice(Base):
    """A row is an officer's decision on a group so small that its votes could be guessed (decision 26)."""

    __tablename__ = "floor_choice"

    ballot_id: Mapped[UUID] = mapped_column(ForeignKey("ballot.id"), primary_key=True)
    style: Mapped[str] = mapped_column(String(64), primary_key=True)
    by: Mapped[UUID] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
