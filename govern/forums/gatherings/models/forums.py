"""Forums, who belongs to them, who leads them, and what waits for their next gathering."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Boolean, CheckConstraint, Date, ForeignKey, Index, String, Text, Uuid
from sqlalchemy import text as sql
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.forums.gatherings.rules import ItemKind, Standing, View


class Forum(Base):
    """A row is one forum. `layer` names its layer in the rules; `parent_id` is the forum its questions go up to.

    `linked_to_id` ties a restricted forum to the one it speaks through. `restricted` is kept as it was when the forum
    was founded: a change of the rules never opens what people said among themselves.
    """

    __tablename__ = "forum"
    __table_args__ = (CheckConstraint("closed_on IS NULL OR closed_on >= founded_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    layer: Mapped[str] = mapped_column(String(60), index=True)
    name: Mapped[dict[str, str]] = mapped_column(Words)
    place: Mapped[dict[str, str]] = mapped_column(Words)
    about: Mapped[dict[str, str]] = mapped_column(Words)
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"), index=True)
    linked_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"), index=True)
    restricted: Mapped[bool] = mapped_column(Boolean)
    founded_on: Mapped[date] = mapped_column(Date)
    founded_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    closed_on: Mapped[date | None] = mapped_column(Date)


class Belonging(Base):
    """A row is one span in which somebody belongs to a forum. `constituency` is the group they came from, if any.

    `speaks_for` is the organisation a partner sits there for.
    """

    __tablename__ = "forum_belonging"
    __table_args__ = (
        CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),
        Index(
            "uq_forum_belonging_now",
            "forum_id",
            "person_id",
            unique=True,
            sqlite_where=sql("to_on IS NULL"),
            postgresql_where=sql("to_on IS NULL"),
        ),
    )

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    standing: Mapped[Standing] = mapped_column(one_of(Standing, "standing"))
    constituency: Mapped[str | None] = mapped_column(String(60))
    speaks_for: Mapped[str | None] = mapped_column(String(200))
    from_on: Mapped[date] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    let_in_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))


class FacilitatorTerm(Base):
    """A row is one term in which somebody leads a forum. `due_on` is its last day by the rules, if they set one.

    `extended_by_minute` is where the forum's decision on a longer term stands (invariant 67); `due_on` is then later.
    """

    __tablename__ = "facilitator_term"
    __table_args__ = (CheckConstraint("to_on IS NULL OR to_on >= from_on", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), index=True)
    from_on: Mapped[date] = mapped_column(Date)
    due_on: Mapped[date | None] = mapped_column(Date)
    to_on: Mapped[date | None] = mapped_column(Date)
    named_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    extended_by_minute: Mapped[str | None] = mapped_column(String(200))


class ForumItem(Base):
    """A row is something raised in a forum. It waits until a gathering takes it up (`meeting_id`, `agenda_item_id`).

    `about_id` is the person it is about: nothing is settled about them without them (invariant 33 of the rules, M33).
    `owed_id` is the recommendation this forum owes an answer to: such an item is never taken back (invariant 66).
    `asked_id` is the recommendation it is to become, or became; `planned_id` the activity that was planned from it.
    `from_forum_id` is the forum that passed it on, `passed_to_id` what it became in the forum it was passed on to.
    `their_view` is where the view of the person it is about stands. `more_time_at`: somebody asked for more time,
    which is given once (M87). What the facilitator took off is `taken_back_at` with a reason its author reads.
    """

    __tablename__ = "forum_item"

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    forum_id: Mapped[UUID] = mapped_column(ForeignKey("forum.id"), index=True)
    kind: Mapped[ItemKind] = mapped_column(one_of(ItemKind, "kind"))
    title: Mapped[dict[str, str]] = mapped_column(Words)
    words: Mapped[str] = mapped_column(Text, default="")
    topic: Mapped[str | None] = mapped_column(String(60))
    raised_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"), index=True)
    raised_at: Mapped[datetime] = mapped_column(UtcTime)
    about_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    owed_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    asked_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    planned_id: Mapped[UUID | None] = mapped_column(Uuid)
    from_forum_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum.id"))
    meeting_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    agenda_item_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    taken_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)
    their_view: Mapped[View | None] = mapped_column(one_of(View, "their_view"))
    their_words: Mapped[str] = mapped_column(Text, default="", server_default="")
    more_time_at: Mapped[datetime | None] = mapped_column(UtcTime)
    more_time_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    passed_to_id: Mapped[UUID | None] = mapped_column(ForeignKey("forum_item.id"), index=True)
    taken_off_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    taken_off_why: Mapped[str] = mapped_column(String(1_000), default="", server_default="")
