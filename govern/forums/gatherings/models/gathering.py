"""What a forum's gathering leaves: notes and decisions, dissent, what to do, the three boxes."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, Text, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, one_of
from govern.forums.gatherings.rules import Box, HowDecided


class GatheringNote(Base):
    """A row is what was said and decided on one item of a gathering, in plain words.

    `raised_id` is what had been raised. A decision was found by consensus, or by a majority of the members present
    with its numbers (M57); `carried` says whether there was one. `ground` is the body in whose domain it lies, if the
    rules give the matter to a body (invariant 68).
    """

    __tablename__ = "gathering_note"
    __table_args__ = (
        CheckConstraint("(how_decided = 'majority') = (voted_for IS NOT NULL)", name="numbers"),
        CheckConstraint("(how_decided IS NULL) = (decided_at IS NULL)", name="decided"),
    )

    item_id: Mapped[UUID] = mapped_column(Uuid, primary_key=True)
    meeting_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    raised_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_item.id"))
    words: Mapped[str] = mapped_column(Text, default="")
    decision: Mapped[str] = mapped_column(Text, default="")
    how_decided: Mapped[HowDecided | None] = mapped_column(one_of(HowDecided, "how_decided"))
    carried: Mapped[bool | None] = mapped_column()
    voted_for: Mapped[int | None] = mapped_column(Integer)
    voted_against: Mapped[int | None] = mapped_column(Integer)
    voted_neither: Mapped[int | None] = mapped_column(Integer)
    present: Mapped[int | None] = mapped_column(Integer)
    ground: Mapped[str] = mapped_column(String(60), default="")
    decided_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Dissent(Base):
    """A row is one member who asked that the notes say they see a decision otherwise (M57)."""

    __tablename__ = "dissent"

    item_id: Mapped[UUID] = mapped_column(ForeignKey("gathering_note.item_id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True, index=True)
    words: Mapped[str] = mapped_column(String(1_000), default="")
    at: Mapped[datetime] = mapped_column(UtcTime)


class GatheringAction(Base):
    """A row is something to be done, by whom and by when; a guest may do it as well (M98).

    `item_id` is the item it came from; without one it came from the box "what should change" (M27).
    """

    __tablename__ = "gathering_action"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    item_id: Mapped[UUID | None] = mapped_column(Uuid)
    words: Mapped[str] = mapped_column(String(1_000))
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    due_on: Mapped[date] = mapped_column(Date)
    made_at: Mapped[datetime] = mapped_column(UtcTime)
    done_at: Mapped[datetime | None] = mapped_column(UtcTime)


class BoxLine(Base):
    """A row is one line in one of the three boxes: works, does not work, should change (M27).

    What should change becomes something to do: `action_id`.
    """

    __tablename__ = "box_line"
    __table_args__ = (CheckConstraint("(box = 'change') = (action_id IS NOT NULL)", name="change"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    meeting_id: Mapped[UUID] = mapped_column(Uuid, index=True)
    box: Mapped[Box] = mapped_column(one_of(Box, "box"))
    words: Mapped[str] = mapped_column(String(1_000))
    action_id: Mapped[UUID | None] = mapped_column(ForeignKey("gathering_action.id"))
    at: Mapped[datetime] = mapped_column(UtcTime)
