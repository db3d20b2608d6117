"""`office/papers`: what was issued, to find and print again; `papers/check`: whether a paper in hand is as issued."""

from collections.abc import AsyncIterator
from typing import Annotated
from uuid import UUID

from litestar import Response, get, post
from litestar.params import Parameter
from litestar.response import Stream
from sqlalchemy.ext.asyncio import AsyncSession

from govern.database import Store
from govern.documents.spreadsheet import csv_stream
from govern.errors import GovernError
from govern.languages import OWN_NAMES
from govern.minutes.book.pages.files import as_pdf
from govern.minutes.papers import queries, rules
from govern.minutes.papers.forms import CheckForm
from govern.minutes.papers.pages.files import as_docx, is_edited
from govern.minutes.papers.rules import OF_THE_MINUTES, PaperKind
from govern.permissions import Permission
from govern.sentences import Sentence
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, public
from govern.web.page import page
from govern.web.visitor import Visitor

keeper = holding(Permission.BALLOT_PREPARE)
Words = Annotated[str, Parameter(query="words", max_length=100)]
Kind = Annotated[str, Parameter(query="kind", max_length=40)]
Year = Annotated[str, Parameter(query="year", max_length=4)]
Place = Annotated[int, Parameter(query="page", ge=1, le=100_000)]
COLUMNS = (
    *(Sentence("Number"), Sentence("Kind"), Sentence("Title"), Sentence("Language"), Sentence("Form")),
    *(Sentence("Issued"), Sentence("By"), Sentence("Rules, version"), Sentence("Mark"), Sentence("Record")),
)


def hidden_from(visitor: Visitor) -> frozenset[PaperKind]:
    """Kinds that this office does not see."""
    return frozenset() if visitor.may(Permission.MINUTES_WRITE) else OF_THE_MINUTES


def _asked(visitor: Visitor, words: str, kind: str, year: str) -> queries.Asked:
    return queries.Asked(words.strip(), kind, int(year) if year.isdigit() else None, hidden_from(visitor))


@get("/office/papers", name="papers.issued", guards=[keeper])
async def index(
    request: AnyRequest,
    reading: AsyncSession,
    visitor: Visitor,
    words: Words = "",
    kind: Kind = "",
    year: Year = "",
    page_number: Place = 1,
) -> Response[str]:
    """The papers issued, the newest first, by words, kind and year."""
    kinds = [one for one in PaperKind if one not in hidden_from(visitor)]
    return page(
        request,
        "papers/issued.html",
        section="office",
        issued=await queries.issued(reading, _asked(visitor, words, kind, year), page_number),
        kinds=[(one.value, rules.NAMES[one]) for one in kinds],
        spoken=OWN_NAMES,
        words=words,
        kind=kind,
        year=year,
    )


@get("/office/papers/papers.csv", name="papers.issued_csv", guards=[keeper])
async def index_csv(
    store: Store, door: Door, visitor: Visitor, words: Words = "", kind: Kind = "", year: Year = ""
) -> Stream:
    """The same list as a file, row by row."""
    asked, say = _asked(visitor, words, kind, year), door.language.say

    async def rows() -> AsyncIterator[tuple[str, ...]]:
        async with store.reading() as reading:
            async for one in queries.all_issued(reading, asked):
                kind_name = one.kind_name if isinstance(one.kind_name, str) else say(one.kind_name)
                yield (
                    *(one.number, kind_name, one.title, OWN_NAMES.get(one.language, one.language), one.form.value),
                    *(one.issued_at.isoformat(timespec="seconds"), one.issued_by, one.rules_version),
                    *(one.mark, one.record_hash),
                )

    return Stream(
        csv_stream([say(words) for words in COLUMNS], rows()),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="papers.csv"'},
    )


@get("/office/papers/{issued_id:uuid}", name="papers.one", guards=[keeper])
async def one(request: AnyRequest, reading: AsyncSession, visitor: Visitor, issued_id: UUID) -> Response[str]:
    """One paper word for word, with whether what is kept of it holds."""
    found = await queries.issued_page(reading, issued_id, hidden_from(visitor))
    return page(
        request,
        "papers/one.html",
        section="office",
        paper=found,
        spoken=OWN_NAMES,
        edited=is_edited(found.line.kind),
    )


@get("/office/papers/{issued_id:uuid}/paper.pdf", name="papers.one_pdf", guards=[keeper])
async def one_pdf(reading: AsyncSession, visitor: Visitor, issued_id: UUID) -> Response[bytes]:
    return await as_pdf((await queries.issued_page(reading, issued_id, hidden_from(visitor))).document)


@get("/office/papers/{issued_id:uuid}/paper.docx", name="papers.one_docx", guards=[keeper])
async def one_docx(reading: AsyncSession, visitor: Visitor, issued_id: UUID) -> Response[bytes]:
    found = await queries.issued_page(reading, issued_id, hidden_from(visitor))
    return await as_docx(found.document, found.line.kind)


@get("/papers/check", name="papers.check", guards=[public])
async def check_page(request: AnyRequest) -> Response[str]:
    blank: Submission[CheckForm] = Submission.blank()
    return page(request, "papers/check.html", section="home", form=blank, found=None, spoken=OWN_NAMES)


@post("/papers/check", name="papers.check_now", guards=[public])
async def check_now(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """Is this paper as issued? It changes nothing; it is sent as a form so that no mark stands in an address."""
    form: Submission[CheckForm] = submitted(CheckForm, await request.form(), door.language.say)
    found = None
    if form.values is not None:
        try:
            found = await queries.check(reading, form.values.number, form.values.mark)
        except GovernError as refusal:
            form = form.refused(refusal)
    return page(request, "papers/check.html", section="home", form=form, found=found, spoken=OWN_NAMES)


HANDLERS = [index, index_csv, one, one_pdf, one_docx, check_page, check_now]
