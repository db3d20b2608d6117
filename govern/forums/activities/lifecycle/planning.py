"""First chapter: something to do together is planned, changed, or called off; those who signed up are told."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import in_language, locked
from govern.errors import AlreadyDone, NotValid, WrongMoment
from govern.forums.activities import rules
from govern.forums.activities.lifecycle.signing import going_to, move_up
from govern.forums.activities.lifecycle.telling import tell
from govern.forums.activities.models import Activity, SignUp
from govern.forums.activities.rules import News, Plan
from govern.forums.gatherings.models import Forum
from govern.identity.rules import Site
from govern.record import Event

#: A change of one of these is told to everybody who signed up.
TOLD = ("title", "place", "starts_at", "cost_pence")


async def plan(
    writing: AsyncSession,
    forum_id: UUID,
    wanted: Plan,
    language: str,
    *,
    organiser: UUID,
    by: UUID | None,
    at: datetime,
) -> UUID:
    """A forum plans something. Raises `AlreadyDone` where the forum is closed, `NotValid` beside the field."""
    forum = await _open(writing, forum_id)
    rules.check_plan(wanted, restricted=forum.restricted, at=at)
    row = Activity(
        id=uuid4(),
        forum_id=forum_id,
        starts_at=wanted.starts_at,
        cost_pence=wanted.cost_pence,
        places=wanted.places,
        open_to=wanted.open_to,
        organiser_id=organiser,
        planned_by=by,
        planned_at=at,
        **{name: {language: getattr(wanted, name)} for name in ("title", "about", "place", "support")},
    )
    writing.add(row)
    await writing.flush()
    await record.add(writing, Event("activity.planned", f"activity:{row.id}", at, by, {"forum": str(forum_id)}))
    return row.id


async def _open(writing: AsyncSession, forum_id: UUID) -> Forum:
    forum = await locked(writing, Forum, forum_id)
    if forum.closed_on is not None:
        raise AlreadyDone("This forum was closed on {day}. What it did can still be read.", day=forum.closed_on)
    return forum


async def change(
    writing: AsyncSession,
    activity_id: UUID,
    wanted: Plan,
    language: str,
    *,
    organiser: UUID | None = None,
    by: UUID,
    site: Site,
    at: datetime,
) -> None:
    """The plan is another one from now on; those who signed up are told. Raises `NotValid` or `WrongMoment`.

    A text that was changed stands in the language of the change alone: an old translation would say what is not so.
    """
    row = await locked(writing, Activity, activity_id)
    _not_over(row)
    forum = await _open(writing, row.forum_id)
    if wanted.starts_at != row.starts_at:
        rules.check_plan(wanted, restricted=forum.restricted, at=at)
    else:
        rules.check_plan(_undated(wanted), restricted=forum.restricted, at=at)
    rules.check_places(wanted.places, await going_to(writing, activity_id))
    before = {name: getattr(row, name) for name in TOLD}
    for name in ("title", "about", "place", "support"):
        if getattr(wanted, name) != in_language(getattr(row, name), language):
            setattr(row, name, {language: getattr(wanted, name)})
    row.starts_at, row.cost_pence, row.places = wanted.starts_at, wanted.cost_pence, wanted.places
    row.open_to = wanted.open_to
    row.organiser_id = organiser or row.organiser_id
    there = await _signed_up(writing, activity_id)
    if any(getattr(row, name) != was for name, was in before.items()):
        row.sequence += 1
        if row.starts_at != before["starts_at"]:
            for one in there:
                one.reminded = None
        await tell(writing, row, there, News.CHANGED, site=site, at=at)
    await move_up(writing, row, site=site, at=at)
    await record.add(writing, Event("activity.changed", f"activity:{activity_id}", at, by))


def _undated(wanted: Plan) -> Plan:
    """The same without its day: one that stands already may be near."""
    return Plan(title=wanted.title, open_to=wanted.open_to)


def _not_over(row: Activity) -> None:
    if row.called_off_at is not None:
        raise WrongMoment("This is called off. Plan something new instead.")
    if row.held_on is not None:
        raise WrongMoment("It stands already what came of this. Correct that instead.")


async def call_off(writing: AsyncSession, activity_id: UUID, why: str, *, by: UUID, site: Site, at: datetime) -> int:
    """It does not take place; everybody who signed up is told why. Returns how many. Raises `WrongMoment`."""
    row = await locked(writing, Activity, activity_id)
    _not_over(row)
    if not why.strip():
        raise NotValid("Say why it is called off. Everybody who signed up reads it.", field="why")
    row.called_off_at, row.called_off_why = at, why.strip()
    row.sequence += 1
    there = await _signed_up(writing, activity_id)
    for one in there:
        one.support = None
    await tell(writing, row, there, News.CALLED_OFF, site=site, at=at)
    facts: dict[str, str | int | bool | None] = {"people": len(there)}
    await record.add(writing, Event("activity.called_off", f"activity:{activity_id}", at, by, facts))
    return len(there)


async def _signed_up(reading: AsyncSession, activity_id: UUID) -> list[SignUp]:
    question = select(SignUp).where(SignUp.activity_id == activity_id, SignUp.taken_back_at.is_(None))
    return list(await reading.scalars(question.order_by(SignUp.turn)))
