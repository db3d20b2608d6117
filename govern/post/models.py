"""Tables of the post: letters waiting to be sent, written in the transaction that gave rise to them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, Integer, LargeBinary, String, Text, Uuid, false
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.post.rules import LetterStage


class Letter(Base):
    """A row is one letter to one address. It is in the outbox before the page that caused it says so.

    `by_post`: it goes to somebody without a mail address. It waits to be printed in its `format`, for the address
    that the register has then; `pile` is the number of the file in which it was taken to the printer.
    """

    __tablename__ = "letter"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    stage: Mapped[LetterStage] = mapped_column(one_of(LetterStage, "stage"), index=True)
    to_address: Mapped[str] = mapped_column(String(254))
    person_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    kind: Mapped[str] = mapped_column(String(40), index=True)
    about: Mapped[str] = mapped_column(String(120), index=True)
    by_post: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    pile: Mapped[int | None] = mapped_column(Integer, index=True)
    language: Mapped[str] = mapped_column(String(5))
    format: Mapped[str] = mapped_column(String(20), default="standard", server_default="standard")
    subject: Mapped[str] = mapped_column(String(300))
    body: Mapped[str | None] = mapped_column(Text)
    attachment_name: Mapped[str | None] = mapped_column(String(100))
    attachment_type: Mapped[str | None] = mapped_column(String(100))
    attachment: Mapped[bytes | None] = mapped_column(LargeBinary)
    written_at: Mapped[datetime] = mapped_column(UtcTime)
    due_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    tries: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime | None] = mapped_column(UtcTime)
    last_refusal: Mapped[str | None] = mapped_column(String(300))
    held_by: Mapped[str | None] = mapped_column(String(60))
    held_until: Mapped[datetime | None] = mapped_column(UtcTime)


class StoppedPost(Base):
    """A row says that nobody writes to this person any more, since when and why (they died, or asked for it)."""

    __tablename__ = "stopped_post"

    person_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcTime)
    why: Mapped[str] = mapped_column(String(40))
