"""Second chapter: people are let in and go; somebody sits in this circle and in the one above, as a link.

In a team only the person it is around lets in and lets go, themselves or with a supporter they named (M19). In a
circle whoever facilitates it writes down whom it let in. Everybody may leave by themselves.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as register
from govern.errors import AlreadyDone, NotFound, NotValid
from govern.forums.circles import rules
from govern.forums.circles.lifecycle.beginning import check_chooses, keep_choice, note, open_circle, sit_down
from govern.forums.circles.models import Circle, CircleLink, CircleSeat
from govern.forums.circles.queries.circles import handed_down, sits_above
from govern.forums.circles.rules import Change, Choice, Kind, Link, Part
from govern.identity import queries as identity
from govern.identity.rules import day_of


async def let_in(
    writing: AsyncSession,
    circle_id: UUID,
    person_id: UUID,
    part: Part,
    choice: Choice | None = None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody comes into the circle, or is something else in it from now on. Raises `NotAllowed` in a team for
    everybody but its person and their supporter, `AlreadyDone`, `NotValid`."""
    row = await open_circle(writing, circle_id)
    team, today = row.kind is Kind.TEAM, day_of(at)
    care = await check_chooses(writing, row, by, choice, at, about=person_id) if team else None
    of_the_society = bool(await register.constituencies_of(writing, person_id, today))
    if not team and part is not Part.GUIDE and not of_the_society:
        raise NotValid(
            "Only members of the society have a word in a circle. Somebody from outside can be a guide.",
            field="part",
        )
    seat = await _seat(writing, circle_id, person_id)
    if seat is not None and seat.part is part:
        raise AlreadyDone("This person is in the circle already.", field="person")
    if seat is not None:
        await _stand_up(writing, seat, today)
    sit_down(writing, circle_id, person_id, part, by=by, at=at)
    if team:
        keep_choice(writing, row, Change.LET_IN, person_id, choice or Choice(), by=by, at=at, care=care)
    await writing.flush()
    await note(writing, "circle.let-in", circle_id, by, at, part=part.value)


async def let_go(
    writing: AsyncSession,
    circle_id: UUID,
    person_id: UUID,
    choice: Choice | None = None,
    *,
    by: UUID,
    at: datetime,
) -> None:
    """Somebody goes from today. The person of a team never goes from their own: they end it."""
    row = await open_circle(writing, circle_id)
    team = row.kind is Kind.TEAM
    care = await check_chooses(writing, row, by, choice, at) if team else None
    if person_id == row.leader_id:
        raise NotValid("The team is around this person, so they are in it. They can end the team.")
    await _stand_up(writing, await _sitting(writing, circle_id, person_id), day_of(at))
    if team:
        keep_choice(writing, row, Change.LET_GO, person_id, choice or Choice(), by=by, at=at, care=care)
    await note(writing, "circle.let-go", circle_id, by, at)


async def leave(writing: AsyncSession, circle_id: UUID, person_id: UUID, *, at: datetime) -> None:
    """Somebody leaves by their own act; nobody is asked."""
    row = await open_circle(writing, circle_id)
    if person_id == row.leader_id:
        raise NotValid("The team is around you, so you are in it. You can end the team.")
    await _stand_up(writing, await _sitting(writing, circle_id, person_id), day_of(at))
    await note(writing, "circle.left", circle_id, person_id, at)


async def name_link(
    writing: AsyncSession, circle_id: UUID, person_id: UUID, link: Link, *, by: UUID, at: datetime
) -> None:
    """Somebody who sits in this circle and in the one above links the two. Raises `NotValid`, `AlreadyDone`."""
    row = await open_circle(writing, circle_id)
    today = day_of(at)
    rules.check_link(
        sits_here=person_id in (await handed_down(writing, circle_id)).people,
        sits_above=await sits_above(writing, circle_id, person_id, today),
        name=(await identity.person(writing, person_id)).name,
    )
    now = select(CircleLink).where(
        CircleLink.circle_id == row.id, CircleLink.person_id == person_id, CircleLink.to_on.is_(None)
    )
    if await writing.scalar(now) is not None:
        raise AlreadyDone("This person links the two circles already.", field="person")
    writing.add(
        CircleLink(id=uuid4(), circle_id=circle_id, person_id=person_id, link=link, from_on=today, named_by=by)
    )
    await writing.flush()
    await note(writing, "circle.linked", circle_id, by, at, link=link.value)


async def end_link(writing: AsyncSession, circle_id: UUID, person_id: UUID, *, by: UUID, at: datetime) -> None:
    """Somebody no longer links the two; they go on sitting in both."""
    await open_circle(writing, circle_id)
    found = await writing.scalar(
        select(CircleLink).where(
            CircleLink.circle_id == circle_id, CircleLink.person_id == person_id, CircleLink.to_on.is_(None)
        )
    )
    if found is None:
        raise NotFound("This person does not link the two circles. Look at the list again.")
    found.to_on = day_of(at)
    await note(writing, "circle.unlinked", circle_id, by, at)


async def _seat(reading: AsyncSession, circle_id: UUID, person_id: UUID) -> CircleSeat | None:
    found: CircleSeat | None = await reading.scalar(
        select(CircleSeat).where(
            CircleSeat.circle_id == circle_id, CircleSeat.person_id == person_id, CircleSeat.to_on.is_(None)
        )
    )
    return found


async def _sitting(reading: AsyncSession, circle_id: UUID, person_id: UUID) -> CircleSeat:
    found = await _seat(reading, circle_id, person_id)
    if found is None:
        raise NotFound("This person is not in the circle. Look at the list again.")
    return found


async def _stand_up(writing: AsyncSession, seat: CircleSeat, today: date) -> None:
    """Whoever no longer sits in a circle links it with nothing: neither with the one above nor with those below."""
    seat.to_on = today
    below = select(Circle.id).where(Circle.parent_id == seat.circle_id)
    links = await writing.scalars(
        select(CircleLink).where(
            CircleLink.person_id == seat.person_id,
            CircleLink.to_on.is_(None),
            or_(CircleLink.circle_id == seat.circle_id, CircleLink.circle_id.in_(below)),
        )
    )
    for link in links:
        link.to_on = today
    await writing.flush()
