"""What every way in has in common: whose browser it is, where from, and the cookie at the end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, datetime
from uuid import UUID

from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.errors import NotFound
from govern.identity import lifecycle, rules
from govern.identity.lifecycle import Browser, SignedIn
from govern.identity.rules import Site
from govern.settings import Reached
from govern.society import Society
from govern.web.cookies import forget_cookie, set_cookie
from govern.web.door import AnyRequest, Door

#: Asked of the register, which stands above: for which organisation somebody is here without being asked.
ActsFirst = Callable[[AsyncSession, UUID, date], Awaitable[UUID | None]]
#: An answer about an address comes no sooner than this, so that its time says nothing (security.md 7.6).
ANSWER_AFTER_SECONDS = 0.25


def site_of(door: Door) -> Site:
    """Where links in mails lead, and the name they are signed with."""
    if door.society is None or door.face is None:
        raise NotFound("There is no society of that name here. Check the address, or choose from the list.")
    return Site(door.settings.address, door.society.short, door.face.name)


def browser_of(request: AnyRequest, door: Door, *, shared: bool = False) -> Browser:
    """This browser, with the session it gives up by signing in anew."""
    gives_up = door.visitor.session_id if door.visitor else None
    at_desk = is_at_desk(request, door)
    return Browser(request.headers.get("user-agent", ""), shared or at_desk, gives_up, at_desk)


def is_at_desk(request: AnyRequest, door: Door) -> bool:
    """Whether an officer made this browser a tablet at the desk."""
    return request.cookies.get(door.cookie("t")) == "desk"


def address_of(request: AnyRequest, settings: Reached) -> str:
    """The network address a request comes from. What a proxy says counts only for as many hops as are trusted."""
    hops = [part.strip() for part in request.headers.get("x-forwarded-for", "").split(",") if part.strip()]
    if settings.trusted_hops and len(hops) >= settings.trusted_hops:
        return hops[-settings.trusted_hops]
    return request.client.host if request.client else ""


async def knock(request: AnyRequest, society: Society, door: Door) -> None:
    """Count this request for where it comes from, in a transaction of its own. Raises `TooMany`, for seconds."""
    async with society.store.writing() as writing:
        address = address_of(request, door.settings)
        await lifecycle.knocks.at_address(writing, society.key("codes"), address, door.at)


def come_in(door: Door, entered: SignedIn) -> Redirect:
    """The cookie with the new token, and on to where they wanted to go."""
    answer = Redirect(door.here(entered.next_path), status_code=303)
    answer.set_cookie(
        set_cookie(door.cookie("s"), entered.token, secure=door.settings.secure, seconds=entered.seconds)
    )
    return answer


async def act_first(writing: AsyncSession, entered: SignedIn, acts_first: ActsFirst, at: datetime) -> None:
    """Somebody who is no member and represents one organisation is there for it from the start."""
    organisation = await acts_first(writing, entered.person_id, rules.day_of(at))
    if organisation is not None:
        await lifecycle.act_for(writing, entered.session_id, organisation, at=at)


def go_out(door: Door) -> Redirect:
    """The cookie forgotten, and back to the society's front page."""
    answer = Redirect(door.here(), status_code=303)
    answer.set_cookie(forget_cookie(door.cookie("s"), secure=door.settings.secure))
    return answer


def next_of(request: AnyRequest) -> str:
    """Where somebody wanted to go, if it is a page of this society; else home."""
    return rules.local_path(request.query_params.get("next"))


class SameTime:
    """`async with SameTime():` ends no sooner than `ANSWER_AFTER_SECONDS` after it began, however it went."""

    async def __aenter__(self) -> None:
        self.until = asyncio.get_running_loop().time() + ANSWER_AFTER_SECONDS

    async def __aexit__(self, *_: object) -> None:
        await asyncio.sleep(max(0.0, self.until - asyncio.get_running_loop().time()))
