"""Second chapter: people sign up in one of three ways, wait when it is full, move up, and take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.database import locked
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.activities import rules
from govern.forums.activities.lifecycle.telling import tell
from govern.forums.activities.models import Activity, SignUp
from govern.forums.activities.rules import News, Way
from govern.forums.gatherings import queries as gatherings
from govern.identity.rules import Site, day_of
from govern.record import Event

#: What is left of a sign-up that is over.
GONE = {"support": None, "to_tell": None, "waits": False}


async def sign_up(
    writing: AsyncSession,
    activity_id: UUID,
    person_id: UUID,
    way: Way,
    support: str | None,
    *,
    by: UUID,
    at: datetime,
) -> bool:
    """Somebody signs up, for a place or, where it is full, for the waiting list. Returns whether they wait.

    Raises `WrongMoment` where it is over, `AlreadyDone`, `NotAllowed` or `NotValid` where it is not open to them.
    """
    row = await locked(writing, Activity, activity_id)
    rules.check_is_on(
        called_off=row.called_off_at is not None, held=row.held_on is not None, starts_at=row.starts_at, at=at
    )
    if (way is Way.PAGE) != (by == person_id):
        raise NotValid("Say whether it came on paper or by telephone.", field="way")
    reach = await gatherings.reach(writing, row.forum_id, person_id, day_of(at))
    rules.check_signs_up(row.open_to, reach, entered=way is not Way.PAGE)
    if await here(writing, activity_id, person_id) is not None:
        raise AlreadyDone("This person has signed up already.", field="person" if way is not Way.PAGE else None)
    last = await writing.scalar(select(func.max(SignUp.turn)).where(SignUp.activity_id == activity_id)) or 0
    signed = SignUp(
        id=uuid4(),
        activity_id=activity_id,
        person_id=person_id,
        way=way,
        turn=last + 1,
        waits=not rules.has_room(row.places, await going_to(writing, activity_id)),
        support=(support or "").strip() or None,
        signed_at=at,
        entered_by=None if way is Way.PAGE else by,
    )
    writing.add(signed)
    await writing.flush()
    facts: dict[str, str | int | bool | None] = {"way": way.value, "waits": signed.waits}
    await record.add(writing, Event("activity.signed_up", f"activity:{activity_id}", at, by, facts))
    return signed.waits


async def here(reading: AsyncSession, activity_id: UUID, person_id: UUID) -> SignUp | None:
    """Somebody's sign-up that stands."""
    found: SignUp | None = await reading.scalar(
        select(SignUp).where(
            SignUp.activity_id == activity_id, SignUp.person_id == person_id, SignUp.taken_back_at.is_(None)
        )
    )
    return found


async def going_to(reading: AsyncSession, activity_id: UUID) -> int:
    """How many have a place."""
    counted = select(func.count()).where(
        SignUp.activity_id == activity_id, SignUp.taken_back_at.is_(None), SignUp.waits.is_(False)
    )
    return await reading.scalar(counted) or 0


async def take_back(
    writing: AsyncSession, activity_id: UUID, person_id: UUID, *, by: UUID, site: Site, at: datetime
) -> None:
    """Somebody does not come after all: whoever waits longest has the place, and is told. Raises `NotFound`."""
    row = await locked(writing, Activity, activity_id)
    signed = await here(writing, activity_id, person_id)
    if signed is None:
        raise NotFound("This person has not signed up. Look at the list again.")
    rules.check_is_on(
        called_off=row.called_off_at is not None, held=row.held_on is not None, starts_at=row.starts_at, at=at
    )
    _end(signed, at)
    await move_up(writing, row, site=site, at=at)
    await record.add(writing, Event("activity.taken_back", f"activity:{activity_id}", at, by))


def _end(signed: SignUp, at: datetime) -> None:
    signed.taken_back_at = at
    for name, value in GONE.items():
        setattr(signed, name, value)


async def move_up(writing: AsyncSession, row: Activity, *, site: Site | None, at: datetime) -> int:
    """Free places go to those who wait, in their order, and they are told. Without a `site` by word of mouth."""
    await writing.flush()
    waiting = await writing.scalars(
        select(SignUp)
        .where(SignUp.activity_id == row.id, SignUp.taken_back_at.is_(None), SignUp.waits.is_(True))
        .order_by(SignUp.turn)
    )
    going, moved = await going_to(writing, row.id), []
    for one in waiting:
        if not rules.has_room(row.places, going):
            break
        one.waits, one.moved_up_at, going = False, at, going + 1
        moved.append(one)
    await tell(writing, row, moved, News.MOVED_UP, site=site, at=at)
    return len(moved)


async def told(writing: AsyncSession, activity_id: UUID, sign_up_id: UUID, *, by: UUID, at: datetime) -> None:
    """Whoever looks after the day has told somebody who has no mail address. Raises `NotFound`, `AlreadyDone`."""
    signed = await locked(writing, SignUp, sign_up_id)
    if signed.activity_id != activity_id:
        raise NotFound("This person has not signed up. Look at the list again.")
    if signed.to_tell is None:
        raise AlreadyDone("This person has been told already.")
    facts: dict[str, str | int | bool | None] = {"news": signed.to_tell.value}
    signed.to_tell = None
    await record.add(writing, Event("activity.told", f"activity:{activity_id}", at, by, facts))


async def leave_all(writing: AsyncSession, person_id: UUID, *, by: UUID | None, at: datetime) -> int:
    """Somebody comes to nothing any more that has not begun. Returns how many it was; their places go on."""
    question = (
        select(SignUp, Activity)
        .join(Activity, Activity.id == SignUp.activity_id)
        .where(
            SignUp.person_id == person_id,
            SignUp.taken_back_at.is_(None),
            Activity.held_on.is_(None),
            (Activity.starts_at.is_(None)) | (Activity.starts_at > at),
        )
    )
    found = list(await writing.execute(question))
    for signed, row in found:
        _end(signed, at)
        await move_up(writing, row, site=None, at=at)
    if found:
        facts: dict[str, str | int | bool | None] = {"activities": len(found)}
        await record.add(writing, Event("activity.left_all", f"person:{person_id}", at, by, facts))
    return len(found)


async def sign_up_once(writing: AsyncSession, kept: UUID, gone: UUID, *, at: datetime) -> None:
    """Before two records become one: where both signed up, the second's sign-up ends."""
    there = select(SignUp.activity_id).where(SignUp.person_id == kept, SignUp.taken_back_at.is_(None))
    twice = select(SignUp).where(
        SignUp.person_id == gone, SignUp.taken_back_at.is_(None), SignUp.activity_id.in_(there)
    )
    for signed in await writing.scalars(twice):
        _end(signed, at)
    await writing.flush()
