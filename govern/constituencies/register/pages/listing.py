"""`office/register`: the list, and the list as a file."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.params import Parameter
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.register import queries, rules
from govern.constituencies.register.incoming import Column
from govern.constituencies.register.pages.shared import groups_by_id, may_see
from govern.database import Store
from govern.documents.spreadsheet import csv_stream
from govern.identity.rules import day_of
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.given import PageNumber
from govern.web.guards import stepping_up
from govern.web.page import page

Words = Annotated[str, Parameter(query="words", max_length=200)]


@get("/office/register", name="register.list", guards=[may_see])
async def members(
    request: AnyRequest,
    reading: AsyncSession,
    door: Door,
    words: Words = "",
    group: str = "",
    left: bool = False,
    died: bool = False,
    unreached: bool = False,
    number: PageNumber = 1,
    after: UUID | None = None,
) -> Response[str]:
    today = day_of(door.at)
    found = await queries.members(
        reading,
        today,
        words=words,
        group=group,
        left=left,
        died=died,
        unreached=unreached,
        page=number,
        after=after,
    )
    counts = await queries.count_by_group(reading, today)
    return page(
        request,
        "register/members.html",
        section="office",
        found=found,
        words=words,
        group=group,
        left=left,
        died=died,
        unreached=unreached,
        counts=counts,
        groups=groups_by_id(door),
        over=[rules.told(level) for level in await queries.not_kept(reading, today)],
        unnamed=[
            (one.name, door.here(f"office/register/{one.id}"), "")
            for one in await queries.without_representative(reading, today)
        ],
    )


@get("/office/register/export", name="register.export", guards=[stepping_up(Permission.REGISTER_SEE)])
async def export(
    store: Store,
    door: Door,
    words: Words = "",
    group: str = "",
    left: bool = False,
    died: bool = False,
    unreached: bool = False,
) -> Stream:
    """The list as it is filtered, as a file; read from the database while it is sent."""
    today = day_of(door.at)

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            found = queries.export(
                reading, today, words=words, group=group, left=left, died=died, unreached=unreached
            )
            async for row in found:
                yield row

    return Stream(
        csv_stream([column.value for column in Column], rows()),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="register-{today.isoformat()}.csv"'},
    )


HANDLERS = [members, export]
