"""One step of a page: do what was sent and go on, or show the page again with what stands in the way."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.web.door import AnyRequest, door_of
from govern.web.forms import Submission, submitted

Answer = Response[str] | Redirect
T = TypeVar("T", bound=msgspec.Struct)


class Press(msgspec.Struct, frozen=True):
    """A button with nothing to fill in."""


async def done_or_again(
    store: Store,
    form: Submission[T],
    act: Callable[[AsyncSession, T], Awaitable[str]],
    again: Callable[[AsyncSession, Submission[T]], Awaitable[Response[str]]],
    *,
    gate: Callable[[AsyncSession], Awaitable[object]] | None = None,
) -> Answer:
    """Pass the `gate`, then `act` in one transaction and go where it says; else `again`, with all that was typed and
    each problem beside its field. Whoever the gate refuses gets no page that tells of more than they may see: `again`
    asks it once more."""
    try:
        if gate is not None or form.values is not None:
            async with store.writing() as writing:
                if gate is not None:
                    await gate(writing)
                if form.values is not None:
                    return Redirect(await act(writing, form.values), status_code=303)
    except GovernError as refusal:
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await again(reading, form)


async def filled_in(
    request: AnyRequest,
    store: Store,
    kind: type[T],
    act: Callable[[AsyncSession, T], Awaitable[str]],
    again: Callable[[AsyncSession, Submission[T]], Awaitable[Response[str]]],
    *,
    gate: Callable[[AsyncSession], Awaitable[object]] | None = None,
) -> Answer:
    """The same, from the request as it came: `kind` is the form that was filled in."""
    form = submitted(kind, await request.form(), door_of(request).language.say)
    return await done_or_again(store, form, act, again, gate=gate)
