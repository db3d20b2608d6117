"""`office/minutes/past`: the secretary brings in minutes of the time before, one by one or many as an archive."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.background_tasks import BackgroundTask
from litestar.datastructures import UploadFile
from litestar.response import File, Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.minutes.book.forms import BringInMinutes, CorrectPast, OpenPast, SendArchive
from govern.minutes.book.incoming import MOST_BYTES, Kind, Listed, SeenBy, State
from govern.minutes.book.lifecycle import archives, past
from govern.minutes.book.pages.minutes import writer
from govern.minutes.book.queries import past as queries
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.page import page
from govern.web.visitor import Visitor

PART = 65_536


@get("/office/minutes/past", name="minutes.past_office", guards=[writer])
async def office(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return await _office_page(request, reading, door, None)


@post("/office/minutes/past", name="minutes.bring_in", guards=[writer], request_max_body_size=MOST_BYTES + 100_000)
async def bring_in(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor
) -> Response[str] | Redirect:
    form = submitted(BringInMinutes, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        listed = Listed(sent.body, sent.kind, sent.held_on, sent.title, sent.language, sent.state, sent.seen_by)
        kept = None
        try:
            kept = await past.keep(society.uploads(), await sent.file.read(MOST_BYTES + 1))
            async with store.writing() as writing:
                await past.bring_in(writing, kept, listed, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/minutes/past/{kept.id}"), status_code=303)
        except GovernError as refusal:
            if kept is not None:
                past.forget(society.uploads(), kept)
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office_page(request, reading, door, form)


async def _office_page(
    request: AnyRequest, reading: AsyncSession, door: Door, form: Submission[Any] | None
) -> Response[str]:
    today, language = day_of(door.at), door.language.code
    return page(
        request,
        "minutes/past_office.html",
        section="office",
        form=form,
        past=await queries.past_minutes(reading, today, language),
        bodies=await queries.bodies(reading, today, language),
        kinds=tuple(Kind),
        states=tuple(State),
        readers=tuple(SeenBy),
    )


@get("/office/minutes/past/{past_id:uuid}", name="minutes.past_one", guards=[writer])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, past_id: UUID) -> Response[str]:
    return await _one_page(request, reading, door, past_id, None)


async def _one_page(
    request: AnyRequest, reading: AsyncSession, door: Door, past_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    found = await queries.one_past(reading, past_id, day_of(door.at), door.language.code)
    return page(
        request,
        "minutes/past_one.html",
        section="office",
        form=form,
        past=found,
        readers=tuple(one for one in SeenBy if one is not found.seen_by),
    )


@post("/office/minutes/past/{past_id:uuid}/corrections", name="minutes.correct_past", guards=[writer])
async def correct(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, past_id: UUID
) -> Response[str] | Redirect:
    form = submitted(CorrectPast, await request.form(), door.language.say)
    if form.values is not None:
        sent = form.values
        async with store.writing() as writing:
            await past.correct(writing, past_id, sent.place, sent.text, by=visitor.person_id, at=door.at)
        return _to(door, past_id)
    async with store.reading() as reading:
        return await _one_page(request, reading, door, past_id, form)


@post("/office/minutes/past/{past_id:uuid}/readers", name="minutes.open_past", guards=[writer])
async def open_to(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, past_id: UUID
) -> Response[str] | Redirect:
    form = submitted(OpenPast, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await past.open_to(writing, past_id, form.values.seen_by, by=visitor.person_id, at=door.at)
            return _to(door, past_id)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _one_page(request, reading, door, past_id, form)


@get("/office/minutes/past/all.zip", name="minutes.past_all", guards=[writer])
async def everything(reading: AsyncSession, society: Society, door: Door) -> File:
    """All of them with their list: the archive that brings them in again."""
    found = await queries.past_minutes(reading, day_of(door.at), "en")
    path = await queries.whole_archive(society.uploads(), found)
    remove = BackgroundTask(asyncio.to_thread, path.unlink, True)
    return File(path, filename="past-minutes.zip", media_type="application/zip", background=remove)


# --- Many at once ---------------------------------------------------------------------------------------------------


@post(
    "/office/minutes/past/archives",
    name="minutes.send_archive",
    guards=[writer],
    request_max_body_size=archives.MOST_ARCHIVE_BYTES + 100_000,
)
async def send_archive(request: AnyRequest, store: Store, society: Society, door: Door) -> Response[str] | Redirect:
    """Take an archive in and look at it. Nothing is brought in by this."""
    form = submitted(SendArchive, await request.form(), door.language.say)
    if form.values is not None:
        archive_id = None
        try:
            archive_id = await archives.keep_archive(society.uploads(), _parts(form.values.archive))
            async with store.reading() as reading:
                await archives.look_at(reading, archives.archive_of(society.uploads(), archive_id), at=door.at)
            return Redirect(door.here(f"office/minutes/past/archives/{archive_id}"), status_code=303)
        except GovernError as refusal:
            if archive_id is not None:
                archives.forget_archive(society.uploads(), archive_id)
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _office_page(request, reading, door, form)


async def _parts(upload: UploadFile) -> AsyncIterator[bytes]:
    while part := await upload.read(PART):
        yield part


@get("/office/minutes/past/archives/{archive_id:uuid}", name="minutes.archive", guards=[writer])
async def archive(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, archive_id: UUID
) -> Response[str]:
    return await _archive_page(request, reading, society, door, archive_id, None)


async def _archive_page(
    request: AnyRequest,
    reading: AsyncSession,
    society: Society,
    door: Door,
    archive_id: UUID,
    refusal: GovernError | None,
) -> Response[str]:
    look = await archives.look_at(reading, archives.archive_of(society.uploads(), archive_id), at=door.at)
    blank: Submission[SendArchive] = Submission.blank()
    return page(
        request,
        "minutes/past_archive.html",
        section="office",
        form=blank.refused(refusal) if refusal else None,
        found=look,
        archive_id=archive_id,
    )


@post("/office/minutes/past/archives/{archive_id:uuid}/put-in", name="minutes.put_in", guards=[writer])
async def put_in(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, archive_id: UUID
) -> Response[str] | Redirect:
    """Everything that was shown is brought in, or nothing: files first, then their rows in one transaction."""
    uploads = society.uploads()
    file = archives.archive_of(uploads, archive_id)
    kept: list[past.Kept] = []
    try:
        async with store.reading() as reading:
            look = await archives.look_at(reading, file, at=door.at)
        kept = await archives.unpack(uploads, file, look)
        async with store.writing() as writing:
            await archives.bring_all(writing, kept, look, by=visitor.person_id, at=door.at)
    except GovernError as refusal:
        archives.forget_all(uploads, kept)
        async with store.reading() as reading:
            return await _archive_page(request, reading, society, door, archive_id, refusal)
    archives.forget_archive(uploads, archive_id)
    return Redirect(door.here("office/minutes/past#list"), status_code=303)


@post("/office/minutes/past/archives/{archive_id:uuid}/let-go", name="minutes.let_go", guards=[writer])
async def let_go(society: Society, door: Door, archive_id: UUID) -> Redirect:
    archives.archive_of(society.uploads(), archive_id)
    archives.forget_archive(society.uploads(), archive_id)
    return Redirect(door.here("office/minutes/past"), status_code=303)


def _to(door: Door, past_id: UUID) -> Redirect:
    return Redirect(door.here(f"office/minutes/past/{past_id}"), status_code=303)


HANDLERS = [office, bring_in, one, correct, open_to, everything, send_archive, archive, put_in, let_go]
