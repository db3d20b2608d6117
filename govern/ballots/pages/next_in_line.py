"""`office/boards/vacancies/…/next`: who is next in the last election for a seat that fell empty, and they take it.

After a ranked election its papers are counted again among those who are willing; after another the one with most
votes is next. The boards know no ballots, so the page stands here and hands them down who stood.
"""

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle, queries
from govern.ballots.queries import BackElection, LastElection
from govern.constituencies.boards import lifecycle as boards
from govern.constituencies.boards import queries as boards_now
from govern.constituencies.boards.lifecycle import NextBest
from govern.constituencies.rulebook import queries as rulebook
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
            if await _ranked(writing, door, vacancy_id):
                await lifecycle.count_back(
                    writing,
                    vacancy_id,
                    form.values_of("willing"),
                    form.values.from_on,
                    by=visitor.person_id,
                    at=door.at,
                )
                return Redirect(door.here(f"office/boards/vacancies/{vacancy_id}/next"), status_code=303)
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


async def _ranked(reading: AsyncSession, door: Door, vacancy_id: UUID) -> bool:
    vacancy = await boards_now.vacancy(reading, vacancy_id, day_of(door.at), door.language.code)
    return await queries.stv_election_of_row(reading, vacancy.body, vacancy.constituency)


async def _to_count_back(reading: AsyncSession, door: Door, vacancy_id: UUID) -> BackElection | None:
    today = day_of(door.at)
    vacancy = await boards_now.vacancy(reading, vacancy_id, today, door.language.code)
    book = (await rulebook.in_force(reading, today)).rulebook
    return await queries.election_to_count_back(reading, vacancy_id, vacancy.body, vacancy.constituency, book, today)


async def _page(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    vacancy_id: UUID,
    form: Submission[TakeNext] | None,
    came: NextBest | None = None,
) -> Response[str]:
    counted = await queries.counted_back(reading, vacancy_id)
    if counted is not None or await _ranked(reading, door, vacancy_id):
        return page(
            request,
            "ballots/count_back.html",
            section="office",
            form=form,
            vacancy=await boards_now.vacancy(reading, vacancy_id, day_of(door.at), door.language.code),
            election=await _to_count_back(reading, door, vacancy_id),
            counted=counted,
            today=day_of(door.at),
        )
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
