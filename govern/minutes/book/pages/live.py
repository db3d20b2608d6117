"""`office/minutes/{id}/live`: minutes while the meeting is on. One page, a line at a time, for two who take notes.

Without a script each line is a form; with one (`static/minutes.js`) lines wait in the browser for the connection.
"""

import secrets
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.errors import GovernError
from govern.minutes.book import lifecycle, queries
from govern.minutes.book.forms import ChangeLineForm, LineForm
from govern.minutes.book.pages.minutes import writer
from govern.web.door import AnyRequest, Door, door_of
from govern.web.forms import Submission, submitted, words
from govern.web.page import page
from govern.web.steps import Answer, filled_in
from govern.web.visitor import Visitor


def new_token() -> str:
    """The mark of a line that is not written yet: the same line sent twice is one."""
    return secrets.token_urlsafe(12)


async def shown(
    request: AnyRequest, reading: AsyncSession, minutes_id: UUID, form: Submission[LineForm] | None, at_item: str
) -> Response[str]:
    door = door_of(request)
    live = await queries.live_page(reading, minutes_id, door.language.code, door.at)
    if form is not None and at_item not in {str(one.item.id) for one in live.items}:
        at_item = "opening"  # what was typed is kept somewhere, also under an item that is not there
    return page(
        request,
        "minutes/live.html",
        section="office",
        live=live,
        form=form,
        at_item=at_item,
        new_token=new_token,
    )


@get("/office/minutes/{minutes_id:uuid}/live", name="minutes.live", guards=[writer])
async def live(request: AnyRequest, reading: AsyncSession, minutes_id: UUID, at_item: str = "") -> Response[str]:
    return await shown(request, reading, minutes_id, None, at_item[:40])


@post("/office/minutes/{minutes_id:uuid}/lines", name="minutes.add_line", guards=[writer])
async def add_line(request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Answer:

    async def act(writing: AsyncSession, sent: LineForm) -> str:
        await lifecycle.add_line(
            writing,
            minutes_id,
            sent.item,
            {door.language.code: sent.text},
            sent.token,
            by=visitor.person_id,
            at=door.at,
            typed_again=not sent.kept_here,
        )
        where = str(sent.item or "opening")
        return door.here(f"office/minutes/{minutes_id}/live?at_item={where}#item-{where}")

    return await filled_in(
        request,
        store,
        LineForm,
        act,
        lambda reading, form: shown(request, reading, minutes_id, form, form.value("item") or "opening"),
    )


LINE = "/office/minutes/{minutes_id:uuid}/lines/{note_id:uuid}"


async def _line_page(
    request: AnyRequest,
    reading: AsyncSession,
    minutes_id: UUID,
    note_id: UUID,
    form: Submission[ChangeLineForm] | None = None,
    *,
    clash: bool = False,
) -> Response[str]:
    door = door_of(request)
    found = await queries.minutes_page(reading, minutes_id, door.language.code)
    line = await queries.line(reading, minutes_id, note_id, door.language.code, found.languages)
    known = {"text" if code == "en" else f"text_{code}": text for code, text in line.note.words.items()}
    return page(
        request,
        "minutes/line.html",
        section="office",
        minutes=found,
        line=line,
        clash=clash,
        form=form or Submission.blank(**known),
    )


@get(LINE, name="minutes.line", guards=[writer])
async def look(request: AnyRequest, reading: AsyncSession, minutes_id: UUID, note_id: UUID) -> Response[str]:
    return await _line_page(request, reading, minutes_id, note_id)


@post(LINE, name="minutes.change_line", guards=[writer])
async def change(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, minutes_id: UUID, note_id: UUID
) -> Response[str] | Redirect:
    form = submitted(ChangeLineForm, await request.form(), door.language.say)
    clash = False
    if form.values is not None:
        sent = form.values
        try:
            async with store.writing() as writing:
                await lifecycle.change_line(
                    writing,
                    minutes_id,
                    note_id,
                    words(sent.text, sent.text_cy),
                    sent.version,
                    by=visitor.person_id,
                    at=door.at,
                )
            return Redirect(door.here(f"office/minutes/{minutes_id}/live#line-{note_id}"), status_code=303)
        except GovernError as refusal:
            clash, form = isinstance(refusal, lifecycle.Clash), form.refused(refusal)
    async with store.reading() as reading:
        return await _line_page(request, reading, minutes_id, note_id, form, clash=clash)


@post(f"{LINE}/strike", name="minutes.strike_line", guards=[writer])
async def strike(store: Store, door: Door, visitor: Visitor, minutes_id: UUID, note_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.strike_line(writing, minutes_id, note_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/minutes/{minutes_id}/live"), status_code=303)


@post("/office/minutes/{minutes_id:uuid}/together", name="minutes.put_together", guards=[writer])
async def together(store: Store, door: Door, visitor: Visitor, minutes_id: UUID) -> Redirect:
    """The meeting is over: what was taken live becomes the draft."""
    async with store.writing() as writing:
        await lifecycle.put_together(writing, minutes_id, by=visitor.person_id, at=door.at)
    return Redirect(door.here(f"office/minutes/{minutes_id}"), status_code=303)


HANDLERS = [live, add_line, look, change, strike, together]
