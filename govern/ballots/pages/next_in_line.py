"""`office/boards/vacancies/…/next`: who is next in the last election for a seat that fell empty, and they take it.

The boards know no ballots, so the page stands here and hands them down who stood.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import queries
from govern.ballots.queries import LastElection
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.boards.lifecycle import NextBest
from govern.database import Store
from govern.errors import GovernError, NotAllowed
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Ask, Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.BOARD_EDIT)


class TakeNext(msgspec.Struct, frozen=True):
    """From which day whoever is next sits."""

    from_on: Annotated[date, Ask(missing="Say from which day.")]


@get("/office/boards/vacancies/{vacancy_id:uuid}/next", name="ballots.next_in_line", guards=[keeper])
async def next_in_line(request: AnyRequest, reading: AsyncSession, door: Door, vacancy_id: UUID) -> Response[str]:
    return await _page(request, reading, door, vacancy_id, None)


@post("/office/boards/vacancies/{vacancy_id:uuid}/next", name="ballots.seat_next", guards=[keeper])
async def seat_next(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, vacancy_id: UUID
) -> Response[str] | Redirect:
    """The first who may sit takes the seat. Who is passed over, and why, is said on the page that follows."""
    form = submitted(TakeNext, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _page(request, reading, door, vacancy_id, form)
    try:
        async with store.writing() as writing:
            last = await _last(writing, door, vacancy_id)
            if last is None:
                raise NotAllowed("No election of this seat was counted here. Choose another way to fill it.")
            came = await boards.seat_next_best(
                writing,
                vacancy_id,
                last.unelected,
                last.elected_on,
                form.values.from_on,
                by=visitor.person_id,
                at=door.at,
            )
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _page(request, reading, door, vacancy_id, form.refused(refusal))
    if came.tenure_id is not None and not came.passed_over:
        return Redirect(door.here(f"office/boards/vacancies/{vacancy_id}"), status_code=303)
    async with store.reading() as reading:
        return await _page(request, reading, door, vacancy_id, None, came)


async def _last(reading: AsyncSession, door: Door, vacancy_id: UUID) -> LastElection | None:
    vacancy = await boards_now.vacancy(reading, vacancy_id, day_of(door.at), door.language.code)
    return await queries.last_election(reading, vacancy.body, vacancy.constituency)


async def _page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    vacancy_id: UUID,
    form: Submission[TakeNext] | None,
    came: NextBest | None = None,
) -> Response[str]:
    return page(
        request,
        "ballots/next_in_line.html",
        section="office",
        form=form,
        vacancy=await boards_now.vacancy(reading, vacancy_id, day_of(door.at), door.language.code),
        last=await _last(reading, door, vacancy_id),
        came=came,
        today=day_of(door.at),
    )


HANDLERS = [next_in_line, seat_next]
