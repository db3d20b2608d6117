"""`rules`: the rules for everybody, by chapter and as Easy Read; their history, two versions compared, the text."""

from litestar import Response, get
from sqlalchemy.ext.asyncio import AsyncSession

from govern.constituencies.rulebook import queries
from govern.constituencies.rulebook.plain import compare, legal_change, plain_chapter, plain_chapters
from govern.constituencies.rulebook.plain.easy import easy_parts
from govern.constituencies.rulebook.queries import InForce
from govern.errors import NotFound
from govern.identity.rules import day_of
from govern.web.door import AnyRequest, Door
from govern.web.guards import public
from govern.web.page import page


@get("/rules", name="rulebook.rules", guards=[public])
async def rules(request: AnyRequest, reading: AsyncSession, door: Door, easy: int | None = None) -> Response[str]:
    """Everybody may read the rules, members or not; `easy` is 1 for Easy Read, 0 for all of it."""
    today, language = day_of(door.at), door.language.code
    found = await queries.in_force(reading, today)
    if door.look.layout == "easy" if easy is None else bool(easy):
        parts = easy_parts(found.rulebook, language)
        return page(request, "rulebook/easy.html", section="rules", version=found, parts=parts)
    return page(
        request,
        "rulebook/rules.html",
        section="rules",
        version=found,
        chapters=plain_chapters(found.rulebook, language),
        to_come=[one for one in await queries.changes(reading) if one.effective_from > today and one.number > 1],
    )


@get("/rules/history", name="rulebook.history", guards=[public])
async def history(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """Every version with the decision that allowed it, and the way to compare any two."""
    return page(
        request,
        "rulebook/history.html",
        section="rules",
        changes=await queries.changes(reading),
        in_force=await queries.in_force(reading, day_of(door.at)),
        today=day_of(door.at),
    )


@get("/rules/compare", name="rulebook.compare", guards=[public])
async def comparison(request: AnyRequest, reading: AsyncSession, door: Door) -> Response[str]:
    """Two versions, rule by rule; by default the rules in force and the newest, or the two latest."""
    first, second = await _two(request, reading, door)
    return page(
        request,
        "rulebook/compare.html",
        section="rules",
        before=first,
        after=second,
        chapters=compare(first.rulebook, second.rulebook, door.language.code),
        legal=legal_change(first.rulebook, second.rulebook),
        history=await queries.history(reading),
    )


@get("/rules/versions/{number:int}", name="rulebook.version", guards=[public])
async def one_version(request: AnyRequest, reading: AsyncSession, door: Door, number: int) -> Response[str]:
    """The whole of one version on a page, past, in force or to come."""
    found = await queries.numbered(reading, number)
    return page(
        request,
        "rulebook/version.html",
        section="rules",
        version=found,
        chapters=plain_chapters(found.rulebook, door.language.code),
        in_force=await queries.in_force(reading, day_of(door.at)),
        change=next(one for one in await queries.changes(reading) if one.number == number),
        today=day_of(door.at),
    )


@get("/rules/versions/{number:int}/rulebook.toml", name="rulebook.text", guards=[public])
async def text(reading: AsyncSession, number: int) -> Response[bytes]:
    """The society's rulebook as the file that it is."""
    found = await queries.numbered(reading, number)
    name = f"{found.rulebook.society.id}-{found.number}.toml"
    return as_file(found.rulebook.text, name)


@get("/rules/{chapter:str}", name="rulebook.chapter", guards=[public])
async def one_chapter(request: AnyRequest, reading: AsyncSession, door: Door, chapter: str) -> Response[str]:
    found = await queries.in_force(reading, day_of(door.at))
    every = plain_chapters(found.rulebook, door.language.code)
    one = plain_chapter(found.rulebook, chapter, door.language.code)
    at = [c.table for c in every].index(one.table)
    return page(
        request,
        "rulebook/chapter.html",
        section="rules",
        chapter=one,
        before=every[at - 1] if at else None,
        after=every[at + 1] if at + 1 < len(every) else None,
    )


def as_file(text: str, name: str) -> Response[bytes]:
    """A rulebook's text to keep."""
    return Response(
        text.encode(),
        media_type="application/toml; charset=utf-8",
        headers={"content-disposition": f'attachment; filename="{name}"'},
    )


async def _two(request: AnyRequest, reading: AsyncSession, door: Door) -> tuple[InForce, InForce]:
    """The two versions that the address names; raises `NotFound` for a number there is not."""
    now = await queries.in_force(reading, day_of(door.at))
    last = await queries.newest(reading)
    first = now.number if now.number != last.number else max(1, last.number - 1)
    return (
        await queries.numbered(reading, _number(request.query_params.get("from", ""), first)),
        await queries.numbered(reading, _number(request.query_params.get("to", ""), last.number)),
    )


def _number(typed: str, otherwise: int) -> int:
    if not typed:
        return otherwise
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 6):
        raise NotFound("There is no such version of the rules. Go to the rules and choose from the history.")
    return int(typed)


HANDLERS = [rules, history, comparison, one_version, text, one_chapter]
