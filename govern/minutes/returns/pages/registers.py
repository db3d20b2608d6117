"""`office/registers`: copies of the registers for inspection, as page, CSV and PDF; and who inspected them."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Redirect, Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.boards import queries as boards
from govern.constituencies.register import queries as members
from govern.constituencies.rulebook import queries as rulebook
from govern.constituencies.rulebook.rules import body_name, group_name, society_name
from govern.database import Store
from govern.documents.spreadsheet import csv_rows, csv_stream
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.returns import lifecycle
from govern.minutes.returns.forms import InspectionForm
from govern.minutes.returns.queries import registers
from govern.minutes.returns.queries.registers import Frame
from govern.minutes.returns.rules.registers import HOW_WORDS, REGISTER_NAMES, Kept
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

MAY_SEE = holding(Permission.REGISTER_SEE)
MAY_TAKE = stepping_up(Permission.REGISTER_SEE)
ON_A_PAGE = 100
After = Annotated[str, Parameter(query="after", max_length=36)]
Registered = Annotated[str, Parameter(query="registered", max_length=40)]


@get("/office/registers", name="registers", guards=[MAY_SEE])
async def index(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    """Which copies there are, how long each is, and in which form one gets it."""
    return await _index(request, door, reading, None)


async def _index(
    request: AnyRequest, door: Door, reading: AsyncSession, form: Submission[Any] | None
) -> Response[str]:
    today = day_of(door.at)
    return page(
        request,
        "returns/registers.html",
        section="office",
        form=form,
        inspections=await registers.inspections(reading),
        registers=REGISTER_NAMES,
        ways=HOW_WORDS,
        now=await members.number_for_inspection(reading, today),
        past=await members.number_for_inspection(reading, today, former=True),
        most=registers.MOST_PRINTED,
        registered=(await rulebook.in_force(reading, today)).rulebook.society.registered_number,
    )


@get("/office/registers/members", name="registers.members", guards=[MAY_SEE])
async def members_page(
    request: AnyRequest, door: Door, reading: AsyncSession, former: bool = False, after: After = ""
) -> Response[str]:
    """A page of the copy at a time, each from where the last one ended."""
    today = day_of(door.at)
    groups = await groups_of(reading, door)
    lines = [
        line async for line in members.for_inspection(reading, today, former=former, after=after, limit=ON_A_PAGE + 1)
    ]
    return page(
        request,
        "returns/register_of_members.html",
        section="office",
        former=former,
        after=after,
        rows=[registers.member_row(line, groups, door.language) for line in lines[:ON_A_PAGE]],
        columns=registers.MEMBERS,
        last=str(lines[ON_A_PAGE - 1].person_id) if len(lines) > ON_A_PAGE else "",
        today=today,
    )


@get("/office/registers/members.csv", name="registers.members_csv", guards=[MAY_TAKE])
async def members_csv(store: Store, door: Door, former: bool = False) -> Stream:
    """The whole copy, read from the database while it is sent."""
    today = day_of(door.at)

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            groups = await groups_of(reading, door)
            async for line in members.for_inspection(reading, today, former=former):
                yield registers.member_row(line, groups, door.language)

    return streamed(door, "members", registers.MEMBERS, rows())


@get("/office/registers/members.pdf", name="registers.members_pdf", guards=[MAY_TAKE])
async def members_pdf(
    reading: AsyncSession, door: Door, former: bool = False, registered: Registered = ""
) -> Response[bytes]:
    today = day_of(door.at)
    registers.check_printable(await members.number_for_inspection(reading, today, former=former))
    groups = await groups_of(reading, door)
    rows = [
        registers.member_row(line, groups, door.language)
        async for line in members.for_inspection(reading, today, former=former)
    ]
    frame = await frame_of(reading, door, registered)
    return await as_pdf(registers.members_paper(frame, rows, door.language, former=former))


@get("/office/registers/officers", name="registers.officers", guards=[MAY_SEE])
async def officers_page(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    directors, officers = await _officers(reading, door)
    return page(
        request,
        "returns/register_of_officers.html",
        section="office",
        directors=directors,
        officers=officers,
        director_columns=registers.DIRECTORS,
        officer_columns=registers.OFFICERS,
        today=day_of(door.at),
    )


@get("/office/registers/officers.csv", name="registers.officers_csv", guards=[MAY_TAKE])
async def officers_csv(store: Store, door: Door) -> Stream:
    """Seats, then offices, in the columns of seats: an office has no body and no way it was filled."""

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            directors, officers = await _officers(reading, door)
        for row in directors:
            yield row
        for name, address, office, *days in officers:
            yield (name, address, office, "", "", *days, "")

    return streamed(door, "officers", registers.DIRECTORS, rows())


@get("/office/registers/officers.pdf", name="registers.officers_pdf", guards=[MAY_TAKE])
async def officers_pdf(reading: AsyncSession, door: Door, registered: Registered = "") -> Response[bytes]:
    directors, officers = await _officers(reading, door)
    registers.check_printable(len(directors) + len(officers))
    frame = await frame_of(reading, door, registered)
    return await as_pdf(registers.officers_paper(frame, directors, officers, door.language))


@post("/office/registers/inspections", name="registers.inspected", guards=[MAY_SEE])
async def note_inspection(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    """Somebody looked at a register, or was given a copy."""
    form = submitted(InspectionForm, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                await lifecycle.inspected(
                    writing, sent.register, sent.how, sent.who, sent.on_day, by=visitor.person_id, at=door.at
                )
            return Redirect(door.here("office/registers#inspections"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _index(request, door, reading, form)


@get("/office/registers/interests", name="registers.interests", guards=[MAY_SEE])
async def interests(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    rows = await _interests(reading, door)
    return await _small(request, door, Kept.INTERESTS, registers.INTERESTS, rows, "interests")


@get("/office/registers/interests.csv", name="registers.interests_csv", guards=[MAY_TAKE])
async def interests_csv(reading: AsyncSession, door: Door) -> Response[str]:
    return _sheet(door, "interests", registers.INTERESTS, await _interests(reading, door))


@get("/office/registers/interests.pdf", name="registers.interests_pdf", guards=[MAY_TAKE])
async def interests_pdf(reading: AsyncSession, door: Door, registered: Registered = "") -> Response[bytes]:
    rows = await _interests(reading, door)
    return await _small_paper(reading, door, registered, Kept.INTERESTS, registers.INTERESTS, rows)


@get("/office/registers/minute-books", name="registers.minute_books", guards=[MAY_SEE])
async def minute_books(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    rows = await _books(reading, door)
    return await _small(request, door, Kept.MINUTE_BOOKS, registers.MINUTE_BOOKS, rows, "minute-books")


@get("/office/registers/minute-books.csv", name="registers.minute_books_csv", guards=[MAY_TAKE])
async def minute_books_csv(reading: AsyncSession, door: Door) -> Response[str]:
    return _sheet(door, "minute-books", registers.MINUTE_BOOKS, await _books(reading, door))


@get("/office/registers/minute-books.pdf", name="registers.minute_books_pdf", guards=[MAY_TAKE])
async def minute_books_pdf(reading: AsyncSession, door: Door, registered: Registered = "") -> Response[bytes]:
    rows = await _books(reading, door)
    return await _small_paper(reading, door, registered, Kept.MINUTE_BOOKS, registers.MINUTE_BOOKS, rows)


async def _small(
    request: AnyRequest,
    door: Door,
    which: Kept,
    columns: tuple[Sentence, ...],
    rows: list[tuple[str, ...]],
    address: str,
) -> Response[str]:
    return page(
        request,
        "returns/small_register.html",
        section="office",
        title=REGISTER_NAMES[which],
        columns=columns,
        rows=rows,
        address=f"office/registers/{address}",
        today=day_of(door.at),
    )


def streamed(door: Door, name: str, columns: tuple[Sentence, ...], rows: AsyncIterator[tuple[str, ...]]) -> Stream:
    """A long register as a file for a spreadsheet, sent as it is read."""
    return Stream(
        csv_stream([door.language.say(words) for words in columns], rows),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}-{day_of(door.at).isoformat()}.csv"'},
    )


def _sheet(door: Door, name: str, columns: tuple[Sentence, ...], rows: list[tuple[str, ...]]) -> Response[str]:
    content = "".join(csv_rows([door.language.say(words) for words in columns], rows))
    headers = {"content-disposition": f'attachment; filename="{name}-{day_of(door.at).isoformat()}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


async def _small_paper(
    reading: AsyncSession,
    door: Door,
    registered: str,
    which: Kept,
    columns: tuple[Sentence, ...],
    rows: list[tuple[str, ...]],
) -> Response[bytes]:
    registers.check_printable(len(rows))
    frame = await frame_of(reading, door, registered)
    return await as_pdf(registers.small_paper(frame, which, columns, rows, door.language))


async def _interests(reading: AsyncSession, door: Door) -> list[tuple[str, ...]]:
    lines = await registers.interest_lines(reading, door.language.code)
    return [registers.interest_row(line, door.language) for line in lines]


async def _books(reading: AsyncSession, door: Door) -> list[tuple[str, ...]]:
    lines = await registers.minute_books(reading, day_of(door.at), door.language)
    return [registers.book_row(line, door.language) for line in lines]


async def _officers(reading: AsyncSession, door: Door) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    bodies = {body.id: body_name(body, door.language.code) for body in book.bodies}
    groups = await groups_of(reading, door)
    directors = [
        registers.director_row(line, bodies, groups, door.language) for line in await boards.directors(reading)
    ]
    return directors, [registers.officer_row(line, door.language) for line in await registers.office_lines(reading)]


async def groups_of(reading: AsyncSession, door: Door) -> dict[str, str]:
    book = (await rulebook.in_force(reading, day_of(door.at))).rulebook
    return {group.id: group_name(group, door.language.code) for group in book.constituencies}


async def frame_of(reading: AsyncSession, door: Door, registered: str) -> Frame:
    today = day_of(door.at)
    society = (await rulebook.in_force(reading, today)).rulebook.society
    end = await record.last_hash(reading)
    number = society.registered_number or registered.strip()
    return Frame(society_name(society, door.language.code), number, society.version, end.hex(), today)


HANDLERS = [
    *(index, note_inspection, members_page, members_csv, members_pdf),
    *(interests, interests_csv, interests_pdf, minute_books, minute_books_csv, minute_books_pdf),
    *(officers_page, officers_csv, officers_pdf),
]
