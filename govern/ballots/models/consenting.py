"""What a circle decides by consent: the proposal, its wordings, its rounds, and what each of the circle said.

Consent is given openly, by name; nothing here is secret.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Date, ForeignKey, Integer, String, Text, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.ballots.deciding.consent import Phase
from govern.ballots.rules.consenting import Said, Voted
from govern.database import Base, UtcTime, Words, one_of


class ConsentProposal(Base):
    """A row is one proposal in one circle. `body` is "general" or a body of the rulebook.

    A circle outside the bodies has `circle_id` and its `circle_name` of then; `body` is the one it follows, or
    "circle". What it talks about is seen where its room shows it, and nowhere else.

    `kind` is the kind of motion it is for the members, where the circle is the general meeting. `from_id` is the
    proposal it goes on from: one that was changed at its review, or that the circle below passed on.
    """

    __tablename__ = "consent_proposal"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    body: Mapped[str] = mapped_column(String(60), index=True)
    circle_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    circle_name: Mapped[dict[str, str] | None] = mapped_column(Words)
    kind: Mapped[str | None] = mapped_column(String(60))
    rulebook_version_id: Mapped[UUID] = mapped_column(ForeignKey("rulebook_version.id"))
    title: Mapped[dict[str, str]] = mapped_column(Words)
    phase: Mapped[Phase] = mapped_column(one_of(Phase, "phase"), index=True)
    round: Mapped[int] = mapped_column(Integer, default=0)
    until: Mapped[datetime | None] = mapped_column(UtcTime)
    consented_on: Mapped[date | None] = mapped_column(Date)
    review_on: Mapped[date | None] = mapped_column(Date)
    review_words: Mapped[str | None] = mapped_column(String(2000))
    from_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    drafted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))

    @property
    def address(self) -> str:
        """Where those of the circle read it and answer."""
        return f"consent/{self.id}" if self.circle_id is None else f"circles/{self.circle_id}/proposals/{self.id}"


class ConsentWording(Base):
    """A row is one wording of a proposal, from 1. A new one says what was changed; the old ones stay."""

    __tablename__ = "consent_wording"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), primary_key=True)
    version: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    changed: Mapped[str] = mapped_column(String(2000), default="")
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class ConsentMember(Base):
    """A row is one person of the circle of one proposal. The circle is fixed when the proposal is presented."""

    __tablename__ = "consent_member"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)


class ConsentRound(Base):
    """A row is one round: which wording was asked, when it began, and when it ended."""

    __tablename__ = "consent_round"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), primary_key=True)
    round: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    version: Mapped[int] = mapped_column(Integer)
    began_at: Mapped[datetime] = mapped_column(UtcTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcTime)


class ConsentAnswer(Base):
    """A row is what one person of the circle said in one round, or after it where they were absent.

    `noted_by` is the officer who wrote down what was said in the room. `unreasoned_at`: the circle found no reason in
    this objection, so that it is a concern. `met` says how the next wording meets it.
    """

    __tablename__ = "consent_answer"
    __table_args__ = (UniqueConstraint("proposal_id", "round", "person_id"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), index=True)
    round: Mapped[int] = mapped_column(Integer)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    said: Mapped[Said] = mapped_column(one_of(Said, "said"))
    reason: Mapped[str] = mapped_column(Text, default="")
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    after_round: Mapped[bool] = mapped_column(default=False)
    unreasoned_at: Mapped[datetime | None] = mapped_column(UtcTime)
    met: Mapped[str] = mapped_column(Text, default="")


class ConsentFinding(Base):
    """A row is one person of the circle who finds that an objection gives no reason (invariant 70)."""

    __tablename__ = "consent_finding"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("consent_answer.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    found_at: Mapped[datetime] = mapped_column(UtcTime)


class ConsentVote(Base):
    """A row is how one person of the circle voted, openly, after the last round left an objection."""

    __tablename__ = "consent_vote"

    proposal_id: Mapped[UUID] = mapped_column(ForeignKey("consent_proposal.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    voted: Mapped[Voted] = mapped_column(one_of(Voted, "voted"))
    given_at: Mapped[datetime] = mapped_column(UtcTime)
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
