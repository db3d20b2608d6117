"""`office/boards/vacancies`: a seat that fell empty before its time, and how it is filled; `office/boards/ahead`: the
next twelve months."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.boards import lifecycle, queries, rules
from govern.constituencies.boards.forms import ChooseWay
from govern.constituencies.boards.pages.shared import keeper
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.book import citation
from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor


@get("/office/boards/ahead", name="boards.ahead", guards=[keeper])
async def ahead(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    return page(
        request,
        "boards/ahead.html",
        section="office",
        bodies=await queries.ahead(reading, today, language),
        elections=await queries.elections(reading, today),
        most=(await rulebook.in_force(reading, today)).rulebook.terms.max_consecutive,
        why=rules.WHY_WORDS,
    )


@get("/office/boards/vacancies/{vacancy_id:uuid}", name="boards.vacancy", guards=[keeper])
async def vacancy(request: AnyRequest, reading: AsyncSession, door: Door, vacancy_id: UUID) -> Response[str]:
    return await _vacancy_page(request, reading, door, vacancy_id, None)


@post("/office/boards/vacancies/{vacancy_id:uuid}", name="boards.choose_way", guards=[keeper])
async def choose_way(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, vacancy_id: UUID
) -> Response[str] | Redirect:
    form = submitted(ChooseWay, await request.form(), door.language.say)
    if form.values is None:
        async with store.reading() as reading:
            return await _vacancy_page(request, reading, door, vacancy_id, form)
    try:
        async with store.writing() as writing:
            await lifecycle.choose_way(writing, vacancy_id, form.values.way, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        async with store.reading() as reading:
            return await _vacancy_page(request, reading, door, vacancy_id, form.refused(refusal))
    return Redirect(door.here(f"office/boards/vacancies/{vacancy_id}"), status_code=303)


async def _vacancy_page(
    request: AnyRequest, reading: AsyncSession, door: Door, vacancy_id: UUID, form: Submission[ChooseWay] | None
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.vacancy(reading, vacancy_id, today, door.language.code)
    book = (await rulebook.in_force(reading, today)).rulebook
    board = await queries.board(reading, found.body, today, door.language.code)
    row = next((row for row in board.rows if row.constituency == found.constituency), None)
    return page(
        request,
        "boards/vacancy.html",
        section="office",
        form=form,
        found=found,
        board=board,
        row=row,
        way_words=rules.WAY_WORDS,
        clause=citation("terms.casual_vacancy", book),
        until_meeting=book.terms.casual_until == "next_agm",
    )


HANDLERS = [ahead, vacancy, choose_way]
