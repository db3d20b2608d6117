"""The record of a circle: to read, for whoever may see it; and as an archive to take along, for whoever runs it."""

import asyncio
from uuid import UUID

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import in_language
from govern.forums.circles import queries
from govern.forums.circles.pages.acting import ADDRESS, seen
from govern.forums.circles.rules import Reach, records
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page, render
from govern.web.visitor import Visitor


@get(f"{ADDRESS}/records", name="circles.records", guards=[signed_in])
async def shown(
    request: AnyRequest, reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID
) -> Response[str]:
    """Every decision with its day, who was there and its review (M21); those who were in it may take all along."""
    view = await seen(reading, door, visitor, circle_id)
    code = door.language.code
    return page(
        request,
        "circles/records.html",
        section="forums",
        circle=view,
        decisions=await queries.decisions_of(reading, circle_id, code),
        takes=takes(view),
        today=day_of(door.at),
    )


def takes(view: queries.CircleView) -> bool:
    """Whether this visitor takes the records along: whoever runs the circle, and whoever was in it once it ended."""
    return view.may_run or (view.ended_on is not None and view.reach >= Reach.READS)


@get(f"{ADDRESS}/records.zip", name="circles.take_along", guards=[signed_in])
async def take_along(reading: AsyncSession, door: Door, visitor: Visitor, circle_id: UUID) -> Response[bytes]:
    """What it is, its people, its decisions, each with its hash, and a page of it all (M23)."""
    view = await seen(reading, door, visitor, circle_id)
    if not takes(view):
        await seen(reading, door, visitor, circle_id, Reach.RUNS)
    code = door.language.code
    kept = await queries.kept_records(reading, circle_id, door.face.name if door.face else "", door.at)
    readable = render("circles/record_file.html", code, records=kept, text=lambda words: in_language(words, code))
    name = f"circle-{circle_id}-{day_of(door.at).isoformat()}.zip"
    return Response(
        await asyncio.to_thread(records.packed, kept, readable),
        media_type="application/zip",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


HANDLERS = [shown, take_along]
