"""`office/returns`: the years of the society; of each the annual return, what is typed for it, the lists behind its
numbers, its paper and sheet, and that it was sent."""

from typing import Any

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern import record
from govern.constituencies.rulebook import queries as rulebook
from govern.database import Store
from govern.documents import Block, Document, Facts, Heading, Paragraph, labels_in, tabled
from govern.documents.spreadsheet import csv_rows
from govern.errors import GovernError
from govern.identity.rules import day_of
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.returns.forms import FiguresForm, SentForm
from govern.minutes.returns.lifecycle import figures as lifecycle
from govern.minutes.returns.queries import figures as queries
from govern.minutes.returns.queries import sections
from govern.minutes.returns.queries.figures import Filed
from govern.minutes.returns.queries.sections import LISTS, MONEY, TEXTS, Return, Section
from govern.minutes.returns.rules import SocietyYear, figures
from govern.minutes.returns.rules.figures import TYPED_WORDS, Typed
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, stepping_up
from govern.web.page import page
from govern.web.visitor import Visitor

LOOKER = holding(Permission.REGISTER_SEE)
TAKER = stepping_up(Permission.REGISTER_SEE)
SENDER = stepping_up(Permission.MINUTES_WRITE)
OF_LISTS = (Sentence("Number"), Sentence("Name"), Sentence("Day"), Sentence("Why"))


@get("/office/returns", name="returns", guards=[LOOKER])
async def index(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    return page(
        request, "returns/returns.html", section="office", years=await queries.years(reading, day_of(door.at))
    )


@get("/office/returns/{ends_on:str}", name="returns.one", guards=[LOOKER])
async def one(request: AnyRequest, reading: AsyncSession, door: Door, ends_on: str) -> Response[str]:
    return await _page(request, reading, door, ends_on, None)


async def _page(
    request: AnyRequest, reading: AsyncSession, door: Door, ends_on: str, form: Submission[Any] | None
) -> Response[str]:
    """As it was sent, with what would be counted otherwise today; or as it is counted today."""
    today = day_of(door.at)
    year = await queries.year(reading, ends_on, today)
    filed = await queries.filed(reading, year, door.language.code)
    now = await queries.counted(reading, year, door.language)
    return page(
        request,
        "returns/return.html",
        section="office",
        form=form,
        year=year,
        over=today > year.last,
        filed=filed,
        shown=filed.returned if filed else now,
        differences=figures.differences(filed.returned.flat(), now.flat()) if filed else (),
    )


@get("/office/returns/{ends_on:str}/figures", name="returns.typing", guards=[LOOKER])
async def typing(request: AnyRequest, reading: AsyncSession, door: Door, ends_on: str) -> Response[str]:
    year = await queries.year(reading, ends_on, day_of(door.at))
    words = {name: _as_typed(name, value) for name, value in (await sections.typed(reading, year)).items()}
    return await _typing_page(request, reading, year, Submission.blank(**words))


def _as_typed(name: str, value: str) -> str:
    return figures.pounds(int(value)) if name in {one.value for one in MONEY} and value else value


async def _typing_page(
    request: AnyRequest, reading: AsyncSession, year: SocietyYear, form: Submission[Any]
) -> Response[str]:
    return page(
        request,
        "returns/typing.html",
        section="office",
        form=form,
        year=year,
        names=await queries.to_type(reading, year),
        words=TYPED_WORDS,
        money=MONEY,
        texts=TEXTS,
    )


@post("/office/returns/{ends_on:str}/figures", name="returns.type_in", guards=[LOOKER])
async def type_in(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, ends_on: str
) -> Response[str] | Redirect:
    form = submitted(FiguresForm, await request.form(), door.language.say)
    async with store.reading() as reading:
        year = await queries.year(reading, ends_on, day_of(door.at))
    if form.values is not None:
        try:
            said = _said(form.values)
            async with store.writing() as writing:
                await lifecycle.type_in(writing, year, said, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/returns/{year.last}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _typing_page(request, reading, year, form)


def _said(sent: FiguresForm) -> dict[Typed, str]:
    """What was typed, amounts in pence. An empty field takes back what stood there."""
    said = {}
    for name in Typed:
        value = getattr(sent, name.value)
        if name in MONEY and value:
            value = figures.pence_in(value, name.value)
        said[name] = "" if value is None else str(value).strip()
    return said


@post("/office/returns/{ends_on:str}/sent", name="returns.sent", guards=[SENDER])
async def sent(
    request: AnyRequest, store: Store, door: Door, visitor: Visitor, ends_on: str
) -> Response[str] | Redirect:
    """From now on the return stands as it is now."""
    form = submitted(SentForm, await request.form(), door.language.say)
    async with store.reading() as reading:
        year = await queries.year(reading, ends_on, day_of(door.at))
    if form.values is not None:
        day, reference = form.values.filed_on, form.values.reference or ""
        try:
            async with store.writing() as writing:
                await lifecycle.send(writing, year, day, reference, by=visitor.person_id, at=door.at)
            return Redirect(door.here(f"office/returns/{year.last}"), status_code=303)
        except GovernError as refusal:
            form = form.refused(refusal)
    async with store.reading() as reading:
        return await _page(request, reading, door, ends_on, form)


@get("/office/returns/{ends_on:str}/lists/{list_name:str}", name="returns.list", guards=[LOOKER])
async def behind(
    request: AnyRequest, reading: AsyncSession, door: Door, ends_on: str, list_name: str
) -> Response[str]:
    """Who stands behind one number."""
    year = await queries.year(reading, ends_on, day_of(door.at))
    rows = await queries.listed(reading, year, list_name, door.language)
    came = list_name in ("joined", "left") or list_name not in LISTS
    return page(
        request,
        "returns/list.html",
        section="office",
        year=year,
        title=LISTS.get(list_name, Sentence("Members by group")),
        head=OF_LISTS if came else OF_LISTS[:2],
        rows=rows,
    )


@get("/office/returns/{ends_on:str}/return.csv", name="returns.csv", guards=[TAKER])
async def sheet(reading: AsyncSession, door: Door, ends_on: str) -> Response[str]:
    shown, _ = await _shown(reading, door, ends_on)
    rows = [(s.title, *row.cells) for s in shown.sections for row in s.rows]
    rows += [(s.title, s.words) for s in shown.sections if s.words]
    widest = max((len(row) for row in rows), default=2)
    say = door.language.say
    head = [say(Sentence("Table")), say(Sentence("What")), *[say(OF_LISTS[0])] * (widest - 2)]
    content = "".join(csv_rows(head, (_wide(row, widest) for row in rows)))
    headers = {"content-disposition": f'attachment; filename="return-{shown.last}.csv"'}
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _wide(row: tuple[str, ...], widest: int) -> tuple[str, ...]:
    return (*row, *([""] * (widest - len(row))))


@get("/office/returns/{ends_on:str}/return.pdf", name="returns.pdf", guards=[TAKER])
async def paper(reading: AsyncSession, door: Door, ends_on: str) -> Response[bytes]:
    shown, filed = await _shown(reading, door, ends_on)
    book = (await rulebook.in_force(reading, shown.last)).rulebook
    end = (await record.last_hash(reading)).hex()
    document = _document(shown, filed, door, book.society.version, end)
    return await as_pdf(document)


async def _shown(reading: AsyncSession, door: Door, ends_on: str) -> tuple[Return, Filed | None]:
    year = await queries.year(reading, ends_on, day_of(door.at))
    filed = await queries.filed(reading, year, door.language.code)
    return (filed.returned if filed else await queries.counted(reading, year, door.language)), filed


def _numeric(section: Section) -> frozenset[int]:
    """Which columns are numbers, for they stand at the right."""
    first = {"officers": 9, "meetings": 2, "shares": 9}.get(section.key, 1)
    return frozenset(range(first, len(section.header)))


def _document(shown: Return, filed: Filed | None, door: Door, version: str, end: str) -> Document:
    say, today = door.language.say, day_of(door.at)
    stands = (
        [
            (say(Sentence("Sent on")), door.language.day(filed.filed_on)),
            (say(Sentence("Reference")), filed.reference or "–"),
            (say(Sentence("Hash of what was sent")), filed.hash),
        ]
        if filed
        else [(say(Sentence("How it stands")), say(Sentence("Not sent yet. Counted on the day of this paper.")))]
    )
    years = (say(Sentence("Year")), f"{door.language.day(shown.first)} – {door.language.day(shown.last)}")
    blocks: list[Block] = [
        block
        for s in shown.sections
        if s.rows
        for block in tabled(s.title, s.header, tuple(row.cells for row in s.rows), _numeric(s))
    ]
    for section in shown.sections:
        if section.words:
            blocks += [
                Heading(section.title),
                *(Paragraph(line) for line in section.words.splitlines() if line.strip()),
            ]
    return Document(
        title=say(Sentence("Figures for the annual return")),
        language=door.language.code,
        society_name=shown.society,
        society_number=shown.society_number,
        number=f"AR-{shown.last.isoformat()}",
        made_on=today,
        audit_hash=end,
        rules_version=version,
        labels=labels_in(door.language, made_on=today),
        blocks=(Facts((years, *stands)), *blocks),
    )


HANDLERS = [index, one, typing, type_in, sent, behind, sheet, paper]
