"""`office/registers/whole`: the whole register of members, with shares, for those who keep it; and who took it."""

import asyncio
from collections.abc import AsyncIterator

from litestar import Response, get, post
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries as members
from govern.constituencies.register.queries import WholeLine
from govern.database import Store
from govern.documents.pdf import pdf
from govern.identity.rules import day_of
from govern.minutes.returns import lifecycle
from govern.minutes.returns.pages.registers import frame_of, groups_of, streamed
from govern.minutes.returns.queries import registers, whole_register
from govern.minutes.returns.rules.registers import TAKEN_AS_WORDS, TakenAs
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.guards import stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

ADDRESS = "/office/registers/whole"
MAY_TAKE = stepping_up(Permission.REGISTER_EDIT)


@get(ADDRESS, name="registers.whole", guards=[MAY_TAKE])
async def whole(request: AnyRequest, door: Door, reading: AsyncSession) -> Response[str]:
    now, past = await _numbers(reading, door)
    return page(
        request,
        "returns/whole_register.html",
        section="office",
        now=now,
        past=past,
        most=registers.MOST_PRINTED,
        printable=now + past <= registers.MOST_PRINTED,
        takers=await whole_register.takers(reading),
        taken_as=TAKEN_AS_WORDS,
    )


@post(f"{ADDRESS}/spreadsheet", name="registers.whole_csv", guards=[MAY_TAKE], status_code=200)
async def as_spreadsheet(store: Store, door: Door, visitor: Visitor) -> Stream:
    """Members, then former ones; read from the database while it is sent."""
    today = day_of(door.at)
    async with store.writing() as writing:
        await lifecycle.taken_whole(writing, TakenAs.SPREADSHEET, by=visitor.person_id, at=door.at)

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            groups = await groups_of(reading, door)
            for former in (False, True):
                async for one in members.whole_register(reading, today, former=former):
                    yield whole_register.whole_row(one, groups, door.language)

    return streamed(door, "whole-register", whole_register.COLUMNS, rows())


@post(f"{ADDRESS}/paper", name="registers.whole_pdf", guards=[MAY_TAKE], status_code=200)
async def as_paper(store: Store, door: Door, visitor: Visitor) -> Response[bytes]:
    """Raises `WrongMoment` for a register that is too long for a PDF; then nothing is recorded."""
    async with store.writing() as writing:
        registers.check_printable(sum(await _numbers(writing, door)))
        await lifecycle.taken_whole(writing, TakenAs.PAPER, by=visitor.person_id, at=door.at)
    async with store.reading() as reading:
        now, past = [await _lines(reading, door, former=former) for former in (False, True)]
        frame, groups = await frame_of(reading, door, ""), await groups_of(reading, door)
    paper = whole_register.whole_paper(frame, now, past, groups, door.language)
    # Shown in the window of the press it would be taken, and noted, once more with every load of it.
    headers = {"content-disposition": f'attachment; filename="{paper.number}-{paper.language}.pdf"'}
    return Response(await asyncio.to_thread(pdf, paper), media_type="application/pdf", headers=headers)


async def _numbers(reading: AsyncSession, door: Door) -> tuple[int, int]:
    """How many members there are, and how many who were."""
    today = day_of(door.at)
    now = await members.number_for_inspection(reading, today)
    return now, await members.number_for_inspection(reading, today, former=True)


async def _lines(reading: AsyncSession, door: Door, *, former: bool) -> list[WholeLine]:
    return [one async for one in members.whole_register(reading, day_of(door.at), former=former)]


HANDLERS = [whole, as_spreadsheet, as_paper]
