"""Minutes in Easy Read: written line by line with a picture each, checked by a named reader, released, read."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.symbols import search
from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.meetings import queries as meetings
from govern.minutes.book import queries
from govern.minutes.book.forms import EasyLineForm, ReaderForm
from govern.minutes.book.lifecycle import easy
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.book.pages.minutes import readable, writer
from govern.minutes.book.queries.easy import PARTS
from govern.minutes.book.rules import EasyPart, EasyStage
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, words
from govern.web.guards import signed_in
from govern.web.page import page
from govern.web.steps import Answer, Press, filled_in
from govern.web.visitor import Visitor

EASY = "/office/minutes/{minutes_id:uuid}/easy"
MOST_FOUND = 12


async def _office_page(
    request: AnyRequest,
    reading: AsyncSession,
    minutes_id: UUID,
    form: Submission[Any] | None = None,
    find: str = "",
    line: str = "",
) -> Response[str]:
    door = door_of(request)
    code = door.language.code
    found = await queries.minutes_page(reading, minutes_id, code)
    version = await queries.easy_page(reading, minutes_id, code)
    one = next((each for each in (version.lines if version else ()) if str(each.id) == line), None)
    if form is None and one is not None:
        typed = {"text" if code == "en" else f"text_{code}": text for code, text in one.words.items()}
        form = Submission.blank(line=str(one.id), part=one.part.value, symbol=one.symbol, **typed)
    symbols = [(symbol.name, symbol.words(code)) for symbol in search(find, code, MOST_FOUND)]
    kept = form.value("symbol") if form else ""
    if kept and kept not in dict(symbols):
        symbols.insert(0, (kept, queries.called(kept, code) or kept))
    return page(
        request,
        "minutes/easy_office.html",
        section="office",
        minutes=found,
        easy=version,
        form=form,
        find=find,
        line=line,
        symbols=symbols,
        parts=[(part.value, words_of) for part, words_of in PARTS.items()],
    )


@get(EASY, name="minutes.easy_office", guards=[writer])
async def office(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, find: str = "", line: str = ""
) -> Response[str]:
    return await _office_page(request, reading, minutes_id, None, find[:60], line[:40])


@post(EASY, name="minutes.easy_write", guards=[writer])
async def write(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: EasyLineForm) -> str:
        text = words(sent.text, sent.text_cy)
        await easy.write_line(
            writing, minutes_id, sent.line, sent.part, sent.symbol, text, by=visitor.person_id, at=door.at
        )
        return door.here(f"office/minutes/{minutes_id}/easy#lines")

    return await filled_in(
        request, store, EasyLineForm, act, lambda reading, form: _office_page(request, reading, minutes_id, form)
    )


@post(f"{EASY}/lines/{{line_id:uuid}}/remove", name="minutes.easy_remove", guards=[writer])
async def remove(store: Store, door: Door, visitor: Visitor, minutes_id: UUID, line_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await easy.remove_line(writing, minutes_id, line_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/minutes/{minutes_id}/easy#lines"), status_code=303)


@post(f"{EASY}/check", name="minutes.easy_check", guards=[writer])
async def check(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: ReaderForm) -> str:
        reader = await meetings.member_named(writing, sent.reader, door.at, "reader")
        await easy.check(writing, minutes_id, reader, by=visitor.person_id, at=door.at)
        return door.here(f"office/minutes/{minutes_id}/easy")

    return await filled_in(
        request, store, ReaderForm, act, lambda reading, form: _office_page(request, reading, minutes_id, form)
    )


@post(f"{EASY}/release", name="minutes.easy_release", guards=[writer])
async def release(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: Press) -> str:
        await easy.release(writing, minutes_id, by=visitor.person_id, at=door.at)
        return door.here(f"minutes/{minutes_id}/easy")

    return await filled_in(
        request, store, Press, act, lambda reading, form: _office_page(request, reading, minutes_id, form)
    )


async def _released(
    reading: AsyncSession, minutes_id: UUID, door: Door
) -> tuple[queries.MinutesPage, queries.EasyPage]:
    """What members read: released, or for its writers as it is."""
    found = await readable(reading, minutes_id, door)
    version = await queries.easy_page(reading, minutes_id, door.language.code)
    may_write = door.visitor is not None and door.visitor.may(Permission.MINUTES_WRITE)
    if version is None or (version.stage is not EasyStage.RELEASED and not may_write):
        raise NotFound("There is no Easy Read version of these minutes yet. Ask the secretary for it.")
    return found, version


@get("/minutes/{minutes_id:uuid}/easy", name="minutes.easy", guards=[signed_in])
async def read(request: AnyRequest, reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[str]:
    found, version = await _released(reading, minutes_id, door)
    parts = [(PARTS[part], version.of(part), part) for part in EasyPart]
    return page(request, "minutes/easy.html", section="meetings", minutes=found, easy=version, parts=parts)


@get("/minutes/{minutes_id:uuid}/easy.pdf", name="minutes.easy_pdf", guards=[signed_in])
async def paper(reading: AsyncSession, door: Door, minutes_id: UUID) -> Response[bytes]:
    found, version = await _released(reading, minutes_id, door)
    made = queries.easy_paper(found, version, door.language, day_of(version.released_at or door.at))
    return await as_pdf(made)


HANDLERS = [office, write, remove, check, release, read, paper]
