"""What the pages of circles share: the gate and one transaction, addresses, how a choice was sent."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

import msgspec
from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.representation.rules import HowConsented
from govern.database import Store
from govern.errors import GovernError, NotAllowed
from govern.forums.circles import queries
from govern.forums.circles.forms import AsChosen
from govern.forums.circles.queries import CircleView
from govern.forums.circles.rules import Choice, Reach
from govern.forums.circles.rules.reaching import TOO_FAR
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import Door
from govern.web.forms import Submission
from govern.web.visitor import Visitor

Answer = Response[str] | Redirect
ADDRESS = "/circles/{circle_id:uuid}"
T = TypeVar("T", bound=msgspec.Struct)
Made = TypeVar("Made")


def to(door: Door, circle_id: UUID, rest: str = "") -> Redirect:
    return Redirect(door.here(f"circles/{circle_id}{rest}"), status_code=303)


async def seen(
    reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID, needed: Reach = Reach.LOOKS
) -> CircleView:
    """The circle as it opens to this visitor. Raises `NotFound`, `NotAllowed`."""
    return await queries.circle(
        reading,
        circle_id,
        visitor.person_id,
        day_of(door.at),
        door.language.code,
        needed,
        founds=visitor.may(Permission.FORUM_FOUND),
    )


async def taken(
    store: Store,
    door: Door,
    visitor: Visitor,
    circle_id: UUID,
    needed: Reach,
    form: Submission[T],
    act: Callable[[AsyncSession, CircleView, T], Awaitable[Made]],
) -> tuple[Submission[T], bool]:
    """Through the gate, in one transaction. Whether it was done; where not, the form with what stands in the way."""
    try:
        async with store.writing() as writing:
            view = await seen(writing, door, visitor, circle_id, needed)
            if form.values is not None:
                await act(writing, view, form.values)
                return form, True
    except GovernError as refusal:
        form = form.refused(refusal)
    return form, False


def choice_of(sent: AsChosen) -> Choice:
    return Choice(
        how=sent.how or HowConsented.OWN_PAGE,
        expressed=sent.expressed or "",
        present=sent.present or "",
        chosen_on=sent.chosen_on,
    )


def chooses(view: CircleView, visitor: Visitor) -> bool:
    """Whether this visitor says who sits in it. Whoever founds forums helps a circle to begin, never a team."""
    return not view.ended_on and (view.may_choose or (not view.is_team and visitor.may(Permission.FORUM_FOUND)))


def check_chooses(view: CircleView, visitor: Visitor) -> None:
    """Raises `NotAllowed` for everybody but the person of a team, whatever office they hold (M19)."""
    if not chooses(view, visitor):
        raise NotAllowed(TOO_FAR[Reach.LEADS if view.is_team else Reach.RUNS])


async def gives(reading: AsyncSession, view: CircleView, door: Door, visitor: Visitor) -> bool:
    """Whether this visitor says what the circle may decide: in a team its person, else whoever facilitates the circle
    above, or the office."""
    if view.ended_on is not None:
        return False
    if view.is_team:
        return view.reach is Reach.LEADS
    if visitor.may(Permission.FORUM_FOUND):
        return True
    if view.parent_id is None:
        return False
    above = await seen(reading, door, visitor, view.parent_id)
    return above.may_run


async def check_gives(reading: AsyncSession, view: CircleView, door: Door, visitor: Visitor) -> None:
    if not await gives(reading, view, door, visitor):
        raise NotAllowed(
            "What a circle may decide comes from above it. Ask whoever facilitates “{name}”.", name=view.above
        )
