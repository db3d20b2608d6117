"""One step of a page: do what was sent and go on, or show the page again with what stands in the way."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec
from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.web.forms import Submission

Answer = Response[str] | Redirect
T = TypeVar("T", bound=msgspec.Struct)


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
