"""Tables of the rulebook: its versions, drafts of versions to come, and whom to call."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Date, ForeignKey, Integer, LargeBinary, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.constituencies.rulebook.rules import DraftStage
from govern.database import Base, UtcTime, Words, one_of


class RulebookVersion(Base):
    """A row is one version of the society's rulebook, as text, for ever. A ballot names the one it opened under."""

    __tablename__ = "rulebook_version"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    number: Mapped[int] = mapped_column(Integer, unique=True)
    text: Mapped[str] = mapped_column(Text)
    fingerprint: Mapped[bytes] = mapped_column(LargeBinary(32))
    effective_from: Mapped[date] = mapped_column(Date)
    adopted_at: Mapped[datetime] = mapped_column(UtcTime)
    adopted_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    took_effect_at: Mapped[datetime | None] = mapped_column(UtcTime)


class RulebookDraft(Base):
    """A row is a text that may become a version: begun, edited, proposed with its reason, confirmed by somebody else.

    `based_on` is the version it changes. `affected` is JSON: who does not fit it, as it was when it was proposed.
    """

    __tablename__ = "rulebook_draft"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    stage: Mapped[DraftStage] = mapped_column(one_of(DraftStage, "stage"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    based_on: Mapped[UUID | None] = mapped_column(ForeignKey("rulebook_version.id"))
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    started_at: Mapped[datetime] = mapped_column(UtcTime)
    edited_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    edited_at: Mapped[datetime] = mapped_column(UtcTime)
    proposed_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    proposed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    reason: Mapped[str | None] = mapped_column(Text)
    resolution: Mapped[str | None] = mapped_column(String(400))
    effective_from: Mapped[date | None] = mapped_column(Date)
    changes_registered: Mapped[bool] = mapped_column(Boolean, default=False)
    registered_on: Mapped[date | None] = mapped_column(Date)
    transition_on: Mapped[date | None] = mapped_column(Date)
    affected: Mapped[str | None] = mapped_column(Text)
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)
    sent_back_reason: Mapped[str | None] = mapped_column(Text)
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("rulebook_version.id"), unique=True)


class Contact(Base):
    """The single row is the person to call, shown at the foot of every page."""

    __tablename__ = "contact"

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(100))
    phone: Mapped[str] = mapped_column(String(40))
    email: Mapped[str | None] = mapped_column(String(254))
    hours: Mapped[dict[str, str]] = mapped_column(Words)
