"""Tables of calling a meeting: the meeting, its agenda, the notices that went out and to whom."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKey,
    Integer,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
    Uuid,
    false,
)
from sqlalchemy.orm import Mapped, mapped_column

from govern.database import Base, UtcTime, Words, one_of
from govern.meetings.rules import Channel, ItemKind, MeetingKind, NoticeKind, Outcome, Stage, StandingItem


class Meeting(Base):
    """A row is one meeting. `body` is "general" or a body of the rulebook; `sequence` numbers its calendar file.

    `first_called_for`: when it was to begin before it was adjourned; `too_few_came`: it was for want of a quorum.
    `roll` is how many are entitled in each group (JSON), fixed when the meeting opens; a quorum is a share of it.
    `forum_id` is the forum that gathers, handed down with how many its rules ask for (`quorum_number`); then `body`
    is the body whose domain the forum has, or empty.
    `short_asked_at`: when members were asked to agree to shorter notice of it.
    """

    __tablename__ = "meeting"
    __table_args__ = (CheckConstraint("ends_expected IS NULL OR ends_expected > starts_at", name="span"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    kind: Mapped[MeetingKind] = mapped_column(one_of(MeetingKind, "kind"))
    body: Mapped[str] = mapped_column(String(60))
    stage: Mapped[Stage] = mapped_column(one_of(Stage, "stage"), index=True)
    title: Mapped[dict[str, str]] = mapped_column(Words)
    starts_at: Mapped[datetime] = mapped_column(UtcTime, index=True)
    ends_expected: Mapped[datetime | None] = mapped_column(UtcTime)
    place: Mapped[dict[str, str]] = mapped_column(Words)
    video_link: Mapped[str | None] = mapped_column(String(400))
    telephone: Mapped[str | None] = mapped_column(String(200))
    access: Mapped[dict[str, str]] = mapped_column(Words)
    sequence: Mapped[int] = mapped_column(Integer, default=0)
    called_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    chair_id: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    roll: Mapped[str | None] = mapped_column(Text)
    drafted_at: Mapped[datetime] = mapped_column(UtcTime)
    opened_at: Mapped[datetime | None] = mapped_column(UtcTime)
    closed_at: Mapped[datetime | None] = mapped_column(UtcTime)
    forum_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    quorum_number: Mapped[int | None] = mapped_column(Integer)
    first_called_for: Mapped[datetime | None] = mapped_column(UtcTime)
    too_few_came: Mapped[bool] = mapped_column(Boolean, default=False, server_default=false())
    short_asked_at: Mapped[datetime | None] = mapped_column(UtcTime)
    captions_link: Mapped[str | None] = mapped_column(String(400))
    interpreter: Mapped[dict[str, str]] = mapped_column(Words, default=dict, server_default="{}")
    ask_access: Mapped[str | None] = mapped_column(String(200))

    @property
    def called_for(self) -> datetime:
        """When it was to begin at first. Who may vote in it is decided by that, however often it is adjourned."""
        return self.first_called_for or self.starts_at


class AgendaItem(Base):
    """A row is one item of business. A motion names its kind of resolution, an election its row of seats.

    `contest_id` is the question of the ballot that was made from it, `proposal_id` what is looked at by consent from
    it. `topic` is the matter of the rules it is about, where a body's own meeting named one. `owed_id` is what the
    body owes an answer to: such an item stays until it is answered (invariant 66). `requisition_id` names those who
    asked for the meeting: their business stands as they signed it. `owner` brings it; it takes so many `minutes`,
    with a break after it. A `standing` item is about the meeting before.
    """

    __tablename__ = "agenda_item"
    __table_args__ = (UniqueConstraint("meeting_id", "position"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    position: Mapped[int] = mapped_column(Integer)
    kind: Mapped[ItemKind] = mapped_column(one_of(ItemKind, "kind"))
    title: Mapped[dict[str, str]] = mapped_column(Words)
    text: Mapped[dict[str, str]] = mapped_column(Words)
    resolution: Mapped[str | None] = mapped_column(String(60))
    seat_body: Mapped[str | None] = mapped_column(String(60))
    seat_constituency: Mapped[str | None] = mapped_column(String(60))
    places: Mapped[int | None] = mapped_column(Integer)
    contest_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    proposal_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    topic: Mapped[str | None] = mapped_column(String(60))
    owed_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    requisition_id: Mapped[UUID | None] = mapped_column(Uuid, index=True)
    owner: Mapped[str | None] = mapped_column(String(200))
    minutes: Mapped[int | None] = mapped_column(Integer)
    break_after: Mapped[int | None] = mapped_column(Integer)
    standing: Mapped[StandingItem | None] = mapped_column(one_of(StandingItem, "standing"))
    about_meeting_id: Mapped[UUID | None] = mapped_column(Uuid)
    outcome: Mapped[Outcome | None] = mapped_column(one_of(Outcome, "outcome"))
    settled_at: Mapped[datetime | None] = mapped_column(UtcTime)


class Notice(Base):
    """A row is one notice as it went out, word for word. Kept for ever; a wrong one is corrected by the next version.

    `paper` is the finished paper in each language, as JSON (`rules.NoticePaper`).
    """

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("meeting_id", "version"),)

    id: Mapped[UUID] = mapped_column(Uuid, primary_key=True, default=uuid4)
    meeting_id: Mapped[UUID] = mapped_column(ForeignKey("meeting.id"), index=True)
    version: Mapped[int] = mapped_column(Integer)
    kind: Mapped[NoticeKind] = mapped_column(one_of(NoticeKind, "kind"))
    sent_at: Mapped[datetime] = mapped_column(UtcTime)
    sent_by: Mapped[UUID | None] = mapped_column(ForeignKey("person.id"))
    paper: Mapped[dict[str, str]] = mapped_column(Words)
    hash: Mapped[bytes] = mapped_column(LargeBinary(32))


class NoticeDelivery(Base):
    """A row is one notice on its way to one person: by email (the letter in the outbox) or by post, printed.

    `posted_at`: an officer put it into the post, also where the mail came back. `came_back_at`: an officer saw the
    mail come back, after the mail server had taken it.
    """

    __tablename__ = "notice_delivery"

    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notice.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(one_of(Channel, "channel"))
    letter_id: Mapped[UUID | None] = mapped_column(Uuid)
    posted_at: Mapped[datetime | None] = mapped_column(UtcTime)
    came_back_at: Mapped[datetime | None] = mapped_column(UtcTime)
