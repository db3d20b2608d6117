"""The meetings: what is coming, what has been, one meeting with its agenda and its notices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries as ballots
from govern.ballots.queries.views import BallotLine
from govern.constituencies.boards.queries import domains
from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.database import in_language
from govern.meetings import rules
from govern.meetings.lifecycle.held import agenda_of, found, notices_of
from govern.meetings.lifecycle.wording import what_it_needs
from govern.meetings.models import AgendaItem, Meeting, Notice, NoticeDelivery
from govern.meetings.rules import Channel, ItemKind, MeetingKind, NoticeKind, Outcome, Stage, StandingItem, Timed
from govern.sentences import Sentence


class MeetingRow(msgspec.Struct, frozen=True):
    """A meeting in a list. `of` names the body whose own meeting it is, where that is not the board."""

    id: UUID
    kind: MeetingKind
    stage: Stage
    title: str
    starts_at: datetime
    place: str
    of: str = ""


class ItemView(msgspec.Struct, frozen=True):
    """An item of the agenda in one language. `needs` says what carries it; `not_consulted` who is to be asked first
    and has not said anything."""

    id: UUID
    position: int
    kind: ItemKind
    title: str
    text: str
    words: dict[str, dict[str, str]]
    needs: tuple[Sentence, ...]
    resolution: str | None
    seat: str | None
    places: int | None
    contest_id: UUID | None
    outcome: Outcome | None
    topic: str | None = None
    about: Sentence | str | None = None
    not_consulted: tuple[str, ...] = ()
    owed_id: UUID | None = None
    requisition_id: UUID | None = None
    owner: str | None = None
    minutes: int | None = None
    break_after: int | None = None
    begins_at: datetime | None = None
    standing: StandingItem | None = None
    about_meeting_id: UUID | None = None
    proposal_id: UUID | None = None


class NoticeRow(msgspec.Struct, frozen=True):
    """A notice that went out, and how: numbers by email and by post."""

    version: int
    kind: NoticeKind
    sent_at: datetime
    by_email: int
    by_post: int
    hash: str


class MeetingPage(msgspec.Struct, frozen=True):
    """One meeting in one language, with all that its pages show. `words` are the texts in every language."""

    id: UUID
    kind: MeetingKind
    body: str
    stage: Stage
    title: str
    starts_at: datetime
    ends_expected: datetime | None
    place: str
    video_link: str | None
    telephone: str | None
    access: str
    opened_at: datetime | None
    closed_at: datetime | None
    chair_id: UUID | None
    words: dict[str, dict[str, str]]
    items: tuple[ItemView, ...]
    notices: tuple[NoticeRow, ...]
    of: str = ""
    first_called_for: datetime | None = None
    too_few_came: bool = False
    captions_link: str | None = None
    interpreter: str = ""
    ask_access: str | None = None
    runs_until: datetime | None = None

    @property
    def voted_on(self) -> tuple[ItemView, ...]:
        return tuple(item for item in self.items if item.kind in rules.VOTED_ON)


async def meetings_to_come(
    reading: AsyncSession, at: datetime, language: str, *, members: bool = True, limit: int = 50
) -> tuple[MeetingRow, ...]:
    """Meetings people have been told of that are not over, the nearest first. The public sees general meetings."""
    wanted = (
        select(Meeting)
        .where(Meeting.stage.in_([Stage.NOTICED, Stage.OPEN]), Meeting.forum_id.is_(None))
        .order_by(Meeting.starts_at)
    )
    if not members:
        wanted = wanted.where(Meeting.kind != MeetingKind.BOARD)
    return tuple([await _row(reading, row, language) for row in await reading.scalars(wanted.limit(limit))])


async def meetings_past(
    reading: AsyncSession, language: str, *, members: bool = True, limit: int = 50
) -> tuple[MeetingRow, ...]:
    """Meetings that are over or were called off after their notice, the newest first."""
    told = select(Notice.meeting_id)
    wanted = (
        select(Meeting)
        .where(Meeting.stage.in_([Stage.CLOSED, Stage.CANCELLED]), Meeting.id.in_(told), Meeting.forum_id.is_(None))
        .order_by(Meeting.starts_at.desc())
    )
    if not members:
        wanted = wanted.where(Meeting.kind != MeetingKind.BOARD)
    return tuple([await _row(reading, row, language) for row in await reading.scalars(wanted.limit(limit))])


async def meetings_in_office(reading: AsyncSession, language: str, *, limit: int = 200) -> tuple[MeetingRow, ...]:
    """Every meeting, drafts too, the latest day first."""
    wanted = select(Meeting).where(Meeting.forum_id.is_(None)).order_by(Meeting.starts_at.desc()).limit(limit)
    return tuple([await _row(reading, row, language) for row in await reading.scalars(wanted)])


async def _of(reading: AsyncSession, meeting: Meeting, language: str) -> str:
    """The body whose own meeting this is, by name, where that is another than the board."""
    if meeting.kind is not MeetingKind.BOARD:
        return ""
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    found = {body.id: body for body in book.bodies if body.id != book.board().id}.get(meeting.body)
    return "" if found is None else body_name(found, language)


async def _row(reading: AsyncSession, meeting: Meeting, language: str) -> MeetingRow:
    return MeetingRow(
        meeting.id,
        meeting.kind,
        meeting.stage,
        in_language(meeting.title, language),
        meeting.starts_at,
        in_language(meeting.place, language),
        await _of(reading, meeting, language),
    )


async def meeting_page(reading: AsyncSession, meeting_id: UUID, language: str) -> MeetingPage:
    """A meeting with its agenda and notices. Raises `NotFound`."""
    meeting = await found(reading, meeting_id)
    book = (await rulebook.in_force(reading, rules.day_of(meeting.starts_at))).rulebook
    items = await agenda_of(reading, meeting_id)
    asked = await ballots.questions_of_meeting(reading, meeting_id)
    timed = [Timed(item.minutes, item.break_after) for item in items]
    return MeetingPage(
        id=meeting.id,
        kind=meeting.kind,
        body=meeting.body,
        stage=meeting.stage,
        title=in_language(meeting.title, language),
        starts_at=meeting.starts_at,
        ends_expected=meeting.ends_expected,
        place=in_language(meeting.place, language),
        video_link=meeting.video_link,
        telephone=meeting.telephone,
        access=in_language(meeting.access, language),
        opened_at=meeting.opened_at,
        closed_at=meeting.closed_at,
        chair_id=meeting.chair_id,
        words={"title": meeting.title, "place": meeting.place, "access": meeting.access, **_interpreter(meeting)},
        items=tuple(
            [
                await _with_topic(
                    reading,
                    msgspec.structs.replace(_item(item, book, asked, language), begins_at=moment),
                    meeting,
                    language,
                )
                for item, moment in zip(items, rules.begins(meeting.starts_at, timed), strict=True)
            ]
        ),
        notices=await _notice_rows(reading, meeting_id),
        of=await _of(reading, meeting, language),
        first_called_for=meeting.first_called_for,
        too_few_came=meeting.too_few_came,
        captions_link=meeting.captions_link,
        interpreter=in_language(meeting.interpreter, language),
        ask_access=meeting.ask_access,
        runs_until=rules.runs_until(meeting.starts_at, timed),
    )


def _interpreter(meeting: Meeting) -> dict[str, dict[str, str]]:
    return {"interpreter": meeting.interpreter} if any(meeting.interpreter.values()) else {}


def _item(item: AgendaItem, book: Rulebook, asked: frozenset[UUID], language: str) -> ItemView:
    return ItemView(
        id=item.id,
        position=item.position,
        kind=item.kind,
        title=in_language(item.title, language),
        text=in_language(item.text, language),
        words={"title": item.title, "text": item.text},
        needs=tuple(what_it_needs(item, book, language)),
        resolution=item.resolution,
        seat=f"{item.seat_body}/{item.seat_constituency}" if item.seat_body else None,
        places=item.places,
        contest_id=item.contest_id if item.contest_id in asked else None,
        outcome=item.outcome,
        topic=item.topic,
        about=topic_words(item.topic) if item.topic else None,
        owed_id=item.owed_id,
        requisition_id=item.requisition_id,
        owner=item.owner,
        minutes=item.minutes,
        break_after=item.break_after,
        standing=item.standing,
        about_meeting_id=item.about_meeting_id,
        proposal_id=item.proposal_id,
    )


async def _with_topic(reading: AsyncSession, item: ItemView, meeting: Meeting, language: str) -> ItemView:
    """The item with the bodies that have to say what they think before this one decides, and have not (M55)."""
    if item.topic is None or item.outcome is not None:
        return item
    last = await reading.scalar(
        select(func.max(AgendaItem.settled_at))
        .join(Meeting, Meeting.id == AgendaItem.meeting_id)
        .where(Meeting.body == meeting.body, AgendaItem.topic == item.topic, AgendaItem.outcome == Outcome.DECIDED)
    )
    day = rules.day_of(meeting.starts_at)
    silent = await domains.not_yet_consulted(
        reading, meeting.body, item.topic, day, language, rules.day_of(last) if last else None
    )
    return msgspec.structs.replace(item, not_consulted=silent)


async def _notice_rows(reading: AsyncSession, meeting_id: UUID) -> tuple[NoticeRow, ...]:
    notices = await notices_of(reading, meeting_id)
    counts = await reading.execute(
        select(NoticeDelivery.notice_id, NoticeDelivery.channel, func.count())
        .where(NoticeDelivery.notice_id.in_([notice.id for notice in notices]))
        .group_by(NoticeDelivery.notice_id, NoticeDelivery.channel)
    )
    told: Counter[tuple[UUID, Channel]] = Counter()
    for notice_id, channel, number in counts:
        told[notice_id, channel] = number
    return tuple(
        NoticeRow(n.version, n.kind, n.sent_at, told[n.id, Channel.EMAIL], told[n.id, Channel.POST], n.hash.hex())
        for n in notices
    )


async def meeting_of_contests(reading: AsyncSession, contest_ids: Sequence[UUID]) -> dict[UUID, UUID]:
    """Question of a ballot → the meeting whose agenda it came from."""
    rows = await reading.execute(
        select(AgendaItem.contest_id, AgendaItem.meeting_id).where(AgendaItem.contest_id.in_(contest_ids))
    )
    return {contest: meeting for contest, meeting in rows if contest is not None}


async def ballots_of(reading: AsyncSession, meeting_id: UUID, language: str) -> tuple[BallotLine, ...]:
    """The ballots of a meeting."""
    return await ballots.ballots_of_meeting(reading, meeting_id, language)
