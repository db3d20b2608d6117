"""`minutes/books`: the minute book of each body from its first set of minutes to its last, and whether it holds."""

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.minutes.book import queries
from govern.minutes.book.pages.before import readers
from govern.society import Society
from govern.web.door import AnyRequest, Door
from govern.web.guards import signed_in
from govern.web.page import page


@get("/minutes/books", name="minutes.books", guards=[signed_in])
async def books(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    found = await queries.books(reading, door.at, door.language.code)
    return page(request, "minutes/books.html", section="meetings", books=found)


@get("/minutes/books/{book_body:str}", name="minutes.book", guards=[signed_in])
async def book(request: AnyRequest, reading: AsyncSession, door: Door, book_body: str) -> Response[str]:
    found = await queries.book_of(reading, book_body, door.at, door.language.code, readers(door))
    return page(request, "minutes/book.html", section="meetings", book=found)


@get("/minutes/books/{book_body:str}/check", name="minutes.book_check", guards=[signed_in])
async def check(
    request: AnyRequest, reading: AsyncSession, society: Society, door: Door, book_body: str
) -> Response[str]:
    """Walk the whole book now, and say whether it holds."""
    found = await queries.book_of(reading, book_body, door.at, door.language.code, readers(door))
    verdict = await queries.verify_book(reading, book_body, society.uploads())
    return page(request, "minutes/book_check.html", section="meetings", book=found, verdict=verdict)


HANDLERS = [books, book, check]
