"""`ballots/{id}/reading/{id}`: a voter says that they have read a paper; `office/ballots/{id}/reading`: its list."""

from uuid import UUID

from litestar import Response, get, post
from litestar.response import Redirect
from sqlalchemy.ext.asyncio import AsyncSession

from govern.ballots import lifecycle
from govern.ballots.forms import Pressed, ReadForm, ReadingForm
from govern.ballots.pages.about import seen
from govern.ballots.pages.drafting import in_languages
from govern.ballots.pages.office import ballot_of, to
from govern.ballots.queries.reading import papers_read
from govern.ballots.rules import Stage
from govern.ballots.rules.reading import HowRead
from govern.constituencies.rulebook import queries as rulebooks
from govern.database import Store
from govern.errors import GovernError, NotFound
from govern.permissions import Permission
from govern.web.door import AnyRequest, Door
from govern.web.forms import Submission, submitted
from govern.web.guards import holding, signed_in
from govern.web.page import page
from govern.web.visitor import Visitor

Shown = Response[str] | Redirect
preparer = holding(Permission.BALLOT_PREPARE)
ADDRESS = "/office/ballots/{ballot_id:uuid}/reading"


@post("/ballots/{ballot_id:uuid}/reading/{reading_id:uuid}", name="ballots.say_read", guards=[signed_in])
async def say_read(
    request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID, reading_id: UUID
) -> Redirect:
    """Each of the buttons says one thing: read, read to me, or neither any more. Without one nothing is said."""
    form: Submission[ReadForm] = submitted(ReadForm, await request.form(), door.language.say)
    async with store.reading() as reading:
        await seen(reading, door, visitor, ballot_id)
    pressed = form.values.how if form.values is not None else None
    if pressed is not None:
        how = None if pressed is Pressed.NONE else HowRead(pressed.value)
        async with store.writing() as writing:
            await lifecycle.say_read(writing, ballot_id, reading_id, visitor.voter_id, how, at=door.at)
    return Redirect(door.here(f"ballots/{ballot_id}#reading"), status_code=303)


@get(ADDRESS, name="ballots.reading", guards=[preparer])
async def papers(request: AnyRequest, door: Door, reading: AsyncSession, ballot_id: UUID) -> Response[str]:
    return await _papers(request, door, reading, ballot_id, None)


async def _papers(
    request: AnyRequest,
    door: Door,
    reading: AsyncSession,
    ballot_id: UUID,
    form: Submission[ReadingForm] | None,
) -> Response[str]:
    ballot = await ballot_of(reading, door, ballot_id)
    book = (await rulebooks.version(reading, ballot.rulebook_version_id)).rulebook
    return page(
        request,
        "ballots/office_reading.html",
        section="office",
        ballot=ballot,
        open=ballot.stage is Stage.DRAFT,
        papers=await papers_read(reading, ballot_id, door.language.code, max(book.ballot.privacy_floor, 1)),
        floor=max(book.ballot.privacy_floor, 1),
        form=form,
    )


@post(ADDRESS, name="ballots.add_reading", guards=[preparer])
async def add(request: AnyRequest, door: Door, store: Store, visitor: Visitor, ballot_id: UUID) -> Shown:
    form: Submission[ReadingForm] = submitted(ReadingForm, await request.form(), door.language.say)
    try:
        if form.values is not None:
            sent, by = form.values, visitor.person_id
            title, words = in_languages(sent.title, sent.title_cy), in_languages(sent.words, sent.words_cy)
            async with store.writing() as writing:
                await lifecycle.add_paper(writing, ballot_id, title, words, by=by, at=door.at)
            return to(door, ballot_id, "reading")
    except GovernError as refusal:
        if isinstance(refusal, NotFound):
            raise
        form = form.refused(refusal)
    async with store.reading() as reading:
        return await _papers(request, door, reading, ballot_id, form)


@post(f"{ADDRESS}/{{reading_id:uuid}}/remove", name="ballots.remove_reading", guards=[preparer])
async def remove(door: Door, store: Store, visitor: Visitor, ballot_id: UUID, reading_id: UUID) -> Redirect:
    async with store.writing() as writing:
        await lifecycle.remove_paper(writing, ballot_id, reading_id, by=visitor.person_id, at=door.at)
    return to(door, ballot_id, "reading")


HANDLERS = [say_read, papers, add, remove]
