"""What every handler may ask for by name, found by the door; a request that lacks it is refused."""

from collections.abc import AsyncIterator
from typing import Annotated

from litestar.params import Parameter
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import NotFound
from govern.society import Society
from govern.web.door import AnyRequest, Door, door_of
from govern.web.guards import SignInFirst
from govern.web.visitor import Visitor

#: Which page of a list, from 1, as its address says.
PageNumber = Annotated[int, Parameter(query="page", ge=1, le=1_000_000)]


def the_door(request: AnyRequest) -> Door:
    return door_of(request)


def the_society(request: AnyRequest) -> Society:
    society = door_of(request).society
    if society is None:
        raise NotFound("There is no society of that name here. Check the address, or choose from the list.")
    return society


def the_store(request: AnyRequest) -> Store:
    return the_society(request).store


async def the_reading(request: AnyRequest) -> AsyncIterator[AsyncSession]:
    async with the_society(request).store.reading() as reading:
        yield reading


def the_guest(request: AnyRequest) -> Visitor | None:
    return door_of(request).visitor


def the_visitor(request: AnyRequest) -> Visitor:
    visitor = door_of(request).visitor
    if visitor is None:
        raise SignInFirst("Sign in to see this page.")
    return visitor
