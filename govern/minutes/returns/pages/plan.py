"""`office/year`: what the rules and the law want by when, as a list and month by month; ticking what was done
outside, with the paper that was sent."""

import asyncio
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from markupsafe import Markup
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.pictures import Caption, Due, YearMonth, year_strip
from govern.errors import GovernError, NotFound
from govern.identity.rules import day_of
from govern.languages import Language
from govern.minutes.book.incoming import MOST_BYTES, FileKind
from govern.minutes.returns import lifecycle
from govern.minutes.returns.forms import TickForm, UndoForm
from govern.minutes.returns.lifecycle.filing import forget
from govern.minutes.returns.queries import filed
from govern.minutes.returns.queries import plan as queries
from govern.minutes.returns.queries.plan import Plan
from govern.minutes.returns.rules import STANDING_WORDS, Standing
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding
from govern.web.page import page
from govern.web.visitor import Visitor

LOOKER = holding(Permission.OFFICE_SEE)
TICKER = holding(Permission.MINUTES_WRITE)
MEDIA = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.TXT: "text/plain; charset=utf-8",
}
DUES = {Standing.LATE: Due.LATE, Standing.DONE: Due.DONE}


@get("/office/year", name="returns.year", guards=[LOOKER])
async def year(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.plan(reading, day_of(door.at), door.language.code)
    return page(
        request,
        "returns/year.html",
        section="office",
        plan=found,
        late=found.late,
        soon=found.standing(Standing.SOON),
        later=found.standing(Standing.LATER),
        no_day=found.standing(Standing.NO_DAY),
        done=found.standing(Standing.DONE),
        filings={one.duty: one for one in await filed.filings(reading)},
        picture=_strip(found, door.language),
        words=STANDING_WORDS,
    )


def _strip(plan: Plan, language: Language) -> Markup:
    """The year in one picture; the lists below it say the same with every date."""
    say = language.say
    months = plan.months()
    cells = [
        YearMonth(
            language.month(one.first)[:3],
            tuple(DUES.get(duty.standing(plan.today), Due.TO_DO) for duty in one.duties),
            now=one.first == plan.today.replace(day=1),
        )
        for one in months
    ]
    number = sum(len(one.duties) for one in months)
    caption = Caption(
        say(Sentence("The year ahead")),
        say(Sentence("{n} thing in twelve months.", "{n} things in twelve months.", number, n=number)),
    )
    return year_strip(cells, caption=caption, prefix="year")


@get("/office/year/months", name="returns.months", guards=[LOOKER])
async def months(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """The same month by month, as a table."""
    found = await queries.plan(reading, day_of(door.at), door.language.code)
    return page(
        request, "returns/months.html", section="office", plan=found, months=found.months(), words=STANDING_WORDS
    )


@get("/office/year/duties/{duty_key:str}", name="returns.duty", guards=[TICKER])
async def duty(request: AnyRequest, reading: AsyncSession, door: Door, duty_key: str) -> Response[str]:
    return await _duty_page(request, reading, door, duty_key, None)


async def _duty_page(
    request: AnyRequest, reading: AsyncSession, door: Door, duty_key: str, form: Submission[Any] | None
) -> Response[str]:
    today = day_of(door.at)
    duties = await queries.all_duties(reading, today, door.language.code)
    found = next((one for one in duties if one.key == duty_key), None)
    if found is None:
        raise NotFound("There is no such thing in the year plan now. Go back to the plan and choose again.")
    return page(
        request,
        "returns/duty.html",
        section="office",
        form=form,
        duty=found,
        standing=found.standing(today),
        late=found.days_late(today),
        words=STANDING_WORDS,
        filings=await filed.filings(reading, duty_key),
    )


@post(
    "/office/year/duties/{duty_key:str}",
    name="returns.tick",
    guards=[TICKER],
    request_max_body_size=MOST_BYTES + 100_000,
)
async def tick(
    request: AnyRequest, store: Store, society: Society, door: Door, visitor: Visitor, duty_key: str
) -> Response[str] | Redirect:
    """Noted as done; the file lies there before its row, and goes again where the row is refused."""
    form = submitted(TickForm, await request.form(), door.language.say)
    if form.values is not None:
        sent, kept = form.values, None
        said = lifecycle.Ticked(done_on=sent.done_on, reference=sent.reference or "", note=sent.note or "")
        try:
            if sent.file is not None and sent.file.filename:
                kept = await lifecycle.keep(society.uploads(), await sent.file.read(MOST_BYTES + 1))
            async with store.writing() as writing:
                duties = await queries.all_duties(writing, day_of(door.at), door.language.code)
                await lifecycle.tick(writing, duties, duty_key, said, kept, by=visitor.person_id, at=door.at)
            return Redirect(door.here("office/year#done"), status_code=303)
        except GovernError as refusal:
            if kept is not None:
                forget(society.uploads(), kept)
            if isinstance(refusal, NotFound):
                raise
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _duty_page(request, reading, door, duty_key, form)


@get("/office/year/filings/{filing_id:uuid}", name="returns.filing", guards=[TICKER])
async def filing(request: AnyRequest, reading: AsyncSession, filing_id: UUID) -> Response[str]:
    return await _filing_page(request, reading, filing_id, None)


async def _filing_page(
    request: AnyRequest, reading: AsyncSession, filing_id: UUID, form: Submission[Any] | None
) -> Response[str]:
    found = await filed.filing(reading, filing_id)
    return page(request, "returns/filing.html", section="office", form=form, filing=found)


@get("/office/year/filings/{filing_id:uuid}/file", name="returns.file", guards=[TICKER])
async def file(reading: AsyncSession, society: Society, filing_id: UUID) -> Response[bytes]:
    """The paper that was sent, to be saved; never shown inside our pages."""
    found = await filed.filing(reading, filing_id)
    if found.file_kind is None or found.file_hash is None:
        raise NotFound("No paper was kept with this. Go back to the year plan.")
    content = await asyncio.to_thread(
        lifecycle.content_of, society.uploads(), filing_id, found.file_kind, found.file_hash
    )
    headers = {"content-disposition": f'attachment; filename="{found.file_name}"'}
    return Response(content, media_type=MEDIA[found.file_kind], headers=headers)


@post("/office/year/filings/{filing_id:uuid}/undo", name="returns.undo", guards=[TICKER])
async def undo(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, filing_id: UUID
) -> Response[str] | Redirect:
    form = submitted(UndoForm, await request.form(), door.language.say)
    if form.values is not None:
        try:
            async with store.writing() as writing:
                await lifecycle.undo(writing, filing_id, form.values.why, by=visitor.person_id, at=door.at)
            return Redirect(door.here("office/year"), status_code=303)
        except NotFound:
            raise
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _filing_page(request, reading, filing_id, form)


HANDLERS = [year, months, duty, tick, filing, file, undo]
