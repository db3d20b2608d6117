"""One gathering as far as it opens to whoever asks: agenda, notes and decisions, what to do, who was there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots.queries import Asked, people_asked
from govern.constituencies.boards.rules.domains import topic_words
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name
from govern.errors import NotFound
from govern.forums.gatherings.models import Belonging, BoxLine, Dissent, ForumItem, GatheringAction, GatheringNote
from govern.forums.gatherings.queries.forums import ForumView
from govern.forums.gatherings.rules import COUNTS, Box, HowDecided, ItemKind, Reach, View
from govern.identity import queries as identity
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.meetings.models import AgendaItem
from govern.meetings.queries import Attendance, GatheringPage, PointView
from govern.meetings.rules import Outcome, Quorum, Stage
from govern.sentences import Sentence


class DissentLine(msgspec.Struct, frozen=True):
    """Somebody sees a decision otherwise, and asked that it stands here. Without a name for those outside."""

    name: str
    words: str


class PointLine(msgspec.Struct, frozen=True, kw_only=True):
    """An item of the agenda with what was noted. `kept_back`: it is about a person, and whoever asks is outside."""

    id: UUID
    position: int
    title: str
    text: str
    topic: str | None
    about_topic: Sentence | str | None
    outcome: Outcome | None
    kept_back: bool
    notes: str
    decision: str
    how: HowDecided | None
    carried: bool | None
    numbers: tuple[int, int, int] | None
    present: int | None
    ground: str
    dissents: tuple[DissentLine, ...]
    raised_id: UUID | None
    kind: ItemKind | None
    owed_id: UUID | None
    asked_id: UUID | None
    planned_id: UUID | None
    more_time: bool
    about_id: UUID | None
    about_name: str
    view: View | None
    their_words: str
    people_asked: tuple[Asked, ...]

    @property
    def owed(self) -> bool:
        return self.owed_id is not None


class TaskLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something to be done. The name of a guest is for those inside; `late`: its day has passed."""

    id: UUID
    meeting_id: UUID
    item_id: UUID | None
    words: str
    owner_id: UUID
    owner: str
    due_on: date
    done_at: datetime | None
    late: bool


class GatheringView(msgspec.Struct, frozen=True, kw_only=True):
    """One gathering. Attendance and the names in it are empty for those who do not belong to the forum."""

    page: GatheringPage
    points: tuple[PointLine, ...]
    tasks: tuple[TaskLine, ...]
    boxes: dict[Box, tuple[str, ...]]
    quorum: Quorum
    attendance: tuple[Attendance, ...]

    @property
    def to_come(self) -> bool:
        return self.page.stage in (Stage.DRAFT, Stage.NOTICED)

    @property
    def on(self) -> bool:
        return self.page.stage is Stage.OPEN


async def gathering(
    reading: AsyncSession, view: ForumView, meeting_id: UUID, at: datetime, language: str, *, everybody: bool = False
) -> GatheringView:
    """A gathering of a forum that was opened by `queries.forum`. A draft is there only for whoever leads it.

    `attendance` is whoever was there; with `everybody`, all who belong as well. The same number of questions, however
    much there is on the agenda. Raises `NotFound`.
    """
    page = await meetings.gathering_page(reading, view.id, meeting_id, language)
    if page.told is None and view.reach < Reach.LEADS:
        raise NotFound("There is no such gathering. Look at the list of gatherings.")
    inside = view.reach >= Reach.TAKES_PART
    noted = await _noted(reading, meeting_id)
    dissents = list(
        await reading.scalars(select(Dissent).where(Dissent.item_id.in_([point.id for point in page.points])))
    )
    tasks = list(
        await reading.scalars(
            select(GatheringAction).where(GatheringAction.meeting_id == meeting_id).order_by(GatheringAction.due_on)
        )
    )
    boxes = list(await reading.scalars(select(BoxLine).where(BoxLine.meeting_id == meeting_id).order_by(BoxLine.at)))
    people = {item.about_id for _, item in noted.values() if item is not None and item.about_id is not None}
    people |= {row.person_id for row in dissents} | {task.owner_id for task in tasks}
    names = await _names(reading, view.id, people, inside=inside)
    beside = await people_asked(reading, _both(noted))
    bodies = await _bodies(reading, day_of(page.starts_at), language)
    return GatheringView(
        page=page,
        points=tuple(_line(point, noted, dissents, names, bodies, beside, inside=inside) for point in page.points),
        tasks=tuple(_task(task, names, at) for task in tasks),
        boxes={box: tuple(line.words for line in boxes if line.box is box) for box in Box},
        quorum=await meetings.quorum_of_gathering(reading, view.id, meeting_id, page.closed_at or at),
        attendance=await meetings.attendance(reading, view.id, meeting_id, who_came=not everybody) if inside else (),
    )


Noted = dict[UUID, tuple[GatheringNote, ForumItem | None]]


def _both(noted: Noted) -> list[UUID]:
    """Each item of the agenda, and what was raised behind it: people may have been asked about either."""
    return [key for point, (_, item) in noted.items() for key in (point, item.id if item else None) if key]


async def _noted(reading: AsyncSession, meeting_id: UUID) -> Noted:
    question = (
        select(GatheringNote, ForumItem)
        .outerjoin(ForumItem, ForumItem.id == GatheringNote.raised_id)
        .where(GatheringNote.meeting_id == meeting_id)
    )
    return {note.item_id: (note, item) for note, item in await reading.execute(question)}


async def _names(reading: AsyncSession, forum_id: UUID, people: Collection[UUID], *, inside: bool) -> dict[UUID, str]:
    """Names as whoever asks may read them: outside the forum those of its members alone."""
    known = await identity.people_by_id(reading, list(people))
    if inside:
        return {one: person.name for one, person in known.items()}
    members = set(
        await reading.scalars(
            select(Belonging.person_id).where(
                Belonging.forum_id == forum_id, Belonging.person_id.in_(people), Belonging.standing.in_(COUNTS)
            )
        )
    )
    return {one: person.name for one, person in known.items() if one in members}


async def _bodies(reading: AsyncSession, on: date, language: str) -> dict[str, str]:
    book = (await rulebook.in_force(reading, on)).rulebook
    return {body.id: body_name(body, language) for body in book.bodies}


def _line(
    point: PointView,
    noted: Noted,
    dissents: list[Dissent],
    names: dict[UUID, str],
    bodies: dict[str, str],
    beside: Mapping[UUID, tuple[Asked, ...]],
    *,
    inside: bool,
) -> PointLine:
    note, item = noted.get(point.id, (None, None))
    about = item.about_id if item is not None else None
    back = about is not None and not inside
    numbers = None
    if note is not None and note.voted_for is not None and not back:
        numbers = (note.voted_for, note.voted_against or 0, note.voted_neither or 0)
    shown = note if not back else None
    asked = beside.get(point.id, ()) + (beside.get(item.id, ()) if item is not None else ())
    return PointLine(
        id=point.id,
        position=point.position,
        title="" if back else point.title,
        text="" if back else point.text,
        topic=point.topic,
        about_topic=topic_words(point.topic) if point.topic else None,
        outcome=point.outcome,
        kept_back=back,
        notes=shown.words if shown is not None else "",
        decision=shown.decision if shown is not None else "",
        how=shown.how_decided if shown is not None else None,
        carried=shown.carried if shown is not None else None,
        numbers=numbers,
        present=shown.present if shown is not None else None,
        ground=bodies.get(note.ground, "") if note is not None else "",
        dissents=tuple(
            DissentLine(names.get(row.person_id, "") if inside else "", row.words)
            for row in dissents
            if row.item_id == point.id and not back
        ),
        raised_id=item.id if item is not None else None,
        kind=item.kind if item is not None and inside else None,
        asked_id=item.asked_id if item is not None and inside else None,
        planned_id=item.planned_id if item is not None and not back else None,
        owed_id=item.owed_id if item is not None else None,
        more_time=item is not None and item.more_time_at is not None,
        about_id=about if inside else None,
        about_name=names.get(about, "") if about is not None and inside else "",
        view=item.their_view if item is not None and inside else None,
        people_asked=() if back else asked,
        their_words=item.their_words if item is not None and inside else "",
    )


def _task(task: GatheringAction, names: dict[UUID, str], at: datetime) -> TaskLine:
    return TaskLine(
        id=task.id,
        meeting_id=task.meeting_id,
        item_id=task.item_id,
        words=task.words,
        owner_id=task.owner_id,
        owner=names.get(task.owner_id, ""),
        due_on=task.due_on,
        done_at=task.done_at,
        late=task.done_at is None and task.due_on < day_of(at),
    )


async def decision_on(reading: AsyncSession, asked_id: UUID) -> tuple[date, int] | None:
    """The day on which a forum decided to ask this of others, and the number of the item in its notes."""
    found = await reading.execute(
        select(GatheringNote.decided_at, AgendaItem.position)
        .join(ForumItem, ForumItem.id == GatheringNote.raised_id)
        .join(AgendaItem, AgendaItem.id == GatheringNote.item_id)
        .where(ForumItem.asked_id == asked_id, GatheringNote.carried.is_(True))
        .order_by(GatheringNote.decided_at.desc())
        .limit(1)
    )
    return next(((day_of(when), position) for when, position in found if when is not None), None)


async def tasks_open(reading: AsyncSession, view: ForumView, at: datetime) -> tuple[TaskLine, ...]:
    """What is still to be done for a forum, the soonest first."""
    rows = list(
        await reading.scalars(
            select(GatheringAction)
            .where(GatheringAction.forum_id == view.id, GatheringAction.done_at.is_(None))
            .order_by(GatheringAction.due_on, GatheringAction.made_at)
            .limit(100)
        )
    )
    inside = view.reach >= Reach.TAKES_PART
    names = await _names(reading, view.id, {row.owner_id for row in rows}, inside=inside)
    return tuple(_task(row, names, at) for row in rows)
