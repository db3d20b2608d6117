"""A step on somebody's page: read, taken, and where it is refused shown again with what was typed."""

from collections.abc import Awaitable, Callable
from typing import TypeVar
from uuid import UUID

from litestar import Response
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register.forms import (
    CheckForm,
    EndRepresentation,
    EndShares,
    EndTie,
    NameRepresentative,
    NoteShares,
    NoteSubscription,
    NoteTie,
    NoteTraining,
)
from govern.constituencies.register.pages.entry import person_page
from govern.database import Store
from govern.errors import GovernError
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission

T = TypeVar(
    "T",
    CheckForm,
    EndRepresentation,
    EndShares,
    EndTie,
    NameRepresentative,
    NoteShares,
    NoteSubscription,
    NoteTie,
    NoteTraining,
)


async def take_step(
    request: AnyRequest,
    store: Store,
    door: Door,
    person_id: UUID,
    form: Submission[T],
    act: Callable[[AsyncSession, T], Awaitable[None]],
) -> Response[str] | Redirect:
    """Take the step in one transaction, then go back to the person's page."""
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await act(writing, form.values)
            return Redirect(door.here(f"office/register/{person_id}") + "?done=step", status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await person_page(request, reading, door, person_id, form)
