"""First chapter: a meeting is drafted, its agenda grows; while nobody has been told it may be changed or dropped."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

import msgspec
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.ballots import lifecycle as ballots
from govern.constituencies.boards.queries import domains
from govern.constituencies.boards.rules.domains import check_topic
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import Rulebook
from govern.constituencies.rulebook.book.tables import Body
from govern.database import locked
from govern.errors import NotFound, NotValid
from govern.languages import LANGUAGES
from govern.meetings import rules
from govern.meetings.lifecycle.held import held
from govern.meetings.lifecycle.standing import begin_agenda
from govern.meetings.models import AgendaItem, Meeting
from govern.meetings.rules import ItemKind, MeetingKind, Stage, StandingItem, Step
from govern.record import Event

Words = dict[str, str]


class MeetingDraft(msgspec.Struct, frozen=True, kw_only=True):
    """A meeting as the secretary writes it down. Texts in the society's languages; times with their zone.

    `body` is whose own meeting it is; the board's where none is named. `standing`: its agenda begins with the minutes
    of the meeting before.
    """

    kind: MeetingKind
    title: Words
    starts_at: datetime
    place: Words
    body: str | None = None
    ends_expected: datetime | None = None
    video_link: str | None = None
    telephone: str | None = None
    access: Words = {}
    captions_link: str | None = None
    interpreter: Words = {}
    ask_access: str | None = None
    standing: bool = False


class ItemDraft(msgspec.Struct, frozen=True, kw_only=True):
    """An item as the secretary writes it down. A motion names its kind of resolution; an election a row of seats.

    `topic` is the matter of the rules it is about, where it is for a body's own meeting. `standing`: what it is for,
    where it takes over from meetings before; no page types that, and changing the words leaves it.
    """

    kind: ItemKind
    title: Words
    text: Words = {}
    resolution: str | None = None
    seat_body: str | None = None
    seat_constituency: str | None = None
    places: int | None = None
    topic: str | None = None
    owner: str | None = None
    minutes: int | None = None
    break_after: int | None = None
    standing: StandingItem | None = None


async def draft(writing: AsyncSession, wanted: MeetingDraft, *, by: UUID, at: datetime, **facts: str) -> UUID:
    """Write a meeting down. Nobody is told before the notice is sent. Raises `NotValid`.

    `facts` are what the record says of it besides its kind.
    """
    book = await book_of(writing, wanted.starts_at)
    check_wanted(wanted, book, at)
    meeting = Meeting(
        id=uuid4(),
        kind=wanted.kind,
        body=_whose(wanted, book),
        stage=Stage.DRAFT,
        called_by=by,
        drafted_at=at,
        sequence=0,
    )
    take_over(meeting, wanted)
    writing.add(meeting)
    await writing.flush()
    if wanted.standing:
        await begin_agenda(writing, meeting, spoken(book))
    await _note(writing, "meeting.drafted", meeting.id, by, at, kind=wanted.kind.value, **facts)
    return meeting.id


def _whose(wanted: MeetingDraft, book: Rulebook) -> str:
    """Whose meeting it is: all members', or that of a body on which somebody can sit. Raises `NotValid`."""
    if wanted.kind is MeetingKind.FORUM:
        raise NotValid("Whoever leads a forum calls its gatherings, on the pages of the forum.", field="kind")
    if wanted.kind is not MeetingKind.BOARD:
        return rules.GENERAL
    if wanted.body is None:
        return book.board().id
    if wanted.body not in {body.id for body in bodies_that_meet(book)}:
        raise NotValid("By the rules nobody sits on this body. Choose one from the list.", field="body")
    return wanted.body


def bodies_that_meet(book: Rulebook) -> tuple[Body, ...]:
    """The bodies that have meetings of their own: those with seats, the board first."""
    found = [body for body in book.bodies if book.seats_of(body.id)]
    return tuple(sorted(found, key=lambda body: body.id != book.board().id))


async def book_of(reading: AsyncSession, moment: datetime) -> Rulebook:
    """The rules that hold on the day of a moment."""
    return (await rulebook.in_force(reading, rules.day_of(moment))).rulebook


def spoken(book: Rulebook) -> tuple[str, ...]:
    """The society's languages that the service has pages in."""
    return tuple(code for code in book.society.languages if code in LANGUAGES) or ("en",)


def check_wanted(wanted: MeetingDraft, book: Rulebook, at: datetime) -> None:
    rules.check_times(wanted.starts_at, wanted.ends_expected, at)
    rules.check_languages(wanted.title, spoken(book), "title")
    rules.check_link(wanted.video_link)
    rules.check_link(wanted.captions_link, "captions_link")
    if any(wanted.interpreter.values()):
        rules.check_languages(wanted.interpreter, spoken(book), "interpreter")


def take_over(meeting: Meeting, wanted: MeetingDraft) -> None:
    """Put what was asked for onto the meeting's row."""
    meeting.title, meeting.place, meeting.access = wanted.title, wanted.place, wanted.access
    meeting.starts_at, meeting.ends_expected = wanted.starts_at, wanted.ends_expected
    meeting.video_link, meeting.telephone = wanted.video_link, wanted.telephone
    meeting.captions_link, meeting.interpreter = wanted.captions_link, wanted.interpreter
    meeting.ask_access = wanted.ask_access


async def change(writing: AsyncSession, meeting_id: UUID, wanted: MeetingDraft, *, by: UUID, at: datetime) -> None:
    """Change day, place or ways to join while nobody has been told. Raises `WrongMoment` once the notice is out."""
    meeting = await held(writing, meeting_id)
    rules.check_draft(meeting.stage)
    book = await book_of(writing, wanted.starts_at)
    check_wanted(wanted, book, at)
    meeting.kind, meeting.body = wanted.kind, _whose(wanted, book)
    if meeting.starts_at != wanted.starts_at:
        meeting.short_asked_at = None  # whoever agreed to another time is asked again
    take_over(meeting, wanted)
    await ballots.meeting_moved(writing, meeting_id, wanted.starts_at)
    named = select(AgendaItem.topic, AgendaItem.kind).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.topic.is_not(None)
    )
    for topic, kind in (await writing.execute(named)).all():
        await check_domain(writing, meeting, topic, kind)
    await _note(writing, "meeting.changed", meeting_id, by, at)


async def add_item(writing: AsyncSession, meeting_id: UUID, wanted: ItemDraft, *, by: UUID, at: datetime) -> UUID:
    """Put business on the agenda. After the notice only a corrected notice can do that (invariant 23)."""
    meeting = await held(writing, meeting_id)
    rules.check_agenda_open(meeting.stage)
    item_id = await put_on_agenda(writing, meeting, wanted)
    await _note(writing, "meeting.item_added", meeting_id, by, at, item=str(item_id), kind=wanted.kind.value)
    return item_id


async def put_on_agenda(writing: AsyncSession, meeting: Meeting, wanted: ItemDraft) -> UUID:
    """The item at the end of the agenda. Raises `NotValid` where the rules know no such kind of decision or seats."""
    check_item(wanted, await book_of(writing, meeting.starts_at))
    await check_domain(writing, meeting, wanted.topic, wanted.kind)
    last = await writing.scalar(select(func.max(AgendaItem.position)).where(AgendaItem.meeting_id == meeting.id))
    item = AgendaItem(id=uuid4(), meeting_id=meeting.id, position=(last or 0) + 1, standing=wanted.standing)
    _take_over_item(item, wanted)
    writing.add(item)
    await writing.flush()
    return item.id


def check_item(wanted: ItemDraft, book: Rulebook) -> None:
    """The words are there in every language, and the rules know the kind of decision or the seats."""
    rules.check_languages(wanted.title, spoken(book), "title")
    rules.check_minutes(wanted.minutes, wanted.break_after)
    if any(wanted.text.values()):
        rules.check_languages(wanted.text, spoken(book), "text")
    if wanted.kind is ItemKind.MOTION:
        rules.check_motion(wanted.resolution, wanted.text, {kind.id for kind in book.resolutions})
    if wanted.kind is ItemKind.ELECTION:
        seats = {(s.body, s.constituency): s.count for s in book.seats if s.method in rules.ELECTED_BY}
        rules.check_election((wanted.seat_body or "", wanted.seat_constituency or ""), wanted.places, seats)


async def check_domain(reading: AsyncSession, meeting: Meeting, topic: str | None, kind: ItemKind) -> None:
    """A body decides only inside its domain (invariant 68). Raises `OutsideTheDomain` naming the right one.

    Members in a general meeting may hear of anything and talk about it; what they decide is theirs to decide.
    """
    if topic is None:
        return
    if meeting.body == rules.GENERAL and kind is not ItemKind.MOTION:
        check_topic(await book_of(reading, meeting.starts_at), topic)
    else:
        await domains.may_decide(reading, meeting.body, topic, rules.day_of(meeting.starts_at))


def _take_over_item(item: AgendaItem, wanted: ItemDraft) -> None:
    item.kind, item.title, item.text = wanted.kind, wanted.title, wanted.text
    item.resolution, item.places = wanted.resolution, wanted.places
    item.seat_body, item.seat_constituency = wanted.seat_body, wanted.seat_constituency
    item.topic = wanted.topic
    item.owner, item.minutes, item.break_after = wanted.owner, wanted.minutes, wanted.break_after


async def change_item(writing: AsyncSession, item_id: UUID, wanted: ItemDraft, *, by: UUID, at: datetime) -> None:
    """Change an item's words or kind before the notice."""
    item, meeting = await _item_of_draft(writing, item_id)
    rules.check_not_owed(item.owed_id)
    rules.check_not_asked_for(item.requisition_id)
    check_item(wanted, await book_of(writing, meeting.starts_at))
    await check_domain(writing, meeting, wanted.topic, wanted.kind)
    _take_over_item(item, wanted)
    await _note(writing, "meeting.item_changed", meeting.id, by, at, item=str(item_id))


async def move_item(
    writing: AsyncSession, item_id: UUID, *, up: bool, by: UUID, at: datetime, forum_id: UUID | None = None
) -> None:
    """Change places with the item before or after. At the edge nothing happens."""
    item, meeting = await _item_of_draft(writing, item_id, forum_id)
    place = item.position + (-1 if up else 1)
    other = await writing.scalar(
        select(AgendaItem).where(AgendaItem.meeting_id == meeting.id, AgendaItem.position == place)
    )
    if other is None:
        return
    here, item.position = item.position, 0
    await writing.flush()
    other.position = here
    await writing.flush()
    item.position = place
    await _note(writing, "meeting.item_moved", meeting.id, by, at, item=str(item_id), position=place)


async def remove_item(
    writing: AsyncSession, item_id: UUID, *, by: UUID, at: datetime, forum_id: UUID | None = None
) -> None:
    """Take an item off the agenda before the notice; those below move up."""
    item, meeting = await _item_of_draft(writing, item_id, forum_id)
    rules.check_not_owed(item.owed_id)
    rules.check_not_asked_for(item.requisition_id)
    await take_off(writing, item, meeting)
    await _note(writing, "meeting.item_removed", meeting.id, by, at, item=str(item_id))


async def take_off(writing: AsyncSession, item: AgendaItem, meeting: Meeting) -> None:
    gap = item.position
    await writing.delete(item)
    await writing.flush()
    below = await writing.scalars(
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.position > gap)
        .order_by(AgendaItem.position)
    )
    for other in below.all():
        other.position -= 1
        await writing.flush()


async def _item_of_draft(
    writing: AsyncSession, item_id: UUID, forum_id: UUID | None = None
) -> tuple[AgendaItem, Meeting]:
    found = await writing.get(AgendaItem, item_id)
    if found is None:
        raise NotFound("This item is no longer on the agenda. Go back and look at the agenda again.")
    meeting = await held(writing, found.meeting_id, forum_id)
    item = await locked(writing, AgendaItem, item_id)
    rules.check_agenda_open(meeting.stage, of_a_forum=forum_id is not None)
    return item, meeting


async def cancel(
    writing: AsyncSession, meeting_id: UUID, *, by: UUID, at: datetime, forum_id: UUID | None = None
) -> None:
    """Drop a draft that nobody has heard of. A meeting with a notice is called off instead, and people are told."""
    meeting = await held(writing, meeting_id, forum_id)
    rules.check_draft(meeting.stage)
    meeting.stage = rules.after(meeting.stage, Step.CANCEL)
    await _note(writing, "meeting.cancelled", meeting_id, by, at)


async def _note(
    writing: AsyncSession, verb: str, meeting_id: UUID, by: UUID, at: datetime, **facts: str | int
) -> None:
    await record.add(writing, Event(verb, f"meeting:{meeting_id}", at, by, dict(facts)))
