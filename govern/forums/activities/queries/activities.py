"""What a forum plans and did, one activity as far as it opens to somebody, and who signed up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Select, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.documents.photographs import Photograph
from govern.errors import NotFound
from govern.forums.activities.models import Activity, GivenHours, Picture, SignUp
from govern.forums.activities.rules import NEEDED, News, OpenTo, Way, day_is_over, has_room
from govern.forums.gatherings import queries as gatherings
from govern.forums.gatherings.rules import Reach
from govern.identity import queries as identity
from govern.identity.rules import day_of

#: Of what is over the list shows the latest; a year's page counts them all.
LATEST = 24


class ActivityLine(msgspec.Struct, frozen=True, kw_only=True):
    """Something planned, in a list. `mine`: whoever asks has signed up; `waits`: for a place."""

    id: UUID
    forum_id: UUID
    title: str
    place: str
    starts_at: datetime | None
    held_on: date | None
    called_off: bool
    cost_pence: int
    places: int | None
    going: int
    waiting: int
    mine: bool
    waits: bool

    @property
    def full(self) -> bool:
        return not has_room(self.places, self.going)


class ActivityView(msgspec.Struct, frozen=True, kw_only=True):
    """One activity for somebody, in one language. `manages`: they organise it or lead its forum."""

    line: ActivityLine
    forum: gatherings.ForumView
    about: str
    support: str
    open_to: OpenTo
    organiser_id: UUID
    organiser: str
    called_off_why: str
    outcome: str
    came: int
    raised_pence: int
    raised_for: str
    reach: Reach
    manages: bool
    is_over: bool
    own_support: str

    @property
    def may_sign_up(self) -> bool:
        return self.reach >= NEEDED[self.open_to] and not self.line.mine and self.takes_people

    @property
    def takes_people(self) -> bool:
        return not (self.is_over or self.line.called_off or self.forum.closed_on)


class SignUpLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who signed up, for whoever looks after the day. `reach_by` is a telephone number or address."""

    id: UUID
    person_id: UUID
    name: str
    way: Way
    waits: bool
    support: str
    to_tell: News | None
    reach_by: str


class PictureView(msgspec.Struct, frozen=True):
    """A photograph with its words. `consent` is for whoever looks after the day."""

    photograph: Photograph
    description: str
    consent: str


def lines(person_id: UUID) -> Select[Activity, int, int, bool | None]:
    """Activities with how many go and wait, and whether this person does: one question for any number of them."""
    counted = (
        select(
            SignUp.activity_id,
            func.sum(case((SignUp.waits.is_(False), 1), else_=0)).label("going"),
            func.sum(case((SignUp.waits.is_(True), 1), else_=0)).label("waiting"),
        )
        .where(SignUp.taken_back_at.is_(None))
        .group_by(SignUp.activity_id)
        .subquery()
    )
    mine = (
        select(SignUp.activity_id, SignUp.waits)
        .where(SignUp.taken_back_at.is_(None), SignUp.person_id == person_id)
        .subquery()
    )
    return (
        select(Activity, func.coalesce(counted.c.going, 0), func.coalesce(counted.c.waiting, 0), mine.c.waits)
        .outerjoin(counted, counted.c.activity_id == Activity.id)
        .outerjoin(mine, mine.c.activity_id == Activity.id)
    )


def line(row: Activity, going: int, waiting: int, waits: bool | None, language: str) -> ActivityLine:
    return ActivityLine(
        id=row.id,
        forum_id=row.forum_id,
        title=in_language(row.title, language),
        place=in_language(row.place, language),
        starts_at=row.starts_at,
        held_on=row.held_on,
        called_off=row.called_off_at is not None,
        cost_pence=row.cost_pence,
        places=row.places,
        going=int(going),
        waiting=int(waiting),
        mine=waits is not None,
        waits=bool(waits),
    )


def to_come(at: datetime) -> ColumnElement[bool]:
    """What is planned and not over; without a day too."""
    return Activity.held_on.is_(None) & (Activity.starts_at.is_(None) | (Activity.starts_at > at))


async def activities_of(
    reading: AsyncSession, forum_id: UUID, person_id: UUID, at: datetime, language: str
) -> tuple[tuple[ActivityLine, ...], tuple[ActivityLine, ...]]:
    """What is to come, by its day, and the latest of what is over. Two questions. The gate is the page's."""
    ahead = lines(person_id).where(Activity.forum_id == forum_id, to_come(at))
    ahead = ahead.order_by(Activity.starts_at.is_(None), Activity.starts_at, Activity.planned_at)
    over = lines(person_id).where(Activity.forum_id == forum_id, ~to_come(at))
    over = over.order_by(func.coalesce(Activity.held_on, Activity.starts_at).desc()).limit(LATEST)
    found = []
    for question in (ahead, over):
        found.append(tuple([line(*row, language) for row in await reading.execute(question)]))
    return found[0], found[1]


async def activity(
    reading: AsyncSession,
    activity_id: UUID,
    person_id: UUID | None,
    at: datetime,
    language: str,
    needed: Reach = Reach.LOOKS,
) -> ActivityView:
    """One activity through the gate of its forum. Raises `NotFound` or `NotAllowed` as that does."""
    asks = person_id or UUID(int=0)
    found = (await reading.execute(lines(asks).where(Activity.id == activity_id))).first()
    if found is None:
        raise NotFound("There is no such activity. Go back to the list of forums.")
    row, going, waiting, waits = found
    forum = await gatherings.forum(reading, row.forum_id, person_id, day_of(at), language, needed)
    organiser = await identity.person(reading, row.organiser_id)
    own = select(SignUp.support).where(
        SignUp.activity_id == activity_id, SignUp.person_id == asks, SignUp.taken_back_at.is_(None)
    )
    organises = row.organiser_id == person_id and forum.reach >= Reach.TAKES_PART
    return ActivityView(
        line=line(row, going, waiting, waits, language),
        forum=forum,
        about=in_language(row.about, language),
        support=in_language(row.support, language),
        open_to=row.open_to,
        organiser_id=row.organiser_id,
        organiser=organiser.name,
        called_off_why=row.called_off_why or "",
        outcome=row.outcome,
        came=row.came,
        raised_pence=row.raised_pence,
        raised_for=row.raised_for,
        reach=forum.reach,
        manages=organises or forum.reach is Reach.LEADS,
        is_over=row.held_on is not None or (row.starts_at is not None and row.starts_at <= at),
        own_support=(await reading.scalar(own) or "") if waits is not None else "",
    )


async def people_of(reading: AsyncSession, activity_id: UUID, at: datetime) -> tuple[SignUpLine, ...]:
    """Everybody who signed up, in order, those with a place first. What they need that day is there until it is over.

    For whoever looks after the day: the page asks that.
    """
    row = await reading.get(Activity, activity_id)
    if row is None:
        raise NotFound("There is no such activity. Go back to the list of forums.")
    over = day_is_over(row.starts_at, called_off=row.called_off_at is not None, held=row.held_on is not None, at=at)
    question = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.taken_back_at.is_(None))
    rows = list(await reading.scalars(question.order_by(SignUp.waits, SignUp.turn)))
    known = await identity.people_by_id(reading, [one.person_id for one in rows])
    return tuple(
        SignUpLine(
            id=one.id,
            person_id=one.person_id,
            name=known[one.person_id].name,
            way=one.way,
            waits=one.waits,
            support="" if over else one.support or "",
            to_tell=one.to_tell,
            reach_by=known[one.person_id].phone or known[one.person_id].postal_address or "",
        )
        for one in rows
    )


async def hours_of(reading: AsyncSession, activity_id: UUID) -> tuple[tuple[str, int], ...]:
    """Minutes given, by group; "" is people from outside."""
    question = select(GivenHours.constituency, GivenHours.minutes).where(GivenHours.activity_id == activity_id)
    return tuple(
        [(group, minutes) for group, minutes in await reading.execute(question.order_by(GivenHours.constituency))]
    )


async def pictures_of(reading: AsyncSession, activity_id: UUID) -> tuple[PictureView, ...]:
    question = select(Picture).where(Picture.activity_id == activity_id).order_by(Picture.added_at, Picture.id)
    return _views(list(await reading.scalars(question)))


async def picture(reading: AsyncSession, activity_id: UUID, photograph_id: UUID) -> PictureView:
    """One photograph of this activity. Raises `NotFound`."""
    row = await reading.get(Picture, photograph_id)
    if row is None or row.activity_id != activity_id:
        raise NotFound("There is no such photograph. Look at the activity again.")
    return _views([row])[0]


def _views(rows: Sequence[Picture]) -> tuple[PictureView, ...]:
    return tuple(
        PictureView(Photograph(row.id, row.width, row.height, row.hash), row.description, row.consent) for row in rows
    )
